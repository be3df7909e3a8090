"""Tokens, and the word lists that serve as features."""

from __future__ import annotations

import functools
import re
import tomllib
from pathlib import Path

DATA = Path(__file__).parent / "data"
#: Scripts that put no spaces between words: each character is a token there.
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
#: Vowel signs and points, which are part of a word though Python's ``\\w`` leaves them out.
MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0963\u0966-\u0dff"
TOKEN = re.compile(f"[{UNSPACED}]|[^\\W{UNSPACED}]+(?:[{MARKS}]+[^\\W{UNSPACED}]*)*")
UNSPACED_CHAR = re.compile(f"[{UNSPACED}]")
PLAIN = re.compile(r"\w+", re.ASCII)
#: How many words one character of an unspaced script is worth.
CHARACTER = 0.5
#: The kinds of phrases, in the order of their feature columns.
KINDS = (
    "interface",
    "share",
    "legal",
    "related",
    "comment",
    "subscribe",
    "byline",
    "caption",
    "note",
    "when",
)
#: Kinds that count only where a line starts with them.
LEADING = frozenset({"byline"})


def tokens(text: str) -> list[str]:
    """Return the tokens of `text`: runs of letters and digits, or single unspaced characters."""
    return PLAIN.findall(text) if text.isascii() else TOKEN.findall(text)


def size(found: list[str], text: str) -> float:
    """Return how many words `found`, the tokens of `text`, are worth."""
    if text.isascii():
        return float(len(found))
    single = len(UNSPACED_CHAR.findall(text))
    return len(found) - single * (1 - CHARACTER)


@functools.cache
def stop_words() -> frozenset[str]:
    """Return the commonest words of many languages, in lower case."""
    return frozenset((DATA / "stopwords.txt").read_text("utf-8").split())


@functools.cache
def months() -> frozenset[str]:
    """Return the names of months and weekdays in many languages, in lower case."""
    return frozenset((DATA / "months.txt").read_text("utf-8").split())


Phrases = dict[str, tuple[tuple[tuple[str, ...], int], ...]]


@functools.cache
def phrases() -> Phrases:
    """Return first token -> ((tokens of the phrase, index into `KINDS`), ...), longest first."""
    table = tomllib.loads((DATA / "phrases.toml").read_text("utf-8"))
    found: dict[str, dict[tuple[tuple[str, ...], int], None]] = {}
    for index, kind in enumerate(KINDS):
        for listed in table[kind].values():
            for phrase in listed.split("|"):
                parts = tuple(tokens(phrase.strip().lower()))
                if parts:
                    found.setdefault(parts[0], {})[parts, index] = None
    return {
        first: tuple(sorted(options, key=lambda option: (-len(option[0]), option)))
        for first, options in found.items()
    }


def phrase_counts(found: list[str]) -> list[int]:
    """Return how often each of `KINDS` occurs in the lower-case tokens `found`, and the tokens
    that they cover together as the last number.
    """
    counts = [0] * (len(KINDS) + 1)
    table = phrases()
    if table.keys().isdisjoint(found):
        return counts
    place, end = 0, len(found)
    while place < end:
        options = table.get(found[place])
        step = 1
        if options is not None:
            covered = 0
            for parts, kind in options:
                width = len(parts)
                if width < covered:
                    break
                if place and KINDS[kind] in LEADING:
                    continue
                if width == 1 or tuple(found[place : place + width]) == parts:
                    counts[kind] += 1
                    covered = width
            if covered:
                counts[-1] += covered
                step = covered
        place += step
    return counts
