"""Names inside one document."""

from __future__ import annotations

import pytest

from tasks.entities.resolve.document import Cluster, link


def clusters(*names: tuple[str, str] | str, text: str | None = None) -> list[set[str]]:
    found = link(mentions(*names, text=text), text)
    return [set(cluster.surfaces) for cluster in found]


def mentions(*names: tuple[str, str] | str, text: str | None = None) -> list[tuple[str, str, int]]:
    rows, place = [], 0
    for name in names:
        surface, type = name if isinstance(name, tuple) else (name, "PERSON")
        place = text.index(surface, place) if text else place + 50
        rows.append((surface, type, place))
        place += len(surface) if text else 0
    return rows


def test_surnames_and_short_forms_join_the_full_name() -> None:
    assert clusters("Al-Moallem", "Walid al-Moallem", "Muallem", "Mr. al-Moallem") == [
        {"Al-Moallem", "Walid al-Moallem", "Muallem", "Mr. al-Moallem"}
    ]
    assert clusters("Staffan de Mistura", "de Mistura") == [{"Staffan de Mistura", "de Mistura"}]


def test_several_people_of_one_surname_leave_it_to_none() -> None:
    assert clusters("Bashar al-Assad", "Hafez al-Assad", "Assad") == [
        {"Bashar al-Assad"},
        {"Hafez al-Assad"},
        {"Assad"},
    ]


def test_a_surname_written_before_the_second_bearer_is_the_firsts() -> None:
    found = link(mentions("Franck Piccard", "Piccard", "Ian Piccard", "Piccard"))
    assert [cluster.members for cluster in found] == [(0, 1), (2,), (3,)]


def test_people_who_share_a_given_name_stay_apart() -> None:
    assert clusters("Vladimir Putin", "Vladimir Makei", "Putin", "Makei") == [
        {"Vladimir Putin", "Putin"},
        {"Vladimir Makei", "Makei"},
    ]


def test_titles_alone_are_in_no_cluster() -> None:
    assert clusters("President", "President Assad", "H.E.") == [{"President Assad"}]


def test_regnal_numbers_keep_kings_apart() -> None:
    assert clusters("Louis XIV", "Louis XVI") == [{"Louis XIV"}, {"Louis XVI"}]


def test_an_acronym_in_brackets_joins_the_name_before_it() -> None:
    text = "Iraq's High Command for Joint Action (JOC) said so, and JOC was heard."
    org = [("High Command for Joint Action", "ORG"), ("JOC", "ORG"), ("JOC", "ORG")]
    found = link(mentions(*org, text=text), text)
    assert [cluster.members for cluster in found] == [(0, 1, 2)]
    assert "acronym in brackets" in found[0].reasons
    assert len(link(mentions(*org, text=text))) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Buy at Home Depot (Dewalt).",
        "Buy at Home Depot (Dewalt) or Home Depot (DWT).",
        "It speaks Portuguese (Brazilian).",
        "Buy at Amazon (TKDMR).",
    ],
)
def test_what_else_stands_in_brackets_stays_apart(text: str) -> None:
    names = ("Home Depot", "Dewalt", "DWT", "Portuguese", "Brazilian", "Amazon", "TKDMR")
    org = [(name, "ORG") for name in names if name in text]
    assert len(link(mentions(*org, text=text), text)) == len(org)


def test_an_acronym_joins_the_name_of_its_initials() -> None:
    assert clusters(("Joint Operations Command", "ORG"), ("JOC", "ORG")) == [
        {"Joint Operations Command", "JOC"}
    ]


def test_a_country_and_its_people_are_two_things() -> None:
    names = [("Syria", "LOC"), ("Syrian Arab Republic", "LOC"), ("Syrian", "NORP")]
    assert clusters(*names) == [{"Syria", "Syrian Arab Republic"}, {"Syrian"}]


def test_the_order_of_the_mentions_does_not_matter() -> None:
    rows = mentions("Walid Muallem", "Muallem", ("UN", "ORG"), "Sergei Lavrov", "Lavrov")

    def told(found: list[Cluster], order: list[int]) -> set[frozenset[int]]:
        return {frozenset(order[member] for member in cluster.members) for cluster in found}

    backwards = list(range(len(rows)))[::-1]
    assert told(link(rows), list(range(len(rows)))) == told(
        link([rows[n] for n in backwards]), backwards
    )


def test_every_member_has_its_score_and_reason() -> None:
    (cluster,) = link(mentions("Walid Muallem", "Muallem"))
    assert cluster.full
    assert cluster.scores[0] == 1.0
    assert 0 < cluster.scores[1] < 1
    assert cluster.reasons == ("full name", "surname")


def test_no_mentions_no_clusters() -> None:
    assert link([]) == []
    assert link([("", "PERSON", 0), ("--", "ORG", 5)]) == []
