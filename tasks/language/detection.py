"""The language of a text and of a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from threading import Lock
from typing import Any

from tasks.language.language import UNKNOWN, Language

_FIRST_USE = Lock()
_SPELLED = {"zh-cn": "zh", "zh-tw": "zh", "no": "nb"}


def _langdetect() -> Any:
    with _FIRST_USE:
        return _load()


@cache
def _load() -> Any:
    factory = import_module("langdetect.detector_factory")
    factory.DetectorFactory.seed = 0
    factory.init_factory()
    return factory


def detect(text: str) -> Language:
    """Return the language of `text`; ``und`` with a reason where there is nothing to go by."""
    factory = _langdetect()
    try:
        found = factory.detect_langs(text[:2000].encode("utf-8", "ignore").decode())
    except factory.LangDetectException:
        return Language(UNKNOWN, 0.0, (), "no letters to go by")
    candidates = tuple((_SPELLED.get(one.lang, one.lang), float(one.prob)) for one in found)
    if not candidates:
        return Language(UNKNOWN, 0.0, (), "no letters to go by")
    code, confidence = candidates[0]
    return Language(code, min(1.0, confidence), candidates, None)


def detect_many(texts: Sequence[str]) -> list[Language]:
    """Return the language of each text, the same as `detect` of each."""
    return [detect(text) for text in texts]


def detect_document(blocks: Sequence[str]) -> Language:
    """Return the language of one document, told from its body blocks: the longer weigh more."""
    weights: Counter[str] = Counter()
    for block in blocks:
        found = detect(block)
        if found.code != UNKNOWN:
            weights[found.code] += len(block) ** 1.5 * found.confidence
    if not weights:
        return Language(UNKNOWN, 0.0, (), "no body text to go by")
    total = sum(weights.values())
    candidates = tuple((code, weight / total) for code, weight in weights.most_common(5))
    return Language(candidates[0][0], candidates[0][1], candidates, None)
