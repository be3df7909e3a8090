"""The language of a text: a first look at all of a batch, a closer one at what is left in doubt."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from threading import Lock

from tasks.language import arbiter, opinions, own
from tasks.language.cleaning import SEARCH
from tasks.language.evidence import Look, closer, look
from tasks.language.fusion import fusion, probabilities, tempered
from tasks.language.language import Language
from tasks.language.outside import confirmed, outsider
from tasks.language.reading import read
from tasks.language.verdict import chosen, foreign, scripted, unread

_FIRST_USE = Lock()
_BATCH = 64  # Texts read in one pass; bounds the memory, and changes no answer.


def prepare() -> None:
    """Load all tables and models, once per process: threads that come meanwhile wait.

    Detection does so by itself; a process that is to fork, or be timed, does it before.
    """
    with _FIRST_USE:
        _loaded()


@cache
def _loaded() -> None:
    arbiter.readable()
    own.tables()
    fusion()
    opinions.langid("")


def judge(texts: Sequence[str]) -> list[Language]:
    """Return the language of each text, taken as one piece whatever its lines."""
    prepare()
    answers: list[Language] = []
    for first in range(0, len(texts), _BATCH):
        answers += _batch(texts[first : first + _BATCH])
    return answers


def _batch(texts: Sequence[str]) -> list[Language]:
    known = own.tables()
    looks = look(read(texts), known)
    answers = [_first(seen) for seen in looks]
    doubtful = [n for n, answer in enumerate(answers) if answer is None]
    again = look(read([texts[n] for n in doubtful], SEARCH), known) if doubtful else []
    # More windows may hold less: addresses, or another script.
    fuller = {
        n: max(looks[n], seen, key=lambda one: one.letters)
        for n, seen in zip(doubtful, again, strict=True)
    }
    return [answer or _second(fuller[n]) for n, answer in enumerate(answers)]


def _first(seen: Look) -> Language | None:
    """Return the answer where a first look settles it, else None."""
    if not seen.letters:
        return unread()
    if outsider(seen):
        return None
    if len(seen.columns.languages) < 2:
        return scripted(seen)
    likely = _probabilities(seen, last=False)
    if max(likely) < fusion().settled:
        return None
    return chosen(seen, likely)


def _second(seen: Look) -> Language:
    stranger = confirmed(seen)
    if stranger:
        return foreign(seen, stranger)
    if len(seen.columns.languages) < 2:
        return scripted(seen)
    seen = closer(seen)
    return chosen(seen, _probabilities(seen, last=True))


def _probabilities(seen: Look, *, last: bool) -> list[float]:
    stage = fusion().second if last else fusion().first
    rows = tempered(seen.rows, seen.letters)
    return [float(p) for p in probabilities(rows, seen.letters, seen.columns, stage)]
