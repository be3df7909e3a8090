"""Rule patterns: a small language over token classes, compiled to a regular expression.

    MONTH <day:DAY> (COMMA? <year:YEAR>)?     'ago'     (?! HYPHEN)     A | B     A{0,2}

A word in capitals is a class or a macro of the language, one in quotes the word itself, <name:...>
a part that the reader asks for by name; branches may hold the same part. (?!..), (?=..), (?<!..)
and (?<=..) look without taking.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count

LEXEME = re.compile(
    r"\s*(?:(?P<part><[a-z_]+:)|(?P<look>\(\?<?[!=])|(?P<open>\((?:\?:)?)|(?P<close>[)>])"
    r"|(?P<bar>\|)|(?P<repeat>[?*+]|\{\d*,?\d*\})|(?P<word>'[^']+')|(?P<name>[A-Z][A-Z0-9_]*))\s*"
)
# CLDR lacks names of months and weekdays for some languages, or has them only in figures.
MAY_BE_MISSING = ("MONTH", "WEEKDAY")
LITERAL = re.compile(r"'([^']+)'")


@dataclass(frozen=True, slots=True)
class Piece:
    """A compiled part: its regular expression, and what that may match.

    `first` and `second` hold the characters that it may have at its first and second place; `empty`
    and `single` say whether it may match nothing, and one token alone.
    """

    regex: str
    first: frozenset[str] = frozenset()
    second: frozenset[str] = frozenset()
    empty: bool = False
    single: bool = False

    def spelled(self, regex: str) -> "Piece":
        """The same with another spelling of its regular expression."""
        return replace(self, regex=regex)

    def then(self, other: "Piece") -> "Piece":
        """This part with another behind it."""
        second = self.second
        if self.single:
            second |= other.first
        if self.empty:
            second |= other.second
        return Piece(
            self.regex + other.regex,
            self.first | other.first if self.empty else self.first,
            second,
            self.empty and other.empty,
            (self.single and other.empty) or (self.empty and other.single),
        )

    def either(self, other: "Piece") -> "Piece":
        """This part or another."""
        return Piece(
            f"{self.regex}|{other.regex}",
            self.first | other.first,
            self.second | other.second,
            self.empty or other.empty,
            self.single or other.single,
        )

    def repeated(self, sign: str) -> "Piece":
        """This part with ?, *, + or {m,n} behind it."""
        empty = self.empty or sign[0] in "?*" or sign.startswith(("{0", "{,"))
        again = self.second if sign == "?" else self.second | self.first
        return Piece(f"(?:{self.regex}){sign}", self.first, again, empty, self.single)


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
        piece, branches = self.sequence(), 1
        while self.lexemes and self.lexemes[0][0] == "bar":
            self.lexemes.pop(0)
            piece, branches = piece.either(self.sequence()), branches + 1
        return piece.spelled(f"(?:{piece.regex})") if branches > 1 else piece

    def sequence(self) -> Piece:
        piece = Piece("", empty=True)
        while self.lexemes and self.lexemes[0][0] not in ("bar", "close"):
            piece = piece.then(self.item())
        return piece

    def item(self) -> Piece:
        piece = self.atom()
        if self.lexemes and self.lexemes[0][0] == "repeat":
            return piece.repeated(self.lexemes.pop(0)[1])
        return piece

    def atom(self) -> Piece:
        kind, lexeme = self.lexemes.pop(0)
        if kind in ("name", "word"):
            return self.named(lexeme)
        inner = self.alternatives()
        if not self.lexemes or self.lexemes.pop(0)[0] != "close":
            raise ValueError("a bracket is not closed")
        if kind == "look":
            return Piece(f"{lexeme}{inner.regex})", empty=True)
        if kind == "part":
            return inner.spelled(f"(?P<{lexeme[1:-1]}{next(self.serial)}>{inner.regex})")
        return inner.spelled(f"(?:{inner.regex})")

    def named(self, lexeme: str) -> Piece:
        if lexeme in self.macros:
            inner = compile_pattern(self.macros[lexeme], self.having, self.macros, self.serial)
            return inner.spelled(f"(?:{inner.regex})")
        name = "=" + lexeme[1:-1] if lexeme[0] == "'" else lexeme
        characters = self.having(name)
        if not characters and lexeme in MAY_BE_MISSING:
            return Piece("(?!)")
        if not characters:
            raise ValueError(f"no word has the class {lexeme}")
        return Piece("[" + "".join(sorted(characters)) + "]", characters, single=True)
