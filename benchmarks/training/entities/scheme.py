"""One scheme for many corpora: the set of labels that a token may have.

A corpus seldom says everything: CrossNER's "misc" may be a nation or a book, the Broad Twitter
Corpus leaves nations untagged. Instead of guessing, a token gets every label that its corpus
allows, as bits of one integer, and training sums over all label sequences within them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tasks.entities.mention import TYPES
from tasks.entities.recognise.labels import LABELS

NUMBER: Final = {label: index for index, label in enumerate(LABELS)}
_MISCELLANEOUS: Final = ("NORP", "EVENT", "PRODUCT", "WORK", "MISC")
#: What a corpus's own class may mean here.
SETS: Final[dict[str, tuple[str, ...]]] = {
    **{kind: (kind,) for kind in TYPES},
    "ANY": _MISCELLANEOUS,
    "PLACE": ("LOC", "FAC"),
    "NATION": ("LOC", "NORP"),
    "AREA": ("LOC", "FAC", "NORP"),
    "FAITH": ("ORG", "NORP"),
    "THING": ("PRODUCT", "WORK", "MISC"),
    "OCCASION": ("EVENT", "WORK", "MISC"),
}
O_BIT: Final = 1 << NUMBER["O"]
INSIDE_ANY: Final = sum(1 << NUMBER[f"I-{kind}"] for kind in _MISCELLANEOUS)
BEGIN_ANY: Final = sum(1 << NUMBER[f"B-{kind}"] for kind in _MISCELLANEOUS)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words with, for each, the bits of the labels it may have."""

    words: tuple[str, ...]
    allowed: tuple[int, ...]
    corpus: str
    document: str


def bits(tag: str) -> int:
    """Return the bits of a tag such as "B-PLACE"."""
    if tag == "O":
        return O_BIT
    prefix, _, name = tag.partition("-")
    return sum(1 << NUMBER[f"{prefix}-{kind}"] for kind in SETS[name])


def loosened(words: list[str], allowed: list[int]) -> list[int]:
    """Let capitalised words outside names be miscellaneous names that the corpus leaves out."""
    loose = list(allowed)
    for place, word in enumerate(words):
        if allowed[place] != O_BIT:
            continue
        if word[:1].isupper():
            loose[place] |= BEGIN_ANY | INSIDE_ANY
        elif 0 < place < len(words) - 1 and words[place + 1][:1].isupper():
            loose[place] |= INSIDE_ANY
    return loose


def spans(labels: list[str]) -> list[tuple[int, int, str]]:
    """Return (first word, one past the last, type) of each mention in BIO labels."""
    found: list[tuple[int, int, str]] = []
    start, kind = -1, ""
    for place, label in enumerate([*labels, "O"]):
        if start >= 0 and label != f"I-{kind}":
            found.append((start, place, kind))
            start = -1
        if label != "O" and start < 0:
            start, kind = place, label[2:]
    return found
