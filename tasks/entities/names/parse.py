"""From the surface of a name to its words, each in its role."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tasks.entities.names.fold import LONGEST, ascii_text, fold
from tasks.entities.names.words import words

_POSSESSIVE = re.compile(r"(?<=\w)['’`ʼ][sS](?=\W|$)|(?<=\ws)['’](?=\W|$)")
_SPLIT = re.compile(r"[\s_\-‐‑‒–—/,;:&+|·・()\[\]{}\"“”„«»<>]+")
_APOSTROPHES = re.compile(r"['’‘`´ʼʻʿʾ′]")
_GLUED = re.compile(
    r"(?<=[a-zà-ÿа-яё]{2})(?=[A-ZÀ-ÞА-ЯЁ][a-zà-ÿа-яё]{2})|(?<=[a-zà-ÿ]{4})(?=[A-Z]{2,4}\b)"
)
_ARTICLE = re.compile(r"^(?:Al|El|al|el|AL)(?=[A-Z][a-z]{2})")
_INITIALS = re.compile(r"^(?:[^\W\d_]\.){2,}[^\W\d_]?$|^(?:[^\W\d_]\.)+$")
_COURTESY = re.compile(r"[Hh]\.(?:[Ee]|[Mm]|[RrIi]\.[Hh])\.?")
_IDEOGRAPHS = re.compile(r"[\u3400-\u9fff\uac00-\ud7a3]")


@dataclass(frozen=True, slots=True)
class Name:
    """A name's words in its own order, folded, each in one role only.

    `words` are what identifies (for a person given names and surname), `linked` says for each
    whether a patronymic particle stands before it; `signs` are the ideographs or Hangul syllables
    of a name written in them.
    """

    surface: str
    words: tuple[str, ...]
    linked: tuple[bool, ...]
    titles: tuple[str, ...]
    numeral: int | None
    generation: str | None
    form: str | None
    inverted: bool
    signs: str = ""

    @property
    def key(self) -> str:
        """Return the words joined by spaces: equal keys are spelled alike."""
        return " ".join(self.words)

    @property
    def full(self) -> bool:
        """Return whether more than a surname or a given name is there (Louis XIV is enough)."""
        return len(self.words) > 1 or self.numeral is not None


def split(surface: str) -> list[str]:
    """Return the words of a name as written: titles and particles included, punctuation gone."""
    text = _POSSESSIVE.sub("", surface[:LONGEST])
    found: list[str] = []
    for piece in _SPLIT.split(_GLUED.sub(" ", text)):
        if not piece.strip("."):
            continue
        if _COURTESY.fullmatch(piece):
            found.append("excellency")
        elif _INITIALS.match(piece):
            found.extend(letter for letter in piece.split(".") if letter)
        else:
            article = _ARTICLE.sub("", piece)
            found.extend(part for part in article.split(".") if part)
    return found


@lru_cache(maxsize=10_000)
def parse(surface: str, type: str = "PERSON") -> Name:
    """Return the parts of the name `surface`; an organisation's where `type` is not PERSON."""
    return _person(surface) if type == "PERSON" else _other(surface)


def _folded(surface: str) -> list[str]:
    if _ideographic(surface):
        # Chinese, Japanese, Korean: every sign is a syllable with a meaning of its own.
        return [fold(sign) for sign in surface[:LONGEST] if fold(sign)]
    return [word for word in map(fold, split(surface)) if word]


def _ideographic(surface: str) -> bool:
    return len(_IDEOGRAPHS.findall(surface[:LONGEST])) * 2 > len(surface[:LONGEST].strip())


def _person(surface: str) -> Name:
    roles = words()
    inverted = False
    head, comma, tail = surface[:LONGEST].partition(",")
    if comma and tail.strip() and fold(tail) not in roles.generations and "," not in tail:
        surface_in_order, inverted = f"{tail} {head}", True
    else:
        surface_in_order = surface
    found = [_unglued(word) for word in _folded(surface_in_order)]
    titles, found = _titles(found)
    numeral, generation = None, None
    while len(found) > 1 and (found[-1] in roles.generations or _is_numeral(found[-1])):
        last = found.pop()
        if last in roles.generations:
            generation = last[0]
        else:
            numeral = roles.numerals[last]
    kept, linked = _without_particles(found)
    signs = "".join(_IDEOGRAPHS.findall(surface)) if _ideographic(surface) else ""
    return Name(surface, kept, linked, titles, numeral, generation, None, inverted, signs)


def _unglued(word: str) -> str:
    """Return a word without the verb that lost its space: assadasserted is assad."""
    if len(word) < 9:
        return word
    for verb in sorted(words().glued):
        if word.endswith(verb) and len(word) - len(verb) >= 4:
            return word[: -len(verb)]
    return word


def _is_numeral(word: str) -> bool:
    return word in words().numerals


def _titles(found: list[str]) -> tuple[tuple[str, ...], list[str]]:
    """Split off leading titles; alone they stay (the caller asks `is_title`)."""
    roles = words()
    start = 0
    while start < len(found) - 1:
        word, left = found[start], len(found) - start - 1
        if word not in roles.titles or (word in roles.weak_titles and left < 2):
            break
        start += 1
    return tuple(found[:start]), found[start:]


def _without_particles(found: list[str]) -> tuple[tuple[str, ...], tuple[bool, ...]]:
    roles = words()
    kept: list[str] = []
    linked: list[bool] = []
    link = False
    place = 0
    while place < len(found):
        word = found[place]
        left = len(found) - place - 1
        if word in roles.joined and left:
            step = 2 if found[place + 1] in ("al", "el", "ul") and left > 1 else 1
            stem = "abd" if word.startswith("abd") else word
            kept.append(stem + found[place + step])
            linked.append(link)
            link = False
            place += step + 1
            continue
        if word in roles.particles and (left or kept) and len(found) > 1:
            link = link or word in roles.patronymic
        else:
            kept.append(word)
            linked.append(link)
            link = False
        place += 1
    if not kept:
        return tuple(found), (False,) * len(found)
    return tuple(kept), tuple(linked)


def _other(surface: str) -> Name:
    roles = words()
    text = ascii_text(surface[:LONGEST]).replace("&", " and ")
    found = _folded(text)
    found, phrase = _legal_phrase(_join_letters(found))
    form = phrase
    kept = []
    for place, word in enumerate(found):
        word = roles.org_spelling.get(word, word)
        word = roles.numbers.get(word, word)
        legal = _legal(word) if len(found) > 1 and (place or len(word) > 2) else None
        if legal is not None:
            form = form or legal
        elif word not in ("the", "and", "of", "for"):
            kept.append(word)
    kept = kept or found
    while len(kept) > 1 and kept[0] in roles.vessels:
        kept.pop(0)
    numeral = None
    if len(kept) > 1 and _is_numeral(kept[-1]):
        numeral = roles.numerals[kept[-1]]
    return Name(surface, tuple(kept), (False,) * len(kept), (), numeral, None, form, False)


@lru_cache(maxsize=10_000)
def _legal(word: str) -> str | None:
    """Return the class of a legal form, also of a long one that is misspelt."""
    forms = words().legal_forms
    if word in forms or len(word) < 9:
        return forms.get(word)
    from rapidfuzz.distance import DamerauLevenshtein

    close = [form for form in forms if DamerauLevenshtein.distance(word, form, score_cutoff=2) <= 2]
    return forms[min(close)] if close else None


def _join_letters(found: list[str]) -> list[str]:
    """Join single letters in a row: u n is un, a b c is abc."""
    joined: list[str] = []
    run = ""
    for word in found:
        if len(word) == 1 and word.isalpha():
            run += word
            continue
        if run:
            joined.append(run)
            run = ""
        joined.append(word)
    return [*joined, run] if run else joined


def _legal_phrase(found: list[str]) -> tuple[list[str], str | None]:
    forms = words().legal_forms
    for phrase, form in words().legal_phrases:
        size = len(phrase)
        for start in range(len(found) - size + 1):
            if tuple(found[start : start + size]) == phrase and len(found) > size:
                return found[:start] + found[start + size :], forms.get(form, form)
    return found, None


@lru_cache(maxsize=10_000)
def is_title(surface: str) -> bool:
    """Return whether `surface` is nothing but titles, particles and numerals: no name."""
    roles = words()
    found = _folded(surface)
    return all(word in roles.titles or word in roles.particles for word in found)
