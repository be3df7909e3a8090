"""What one line tells by itself, and beside the other lines of its page.

Nothing here needs a language: word lists (tasks/boilerplate/data) are features among others. All
lines of a page are described at once: characters and words are told apart in arrays, and a
pattern is searched once in all the lines that it may be in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tasks.boilerplate.characters import BIT, Characters, is_kind, read_characters
from tasks.boilerplate.facts import BANNER, are_remarks
from tasks.boilerplate.lexicon import OPENS, PHRASE, REMARK, SECOND, STOP
from tasks.boilerplate.lines import Line
from tasks.boilerplate.patterns import SEARCHED, of_addresses, of_patterns
from tasks.boilerplate.vocabulary import Vocabulary, alike, read_tokens, read_vocabulary
from tasks.boilerplate.words import CHARACTER, KINDS, phrases_at

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float32]
    Counts = NDArray[np.int64]
    Values = NDArray[np.float64]

#: Letters that are no capitals.
SMALL = BIT["lower"] | BIT["title"]
#: A line of so many words that ends like a sentence is text, whatever its language.
LONG = 14
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
    """The lines of one page: own features (by `COLUMNS`), tokens, a number that lines of the same
    tokens share, sizes (words), vocabulary, characters, which of them are remarks of editors and
    publishers, and which hold words of an archive's banner.
    """

    rows: Floats
    tokens: list[list[str]]
    alike: list[int]
    sizes: Floats
    words: Vocabulary
    chars: Characters
    remarks: Bools
    banners: frozenset[int]


def describe(lines: Sequence[Line], site_lines: Mapping[str, float] | None = None) -> Described:
    """Return the own features of `lines`.

    `site_lines` gives, for a folded lower-case line, the share of the site's other documents that
    hold it too. For other lines the column is -1: that a line does not repeat says little, and a
    model that was told so took whatever is left for body (`benchmarks.site_lines`).
    """
    import numpy as np

    texts = [line.text for line in lines]
    chars = read_characters(texts)
    if not texts:
        rows, words = np.zeros((0, len(COLUMNS)), np.float32), read_vocabulary([])
        return Described(rows, [], [], rows[:, 0], words, chars, rows[:, 0] > 0, frozenset())
    lowered = list(map(str.lower, texts))
    found = read_tokens(lowered, chars)
    words = read_vocabulary(found)
    sizes = words.counts - chars.counted("unspaced") * (1 - CHARACTER)
    columns = _of_characters(chars)
    columns |= _of_words(words, chars, sizes)
    columns |= of_patterns(texts, words, chars, columns["digits"] > 0, sizes)
    columns |= of_addresses(lowered, chars, sizes)
    columns |= _of_phrases(words, sizes)
    columns |= _of_page(words, (sizes >= LONG) & (columns["ends"] > 0))
    columns |= _of_repeats(lines, lowered, site_lines)
    rows = np.empty((len(COLUMNS), len(texts)), np.float32)
    for n, name in enumerate(COLUMNS):
        rows[n] = columns[name]
    return Described(
        rows.T,
        found,
        alike(found),
        sizes.astype(np.float32),
        words,
        chars,
        _remarks(texts, words),
        _banners(lowered, words),
    )


def _remarks(texts: Sequence[str], words: Vocabulary) -> Bools:
    """Return which lines are remarks of editors and publishers."""
    import numpy as np

    found = np.zeros(len(texts), bool)
    may = words.listed(REMARK).nonzero()[0]
    found[may] = are_remarks([texts[n] for n in may.tolist()])
    return found


def _banners(lowered: Sequence[str], words: Vocabulary) -> frozenset[int]:
    """Return the lines that hold words of an archive's banner."""
    distinct = "\n".join(words.distinct)
    listed = [told for told in BANNER if told.split(" ", 1)[0] in distinct]
    return frozenset(n for told in listed for n, line in enumerate(lowered) if told in line)


Columns = dict[str, "NDArray[Any]"]


def _of_characters(chars: Characters) -> Columns:
    """Return the columns that count characters, or look at the first and the last one."""
    import numpy as np

    first, last = chars.kinds[chars.starts], chars.kinds[chars.ends - 1]
    length = chars.ends - chars.starts
    spaces = chars.has("space")
    spaces[chars.ends[:-1]] = True  # The line feeds.
    gaps = spaces.nonzero()[0]
    word_starts, word_ends = np.append(0, gaps + 1), np.append(gaps, len(chars.kinds))
    first_words = word_starts.searchsorted(chars.starts)
    number = word_ends.searchsorted(chars.ends, "right") - first_words
    cased, raised = chars.counted("capital") > 0, np.zeros(len(number))
    small = (~cased).nonzero()[0]
    raised[small] = chars.between("raised", chars.starts[small], chars.ends[small])
    capitals, shouted = _capitals(chars, word_starts, word_ends)
    lengths = word_ends - word_starts
    return {
        "chars": np.log1p(length),
        "mean_word": length / number,
        "ends": is_kind(last, "end"),
        "ends_strict": is_kind(last, "strict_end"),
        "colon": is_kind(last, "colon"),
        "question": is_kind(last, "question"),
        "commas": chars.counted("comma"),
        "capitals": cased * capitals / number,
        "upper": cased * shouted / number,
        "first_upper": is_kind(first, "upper"),
        "first_lower": is_kind(first, "lower"),
        "first_digit": is_kind(first, "number"),
        "symbols": chars.counted("symbol"),
        "quotes": chars.counted("quote"),
        "longest": np.minimum(np.maximum.reduceat(lengths, first_words), 60),
        "parens": chars.counted("paren"),
        "cased": cased | (raised > 0),
    }


def _capitals(chars: Characters, word_starts: Counts, word_ends: Counts) -> tuple[Counts, Counts]:
    """Return how many words of each line begin with a capital, and how many are of capitals alone.

    `word_starts` and `word_ends` say where the words of the page are.
    """
    import numpy as np

    upper = is_kind(chars.rare_kinds, "upper")
    at, lines = chars.rare[upper], chars.rare_lines[upper]
    held = word_ends.searchsorted(at, "right")
    starts, ends = word_starts[held], word_ends[held]
    opening = np.bincount(lines[starts == at], minlength=len(chars.starts))
    # Of each word its first capital, where no small letter follows: most words are done with here.
    may = (chars.kinds.take(at + 1, mode="clip") & SMALL) == 0
    may[1:] &= held[1:] != held[:-1]
    small = ((chars.kinds & SMALL) != 0).nonzero()[0]
    alone = small.searchsorted(starts[may]) == small.searchsorted(ends[may])
    return opening, np.bincount(lines[may][alone], minlength=len(chars.starts))


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


def _of_phrases(words: Vocabulary, sizes: Values) -> Columns:
    """Return the columns of the phrases that are typical of furniture, notes and the like."""
    import numpy as np

    told = words.lists[words.numbers]
    at = (((told & OPENS) != 0) & (sizes <= SEARCHED)[words.line]).nonzero()[0]
    # Only these go on to a second word, or need none.
    at = at[(told[at] & PHRASE | told.take(at + 1, mode="clip") & SECOND) != 0]
    places = zip(words.line[at].tolist(), at.tolist(), strict=True)
    starts, ends = words.starts.tolist(), words.ends.tolist()
    width = len(KINDS) + 1
    cells: list[int] = []
    covered: list[int] = []
    for line, tokens, kinds in phrases_at(words.flat, places, starts, ends):
        cells += [line * width + kind for kind in kinds]
        covered += [line * width + len(KINDS)] * tokens
    counts = np.bincount(np.array(cells + covered, np.int64), minlength=len(sizes) * width)
    counts = counts.reshape(-1, width)
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
    lines = np.bincount(words.pair_words[prose[words.pair_lines]], minlength=number)
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

    number = len(lines)
    known: dict[str, int] = {}
    first = np.fromiter(map(known.setdefault, lowered, range(number)), np.int64, number)
    blanks = np.minimum(np.array([line.blanks for line in lines], float), 5)
    site = -np.ones(len(lines))
    if site_lines is not None:
        site = np.array([site_lines.get(text, -1.0) for text in lowered], float)
    return {
        "repeated": np.minimum(np.bincount(first)[first], 10),
        "seen": first != np.arange(number),
        "blanks": blanks,
        "blanks_after": np.append(blanks[1:], 0.0),
        "site": site,
    }
