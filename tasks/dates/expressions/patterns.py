"""Rule patterns: a small language over token classes, compiled to a regular expression.

    MONTH <day:DAY> (COMMA? <year:YEAR>)?     'ago'     (?! HYPHEN)     A | B     A{0,2}

A word in capitals is a class or a macro of the language, one in quotes the word itself, <name:...>
a part that the reader asks for by name; branches may hold the same part. (?!..), (?=..), (?<!..)
and (?<=..) look without taking.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count

LEXEME = re.compile(
    r"\s*(?:(?P<part><[a-z_]+:)|(?P<look>\(\?<?[!=])|(?P<open>\((?:\?:)?)|(?P<close>[)>])"
    r"|(?P<bar>\|)|(?P<repeat>[?*+]|\{\d*,?\d*\})|(?P<word>'[^']+')|(?P<name>[A-Z][A-Z0-9_]*))\s*"
)
LITERAL = re.compile(r"'([^']+)'")


@dataclass(frozen=True, slots=True)
class Piece:
    """A compiled part: its regular expression, what it may start with, whether it may be empty."""

    regex: str
    first: frozenset[str]
    empty: bool


def literals(pattern: str) -> set[str]:
    """The quoted words of a pattern."""
    return set(LITERAL.findall(pattern))


def compile_pattern(
    pattern: str,
    having: Callable[[str], frozenset[str]],
    macros: Mapping[str, str],
    serial: Iterator[int] | None = None,
) -> Piece:
    """`pattern` as a Piece; raises ValueError where it is not well formed.

    `serial` numbers the parts, so that two branches may name the same one.
    """
    parser = _Parser(pattern, having, macros, serial or count())
    piece = parser.alternatives()
    if parser.lexemes:
        raise ValueError(f"{parser.lexemes[0][1]!r} is not expected in {pattern!r}")
    return piece


class _Parser:
    """Recursive descent over the lexemes of one pattern."""

    def __init__(
        self,
        pattern: str,
        having: Callable[[str], frozenset[str]],
        macros: Mapping[str, str],
        serial: Iterator[int],
    ) -> None:
        self.having, self.macros, self.serial = having, macros, serial
        self.lexemes: list[tuple[str, str]] = []
        at = 0
        while at < len(pattern):
            match = LEXEME.match(pattern, at)
            if match is None:
                raise ValueError(f"cannot read {pattern[at:]!r} in {pattern!r}")
            self.lexemes.append((str(match.lastgroup), match[0].strip()))
            at = match.end()

    def alternatives(self) -> Piece:
        branches = [self.sequence()]
        while self.lexemes and self.lexemes[0][0] == "bar":
            self.lexemes.pop(0)
            branches.append(self.sequence())
        if len(branches) == 1:
            return branches[0]
        first = frozenset().union(*(branch.first for branch in branches))
        regex = "(?:" + "|".join(branch.regex for branch in branches) + ")"
        return Piece(regex, first, any(branch.empty for branch in branches))

    def sequence(self) -> Piece:
        regex, first, empty = "", frozenset[str](), True
        while self.lexemes and self.lexemes[0][0] not in ("bar", "close"):
            piece = self.item()
            regex += piece.regex
            if empty:
                first |= piece.first
            empty = empty and piece.empty
        return Piece(regex, first, empty)

    def item(self) -> Piece:
        piece = self.atom()
        if self.lexemes and self.lexemes[0][0] == "repeat":
            sign = self.lexemes.pop(0)[1]
            empty = piece.empty or sign[0] in "?*" or sign.startswith(("{0", "{,"))
            return Piece(f"(?:{piece.regex}){sign}", piece.first, empty)
        return piece

    def atom(self) -> Piece:
        kind, lexeme = self.lexemes.pop(0)
        if kind in ("name", "word"):
            return self.named(lexeme)
        inner = self.alternatives()
        if not self.lexemes or self.lexemes.pop(0)[0] != "close":
            raise ValueError("a bracket is not closed")
        if kind == "look":
            return Piece(f"{lexeme}{inner.regex})", frozenset(), True)
        if kind == "part":
            name = f"{lexeme[1:-1]}{next(self.serial)}"
            return Piece(f"(?P<{name}>{inner.regex})", inner.first, inner.empty)
        return Piece(f"(?:{inner.regex})", inner.first, inner.empty)

    def named(self, lexeme: str) -> Piece:
        if lexeme in self.macros:
            inner = compile_pattern(self.macros[lexeme], self.having, self.macros, self.serial)
            return Piece(f"(?:{inner.regex})", inner.first, inner.empty)
        name = "=" + lexeme[1:-1] if lexeme[0] == "'" else lexeme
        characters = self.having(name)
        if not characters:
            raise ValueError(f"no word has the class {lexeme}")
        return Piece("[" + "".join(sorted(characters)) + "]", characters, False)
