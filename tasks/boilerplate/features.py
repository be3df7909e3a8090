"""What one line tells by itself, and beside the other lines of its page.

Nothing here needs a language: word lists (tasks/boilerplate/data) are features among others.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tasks.boilerplate.lines import Line
from tasks.boilerplate.words import KINDS, months, phrase_counts, size, stop_words, tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

END = tuple(".!?\"'”’»…)]。！？；」』）؟۔।॥")
STRICT_END = tuple(".!?。！？؟۔।॥")
NUMERIC_DATE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d\s?[-/.年년]\s?\d{1,2}\s?[-/.月월]|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d\d)\b)"
)
CLOCK = re.compile(r"(?<!\d)\d{1,2}[:.]\d{2}(?!\d)")
YEAR = re.compile(r"(?<!\d)(?:1[89]|20|1[34]|25)\d\d(?!\d)")
ADDRESS = re.compile(r"https?:|www\.|\w\.(?:com|org|net|de|fr|ru|io|co|uk|es|it|pl)\b|\S@\S", re.I)
DIGIT = re.compile(r"[\d²³¹]")
SYMBOL = re.compile(r"[|›»«‹→←▸▾▼►✓✔★☆•·#$€£¥©®™/+<>=&%]")
MARK = re.compile(r"^(?:[-*•·▪◦‣–—]|#{1,4}|\d{1,2}[.)])\s")
COMMA = re.compile(r"[,،、，;；؛]")
STOP = re.compile(r"[.!?؟۔।]['\"”’»)\]]*\s|[。！？]")
QUOTE = re.compile(r"[\"“”„«»「」『』]")
#: A line of so many words that ends like a sentence is text, whatever its language.
LONG = 14
#: Beyond so many words a line is not searched for phrases and dates: it is prose.
SEARCHED = 45

# fmt: off
OWN = (
    "words", "chars", "mean_word", "ends", "ends_strict", "colon", "question", "commas", "stops",
    "common", "common_n", "capitals", "upper", "first_upper", "first_lower", "first_digit",
    "digits", "date", "clock", "year", "address", "symbols", "quotes", "repeated", "seen",
    "blanks", "blanks_after", "doc_common", "topic", "topic_n", "longest", "parens", "short",
    "marked", "ellipsis", "letters", "cased", "covered", "site",
)
# fmt: on
COLUMNS: tuple[str, ...] = (*OWN, *(f"kind_{kind}" for kind in KINDS), "kinds", "kinds_share")


@dataclass(frozen=True, slots=True)
class Described:
    """The lines of one page: their own features (lines by `COLUMNS`), tokens and sizes (words)."""

    rows: Floats
    tokens: list[list[str]]
    sizes: Floats


def describe(lines: Sequence[Line], site_lines: Mapping[str, float] | None = None) -> Described:
    """Return the own features of `lines`.

    `site_lines` gives, for a folded lower-case line, the share of the site's other documents that
    hold it too; None where the site is not known (the column is then -1).
    """
    import numpy as np

    lowered = [line.text.lower() for line in lines]
    found = [tokens(low) for low in lowered]
    sizes = np.array(
        [size(own, line.text) for own, line in zip(found, lines, strict=True)], np.float32
    )
    words = sizes.tolist()
    times = Counter(lowered)
    prose = [words[n] >= LONG and line.text.endswith(END) for n, line in enumerate(lines)]
    topics, topics_twice, common = _vocabulary(found, prose)
    stop = stop_words()
    seen: set[str] = set()
    alone: dict[str, list[float]] = {}
    rows: list[list[float]] = []
    for n, line in enumerate(lines):
        own = found[n]
        known = alone.get(line.text)
        if known is None:
            known = alone[line.text] = _row(line.text, lowered[n], own, words[n], stop)
        row = known.copy()
        count = len(own) or 1
        topic = topics_twice if prose[n] else topics
        topical = sum(map(topic.__contains__, own)) if topic else 0
        row[_REPEATED] = min(times[lowered[n]], 10)
        row[_SEEN] = lowered[n] in seen
        seen.add(lowered[n])
        row[_BLANKS] = min(line.blanks, 5)
        if n + 1 < len(lines):
            row[_BLANKS + 1] = min(lines[n + 1].blanks, 5)
        row[_TOPIC - 1] = sum(map(common.__contains__, own)) / count if common else 0.0
        row[_TOPIC] = topical / count
        row[_TOPIC + 1] = min(topical, 30)
        row[_SITE] = -1.0 if site_lines is None else site_lines.get(lowered[n], 0.0)
        rows.append(row)
    table = np.array(rows, np.float32).reshape(-1, len(COLUMNS))
    return Described(table, found, sizes)


_REPEATED, _SEEN, _BLANKS = (OWN.index(name) for name in ("repeated", "seen", "blanks"))
_TOPIC, _SITE = OWN.index("topic"), OWN.index("site")


def _vocabulary(
    found: Sequence[list[str]], prose: Sequence[bool]
) -> tuple[set[str], set[str], set[str]]:
    """Return the content words of the page's prose, those of two lines, and its common words."""
    in_lines: Counter[str] = Counter()
    number = 0
    for own, is_prose in zip(found, prose, strict=True):
        if is_prose:
            number += 1
            in_lines.update(set(own))
    stop = stop_words()
    often = max(3, number * 0.25)
    common = {word for word, times in in_lines.items() if times >= often}
    content = {
        word for word in in_lines if word not in stop and word not in common and len(word) > 2
    }
    return content, {word for word in content if in_lines[word] > 1}, common


def _row(
    text: str, lowered: str, own: list[str], words: float, stop: frozenset[str]
) -> list[float]:
    raw = text.split(" ")
    capital = lowered != text
    number, chars, count = len(raw), len(text), len(own) or 1
    stops = sum(map(stop.__contains__, own))
    digits = sum(map(str.isdigit, own)) if DIGIT.search(text) else 0
    upper = sum(map(str.isupper, [word[0] for word in raw])) if capital else 0
    lead, tail = text[0], text[-1]
    searched = words <= SEARCHED
    kinds = phrase_counts(own) if searched else [0] * (len(KINDS) + 1)
    dated = clock = year = address = 0
    if searched:
        if digits:
            dated = NUMERIC_DATE.search(text) is not None or any(map(months().__contains__, own))
            clock = CLOCK.search(text) is not None
            year = YEAR.search(text) is not None
        address = ("." in text or "@" in text or ":" in text) and bool(ADDRESS.search(text))
    total = sum(kinds[:-1])
    plain = text.replace(" ", "").isalnum()
    row: list[float] = [
        math.log1p(words),
        math.log1p(chars),
        chars / number,
        not plain and text.endswith(END),
        not plain and text.endswith(STRICT_END),
        tail in ":：",
        tail in "?？؟",
        0 if plain else len(COMMA.findall(text)),
        0 if plain else len(STOP.findall(text)),
        stops / count,
        min(stops, 50),
        upper / number,
        sum(map(str.isupper, raw)) / number if capital else 0.0,
        lead.isupper(),
        lead.islower(),
        lead.isdigit(),
        digits / count,
        dated,
        clock,
        year,
        address,
        0 if plain else len(SYMBOL.findall(text)),
        0 if plain else len(QUOTE.findall(text)),
        1,
        0,
        0,
        0,
        0,
        -1,
        0,
        min(max(map(len, raw)), 60),
        text.count("(") + text.count("（"),
        words <= 3,
        not plain and MARK.match(text) is not None,
        not plain and text.endswith(("...", "…", "[…]", "[...]")),
        len("".join(own)) / chars,
        capital or text.upper() != text,
        kinds[-1] / count,
        -1,
    ]
    row += map(float, kinds[:-1])
    row += (float(total), total / count)
    return row
