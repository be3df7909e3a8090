"""Changing sentences while training: other names, and text as scrapers leave it."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.training.entities.scheme import NUMBER, O_BIT, Sentence
from tasks.entities.recognise.tokens import tokenise

_BEGIN_PERSON = 1 << NUMBER["B-PERSON"]
_INSIDE_PERSON = 1 << NUMBER["I-PERSON"]
_BEGINS = sum(1 << number for label, number in NUMBER.items() if label.startswith("B-"))
_ABBREVIATED = frozenset({"Mr", "Mrs", "Ms", "Dr", "St", "Gen", "Sen", "Gov", "Prof", "Rep", "Lt"})
_CONTRACTED = frozenset({"n't", "n’t"})
_GENITIVES = frozenset({"s", "re", "ve", "ll"})
#: Longer names are seldom names that fit anywhere.
_LONGEST = 6
Word = tuple[str, int]
#: Names, by the bits of the labels that their first word may have.
Mentions = dict[int, list[tuple[Word, ...]]]


@dataclass(frozen=True, slots=True)
class Names:
    """Given names and family names of one part of the world."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    particles: tuple[str, ...]
    join: float


def world() -> list[Names]:
    """Return the name lists beside this file."""
    source = Path(__file__).with_name("names.toml")
    return [
        Names(
            tuple(part["given"].split()),
            tuple(part["family"].split()),
            tuple(part["particles"]),
            part["join"],
        )
        for part in tomllib.loads(source.read_text("utf-8")).values()
    ]


def mentions(sentences: Iterable[Sentence]) -> Mentions:
    """Return the different names of these sentences by the types that they may have."""
    found: dict[int, set[tuple[Word, ...]]] = {}
    for sentence in sentences:
        words = list(zip(sentence.words, sentence.allowed, strict=True))
        for start, end in _names(words):
            if end - start <= _LONGEST:
                found.setdefault(words[start][1], set()).add(tuple(words[start:end]))
    return {kinds: sorted(some) for kinds, some in sorted(found.items())}


def augmented(
    sentence: Sentence, names: list[Names], others: Mentions, swap: float, chance: random.Random
) -> Sentence:
    """Return the sentence, more often than not unchanged."""
    words: list[Word] = list(zip(sentence.words, sentence.allowed, strict=True))
    if chance.random() < 0.5:
        words = _joined(words)
    draw = chance.random()
    if draw < 0.15:
        words = _renamed(words, names, chance)
    elif draw < 0.15 + swap:
        words = _swapped(words, others, chance)
    draw = chance.random()
    if draw < 0.05:
        words = [(word.upper(), allowed) for word, allowed in words]
    elif draw < 0.065:
        words = [(word.lower(), allowed) for word, allowed in words]
    elif draw < 0.085:
        words = [(word[:1].upper() + word[1:], allowed) for word, allowed in words]
    elif draw < 0.10:
        words = [("_" if word == "-" else word, allowed) for word, allowed in words]
    elif draw < 0.115:
        words = _bracketed(words)
    elif draw < 0.13:
        words = _misspelt(words, chance)
    if words and chance.random() < 0.04 and words[-1] == (".", O_BIT):
        words = words[:-1]
    if not words:
        return sentence
    return replace(sentence, words=tuple(w for w, _ in words), allowed=tuple(a for _, a in words))


def _joined(words: list[Word]) -> list[Word]:
    """Write as in running text what a corpus cuts apart: "Mr .", "do n't", "U . S ."."""
    result: list[Word] = []
    place = 0
    while place < len(words):
        word, allowed = words[place]
        end = place + 1
        if end < len(words):
            after = words[end][0]
            contracted = after in _CONTRACTED and word.isalpha() and allowed == words[end][1]
            genitive = word in {"'", "’"} and after in _GENITIVES and words[end][1] == O_BIT
            if contracted or genitive or (word in _ABBREVIATED and after == "."):
                word, end = word + after, end + 1
            elif _is_initial(words, place):
                while end + 1 < len(words) and _is_initial(words, end + 1):
                    word, end = word + "." + words[end + 1][0], end + 2
                word, end = word + ".", end + 1
        result.append((word, allowed))
        place = end
    return result


def _is_initial(words: list[Word], place: int) -> bool:
    if place + 1 >= len(words):
        return False
    word, after = words[place][0], words[place + 1]
    return len(word) == 1 and word.isupper() and after[0] == "." and not after[1] & _BEGINS


def _people(words: list[Word]) -> list[tuple[int, int]]:
    """Return the (first, end) of every mention that is certainly a person."""
    found = []
    place = 0
    while place < len(words):
        end = place + 1
        if words[place][1] == _BEGIN_PERSON:
            while end < len(words) and words[end][1] == _INSIDE_PERSON:
                end += 1
            found.append((place, end))
        place = end
    return found


def _person(text: str) -> list[Word]:
    pieces = tokenise(text).words
    return [
        (piece, _INSIDE_PERSON if place else _BEGIN_PERSON) for place, piece in enumerate(pieces)
    ]


def _renamed(words: list[Word], names: list[Names], chance: random.Random) -> list[Word]:
    """Give every person of the sentence another name, of the same form: full or short."""
    result = list(words)
    for start, end in reversed(_people(words)):
        part = chance.choice(names)
        family = chance.choice(part.family)
        if part.particles and chance.random() < part.join:
            family = chance.choice(part.particles) + family
        text = family
        if end - start > 1:
            text = f"{chance.choice(part.given)} {family}"
            if chance.random() < 0.15:
                text = f"{chance.choice(part.given)} {text}"
        result[start:end] = _person(text)
    return result


def _names(words: list[Word]) -> list[tuple[int, int]]:
    """Return the (first, end) of every name, of whatever type."""
    found = []
    place = 0
    while place < len(words):
        end = place + 1
        if words[place][1] & _BEGINS and not words[place][1] & O_BIT:
            while end < len(words) and not words[end][1] & (_BEGINS | O_BIT):
                end += 1
            found.append((place, end))
        place = end
    return found


def _swapped(words: list[Word], others: Mentions, chance: random.Random) -> list[Word]:
    """Put in the place of half of the names another one that may have the same types."""
    result = list(words)
    for start, end in reversed(_names(words)):
        if chance.random() < 0.5 and (some := others.get(words[start][1])):
            result[start:end] = chance.choice(some)
    return result


def _bracketed(words: list[Word]) -> list[Word]:
    """Write "(Vladimir) Putin", as some agencies do for names that a speaker left out."""
    result = list(words)
    for start, end in reversed(_people(words)):
        if end - start > 1 and words[start][0].isalpha():
            result[start : start + 1] = [
                ("(", _BEGIN_PERSON), (words[start][0], _INSIDE_PERSON), (")", _INSIDE_PERSON),
            ]  # fmt: skip
    return result


def _misspelt(words: list[Word], chance: random.Random) -> list[Word]:
    """Glue a letter to the end of a name, or swap two letters in it, as hasty typing does."""
    result = []
    for word, allowed in words:
        if not allowed & O_BIT and len(word) > 4 and word.isalpha() and chance.random() < 0.4:
            if chance.random() < 0.5:
                word += chance.choice("vsnedw")
            else:
                at = chance.randrange(1, len(word) - 2)
                word = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        result.append((word, allowed))
    return result
