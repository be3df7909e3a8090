"""The language of a text: a first look at all of a batch, a closer one at what is left in doubt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import TypeVar

import numpy as np

from tasks.language import arbiter, opinions, own
from tasks.language.cleaning import SEARCH, clean, clean_lines
from tasks.language.dissent import of_one_mind
from tasks.language.evidence import Look, closer, look
from tasks.language.fusion import Stage, fusion, probabilities
from tasks.language.hearing import Heard, Matrix, concord, hear, only
from tasks.language.language import Language
from tasks.language.letters import alphabet
from tasks.language.outside import confirmed, outsider
from tasks.language.reading import read
from tasks.language.verdict import chosen, foreign, of_concord, scripted, unread

T = TypeVar("T")

_FIRST_USE = Lock()
_BATCH = 64  # Texts read in one pass; bounds the memory, and changes no answer.
_NOTHING: Matrix = np.zeros(0)


@dataclass(frozen=True, slots=True, eq=False)
class Glance:
    """What a first look at a text amounts to, and whether that settles it.

    `seen` is None where the first two opinions agreed, and no others were asked.
    """

    seen: Look | None
    answer: Language
    settled: bool


def prepare() -> None:
    """Load all tables and models, once per process: threads that come meanwhile wait.

    Detection does so by itself; a process that is to fork, or be timed, does it before.
    """
    with _FIRST_USE:
        _loaded()


@cache
def _loaded() -> None:
    alphabet()
    arbiter.readable()
    own.tables()
    fusion()
    opinions.langid("")


def judge(texts: Sequence[str]) -> list[Language]:
    """Return the language of each text, taken as one piece whatever its lines."""
    answers: list[Language] = []
    for some in _batches(texts):
        cleaned = [clean(text) for text in some]
        _, first = _glances(cleaned)
        answers += _settled(some, first)
    return answers


def glance(texts: Sequence[str]) -> list[Language]:
    """Return the language of each text as the first look has it: nearly as good, and cheap."""
    answers: list[Language] = []
    for some in _batches(texts):
        _, first = _glances([clean(text) for text in some])
        answers += [
            _second([one.seen])[0] if one.seen and outsider(one.seen) else one.answer
            for one in first
        ]
    return answers


def agreed(texts: Sequence[Sequence[str]]) -> list[Language | None]:
    """Return the language of each text, given by its lines, where all of them are surely in it.

    None where a line may be in another one, or a first look does not settle it.
    """
    answers: list[Language | None] = []
    for some in _batches(texts):
        lines = [clean_lines(one) for one in some]
        heard, first = _glances([" ".join(one) for one in lines])
        answers += [
            one.answer if one.settled and of_one_mind(heard, n, lines[n], one.answer.code) else None
            for n, one in enumerate(first)
        ]
    return answers


def _batches(texts: Sequence[T]) -> Iterator[Sequence[T]]:
    prepare()
    for first in range(0, len(texts), _BATCH):
        yield texts[first : first + _BATCH]


def _settled(texts: Sequence[str], first: Sequence[Glance]) -> list[Language]:
    """Return the answers of `first`, a second and longer look taken at what it leaves in doubt."""
    answers = [one.answer for one in first]
    doubtful = {n: one.seen for n, one in enumerate(first) if one.seen and not one.settled}
    if not doubtful:
        return answers
    longer = [clean(texts[n], SEARCH) for n in doubtful]
    again = look(hear(read(longer)), own.tables())
    # More windows may hold less: addresses, or another script.
    fuller = [
        max(seen, other, key=lambda one: one.letters)
        for seen, other in zip(doubtful.values(), again, strict=True)
    ]
    for n, answer in zip(doubtful, _second(fuller), strict=True):
        answers[n] = answer
    return answers


def _glances(cleaned: Sequence[str]) -> tuple[Heard, list[Glance]]:
    """Return what is heard of each text, and what a first look amounts to.

    Our tables are asked only where the first two opinions do not agree.
    """
    heard = hear(read(cleaned))
    codes = [concord(heard, n) for n in range(len(cleaned))]
    found = [Glance(None, of_concord(code), True) if code else None for code in codes]
    left = [n for n, one in enumerate(found) if one is None]
    looks = look(only(heard, left), own.tables()) if left else []
    likely = _likely(looks, fusion().first)
    seen = iter([_glance(one, some) for one, some in zip(looks, likely, strict=True)])
    return heard, [one or next(seen) for one in found]


def _glance(seen: Look, likely: Matrix) -> Glance:
    if not seen.letters:
        return Glance(seen, unread(), True)
    stranger = outsider(seen) is not None
    if len(seen.columns.languages) < 2:
        return Glance(seen, scripted(seen), not stranger)
    settled = not stranger and bool(likely.max() >= fusion().settled)
    return Glance(seen, chosen(seen, likely), settled)


def _second(looks: Sequence[Look]) -> list[Language]:
    """Return the answers of a second look, py3langid asked where it may tell something."""
    strangers = [confirmed(seen) for seen in looks]
    fuller = [
        seen if stranger or len(seen.columns.languages) < 2 else closer(seen)
        for seen, stranger in zip(looks, strangers, strict=True)
    ]
    likely = _likely(fuller, fusion().second)
    answers = []
    for seen, stranger, some in zip(fuller, strangers, likely, strict=True):
        if stranger:
            answers.append(foreign(seen, stranger))
        elif len(seen.columns.languages) < 2:
            answers.append(scripted(seen))
        else:
            answers.append(chosen(seen, some))
    return answers


def _likely(looks: Sequence[Look], stage: Stage) -> list[Matrix]:
    """Return the probabilities of the languages of each text; none where its script settles it."""
    likely = [_NOTHING] * len(looks)
    together: dict[tuple[int, int], list[int]] = {}
    for n, seen in enumerate(looks):
        if len(seen.columns.languages) > 1:
            together.setdefault((seen.script, len(seen.rows)), []).append(n)
    for places in together.values():
        some = [looks[n] for n in places]
        rows, letters = [seen.rows for seen in some], [seen.letters for seen in some]
        found = probabilities(rows, letters, some[0].columns, stage)
        for place, n in enumerate(places):
            likely[n] = found[place]
    return likely
