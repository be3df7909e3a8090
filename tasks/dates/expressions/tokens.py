"""Cutting a text into tokens, each with one character that stands for what it may be.

A rule is then a regular expression over those characters (see patterns.py), about a fifth as
many as the text has: that is what makes the grammar fast, and the same for every script.
"""

import re
from dataclasses import dataclass

from tasks.dates.expressions.lexicon import Lexicon

# A number with what hangs on it (2016-10-28T10:20, 10:30pm, 21st, 1990s, 24/7), a word, an empty
# line, a dash that ties no words together, or one sign. Possessive throughout: no input makes it
# go back.
TOKEN = re.compile(
    r"\d++(?:[.,:/\-–]\d++|T\d++)*+(?:[^\W\d]\w*+)?+"
    r"|\w++"
    r"|\n[^\S\n]*+\n\s*+"
    r"|[-–—](?:[-–—]++|[ \t\xa0])"
    r"|[^\w\s]"
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of `text`: `words`, their `spans` in it, and `classes`, one character each."""

    text: str
    words: list[str]
    spans: list[tuple[int, int]]
    classes: str


def tokenize(text: str, lexicon: Lexicon) -> Tokens:
    """The tokens of `text`, classified by `lexicon`."""
    words: list[str] = TOKEN.findall(text)
    known = lexicon.characters
    others = {word: lexicon.classify(word) for word in set(words).difference(known)}
    look = known.get
    classes = "".join([look(word) or others[word] for word in words])
    if not lexicon.starts(classes):
        return Tokens(text, words, [], classes)
    return Tokens(text, words, [match.span() for match in TOKEN.finditer(text)], classes)
