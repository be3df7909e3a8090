"""Every link has a score and a reason, down to the mention."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from tasks.entities.corpus import Knowledge, resolve_corpus
from tasks.entities.names.aliases import default_table
from tasks.entities.resolve.judgements import Judgement

Names = list[tuple[str, str]]
DAY = date(2020, 1, 1)


def tables(documents: dict[str, Names]) -> list[tuple[pa.Table, pa.Table]]:
    mentions, texts = [], []
    for document, names in documents.items():
        at = 0
        for surface, type in names:
            mentions.append(
                {"document_id": document, "surface": surface, "type": type, "start": at}
            )
            at += len(surface) + 1
        text = " ".join(surface for surface, _ in names)
        texts.append({"document_id": document, "published_on": DAY, "text": text})
    columns = pa.schema(
        [
            ("document_id", pa.string()),
            ("surface", pa.string()),
            ("type", pa.string()),
            ("start", pa.int64()),
        ]
    )
    return [(pa.Table.from_pylist(mentions, schema=columns), pa.Table.from_pylist(texts))]


def told(
    documents: dict[str, Names], *judgements: Judgement
) -> dict[tuple[str, int], tuple[str | None, float, str]]:
    """Name of the entity, score and reason of each mention."""
    known = Knowledge(judgements, default_table())
    found = resolve_corpus(tables(documents), known).tables
    entities = found["entities"].to_pylist()
    names = {row["entity_id"]: row["name"] for row in entities} | {None: None}
    return {
        (row["document_id"], row["n"]): (
            names[row["entity_id"]],
            row["link_score"],
            row["link_reason"],
        )
        for row in found["links"].to_pylist()
    }


RUSSIA: Names = [("Russia", "LOC"), ("Syria", "LOC")]
FULL: Names = [("Sergei Lavrov", "PERSON"), *RUSSIA]
AGREES = "short name, one candidate, context agrees"
DIFFERS = "short name, one candidate, context does not agree: kept apart"
TWO = "short name, 2 candidates: kept apart"


@pytest.mark.parametrize(
    ("others", "entity", "reason"),
    [
        (RUSSIA, "Sergei Lavrov", AGREES),
        ([("Peru", "LOC"), ("Chad", "LOC")], "Lavrov", DIFFERS),
        ([], "Lavrov", DIFFERS),
    ],
)
def test_a_surname_alone_is_linked_by_its_context(others: Names, entity: str, reason: str) -> None:
    found = told({"a": FULL, "b": [("Lavrov", "PERSON"), *others]})
    name, score, why = found["b", 0]
    assert name == entity
    assert why.endswith(reason)
    assert 0 < score < 1
    assert found["a", 0][:2] == ("Sergei Lavrov", 1.0)


def test_where_two_people_fit_a_surname_stays_apart_and_says_so() -> None:
    other: Names = [("Igor Lavrov", "PERSON"), *RUSSIA]
    found = told({"a": FULL, "b": other, "c": [("Lavrov", "PERSON"), *RUSSIA]})
    assert found["c", 0][0] == "Lavrov"
    assert found["c", 0][2].endswith(TWO)
    assert found["c", 0][1] == 0.5


def test_a_second_bearer_of_the_name_takes_the_link_back() -> None:
    alone: Names = [("Lavrov", "PERSON"), *RUSSIA]
    assert told({"a": FULL, "c": alone})["c", 0][0] == "Sergei Lavrov"
    other: Names = [("Igor Lavrov", "PERSON"), ("Peru", "LOC")]
    assert told({"a": FULL, "b": other, "c": alone})["c", 0][0] == "Lavrov"


def test_a_judgement_decides_where_context_does_not() -> None:
    alone: Names = [("Lavrov", "PERSON"), ("Peru", "LOC")]
    same = Judgement("same", "PERSON", "Lavrov", "Sergei Lavrov", "", "")
    other = Judgement("different", "PERSON", "Lavrov", "Sergei Lavrov", "", "")
    nothing = Judgement("none", "PERSON", "Lavrov", "", "", "")
    name, score, why = told({"a": FULL, "b": alone}, same)["b", 0]
    assert (name, score) == ("Sergei Lavrov", 1.0)
    assert why.endswith("judged the same")
    agreeing: Names = [("Lavrov", "PERSON"), *RUSSIA]
    assert told({"a": FULL, "b": agreeing}, other)["b", 0][0] == "Lavrov"
    assert told({"a": FULL, "b": agreeing}, nothing)["b", 0][0] is None
    assert told({"a": FULL, "b": agreeing}, nothing)["b", 0][2].endswith("judged to be no entity")


def test_a_title_alone_is_told_to_name_nobody() -> None:
    found = told({"a": [("President", "PERSON"), ("Sergei Lavrov", "PERSON")]})
    assert found["a", 0] == (None, 0.0, "no name of a thing: a title alone, say")


def test_a_surname_in_the_document_of_its_full_name_needs_no_context() -> None:
    found = told({"a": [("Sergei Lavrov", "PERSON"), ("Lavrov", "PERSON")]})
    assert found["a", 1][0] == "Sergei Lavrov"
    assert found["a", 1][2].startswith("surname")
