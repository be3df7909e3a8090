"""Near duplicates cluster alike in any order."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import NamedTuple

from tasks.boilerplate.duplicates import originals_of, sign

WIRE = " ".join(
    f"The council of town number {n} voted on the bridge on day {n * 7}." for n in range(30)
)
OTHER = " ".join(
    f"Farmers in valley {n} expect {n * 3} tonnes of barley this year." for n in range(30)
)


class Text(NamedTuple):
    id: str
    text: str
    rank: str = ""


class Duplicate(NamedTuple):
    cluster_id: str
    duplicate_of: str | None


def find_duplicates(texts: Sequence[Text]) -> dict[str, Duplicate]:
    ordered = sorted(texts)
    found = originals_of([sign(one.text) for one in ordered], [one.rank for one in ordered])
    ids = [one.id for one in ordered]
    return {
        id: Duplicate(ids[original], None if ids[original] == id else ids[original])
        for id, original in zip(ids, found.tolist(), strict=True)
    }


def test_copies_and_near_copies_form_one_cluster_named_by_the_earliest() -> None:
    texts = [
        Text("c", WIRE, "2020-01-02"),
        Text("a", WIRE + " Reporting by our own staff in the town hall.", "2020-01-03"),
        Text("b", WIRE.upper(), "2020-01-01"),
        Text("d", OTHER, "2019-01-01"),
    ]
    found = find_duplicates(texts)
    assert found["b"] == Duplicate("b", None)
    assert found["a"] == found["c"] == Duplicate("b", "b")
    assert found["d"] == Duplicate("d", None)


def test_the_order_of_the_texts_changes_nothing() -> None:
    texts = [Text(f"{n:02}", WIRE if n % 3 else OTHER + f" Edition {n}.") for n in range(12)]
    expected = find_duplicates(texts)
    for seed in range(3):
        random.Random(seed).shuffle(texts)
        assert find_duplicates(texts) == expected


def test_short_texts_are_duplicates_only_word_for_word() -> None:
    found = find_duplicates(
        [Text("a", "A short line."), Text("b", "a SHORT line"), Text("c", "A line.")]
    )
    assert found["b"].duplicate_of == "a"
    assert found["c"].duplicate_of is None
