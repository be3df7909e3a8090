"""The labelled pairs of names."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names, whether they are of one thing, and how sure the annotators were."""

    a: str
    b: str
    kind: str
    same: bool
    quality: str


def pairs_file(data: Path) -> Path:
    """Return where the pairs lie in the data folder."""
    return data / "ner" / "names" / "pairs.csv"


def read_pairs(data: Path) -> list[Pair]:
    """Return the public pairs in the order of the file."""
    return _read(pairs_file(data))


def own_pairs() -> list[Pair]:
    """Return the pairs written for this project: what the public ones say too little about.

    Patronymic order, regnal numbers, legal forms, ideographs, initials, scripts, short forms.
    """
    return _read(Path(__file__).parent / "own_pairs.csv")


def _read(file: Path) -> list[Pair]:
    with file.open(encoding="utf-8", newline="") as rows:
        return [
            Pair(
                row["name1"],
                row["name2"],
                "PERSON" if row["schema"] == "Person" else "ORG",
                row["is_match"] == "true",
                row.get("quality") or "MEDIUM",
            )
            for row in csv.DictReader(rows)
        ]
