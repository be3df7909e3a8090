"""What people have judged: two names are one thing, are not, or are no thing at all."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

VERDICTS = ("same", "different", "none")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One row of the judgements: `verdict` on names `a` and `b` (`b` is empty for "none").

    A name is written as in the texts, or as an entity_id; `document` narrows `a` to one document.
    """

    verdict: str
    type: str
    a: str
    b: str
    document: str
    why: str


def read_judgements(file: Path) -> list[Judgement]:
    """Return the rows of a judgement file: columns verdict, type, a, b, document, why.

    Raises ValueError for a verdict that is none of same, different, none, or a missing name.
    """
    found = []
    with file.open(encoding="utf-8", newline="") as rows:
        for number, row in enumerate(csv.DictReader(rows), 2):
            verdict = (row.get("verdict") or "").strip().lower()
            a, b = (row.get("a") or "").strip(), (row.get("b") or "").strip()
            if verdict not in VERDICTS:
                raise ValueError(
                    f"{file.name}, line {number}: verdict {verdict!r} is none of {VERDICTS}"
                )
            if not a or (verdict != "none" and not b):
                raise ValueError(f"{file.name}, line {number}: a name is missing")
            found.append(
                Judgement(
                    verdict,
                    (row.get("type") or "PERSON").strip(),
                    a,
                    b,
                    (row.get("document") or "").strip(),
                    (row.get("why") or "").strip(),
                )
            )
    return found
