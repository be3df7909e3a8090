"""Names across documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from tasks.entities.resolve.corpus import resolve, update
from tasks.entities.resolve.identity import Resolution, published
from tasks.entities.resolve.judgements import Judgement, read_judgements
from tasks.entities.resolve.local import Local, read_document
from tasks.entities.resolve.state import Entity

SYRIA, RUSSIA = ("Syria", "LOC"), ("Russia", "LOC")


def document(name: str, *names: tuple[str, str] | str) -> list[Local]:
    rows = [(n, "PERSON") if isinstance(n, str) else n for n in names]
    return read_document(name, [(s, type, 40 * place) for place, (s, type) in enumerate(rows)])


def named(found: Resolution, surface: str) -> Entity:
    (entity,) = [entity for entity in found.entities if surface in entity.aliases]
    return entity


def test_one_man_in_three_spellings() -> None:
    _, found = resolve(
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
    _, found = resolve([document(name, name) for name in pairs])
    assert len(found.entities) == 4


def test_a_surname_alone_is_linked_where_one_fits_and_the_context_agrees() -> None:
    full = document("a", "Sergei Lavrov", "Walid Muallem", SYRIA, RUSSIA)
    _, found = resolve([full, document("b", "Lavrov", SYRIA, RUSSIA)])
    assert named(found, "Lavrov").name == "Sergei Lavrov"
    (link,) = [x for x in found.links if (x.document, x.place) == ("b", 0)]
    assert "context agrees" in link.reason
    assert link.score < 1


def test_a_surname_alone_stays_apart_where_the_context_is_another() -> None:
    full = document("a", "Sergei Lavrov", SYRIA, RUSSIA)
    _, found = resolve([full, document("b", "Lavrov", ("Peru", "LOC"))])
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
    _, found = resolve(documents)
    assert sum("Assad" in entity.aliases for entity in found.entities) == 2
    assert any("2 candidates: kept apart" in link.reason for link in found.links)


def test_a_short_name_that_fits_two_longer_ones_stays_apart() -> None:
    names = ["George Bush", "George W. Bush", "George H. W. Bush"]
    _, found = resolve([document(name, name) for name in names])
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
    _, found = resolve(documents)
    assert {entity.name for entity in found.entities} == {
        "Islamic State",
        "United Nations",
        "Siemens AG",
    }


def test_countries_peoples_and_cities_have_iso_codes() -> None:
    names = [SYRIA, ("the U.S.", "LOC"), ("US", "LOC"), ("Syrians", "NORP"), ("Aleppo", "LOC")]
    _, found = resolve([document("a", *names)])
    codes = {(entity.type, entity.name): entity.country for entity in found.entities}
    assert codes == {
        ("LOC", "Syria"): "SY",
        ("LOC", "United States"): "US",
        ("NORP", "Syrians"): "SY",
        ("LOC", "Aleppo"): "SY",
    }


def test_a_new_spelling_does_not_rename() -> None:
    state, before = resolve([document("a", "Walid al-Moallem")])
    after = update(state, [document("b", "Walid al-Muallem"), document("c", "Walid Muallem")])
    assert [e.entity_id for e in after.entities] == [e.entity_id for e in before.entities]
    assert (after.gone, after.changes) == ((), ())


def test_a_merge_keeps_the_older_id_and_is_recorded() -> None:
    state, first = resolve([document("a", "Osman Celik", "Ali Celik")])
    osman = named(first, "Osman Celik").entity_id
    update(state, [document("b", "Osman Nuri Bakir")])
    found = update(state, [document("c", "Osman Bakir Celik", "Osman Nuri Bakir Celik")])
    assert osman in state.entities
    assert all(change.kind == "merge" for change in found.changes)
    assert all(change.entity_id == osman for change in found.changes)


def test_ids_are_lent_by_previous_entities() -> None:
    documents = [document("a", "Walid al-Moallem")]
    _, first = resolve(documents)
    (entity,) = first.entities
    _, again = resolve(
        documents,
        previous=[
            Entity("00ff", entity.type, entity.name, (), None, 1, 1, entity.keys, 0),
        ],
    )
    assert [e.entity_id for e in again.entities] == ["00ff"]


def test_ids_are_carried_on_from_published_rows() -> None:
    first, rest = document("a", "Walid al-Moallem", "Muallem"), document("b", "Walid Muallem")
    _, before = resolve([first])
    (entity,) = before.entities
    row = published("00ff", entity.type, entity.name, entity.aliases)
    _, after = resolve([first, rest], previous=[row])
    assert [e.entity_id for e in after.entities] == ["00ff"]


def judge(verdict: str, a: str, b: str = "", document: str = "", type: str = "PERSON") -> Judgement:
    return Judgement(verdict, type, a, b, document, "we know")


def test_judged_the_same_is_the_same_and_told_where_names_deny_it() -> None:
    documents = [document("a", "Mark Twain"), document("b", "Samuel Clemens")]
    _, found = resolve(documents, judgements=[judge("same", "Mark Twain", "Samuel Clemens")])
    assert len(found.entities) == 1
    assert "the names say otherwise" in found.warnings[0]


def test_judged_different_stays_apart_and_is_told() -> None:
    documents = [document("a", "Sergey Lavrov"), document("b", "Sergei Lavrov")]
    _, found = resolve(documents, judgements=[judge("different", "Sergey Lavrov", "Sergei Lavrov")])
    assert len(found.entities) == 2
    assert "the names say otherwise" in found.warnings[0]


def test_one_name_of_two_people_is_told_apart_by_its_document() -> None:
    documents = [document("a", "John Smith"), document("b", "John Smith")]
    rule = judge("different", "John Smith", "John Smith", "b")
    _, found = resolve(documents, judgements=[rule])
    assert len(found.entities) == 2


def test_judged_no_entity_has_no_entity() -> None:
    _, found = resolve(
        [document("a", "Click Here", SYRIA)], judgements=[judge("none", "Click Here")]
    )
    assert [entity.name for entity in found.entities] == ["Syria"]
    assert [link.entity_id for link in found.links if link.place == 0] == [None]


def test_a_surname_judged_the_same_needs_no_context() -> None:
    documents = [document("a", "Sergei Lavrov", SYRIA), document("b", "Lavrov", ("Peru", "LOC"))]
    _, found = resolve(documents, judgements=[judge("same", "Lavrov", "Sergei Lavrov")])
    assert named(found, "Lavrov").name == "Sergei Lavrov"


def test_a_judgement_of_a_name_that_nobody_wrote_is_told() -> None:
    _, found = resolve([document("a", "Mark Twain")], judgements=[judge("none", "Nobody Here")])
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
