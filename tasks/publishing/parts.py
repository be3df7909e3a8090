"""How the rows of a table are divided into files: by the beginning of their ids.

A part holds the rows of all sources whose id begins alike, in the table's order. Which part a
row lies in, and where, follows from the corpus alone: never from batches, workers or arrival.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import pyarrow as pa

from schemas.tables import TABLES

ROWS_IN_PART = 4096  # sources in a part, at most, on average
BYTES_IN_PART = 256 * 1024 * 1024  # of the sources, at most, on average
T = TypeVar("T")


def part_file(number: int) -> str:
    """Return the name of a file of a table; names sort as numbers do."""
    return f"part-{number:05d}.parquet"


@dataclass(frozen=True, slots=True)
class Part:
    """One of `of` parts (a power of two): ids from `low` on, up to but without `high`."""

    number: int
    of: int

    @property
    def low(self) -> str:
        """First id, as 8 hex digits; empty for the first part, where rows without id lie too."""
        return f"{self.number * (2**32 // self.of):08x}" if self.number else ""

    @property
    def high(self) -> str:
        """Behind the last id; `g` comes behind every hex digit."""
        last = self.number + 1 == self.of
        return "g" if last else f"{(self.number + 1) * (2**32 // self.of):08x}"

    @property
    def file(self) -> str:
        """Name of the part's file, in order."""
        return part_file(self.number)


def parts(sources: int, size: int = 0) -> Iterator[Part]:
    """Yield the parts that a corpus of so many sources, of `size` bytes in all, is divided into."""
    of = 1
    while of * ROWS_IN_PART < sources or of * BYTES_IN_PART < size:
        of *= 2
    return (Part(number, of) for number in range(of))


def overlapping(files: Sequence[T], part: Part) -> Sequence[T]:
    """Return those of a table's files, in order, that may hold rows of `part`.

    There were as many parts as there are files: a power of two, so that parts nest.
    """
    first = part.number * len(files) // part.of
    last = -(-(part.number + 1) * len(files) // part.of)
    return files[first:last]


def within(table: pa.Table, name: str, part: Part) -> pa.Table:
    """Return the rows of `part` from a table that is in order, without copying them."""
    return between(table, (TABLES[name].sorted_by or TABLES[name].key)[0], part)


def between(table: pa.Table, column: str, part: Part) -> pa.Table:
    """Return the rows of `part` from a table that is in the order of the ids in `column`."""
    ids = table[column]
    first = _position(ids, part.low)
    return table.slice(first, _position(ids, part.high) - first)


def _position(ids: pa.ChunkedArray, bound: str) -> int:
    return bisect_left(range(len(ids)), bound, key=lambda row: ids[row].as_py() or "")
