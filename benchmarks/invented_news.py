"""Invented news: documents with texts and names, as many as asked for, the same every time."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from typing import Any

import pyarrow as pa

from benchmarks.invented_names import people
from tasks.validation.stage import batch_schema

PLACES = ("Syria", "Russia", "France", "Iran", "Kenya", "Peru", "Japan", "Norway", "Chad", "Malta")
EACH = 6  # people in a document
SURNAME_ALONE = 0.15  # of them, known in it by their surname only
COPIES = 0.1  # documents that repeat another one but for a few words
WORDS = 250


@cache
def _people(documents: int) -> tuple[list[str], list[float]]:
    """The people of a corpus: as many as documents; few are met often, most once or twice."""
    names = people(documents)
    return names, list(accumulate(1 / (rank + 20) for rank in range(len(names))))


def batches(first: int, documents: int, of: int, size: int) -> Iterator[dict[str, pa.Table]]:
    """Yield checked batches of the documents from number `first` on, of a corpus of `of`."""
    for start in range(first, first + documents, size):
        end = min(start + size, first + documents)
        rows = sorted((_document(n, of) for n in range(start, end)), key=lambda one: one[0])
        yield {
            "sources": _table("sources", [_source(id, text) for id, text, _, _ in rows]),
            "documents": _table("documents", [_story(*row[:3]) for row in rows]),
            "mentions": _table("mentions", [mention for row in rows for mention in row[3]]),
            "blocks": batch_schema("blocks").empty_table(),
            "dates": batch_schema("dates").empty_table(),
        }


def _document(number: int, of: int) -> tuple[str, str, date, list[dict[str, Any]]]:
    """Id, text, day and mentions of a document."""
    chance = random.Random(number)
    told = chance.randrange(number) if number and chance.random() < COPIES else number
    words = random.Random(-told - 1)
    names, often = _people(of)
    parts: list[tuple[str, str | None]] = []
    for name in dict.fromkeys(words.choices(names, cum_weights=often, k=EACH)):
        alone = words.random() < SURNAME_ALONE
        surname = name.rpartition(" ")[2]
        parts += [(surname if alone else name, "PERSON"), *_words(words), (surname, "PERSON")]
        parts += _words(words)
    for place in words.sample(PLACES, 2):
        parts += [(place, "LOC"), *_words(words)]
    parts.append((f"Edition {number}.", None))
    id = hashlib.sha256(str(number).encode()).hexdigest()[:32]
    text, mentions = _put_together(id, parts)
    return id, text, date(2020, 1, 1) + timedelta(days=number * 1000 // of), mentions


def _words(chance: random.Random) -> list[tuple[str, None]]:
    return [(f"word{chance.randrange(5000)}", None) for _ in range(WORDS // (2 * EACH))]


def _put_together(id: str, parts: list[tuple[str, str | None]]) -> tuple[str, list[dict[str, Any]]]:
    at = 0
    mentions: list[dict[str, Any]] = []
    for surface, type in parts:
        if type:
            place = {"n": len(mentions), "start": at, "end": at + len(surface)}
            told = {"surface": surface, "type": type, "confidence": 0.9}
            mentions.append({"document_id": id, **place, **told})
        at += len(surface) + 1
    return " ".join(surface for surface, _ in parts), mentions


def _source(id: str, text: str) -> dict[str, Any]:
    return {
        "source_id": id + "0" * 32,
        "uri": f"file:///{id}",
        "media_type": "text/plain",
        "encoding": "utf-8",
        "encoding_errors": 0,
        "bytes": len(text),
        "status": "published",
        "documents": 1,
        "text": text,
    }


def _story(id: str, text: str, day: date) -> dict[str, Any]:
    return {
        "document_id": id,
        "source_id": id + "0" * 32,
        "position": 0,
        "uri": f"file:///{id}",
        "authors": [],
        "language": "en",
        "language_confidence": 1.0,
        "published_on": day,
        "published_confidence": 1.0,
        "text": text,
        "characters": len(text),
        "words": text.count(" ") + 1,
    }


def _table(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    expected = batch_schema(name)
    empty = dict.fromkeys(expected.names)
    return pa.Table.from_pylist([empty | row for row in rows], schema=expected)
