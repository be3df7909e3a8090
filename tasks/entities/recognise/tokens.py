"""Words and sentences of a text, as spans in code points."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

#: A sentence longer than this is cut: the network reads at most so many words at once.
LONGEST = 120

_ABBREVIATION = (
    r"(?:Mr|Mrs|Ms|Dr|Drs|Gen|Col|Lt|Maj|Brig|Adm|Cmdr|Sen|Rep|Gov|Sgt|Capt|St|Prof|Hon|Rev|Jr|Sr"
    r"|Inc|Ltd|Co|Corp|Bros|No|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|Ave|Mt|Ft|Dept)\."
)
# Every alternative is linear: none can be retried from inside a match of another. The first takes
# most words, which the others would take too, only later.
_TOKEN = re.compile(
    rf"""
    [A-Za-z]++(?=\x20)
  | https?://[^\s<>"]+ | www\.[^\s<>"]+                      # addresses
  | (?=[A-Z]) (?: {_ABBREVIATION} | [A-Z]\.(?=[\s\u00a0][A-Z]) )
  | (?:[^\W\d_]\.){{2,}}                                      # U.S.
  | [@\#]\w+
  | (?=\d) \d+(?:[.,:/]\d+)*(?:st|nd|rd|th)?(?![^\W\d_])
  | ['’](?:s|S|re|ve|ll|d|m)\b                                # the genitive stays outside names
  | [^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*
    (?: ['’](?!(?:s|S|re|ve|ll|d|m)\b)[^\W_]+ )*              # O'Brien, N'Djamena, don't
  | \.{{2,}} | -{{2,}} | [\u0300-\u036f]+
  | \S
    """,
    re.VERBOSE,
)
_TITLES = frozenset(
    {"Mr", "Mrs", "Ms", "Dr", "Prof", "St", "Gen", "Lt", "Col", "Sen", "Rep", "Gov"}
)
#: Characters in a line of text that was wrapped.
_LINE = (60, 100)
#: Which code points are white space; none is behind the last of these.
_SPACE = np.array([chr(code).isspace() for code in range(0x3002)])
_CLOSERS = frozenset("\"'”’)]»")
_OPENERS = frozenset("\"'“‘([«-–—•")
_TERMINALS = frozenset({".", "!", "?", "…", "...", "。", "؟"})
_STOPS = np.array(sorted({ord(mark[0]) for mark in _TERMINALS}), np.uint32)
_Codes = npt.NDArray[np.uint32]
_Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of one text, with their spans and the word number at which each sentence ends."""

    words: list[str]
    starts: list[int]
    ends: list[int]
    sentence_ends: list[int]


def tokenise(text: str) -> Tokens:
    """Return the tokens of `text` in order; white space belongs to none."""
    words: list[str] = _TOKEN.findall(text)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    starts, sizes = _places(codes, words)
    stops = np.flatnonzero(np.isin(codes[starts], _STOPS)).tolist()
    first, end = starts.tolist(), (starts + sizes).tolist()
    return Tokens(words, first, end, _sentence_ends(text, words, first, end, stops))


def _places(codes: _Codes, words: list[str]) -> tuple[_Places, _Places]:
    """Return where words begin, and their sizes: between them there is only white space."""
    solid = np.flatnonzero(~_SPACE[np.minimum(codes, len(_SPACE) - 1)])
    sizes = np.fromiter(map(len, words), np.int64, len(words))
    return solid[sizes.cumsum() - sizes], sizes


def _sentence_ends(
    text: str, words: list[str], starts: list[int], ends: list[int], stops: list[int]
) -> list[int]:
    """Return where each sentence ends: after a full stop before a capital, and at line breaks.

    `stops` are the words that begin as a full stop or the like does.
    """
    total = len(words)
    if not total:
        return []
    cuts = {total}
    broken = _at_line_breaks(text, starts)
    cuts.update(after for after in broken if _line_breaks(text, ends[after - 1], starts[after]))
    for place in [number for number in stops if words[number] in _TERMINALS]:
        after = place + 1
        if after in broken or (words[place] == "." and _shortened(words, place)):
            continue
        while after < total and words[after] in _CLOSERS and starts[after] == ends[after - 1]:
            after += 1
        if after < total and starts[after] > ends[after - 1] and _opens(words[after]):
            cuts.add(after)
    return _limited(sorted(cuts))


def _at_line_breaks(text: str, starts: list[int]) -> set[int]:
    """Return the words, the first one aside, with a line break before them."""
    found: set[int] = set()
    at = text.find("\n")
    while at >= 0:
        after = bisect_left(starts, at)
        if after == len(starts):
            break
        if after:
            found.add(after)
        at = text.find("\n", starts[after])
    return found


def _shortened(words: list[str], place: int) -> bool:
    """Tell whether the full stop follows an initial or a title, set apart: "U . S .", "Mr ."."""
    before = words[place - 1] if place else ""
    return before in _TITLES or (len(before) == 1 and before.isupper())


def _opens(word: str) -> bool:
    return not word[0].islower() and (word[0].isalnum() or word[0] in _OPENERS)


def _line_breaks(text: str, end: int, start: int) -> bool:
    """Tell whether a line break ends the sentence: always, save where a line was wrapped.

    A line was wrapped where the next goes on in lower case, or where both are as long as lines
    of wrapped text are and the first ends without a full stop.
    """
    if text.count("\n", end, start) > 1:
        return True
    if text[start].islower():
        return False
    if not (text[end - 1].islower() or text[end - 1] == ","):
        return True
    before = end - text.rfind("\n", max(0, end - _LINE[1] - 1), end)
    after = text.find("\n", start, start + _LINE[1] + 1) - start
    return not (_LINE[0] <= before <= _LINE[1] and _LINE[0] <= after <= _LINE[1])


def _limited(cuts: list[int]) -> list[int]:
    limited: list[int] = []
    before = 0
    for cut in cuts:
        limited.extend(range(before + LONGEST, cut, LONGEST))
        limited.append(cut)
        before = cut
    return limited
