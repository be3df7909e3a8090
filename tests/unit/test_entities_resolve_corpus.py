"""Names across documents."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tasks.entities.resolve.judgements import Judgement, read_judgements
from tasks.entities.resolve.local import Local, read_document
from tests.resolving import Entity, Found, resolved

SYRIA, RUSSIA = ("Syria", "LOC"), ("Russia", "LOC")


def document(name: str, *names: tuple[str, str] | str) -> list[Local]:
    rows = [(n, "PERSON") if isinstance(n, str) else n for n in names]
    return read_document(name, [(s, type, 40 * place) for place, (s, type) in enumerate(rows)])


def named(found: Found, surface: str) -> Entity:
    (entity,) = [entity for entity in found.entities if surface in entity.aliases]
    return entity


def test_one_man_in_three_spellings() -> None:
    found = resolved(
        [
            document("a", "Walid al-Moallem", "Al-Moallem"),
            document("b", "Walid al-Muallem", "Muallem"),
            document("c", "Walid Muallem"),
        ]
    )
    (one,) = found.entities
    assert one.documents == 3
    assert one.mentions == 5
    assert one.aliases == tuple(sorted(one.aliases))


def test_people_who_share_half_a_name_are_two() -> None:
    pairs = ["Bashar al-Assad", "Bashar al-Jaafari", "Vladimir Putin", "Vladimir Makei"]
    found = resolved([document(name, name) for name in pairs])
    assert len(found.entities) == 4


def test_a_surname_alone_is_linked_where_one_fits_and_the_context_agrees() -> None:
    full = document("a", "Sergei Lavrov", "Walid Muallem", SYRIA, RUSSIA)
    found = resolved([full, document("b", "Lavrov", SYRIA, RUSSIA)])
    assert named(found, "Lavrov").name == "Sergei Lavrov"
    (link,) = [x for x in found.links if (x.document, x.place) == ("b", 0)]
    assert "context agrees" in link.reason
    assert link.score < 1


def test_a_surname_alone_stays_apart_where_the_context_is_another() -> None:
    full = document("a", "Sergei Lavrov", SYRIA, RUSSIA)
    found = resolved([full, document("b", "Lavrov", ("Peru", "LOC"))])
    assert named(found, "Lavrov").name == "Lavrov"
    (link,) = [x for x in found.links if (x.document, x.place) == ("b", 0)]
    assert "kept apart" in link.reason


def test_a_surname_alone_stays_apart_where_two_fit() -> None:
    documents = [
        document("a", "Bashar al-Assad", SYRIA, RUSSIA),
        document("b", "Hafez al-Assad", SYRIA, RUSSIA),
        document("c", "Assad", SYRIA, RUSSIA),
        document("d", "Assad", SYRIA, RUSSIA),
    ]
    found = resolved(documents)
    assert sum("Assad" in entity.aliases for entity in found.entities) == 2
    assert any("2 candidates: kept apart" in link.reason for link in found.links)


def test_a_short_name_that_fits_two_longer_ones_stays_apart() -> None:
    names = ["George Bush", "George W. Bush", "George H. W. Bush"]
    found = resolved([document(name, name) for name in names])
    assert named(found, "George Bush").aliases == ("George Bush",)


def test_organisations_by_alias_acronym_and_legal_form() -> None:
    documents = [
        document(str(n), (name, type))
        for n, (name, type) in enumerate(
            [
                ("ISIS", "ORG"),
                ("Daesh", "NORP"),
                ("Islamic State", "LOC"),
                ("IS", "ORG"),
                ("United Nations", "ORG"),
                ("U.N.", "ORG"),
                ("Siemens AG", "ORG"),
                ("Siemens", "ORG"),
            ]
        )
    ]
    found = resolved(documents)
    assert {entity.name for entity in found.entities} == {
        "Islamic State",
        "United Nations",
        "Siemens AG",
    }


def test_countries_peoples_and_cities_have_iso_codes() -> None:
    names = [SYRIA, ("the U.S.", "LOC"), ("US", "LOC"), ("Syrians", "NORP"), ("Aleppo", "LOC")]
    found = resolved([document("a", *names)])
    codes = {(entity.type, entity.name): entity.country for entity in found.entities}
    assert codes == {
        ("LOC", "Syria"): "SY",
        ("LOC", "United States"): "US",
        ("NORP", "Syrians"): "SY",
        ("LOC", "Aleppo"): "SY",
    }


def test_a_new_spelling_does_not_rename() -> None:
    more = [document("b", "Walid al-Muallem"), document("c", "Walid Muallem")]
    before = resolved([document("a", "Walid al-Moallem")])
    after = resolved(more, before=before.corpus)
    assert [e.entity_id for e in after.entities] == [e.entity_id for e in before.entities]


OSMAN, ALI = "Osman Celik", "Osman Nuri Bakir"
DAYS = {"a": date(2020, 1, 2), "b": date(2020, 1, 1)}


def test_where_two_meet_the_id_of_the_one_first_published_stays() -> None:
    apart = [document("a", OSMAN), document("b", ALI)]
    before = resolved(apart, days=DAYS)
    assert len(before.entities) == 2
    joint = judge("same", OSMAN, ALI)
    after = resolved(apart, days=DAYS, judgements=[joint])
    assert [e.entity_id for e in after.entities] == [named(before, ALI).entity_id]
    later = DAYS | {"b": date(2020, 1, 4)}
    other = resolved(apart, days=later, judgements=[joint])
    assert [e.entity_id for e in other.entities] == [named(before, OSMAN).entity_id]


def test_documents_of_later_days_do_not_rename() -> None:
    first = [document("a", "Walid al-Moallem")]
    days = {"a": date(2020, 1, 1)} | {str(n): date(2020, 2, n + 1) for n in range(9)}
    before = resolved(first, days=days)
    more = [document(str(n), "Walid bin Sultan al-Moallem") for n in range(9)]
    after = resolved(more, before=before.corpus, days=days)
    assert [e.entity_id for e in after.entities] == [e.entity_id for e in before.entities]


def test_two_judged_apart_that_sound_alike_have_two_ids() -> None:
    documents = [document("a", "Sergey Lavrov"), document("b", "Sergei Lavrov")]
    rule = judge("different", "Sergey Lavrov", "Sergei Lavrov")
    one = resolved(documents, judgements=[rule])
    other = resolved(documents[1:], judgements=[rule])
    other = resolved(documents[:1], judgements=[rule], before=other.corpus)
    assert len({e.entity_id for e in one.entities}) == 2
    assert one.entities == other.entities


def judge(verdict: str, a: str, b: str = "", document: str = "", type: str = "PERSON") -> Judgement:
    return Judgement(verdict, type, a, b, document, "we know")


def test_judged_the_same_is_the_same_and_told_where_names_deny_it() -> None:
    documents = [document("a", "Mark Twain"), document("b", "Samuel Clemens")]
    found = resolved(documents, judgements=[judge("same", "Mark Twain", "Samuel Clemens")])
    assert len(found.entities) == 1
    assert "the names say otherwise" in found.warnings[0]


def test_judged_different_stays_apart_and_is_told() -> None:
    documents = [document("a", "Sergey Lavrov"), document("b", "Sergei Lavrov")]
    found = resolved(documents, judgements=[judge("different", "Sergey Lavrov", "Sergei Lavrov")])
    assert len(found.entities) == 2
    assert "the names say otherwise" in found.warnings[0]


def test_one_name_of_two_people_is_told_apart_by_its_document() -> None:
    documents = [document("a", "John Smith"), document("b", "John Smith")]
    rule = judge("different", "John Smith", "John Smith", "b")
    found = resolved(documents, judgements=[rule])
    assert len(found.entities) == 2


def test_judged_no_entity_has_no_entity() -> None:
    found = resolved([document("a", "Click Here", SYRIA)], judgements=[judge("none", "Click Here")])
    assert [entity.name for entity in found.entities] == ["Syria"]
    assert [link.entity_id for link in found.links if link.place == 0] == [None]


def test_a_surname_judged_the_same_needs_no_context() -> None:
    documents = [document("a", "Sergei Lavrov", SYRIA), document("b", "Lavrov", ("Peru", "LOC"))]
    found = resolved(documents, judgements=[judge("same", "Lavrov", "Sergei Lavrov")])
    assert named(found, "Lavrov").name == "Sergei Lavrov"


def test_a_judgement_of_a_name_that_nobody_wrote_is_told() -> None:
    found = resolved([document("a", "Mark Twain")], judgements=[judge("none", "Nobody Here")])
    assert "no document names" in found.warnings[0]


def test_judgements_are_read_from_a_table(tmp_path: Path) -> None:
    file = tmp_path / "judgements.csv"
    file.write_text(
        "verdict,type,a,b,document,why\nsame,PERSON,Mark Twain,Samuel Clemens,,pen name\n"
    )
    assert read_judgements(file) == [
        Judgement("same", "PERSON", "Mark Twain", "Samuel Clemens", "", "pen name")
    ]
    file.write_text("verdict,type,a,b,document,why\nperhaps,PERSON,A B,C D,,\n")
    with pytest.raises(ValueError, match="line 2"):
        read_judgements(file)
