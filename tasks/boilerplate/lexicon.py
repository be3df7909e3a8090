"""Every word that a list or a table of this step knows, as a number: each is looked up once."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tasks.boilerplate.facts import telling_words
from tasks.boilerplate.tables import load_table
from tasks.boilerplate.words import box_phrases, months, openings, phrase_tree, stop_words, words_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

#: What the word lists say of a word, as bits: it is common, a month's or day's, opens a phrase,
STOP, MONTH, OPENS = 1, 2, 4
#: is of a phrase that goes with dates or captions, opens one of dates, bylines or captions,
OF_DATE, OF_CAPTION, OPENS_DATE, OPENS_BYLINE, OPENS_CAPTION = 8, 16, 32, 64, 128
#: stands in ages, in reading times, in remarks of editors, has a weight in the table of words,
AGO, READING, REMARK, WEIGHED = 256, 512, 1024, 2048
#: opens a line that names a section, opens a call to the readers.
OPENS_SECTION, OPENS_CALL = 4096, 8192
#: is a phrase by itself, comes second in a phrase.
PHRASE, SECOND = 16384, 32768


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The numbers of known words, from 1 on, and by number what is known of them, as bits; 0 is
    any other word.
    """

    numbers: dict[str, int]
    lists: Numbers


def words_of_terms() -> set[str]:
    """Return the words that the terms of lines are made of (`tasks.boilerplate.linear.terms`)."""
    listed = [*load_table("words"), *load_table("words", 1)]
    whole = " ".join(term for term in listed if term[0] != "=")
    return set(whole.replace("^", "").replace("$", "").split(" "))


@functools.cache
def lexicon() -> Lexicon:
    """Return the words of the lists and of the table of words."""
    import numpy as np

    of_terms = sorted(words_of_terms())
    bits: dict[str, int] = {}
    for bit, listed in (
        (STOP, stop_words()),
        (MONTH, months()),
        (OPENS, phrase_tree()),
        (OF_DATE, words_of("when")),
        (OF_CAPTION, words_of("caption")),
        (OPENS_DATE, openings("when")),
        (OPENS_BYLINE, openings("byline")),
        (OPENS_CAPTION, openings("caption")),
        (AGO, telling_words("ago")),
        (READING, telling_words("reading")),
        (REMARK, telling_words("note")),
        (OPENS_SECTION, telling_words("section")),
        (OPENS_CALL, box_phrases("calls")),
        (PHRASE, [word for word, step in phrase_tree().items() if step.opening]),
        (SECOND, [word for step in phrase_tree().values() for word in step.further]),
        (WEIGHED, [word for word in of_terms if word in load_table("words")]),
        (0, of_terms),
    ):
        for word in listed:
            bits[word] = bits.get(word, 0) | bit
    numbers = dict(zip(bits, range(1, len(bits) + 1), strict=True))
    return Lexicon(numbers, np.array([0, *bits.values()]))
