"""Texts as one run of code points: cleaned, routed by script, ready for the n-gram tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from tasks.language.letters import ANY_SCRIPT, NO_SCRIPT, SPACE, Codes, alphabet, code_points

_KANA_AT_LEAST = 0.04  # Japanese writes its endings in kana; this much of its Han tells it.
_MARGIN = " "


@dataclass(frozen=True, slots=True)
class Reading:
    """Cleaned `texts`, side by side in `codes`.

    Text i lies at ``bounds[i]:bounds[i + 1]``. `script` is the number of its main script (0:
    it has no letters), `letters` counts the letters of that script, a Chinese one three times,
    and `share` is their part of all its letters. What is not in the main script reads as space.
    """

    texts: list[str]
    codes: Codes
    bounds: npt.NDArray[np.intp]
    script: npt.NDArray[np.intp]
    letters: npt.NDArray[np.intp]
    share: npt.NDArray[np.float64]

    @property
    def small(self) -> Codes:
        """The codes of the lower-case letters; what is no letter reads as space."""
        return alphabet().small[self.codes]

    def only(self, texts: Sequence[int]) -> Reading:
        """Return the reading of some of the texts alone."""
        if len(texts) == len(self.texts):
            return self
        return read([self.texts[n] for n in texts])


def read(cleaned: Sequence[str]) -> Reading:
    """Return texts, cleaned before, ready for the tables."""
    codes = code_points(_MARGIN + _MARGIN.join(cleaned) + _MARGIN)
    lengths = [len(text) + 1 for text in cleaned]
    bounds = np.array([0, *accumulate(lengths)], np.intp)
    codes = codes[: bounds[-1] + 1]
    letters = alphabet()
    script = letters.script.take(codes[:-1])
    several = len(cleaned) > 1
    owner = np.repeat(np.arange(len(cleaned)), lengths) if several else np.intp(0)
    kinds = len(letters.scripts)
    counts = np.bincount(owner * kinds + script, minlength=len(cleaned) * kinds)
    weighed = counts.reshape(len(cleaned), kinds) * letters.weights
    total = weighed.sum(axis=1)
    found, main = weighed.max(axis=1), weighed.argmax(axis=1)
    strange = script == NO_SCRIPT
    if (found != total).any():
        main = _main_script(weighed)
        ours = letters.family[None, :] == letters.family[main][:, None]
        found = np.where(ours, weighed, 0).sum(axis=1)
        strange = (letters.family[script] != letters.family[main[owner]]) & (script != ANY_SCRIPT)
    codes[:-1][strange] = SPACE
    return Reading(
        list(cleaned),
        codes,
        bounds,
        main,
        found,
        found / np.maximum(total, 1),
    )


def _main_script(weighed: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """Return the script with most letters; Han with a touch of kana is kana."""
    letters = alphabet()
    kana, han = letters.number("Kana"), letters.number("Hani")
    joint = weighed.copy()
    japanese = joint[:, kana] > _KANA_AT_LEAST * joint[:, han]
    joint[japanese, kana] += joint[japanese, han]
    joint[japanese, han] = 0
    joint[~japanese, han] += joint[~japanese, kana]
    joint[~japanese, kana] = 0
    return np.asarray(joint.argmax(axis=1), np.intp)
