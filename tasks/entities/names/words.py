"""The small tables of words that play a role in names, loaded once."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent.parent / "data"
EAST_ASIAN = ("Korean", "Mandarin", "Chiang")


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of ``names.toml``, ready for look-up."""

    titles: frozenset[str]
    weak_titles: frozenset[str]
    particles: frozenset[str]
    patronymic: frozenset[str]
    joined: frozenset[str]
    generations: frozenset[str]
    numerals: dict[str, int]
    numbers: dict[str, str]
    legal_phrases: tuple[tuple[tuple[str, ...], str], ...]
    legal_forms: dict[str, str]
    org_common: frozenset[str]
    org_spelling: dict[str, str]
    vessels: frozenset[str]
    glued: frozenset[str]


def _pairs(text: str) -> dict[str, str]:
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


@cache
def words() -> Words:
    """Return the word lists; read from disk on first use."""
    table = tomllib.loads((DATA / "names.toml").read_text("utf-8"))
    sets = {
        key: frozenset(table[key]["words"].split())
        for key in (
            "titles",
            "weak_titles",
            "particles",
            "patronymic",
            "joined",
            "generations",
            "org_common",
            "vessels",
            "glued",
        )
    }
    phrases = []
    for line in table["legal_forms"]["phrases"].strip().splitlines():
        phrase, form = line.split("=")
        phrases.append((tuple(phrase.split()), form.strip()))
    forms = (item.partition("=")[::2] for item in table["legal_forms"]["forms"].split())
    return Words(
        numerals={word: n + 1 for n, word in enumerate(table["numerals"]["words"].split())},
        numbers=_pairs(table["numbers"]["pairs"]),
        legal_phrases=tuple(sorted(phrases, key=lambda item: (-len(item[0]), item))),
        legal_forms=dict(forms),
        org_spelling=_pairs(table["org_spelling"]["pairs"]),
        **sets,
    )


@cache
def given_classes() -> dict[str, frozenset[int]]:
    """Return, for each given name known, the numbers of its classes of equivalent names."""
    classes: dict[str, set[int]] = {}
    with (DATA / "names_given.csv").open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            for name in row["names"].split():
                classes.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in classes.items()}


@cache
def given_names() -> frozenset[str]:
    """Return the given names known that are not East Asian: those stand after the surname too."""
    with (DATA / "names_given.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not row["why"].startswith(EAST_ASIAN)]
    return frozenset(name for row in rows for name in row["names"].split())


@cache
def short_forms() -> dict[str, frozenset[str]]:
    """Return, for each short or pet form, the given names that it stands for."""
    with (DATA / "names_nick.csv").open(encoding="utf-8", newline="") as file:
        return {row["short"]: frozenset(row["names"].split()) for row in csv.DictReader(file)}
