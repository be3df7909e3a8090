"""From probabilities to an answer: the code, what else it may be, and why it is in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from tasks.language.evidence import Look
from tasks.language.fusion import fusion
from tasks.language.groups import groups
from tasks.language.hearing import Matrix
from tasks.language.language import UNKNOWN, Language

GUESS = 0.12  # A likeliest language that is less likely is no answer.
FAMILIAR = 0.35  # Words of which fewer n-grams are known are words of no language we know.
DOUBT = 0.9
_MENTION = 0.01  # The least probability of a candidate that is listed.
_LISTED = 6
_FEW = 40
_HIGHEST = 0.9999  # Nothing is certain.


def unread() -> Language:
    """Return the answer to a text without letters."""
    return Language(UNKNOWN, 0.0, (), "no letters to go by")


def scripted(seen: Look) -> Language:
    """Return the answer where the script gives the language away."""
    code, confidence = seen.columns.languages[0], fusion().script
    return Language(code, confidence, ((code, confidence),), _mixed(seen))


def of_concord(code: str) -> Language:
    """Return the answer that the first two opinions agree on."""
    confidence = fusion().concord
    return Language(code, confidence, ((code, confidence),))


def foreign(seen: Look, code: str) -> Language:
    """Return the answer where two opinions agree on a language that we do not weigh."""
    confidence = fusion().outside
    return Language(code, confidence, ((code, confidence),), _mixed(seen))


def chosen(seen: Look, likely: Matrix) -> Language:
    """Return the answer that `likely`, by language of the script of `seen`, amounts to."""
    worth = np.flatnonzero(likely >= _MENTION - 1e-3).tolist()
    candidates = ranked((seen.columns.languages[n], float(likely[n])) for n in worth)
    code, confidence = candidates[0]
    if seen.familiar < FAMILIAR:
        return Language(UNKNOWN, 0.0, candidates, "not words of a language that is known here")
    if confidence < GUESS:
        return Language(UNKNOWN, 0.0, candidates, f"only {seen.letters} letters to go by")
    return Language(code, confidence, candidates, _mixed(seen) or doubt(seen.letters, candidates))


def ranked(likely: Iterable[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    """Return the languages worth a mention, the likeliest first, and their probabilities."""
    rounded = [(-min(round(p, 4), _HIGHEST), code) for code, p in likely]
    best = min(rounded)
    listed = sorted(item for item in rounded if item[0] <= -_MENTION or item == best)
    return tuple((code, -negative) for negative, code in listed[:_LISTED])


def doubt(letters: int, candidates: Sequence[tuple[str, float]]) -> str | None:
    """Return why the first of `candidates` is in doubt, or None where it is not."""
    code, confidence = candidates[0]
    if confidence >= DOUBT:
        return None
    others = {other for other, _ in candidates[1:3]}
    for group in groups():
        if code in group.languages and others & group.languages:
            return f"{', '.join(sorted(group.languages))}: {group.reason}"
    return f"only {letters} letters to go by" if letters < _FEW else "of two minds"


def _mixed(seen: Look) -> str | None:
    return "in more than one script" if seen.share < 0.7 else None
