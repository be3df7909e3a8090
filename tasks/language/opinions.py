"""The second and third opinion: py3langid and pycld2, each asked about one cleaned text."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from tasks.language.letters import DATA

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Compact:
    """What pycld2 (Compact Language Detector 2) says: code and share of each language found."""

    reliable: bool
    shares: tuple[tuple[str, float], ...]


@cache
def _declared() -> dict[str, Any]:
    return tomllib.loads((DATA / "languages.toml").read_text("utf-8"))


@cache
def spellings() -> dict[str, str]:
    """Return how the opinions' codes are spelled here, where that differs."""
    return {str(theirs): str(ours) for theirs, ours in _declared()["spelled"].items()}


@cache
def shares() -> dict[str, float]:
    """Return how many texts there are in a language for one in its better-known look-alike."""
    return {str(code): float(share) for code, share in _declared()["shares"].items()}


@cache
def _langid() -> Any:
    langid = import_module("py3langid.langid")
    return langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE)


def langid(text: str) -> dict[str, float]:
    """Return py3langid's log score of each language it knows, in our spelling."""
    spelled = spellings()
    scores: dict[str, float] = {}
    for code, score in _langid().rank(text):
        scores.setdefault(spelled.get(code, code), score)
    return scores


@cache
def _detector() -> Any:
    return import_module("pycld2")


def compact(text: str) -> Compact:
    """Return what pycld2 says of `text`; no shares where it says nothing."""
    detector = _detector()
    try:
        answer = detector.detect(text, isPlainText=True, bestEffort=True)
    except (detector.error, UnicodeEncodeError):
        try:
            answer = detector.detect(_CONTROLS.sub(" ", text), isPlainText=True, bestEffort=True)
        except (detector.error, UnicodeEncodeError):
            return Compact(False, ())
    reliable, _, languages = answer
    spelled = spellings()
    shares = tuple(
        (spelled.get(code, code), percent / 100)
        for _, code, percent, _ in languages
        if code != "un" and percent
    )
    return Compact(bool(reliable), shares)
