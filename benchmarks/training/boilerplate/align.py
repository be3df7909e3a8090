"""Line labels by aligning a page's lines to its gold body: longest common subsequence of tokens."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Sequence

WORD = re.compile(r"\w+")
GRAM = 4


def align(lines: Sequence[str], body: str) -> list[int]:
    """Return 1 for each of `lines` that lies in `body`, else 0.

    Runs of three matched tokens count (or of a whole line); a line is in where 60 % of it is
    matched. Short lines far from any other are out; whole lines that stand elsewhere in the body,
    out of order, are in.
    """
    from rapidfuzz.distance import LCSseq

    found = [WORD.findall(line.lower()) for line in lines]
    gold = WORD.findall(body.lower())
    owner = [n for n, own in enumerate(found) for _ in own]
    numbers: dict[str, int] = {}
    flat = [numbers.setdefault(token, len(numbers)) for own in found for token in own]
    wanted = [numbers.setdefault(token, len(numbers)) for token in gold]
    if not flat or not wanted:
        return [0] * len(lines)
    covered = [0] * len(lines)
    for step in LCSseq.opcodes(flat, wanted):
        if step.tag != "equal":
            continue
        run = step.src_end - step.src_start
        for n in range(step.src_start, step.src_end):
            if run >= min(3, len(found[owner[n]])):
                covered[owner[n]] += 1
    labels = [int(bool(own) and covered[n] / len(own) >= 0.6) for n, own in enumerate(found)]
    _drop_strays(labels, found)
    _rescue(labels, found, gold)
    return labels


def _drop_strays(labels: list[int], found: Sequence[list[str]]) -> None:
    strong = [n for n, own in enumerate(found) if labels[n] and len(own) >= 6]
    if not strong:
        return
    for n, own in enumerate(found):
        if labels[n] and len(own) < 4:
            at = bisect.bisect_left(strong, n)
            if min(abs(place - n) for place in strong[max(0, at - 1) : at + 1]) > 8:
                labels[n] = 0


def _rescue(labels: list[int], found: Sequence[list[str]], gold: Sequence[str]) -> None:
    left = Counter(_grams(gold))
    for n, own in enumerate(found):
        if labels[n]:
            left.subtract(_grams(own))
    for n, own in enumerate(found):
        if labels[n] or len(own) < 8:
            continue
        grams = _grams(own)
        if sum(left[gram] > 0 for gram in grams) / len(grams) >= 0.8:
            labels[n] = 1
            left.subtract(grams)


def _grams(own: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(own[n : n + GRAM]) for n in range(len(own) - GRAM + 1)]
