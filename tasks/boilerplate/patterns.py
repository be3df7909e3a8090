"""What patterns find in the lines of a page: dates, addresses, marks of lists, ends of sentences.

A pattern is searched once in all the lines that it may be in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tasks.boilerplate.characters import BIT, Characters, is_kind
from tasks.boilerplate.lexicon import MONTH
from tasks.boilerplate.vocabulary import Vocabulary

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bools = NDArray[np.bool_]
    Counts = NDArray[np.int64]
    Values = NDArray[np.float64]
    Columns = dict[str, NDArray[Any]]

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
#: Beyond so many words a line is not searched for phrases and dates: it is prose.
SEARCHED = 45


def of_patterns(
    texts: Sequence[str], words: Vocabulary, chars: Characters, digits: Bools, sizes: Values
) -> Columns:
    """Return the columns of what patterns find."""
    import numpy as np

    number = len(texts)
    first, last = chars.kinds[chars.starts], chars.kinds[chars.ends - 1]
    brief = sizes <= SEARCHED
    dated = digits & brief
    numeric, clock, year = _found((NUMERIC_DATE, CLOCK, YEAR), texts, dated)
    months = words.counted((words.lists & MONTH) > 0) > 0
    marked = np.zeros(number)
    for n in (~is_kind(first, "capital") & ~is_kind(first, "raised")).nonzero()[0].tolist():
        marked[n] = MARK.match(texts[n]) is not None
    trailing = np.zeros(number)
    for n in is_kind(last, "end").nonzero()[0].tolist():
        trailing[n] = texts[n].endswith(ELLIPSIS)
    return {
        "stops": _sentence_ends(chars),
        "date": numeric | (dated & months),
        "clock": clock,
        "year": year,
        "marked": marked,
        "ellipsis": trailing,
    }


def _sentence_ends(chars: Characters) -> Counts:
    """Return how many sentences end within each line: a full stop and a space, perhaps with closing
    marks between them, or a full stop of a script without spaces.
    """
    import numpy as np

    closing, space = chars.has("closing"), chars.has("space")
    at = chars.places("stop")
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


def of_addresses(lowered: Sequence[str], chars: Characters, sizes: Values) -> Columns:
    """Return the column of the short lines that hold an address."""
    may = (sizes <= SEARCHED) & (chars.counted("address") > 0)
    return {"address": _found((ADDRESS,), lowered, may)[0]}


def _found(patterns: Sequence[re.Pattern[str]], texts: Sequence[str], chosen: Bools) -> list[Bools]:
    """Return, for each of `patterns`, in which of the `chosen` lines it matches."""
    import numpy as np

    places = chosen.nonzero()[0]
    listed = [texts[n] for n in places.tolist()]
    ends = np.cumsum(np.fromiter(map(len, listed), np.int64, len(listed)) + 1)
    whole = "\n".join(listed)
    told = []
    for pattern in patterns:
        found = np.zeros(len(texts), bool)
        at = [match.start() for match in pattern.finditer(whole)]
        found[places[np.searchsorted(ends, at, "right")]] = True
        told.append(found)
    return told
