"""Tokens, and the word lists that serve as features."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent / "data"
#: Scripts that put no spaces between words: each character is a token there.
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
#: Vowel signs and points, which are part of a word though Python's ``\\w`` leaves them out.
MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0963\u0966-\u0dff"
TOKEN = re.compile(f"[{UNSPACED}]|[^\\W{UNSPACED}]+(?:[{MARKS}]+[^\\W{UNSPACED}]*)*")
UNSPACED_CHAR = re.compile(f"[{UNSPACED}]")
MARK_CHAR = re.compile(f"[{MARKS}]")
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


@functools.cache
def stop_words() -> frozenset[str]:
    """Return the commonest words of many languages, in lower case."""
    return frozenset((DATA / "stopwords.txt").read_text("utf-8").split())


@functools.cache
def months() -> frozenset[str]:
    """Return the names of months and weekdays in many languages, in lower case."""
    return frozenset((DATA / "months.txt").read_text("utf-8").split())


@dataclass(frozen=True, slots=True)
class Step:
    """A step into the phrases: the next tokens, and the kinds (indices into `KINDS`) of the
    phrases that end here, where they open a line and elsewhere.
    """

    further: dict[str, Step]
    opening: tuple[int, ...]
    inside: tuple[int, ...]


@functools.cache
def phrases() -> dict[str, frozenset[tuple[str, ...]]]:
    """Return the phrases of ``data/phrases.toml`` by kind, as their lower-case tokens."""
    table = tomllib.loads((DATA / "phrases.toml").read_text("utf-8"))
    return {
        kind: frozenset(
            tuple(tokens(phrase.strip().lower()))
            for listed in table[kind].values()
            for phrase in listed.split("|")
            if tokens(phrase)
        )
        for kind in KINDS
    }


@functools.cache
def words_of(kind: str) -> frozenset[str]:
    """Return the single words of the phrases of `kind`."""
    return frozenset(word for parts in phrases()[kind] for word in parts)


@functools.cache
def openings(kind: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the phrases of `kind` by their first word, longest first."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for parts in sorted(phrases()[kind], key=lambda parts: (-len(parts), parts)):
        found[parts[0]] = (*found.get(parts[0], ()), parts)
    return found


@functools.cache
def box_phrases(kind: str) -> dict[str, tuple[list[str], ...]]:
    """Return the phrases of a kind in ``data/boxes.toml`` as lower-case tokens, by the first."""
    table: dict[str, str] = tomllib.loads((DATA / "boxes.toml").read_text("utf-8"))[kind]
    found: dict[str, tuple[list[str], ...]] = {}
    for one in sorted({one for listed in table.values() for one in listed.split("|")}):
        parts = tokens(one)
        found[parts[0]] = (*found.get(parts[0], ()), parts)
    return found


def opens(kind: str, own: Sequence[str], at: int = 0) -> int:
    """Return how many of the tokens `own` a phrase of `kind` covers from `at` on."""
    for parts in openings(kind).get(own[at], ()) if at < len(own) else ():
        if tuple(own[at : at + len(parts)]) == parts:
            return len(parts)
    return 0


@functools.cache
def phrase_tree() -> dict[str, Step]:
    """Return the phrases of ``data/phrases.toml`` by their tokens, one step a token."""
    found: dict[tuple[str, ...], set[int]] = {}
    for index, kind in enumerate(KINDS):
        for parts in phrases()[kind]:
            found.setdefault(parts, set()).add(index)
    root: dict[str, Step] = {}
    for parts in sorted(found, key=len):
        level = root
        for end, part in enumerate(parts, start=1):
            if part not in level:
                kinds = tuple(sorted(found.get(parts[:end], ())))
                inside = tuple(kind for kind in kinds if KINDS[kind] not in LEADING)
                level[part] = Step({}, kinds, inside)
            level = level[part].further
    return root


def phrases_at(
    found: Sequence[str],
    opens: Iterable[tuple[int, int]],
    starts: Sequence[int],
    ends: Sequence[int],
) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Yield the phrases in the tokens `found`: the line, the tokens covered, the kinds (indices
    into `KINDS`).

    `opens` are line and place of the tokens that open a phrase, in order; `starts` and `ends` say
    where the tokens of each line are. The longest phrase at a place counts, and the search goes on
    behind it.
    """
    tree = phrase_tree()
    free = 0
    for line, place in opens:
        if place < free:
            continue
        step: Step | None = tree[found[place]]
        end, at = ends[line], place + 1
        leads = place == starts[line]
        kinds: tuple[int, ...] = ()
        while step is not None:
            told = step.opening if leads else step.inside
            if told:
                kinds, free = told, at
            step = step.further.get(found[at]) if at < end else None
            at += 1
        if kinds:
            yield line, free - place, kinds
