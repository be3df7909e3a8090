"""Our hand-labelled roles of lines (see ``labels/README.md``), and where they lie on a page."""

from __future__ import annotations

import csv
import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tasks.boilerplate.lines import fold
from tasks.boilerplate.patterns import MARK

FOLDER = Path(__file__).parent / "labels"
FILES = (FOLDER / "roles.csv", FOLDER / "role_pages.csv")
DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class Labelled:
    """One line with a role, by its number and the digest of its text; "byline+dateline" is both."""

    line: int
    digest: str
    label: str

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(self.label.split("+"))


@dataclass(slots=True)
class LabelledPage:
    """The labelled lines of one page, and where its body starts and ends."""

    name: str
    lines: int
    first: int | None
    last: int | None
    labels: list[Labelled] = field(default_factory=list)


def digest(text: str) -> str:
    """Return what stands for a line in the labels: eight digits of the sha256 of its text, folded,
    in lower case, without a bullet.
    """
    bare = MARK.sub("", fold(text)).lower()
    return hashlib.sha256(bare.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def read_labels() -> list[LabelledPage]:
    """Return the labelled pages in the order of their names."""
    pages: dict[str, LabelledPage] = {}
    with FILES[1].open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            first, last = (int(row[key]) if row[key] else None for key in ("first", "last"))
            pages[row["page"]] = LabelledPage(row["page"], int(row["lines"]), first, last)
    with FILES[0].open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            pages[row["page"]].labels.append(
                Labelled(int(row["line"]), row["digest"], row["label"])
            )
    return [pages[name] for name in sorted(pages)]


def place(page: LabelledPage, texts: Sequence[str]) -> dict[int, Labelled]:
    """Return which of the lines `texts` of a flattened page carry labels, by their place in it.

    A labelled line is the line with its digest that lies nearest to its relative place; labels
    whose line does not occur (the flattener broke or joined it) are left out.
    """
    where: dict[str, list[int]] = defaultdict(list)
    for n, text in enumerate(texts):
        where[digest(text)].append(n)
    found: dict[int, Labelled] = {}
    scale = len(texts) / max(page.lines, 1)
    for label in page.labels:
        free = [n for n in where.get(label.digest, ()) if n not in found]
        if free:
            found[min(free, key=lambda n: abs(n - label.line * scale))] = label
    return found
