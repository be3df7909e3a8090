"""The language test data of lingua: words, word pairs and sentences in 75 languages.

Public as ``language-testdata`` of github.com/pemistahl/lingua-py (Apache-2.0): a folder for each
of `KINDS`, a file for each language, an example on each line.
"""

from __future__ import annotations

import hashlib
import random
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel import Locale, UnknownLocaleError

KINDS = ("single-words", "word-pairs", "sentences")
FOLDS = 5
ASIDE = -1  # The fold that no training may see:
_ONE_IN = 10  # of the lines, one in so many.


@dataclass(frozen=True, slots=True)
class Example:
    """A text, its language, of which kind it is, and its fold (`ASIDE`: kept aside)."""

    text: str
    language: str
    kind: str
    fold: int


def fold_of(text: str) -> int:
    """Return the fold of `text`, by its hash."""
    digest = hashlib.sha256(text.encode()).digest()
    return ASIDE if digest[0] % _ONE_IN == 0 else digest[1] % FOLDS


def files(data: Path) -> list[Path]:
    """Return the files of the corpus in `data`, sorted."""
    return sorted(file for kind in KINDS for file in (data / kind).glob("*.txt"))


def read(data: Path) -> list[Example]:
    """Return all examples in `data`."""
    examples = []
    for file in files(data):
        for line in file.read_text("utf-8").splitlines():
            text = line.strip()
            if text:
                examples.append(Example(text, file.stem, file.parent.name, fold_of(text)))
    return examples


def _seeded(language: str, fold: int, what: str) -> random.Random:
    seed = hashlib.sha256(f"{language} {fold} {what}".encode()).digest()
    return random.Random(int.from_bytes(seed[:8], "big"))


def _groups(examples: Iterable[Example]) -> Iterator[tuple[str, int, list[str]]]:
    groups: dict[tuple[str, int], list[str]] = {}
    for example in examples:
        if example.kind == "sentences":
            groups.setdefault((example.language, example.fold), []).append(example.text)
    for (language, fold), sentences in sorted(groups.items()):
        yield language, fold, sentences


def paragraphs(examples: Iterable[Example], times: int = 1) -> list[Example]:
    """Return paragraphs: three to five sentences of one language and fold, joined by a space.

    About `times` as many as there are sentences, divided by four.
    """
    made = []
    for language, fold, sentences in _groups(examples):
        chance = _seeded(language, fold, "paragraphs")
        for _ in range(times * len(sentences) // 4):
            picked = chance.sample(sentences, min(len(sentences), chance.randint(3, 5)))
            made.append(Example(" ".join(picked), language, "paragraphs", fold))
    return made


def phrases(examples: Iterable[Example]) -> list[Example]:
    """Return a phrase of two to eight words (or characters, unspaced) from every sentence."""
    made = []
    for language, fold, sentences in _groups(examples):
        chance = _seeded(language, fold, "phrases")
        for sentence in sentences:
            words = sentence.split()
            joint = " " if len(words) > 3 else ""
            parts = words if joint else list(sentence)
            size = chance.randint(2, 8) * (1 if joint else 2)
            first = chance.randrange(max(1, len(parts) - size))
            phrase = joint.join(parts[first : first + size])
            made.append(Example(phrase, language, "phrases", fold))
    return made


def serbian_in_latin(examples: Iterable[Example]) -> list[Example]:
    """Return the Serbian examples in Latin letters, each in the fold of its original."""
    table = tomllib.loads((Path(__file__).parent / "serbian.toml").read_text("utf-8"))["latin"]
    letters = {ord(letter): latin for letter, latin in table.items()}
    letters |= {ord(letter.upper()): latin.capitalize() for letter, latin in table.items()}
    return [
        Example(example.text.translate(letters), "sr", f"latin {example.kind}", example.fold)
        for example in examples
        if example.language == "sr"
    ]


def names(languages: Iterable[str]) -> list[Example]:
    """Return CLDR's names of languages, territories, months and days, by fold (babel)."""
    made = []
    for language in languages:
        try:
            locale = Locale.parse(language)
        except UnknownLocaleError:
            continue
        spelled = {*locale.languages.values(), *locale.territories.values()}
        for context in ("format", "stand-alone"):
            spelled |= {*locale.days[context]["wide"].values()}
            spelled |= {*locale.months[context]["wide"].values()}
        made += [
            Example(name, language, "names", fold_of(name))
            for name in sorted(spelled)
            if len(name) > 2
        ]
    return made


def lists(examples: Sequence[Example], size: int = 6) -> list[Example]:
    """Return the examples of each language in lists of `size`, as one text each."""
    by_language: dict[str, list[str]] = {}
    for example in examples:
        by_language.setdefault(example.language, []).append(example.text)
    return [
        Example(", ".join(texts[first : first + size]), language, "lists", ASIDE)
        for language, texts in sorted(by_language.items())
        for first in range(0, len(texts), size)
    ]
