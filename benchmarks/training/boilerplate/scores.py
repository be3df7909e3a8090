"""The word-F1 of WCXB's ``evaluate.py`` (Murrough-Foley, CC BY 4.0), and its kin."""

from __future__ import annotations

import re
from collections import Counter

WORD = re.compile(r"\w+")


def word_f1(predicted: str, gold: str) -> tuple[float, float, float]:
    """Return precision, recall and F1 over the words of two texts, as bags."""
    found, wanted = WORD.findall(predicted.lower()), WORD.findall(gold.lower())
    if not wanted:
        return (0.0, 0.0, 0.0) if found else (1.0, 1.0, 1.0)
    if not found:
        return (0.0, 0.0, 0.0)
    common = sum((Counter(found) & Counter(wanted)).values())
    precision, recall = common / len(found), common / len(wanted)
    return precision, recall, 2 * precision * recall / (precision + recall) if common else 0.0


def string_counts(text: str, must: tuple[str, ...], never: tuple[str, ...]) -> tuple[int, int, int]:
    """Return (must found, must missed, never found) as trafilatura's evaluation counts them."""
    hits = sum(string in text for string in must)
    return hits, len(must) - hits, sum(string in text for string in never)
