"""What one line tells by itself, and beside the other lines of its page.

Nothing here needs a language: word lists (tasks/boilerplate/data) are features among others. All
lines of a page are described at once: characters and words are told apart in arrays, and a
pattern is searched once in all the lines that it may be in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from tasks.boilerplate.characters import BIT, Characters, read_characters
from tasks.boilerplate.lines import Line
from tasks.boilerplate.vocabulary import MONTH, OPENS, STOP, Vocabulary, read_vocabulary
from tasks.boilerplate.words import CHARACTER, KINDS, phrases_at, tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float32]
    Counts = NDArray[np.int64]
    Values = NDArray[np.float64]

#: Lines are searched end to end, with a line feed between them, which no pattern matches. Each
#: begins with a character, and only then looks behind it: so the search skips from one to the next.
NUMERIC_DATE = re.compile(
    r"\d(?<!\d\d)(?:(?:(?<=1)9|(?<=2)0)\d\d ?[-/.年년] ?\d{1,2} ?[-/.月월]"
    r"|\d?[-/.]\d{1,2}[-/.](?:\d{4}|\d\d)\b)"
)
CLOCK = re.compile(r"\d(?<!\d\d)\d?[:.]\d{2}(?!\d)")
YEAR = re.compile(r"[12](?<!\d[12])(?:(?<=1)[3489]|(?<=2)[05])\d\d(?!\d)")
#: In lower-case lines.
ADDRESS = re.compile(
    r"https?:|www\.|\.(?<=\w\.)(?:com|org|net|de|fr|ru|io|co|uk|es|it|pl)\b|@(?<=\S@)\S"
)
MARK = re.compile(r"^(?:[-*•·▪◦‣–—]|#{1,4}|\d{1,2}[.)])\s")
ELLIPSIS = ("...", "…", "[…]", "[...]")
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
    """The lines of one page: own features (by `COLUMNS`), tokens, sizes (words), vocabulary."""

    rows: Floats
    tokens: list[list[str]]
    sizes: Floats
    words: Vocabulary


def describe(lines: Sequence[Line], site_lines: Mapping[str, float] | None = None) -> Described:
    """Return the own features of `lines`.

    `site_lines` gives, for a folded lower-case line, the share of the site's other documents that
    hold it too. For other lines the column is -1: that a line does not repeat says little, and a
    model that was told so took whatever is left for body (`benchmarks.site_lines`).
    """
    import numpy as np

    texts = [line.text for line in lines]
    lowered = list(map(str.lower, texts))
    found = list(map(tokens, lowered))
    words = read_vocabulary(found)
    if not texts:
        return Described(np.zeros((0, len(COLUMNS)), np.float32), found, words.counts * 0.0, words)
    chars = read_characters(texts)
    sizes = words.counts - chars.counted("unspaced") * (1 - CHARACTER)
    columns = _of_characters(chars)
    columns |= _of_words(words, chars, sizes)
    columns |= _of_patterns(texts, words, chars, columns["digits"] > 0, sizes)
    columns |= _of_addresses(lowered, chars, sizes)
    columns |= _of_phrases(words, sizes)
    columns |= _of_page(words, (sizes >= LONG) & (columns["ends"] > 0))
    columns |= _of_repeats(lines, lowered, site_lines)
    rows = np.empty((len(COLUMNS), len(texts)), np.float32)
    for n, name in enumerate(COLUMNS):
        rows[n] = columns[name]
    return Described(np.ascontiguousarray(rows.T), found, sizes.astype(np.float32), words)


Columns = dict[str, "NDArray[Any]"]


def _of_characters(chars: Characters) -> Columns:
    """Return the columns that count characters, or look at the first and the last one."""
    import numpy as np

    first, last = chars.kinds[chars.starts], chars.kinds[chars.ends - 1]
    length = chars.ends - chars.starts
    space = chars.has("space")
    opens = np.concatenate([[True], space[:-1]])
    opens[chars.starts] = True
    at = np.flatnonzero(opens)
    spaces = chars.counted("space")
    number = spaces + 1
    # A word ends where the next one starts, less the space between the two on one line.
    lengths = np.diff(np.append(at, len(space))) - 1
    ordinal = np.cumsum(number)
    lengths[ordinal - 1] += 1
    word_starts = ordinal - number
    cased = chars.counted("capital") > 0
    upper = chars.has("upper")
    lower = chars.has("lower") | chars.has("title")
    shouted = np.logical_or.reduceat(upper, at) & ~np.logical_or.reduceat(lower, at)
    return {
        "chars": np.log1p(length),
        "mean_word": length / number,
        "ends": _is(last, "end"),
        "ends_strict": _is(last, "strict_end"),
        "colon": _is(last, "colon"),
        "question": _is(last, "question"),
        "commas": chars.counted("comma"),
        "capitals": cased * np.add.reduceat(upper[at], word_starts, dtype=np.int64) / number,
        "upper": cased * np.add.reduceat(shouted, word_starts, dtype=np.int64) / number,
        "first_upper": _is(first, "upper"),
        "first_lower": _is(first, "lower"),
        "first_digit": _is(first, "number"),
        "symbols": chars.counted("symbol"),
        "quotes": chars.counted("quote"),
        "longest": np.minimum(np.maximum.reduceat(lengths, word_starts), 60),
        "parens": chars.counted("paren"),
        "cased": cased | (chars.counted("raised") > 0),
    }


def _is(kinds: NDArray[np.uint32], name: str) -> Bools:
    found: Bools = (kinds & BIT[name]) != 0
    return found


def _of_words(words: Vocabulary, chars: Characters, sizes: Values) -> Columns:
    """Return the columns that count words."""
    import numpy as np

    count = np.maximum(words.counts, 1)
    common = words.counted((words.lists & STOP) > 0)
    digits = words.counted(words.digits) * (chars.counted("digit") > 0)
    passed = np.concatenate([[0], np.cumsum(words.lengths[words.numbers])])
    letters = passed[words.ends] - passed[words.starts]
    return {
        "words": np.log1p(sizes),
        "common": common / count,
        "common_n": np.minimum(common, 50),
        "digits": digits / count,
        "short": sizes <= 3,
        "letters": letters / (chars.ends - chars.starts),
    }


def _of_patterns(
    texts: Sequence[str], words: Vocabulary, chars: Characters, digits: Bools, sizes: Values
) -> Columns:
    """Return the columns of what patterns find."""
    import numpy as np

    number = len(texts)
    first, last = chars.kinds[chars.starts], chars.kinds[chars.ends - 1]
    brief = sizes <= SEARCHED
    dated = digits & brief
    months = words.counted((words.lists & MONTH) > 0) > 0
    marked = np.zeros(number)
    for n in np.flatnonzero(~_is(first, "capital") & ~_is(first, "raised")).tolist():
        marked[n] = MARK.match(texts[n]) is not None
    trailing = np.zeros(number)
    for n in np.flatnonzero(_is(last, "end")).tolist():
        trailing[n] = texts[n].endswith(ELLIPSIS)
    return {
        "stops": _sentence_ends(chars),
        "date": (_matches(NUMERIC_DATE, texts, dated) > 0) | (dated & months),
        "clock": _matches(CLOCK, texts, dated) > 0,
        "year": _matches(YEAR, texts, dated) > 0,
        "marked": marked,
        "ellipsis": trailing,
    }


def _sentence_ends(chars: Characters) -> Counts:
    """Return how many sentences end within each line: a full stop and a space, perhaps with closing
    marks between them, or a full stop of a script without spaces.
    """
    import numpy as np

    closing, space = chars.has("closing"), chars.has("space")
    at = np.flatnonzero(chars.has("stop"))
    ends = at[(chars.kinds[at] & BIT["wide_stop"]) != 0]
    at = at[(chars.kinds[at] & BIT["wide_stop"]) == 0] + 1
    lasts = chars.ends[np.searchsorted(chars.ends, at, "left")]
    while len(at):
        inside = at < lasts
        at, lasts = at[inside], lasts[inside]
        ends = np.append(ends, at[space[at]])
        further = closing[at]
        at, lasts = at[further] + 1, lasts[further]
    lines = np.searchsorted(chars.ends, ends, "right")
    return np.bincount(lines, minlength=len(chars.ends))


def _of_addresses(lowered: Sequence[str], chars: Characters, sizes: Values) -> Columns:
    """Return the column of the short lines that hold an address."""
    may = (sizes <= SEARCHED) & (chars.counted("address") > 0)
    return {"address": _matches(ADDRESS, lowered, may) > 0}


def _matches(pattern: re.Pattern[str], texts: Sequence[str], chosen: Bools) -> Counts:
    """Return how often `pattern` matches in each of `texts`, 0 in those that are not `chosen`."""
    import numpy as np

    places = np.flatnonzero(chosen)
    listed = [texts[n] for n in places.tolist()]
    ends = np.cumsum(np.fromiter(map(len, listed), np.int64, len(listed)) + 1)
    found = [match.start() for match in pattern.finditer("\n".join(listed))]
    lines = places[np.searchsorted(ends, found, "right")]
    return np.bincount(lines, minlength=len(texts))


def _of_phrases(words: Vocabulary, sizes: Values) -> Columns:
    """Return the columns of the phrases that are typical of furniture, notes and the like."""
    import numpy as np

    counts = np.zeros((len(sizes), len(KINDS) + 1))
    opens = ((words.lists & OPENS) > 0)[words.numbers] & (sizes <= SEARCHED)[words.line]
    at = np.flatnonzero(opens)
    starts, ends = words.starts.tolist(), words.ends.tolist()
    for line, group in groupby(
        zip(words.line[at].tolist(), at.tolist(), strict=True), key=itemgetter(0)
    ):
        places = [place for _, place in group]
        counts[line] = phrases_at(words.flat, places, starts[line], ends[line])
    count = np.maximum(words.counts, 1)
    total = counts[:, :-1].sum(axis=1)
    columns: Columns = {f"kind_{kind}": counts[:, n] for n, kind in enumerate(KINDS)}
    return columns | {
        "covered": counts[:, -1] / count,
        "kinds": total,
        "kinds_share": total / count,
    }


def _of_page(words: Vocabulary, prose: Bools) -> Columns:
    """Return the columns of how a line's words recur in the page's prose.

    The topic are the content words of its prose; a line of prose itself counts those which stand
    in two such lines. Words of a quarter of these lines are common.
    """
    import numpy as np

    number = len(words.distinct)
    inside = prose[words.line]
    pairs = np.unique(words.line[inside] * number + words.numbers[inside])
    lines = np.bincount(pairs % max(number, 1), minlength=number)
    common = lines >= max(3, float(prose.sum()) * 0.25)
    content = (lines > 0) & ((words.lists & STOP) == 0) & ~common & (words.lengths > 2)
    topical = np.where(prose, words.counted(content & (lines > 1)), words.counted(content))
    count = np.maximum(words.counts, 1)
    return {
        "doc_common": words.counted(common) / count,
        "topic": topical / count,
        "topic_n": np.minimum(topical, 30),
    }


def _of_repeats(
    lines: Sequence[Line], lowered: Sequence[str], site_lines: Mapping[str, float] | None
) -> Columns:
    """Return the columns of repeated lines and of the blank ones around a line."""
    import numpy as np

    times = Counter(lowered)
    seen: set[str] = set()
    before: list[bool] = []
    for text in lowered:
        before.append(text in seen)
        seen.add(text)
    blanks = np.minimum(np.array([line.blanks for line in lines], float), 5)
    site = -np.ones(len(lines))
    if site_lines is not None:
        site = np.array([site_lines.get(text, -1.0) for text in lowered], float)
    return {
        "repeated": np.minimum(np.array([times[text] for text in lowered], float), 10),
        "seen": np.array(before, float),
        "blanks": blanks,
        "blanks_after": np.append(blanks[1:], 0.0),
        "site": site,
    }
