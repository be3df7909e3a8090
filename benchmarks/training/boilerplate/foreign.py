"""Pages as they might stand in another language, made of English ones.

Gold pages are nearly all English. Here the words of a page are exchanged for words of another
language, one for one throughout the page: common words for common words, names of months for
names of months, typical phrases ("read more") for that language's phrases of the same kind.
Order, lengths, repeats and punctuation stay. No sense comes of it, but everything does that a
line is known by: which words are common, which come back, which stand in furniture, which
script it is.
"""

from __future__ import annotations

import functools
import random
import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.training.boilerplate.wordlists import calendar_names
from tasks.boilerplate.lines import Line, fold
from tasks.boilerplate.words import DATA, KINDS, TOKEN, UNSPACED_CHAR, months, phrase_tree, tokens

#: How often each language is chosen.
WEIGHTS = {
    "de": 2, "fr": 3, "es": 3, "it": 2, "pt": 2, "nl": 1, "sv": 1, "pl": 1, "cs": 1, "ro": 1,
    "el": 1, "ru": 3, "uk": 2, "bg": 1, "tr": 2, "ar": 4, "fa": 2, "he": 1, "hi": 1, "id": 1,
    "vi": 1, "zh": 2, "ja": 2, "ko": 1,
}  # fmt: skip
COMMON = 70
PUNCTUATION = {
    "ar": str.maketrans({",": "،", "?": "؟", ";": "؛"}),
    "fa": str.maketrans({",": "،", "?": "؟", ";": "؛"}),
    "hi": str.maketrans({".": "।"}),
    "el": str.maketrans({"?": ";"}),
    "zh": str.maketrans(
        {".": "。", ",": "，", "?": "？", "!": "！", ":": "：", "(": "（", ")": "）"}
    ),
    "ja": str.maketrans(
        {".": "。", ",": "、", "?": "？", "!": "！", ":": "：", "(": "（", ")": "）"}
    ),
}
#: Points within numbers stay.
MARKS = re.compile(r"(?<!\d)[.,?!;:()]|[.,?!;:()](?!\d)")
SPACE_BETWEEN = re.compile(
    f"(?<={UNSPACED_CHAR.pattern}) | (?={UNSPACED_CHAR.pattern})|(?<=[。，、？！：）]) "
)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one language: common ones by rank, others as often as they occur."""

    code: str
    common: list[str]
    words: list[str]
    months: list[str]
    phrases: dict[str, list[str]]


@functools.cache
def lexicon(data: Path, code: str) -> Lexicon:
    """Return the words of the language `code` in ``data/language`` and in the phrase lists."""
    text = (data / "language" / "sentences" / f"{code}.txt").read_text("utf-8")
    surfaces: dict[str, Counter[str]] = {}
    for token in TOKEN.findall(text):
        if token.isalpha() or not token.isascii():
            surfaces.setdefault(token.lower(), Counter())[token] += 1
    usual = {low: found.most_common(1)[0][0] for low, found in surfaces.items()}
    ranked = sorted(surfaces, key=lambda low: (-surfaces[low].total(), low))
    table = tomllib.loads((DATA / "phrases.toml").read_text("utf-8"))
    phrases = {
        kind: [phrase.strip() for line in [table[kind].get(code, "")] for phrase in _listed(line)]
        for kind in KINDS
    }
    others = [usual[low] for low in ranked[COMMON:] for _ in range(surfaces[low].total())]
    names = sorted(name for name in calendar_names(code) if len(name) > 1) or ["1"]
    return Lexicon(code, ranked[:COMMON], others or ranked, names, phrases)


def _listed(line: str | list[str]) -> list[str]:
    return [phrase for phrase in (line if isinstance(line, list) else line.split("|")) if phrase]


@functools.cache
def shared_phrases() -> frozenset[tuple[str, ...]]:
    """Return the phrases that are the same in any language: names of services and the like."""
    table = tomllib.loads((DATA / "phrases.toml").read_text("utf-8"))
    return frozenset(
        tuple(tokens(phrase.strip().lower()))
        for kind in KINDS
        for phrase in _listed(table[kind].get("any", ""))
    )


def choose(chance: random.Random) -> str:
    """Return the code of a language, by `WEIGHTS`."""
    return chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]


class Translator:
    """One page's way into another language: each word and phrase has one counterpart."""

    def __init__(self, source: Lexicon, target: Lexicon, chance: random.Random) -> None:
        self.target, self.chance = target, chance
        self.ranks = {word: n for n, word in enumerate(source.common)}
        self.known: dict[str, str] = {}
        self.said: dict[tuple[tuple[str, ...], int], str] = {}

    def line(self, text: str) -> str:
        """Return `text` with its words and phrases exchanged."""
        spans = [match.span() for match in TOKEN.finditer(text)]
        found = [text[start:end].lower() for start, end in spans]
        parts: list[str] = []
        after = place = 0
        while place < len(spans):
            end, kind = _phrase(found, place)
            if kind is None:
                end = place + 1
                new = self._word(text[slice(*spans[place])])
            else:
                new = self._phrase(tuple(found[place:end]), kind, text[spans[place][0]])
            parts += (text[after : spans[place][0]], new)
            after, place = spans[end - 1][1], end
        made = "".join([*parts, text[after:]])
        marks = PUNCTUATION.get(self.target.code)
        if marks is not None:
            made = MARKS.sub(lambda match: match.group().translate(marks), made)
            if self.target.code in {"zh", "ja"}:
                made = SPACE_BETWEEN.sub("", made)
        return fold(made) or text

    def _word(self, word: str) -> str:
        low = word.lower()
        if word.isdigit():
            return word
        if low not in self.known:
            if low in self.ranks:
                common = self.target.common
                self.known[low] = common[self.ranks[low] % len(common)]
            elif low in months() and len(low) > 2:
                self.known[low] = self.chance.choice(self.target.months)
            else:
                self.known[low] = self.chance.choice(self.target.words)
                if self.target.code in {"zh", "ja"}:
                    self.known[low] += self.chance.choice(self.target.words)
        new = self.known[low]
        if word.isupper() and len(word) > 1:
            return new.upper()
        return new[:1].upper() + new[1:] if word[0].isupper() else new

    def _phrase(self, parts: tuple[str, ...], kind: int, lead: str) -> str:
        listed = self.target.phrases[KINDS[kind]]
        if parts in shared_phrases() or not listed:
            return " ".join(parts)
        if (parts, kind) not in self.said:
            self.said[parts, kind] = self.chance.choice(listed)
        new = self.said[parts, kind]
        return new[:1].upper() + new[1:] if lead.isupper() else new


def _phrase(found: Sequence[str], place: int) -> tuple[int, int | None]:
    """Return where the longest phrase at `place` ends and its kind, None where there is none."""
    step = phrase_tree().get(found[place])
    at, end, kind = place + 1, place, None
    while step is not None:
        told = step.inside if place else step.opening
        if told:
            end, kind = at, told[0]
        step = step.further.get(found[at]) if at < len(found) else None
        at += 1
    return end, kind


def foreign(lines: Sequence[Line], data: Path, code: str, chance: random.Random) -> list[Line]:
    """Return `lines`, taken as English, as they might stand in the language `code`."""
    page = Translator(lexicon(data, "en"), lexicon(data, code), chance)
    return [line._replace(text=page.line(line.text)) for line in lines]
