"""The value that every detection answers with."""

from __future__ import annotations

from dataclasses import dataclass

UNKNOWN = "und"


@dataclass(frozen=True, slots=True)
class Language:
    """The language of a text.

    `code` is BCP 47, or ``und`` where the evidence does not carry an answer. `confidence` is the
    calibrated probability, in [0, 1], that `code` is right (0 for ``und``). `candidates` are the
    languages that remain possible, with their probabilities, the likeliest first; they are kept
    where `code` is ``und`` too. `reason` says why the answer is ``und`` or doubtful, else None.
    """

    code: str
    confidence: float
    candidates: tuple[tuple[str, float], ...] = ()
    reason: str | None = None
