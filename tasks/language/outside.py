"""Languages that our tables do not hold: answered where the two other opinions agree on one."""

from __future__ import annotations

from functools import cache

from tasks.language import opinions
from tasks.language.evidence import Look
from tasks.language.letters import alphabet

LEAST_LETTERS = 24
LEAST_SHARE = 0.8
_NO_LANGUAGE = ("x", "zz", "tlh", "un", "sr-")  # pycld2: scripts, jokes, and not known


def outsider(seen: Look) -> str | None:
    """Return the language, not one of those we weigh for its script, that pycld2 finds."""
    if not seen.compact.reliable or seen.letters < LEAST_LETTERS:
        return None
    code, share = max(seen.compact.shares, key=lambda item: item[1], default=("", 0.0))
    if share < LEAST_SHARE or not code or code.startswith(_NO_LANGUAGE):
        return None
    return None if code in weighed() or code in seen.columns.languages else code


def confirmed(seen: Look) -> str | None:
    """Return what `outsider` does where py3langid says the same, else None."""
    code = outsider(seen)
    if code is None:
        return None
    scores = opinions.langid(seen.text)
    return code if max(scores, key=lambda known: scores[known]) == code else None


@cache
def weighed() -> frozenset[str]:
    """Return the languages that the fusion weighs, or that their script gives away."""
    return frozenset(code for script in alphabet().scripts for code in script.languages)
