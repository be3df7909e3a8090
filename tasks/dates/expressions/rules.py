"""The rules of one language, read from `tasks/dates/data/expressions/<language>.toml`."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from tasks.dates.expressions import lexicon as lexicons
from tasks.dates.expressions.direction import Direction
from tasks.dates.expressions.lexicon import Entry, Lexicon
from tasks.dates.expressions.names import calendar_names, known
from tasks.dates.expressions.patterns import Piece, compile_pattern, literals

LANGUAGES = ("en", "ar", "de", "es", "fr", "ru")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it matches (over token classes), which reader reads it, with what options.

    `second` holds what its second token may be, None where one token may do: a cheap first test.
    """

    name: str
    regex: re.Pattern[str]
    second: frozenset[str] | None
    reader: str
    options: dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Grammar:
    """The words and rules of one language."""

    lexicon: Lexicon
    direction: Direction
    starts: re.Pattern[str]
    starting: dict[str, tuple[Rule, ...]]


@cache
def grammar(language: str) -> Grammar:
    """The grammar of a language; of one not in LANGUAGES only for dates written out in full.

    Raises ValueError where its rules are malformed.
    """
    common, data = _read("common"), _read(language if language in LANGUAGES else "generic")
    if not known(language):
        data |= {"rules": []}
    macros: dict[str, str] = common["macros"] | data["macros"]
    own = {rule["name"] for rule in data["rules"]}
    rules = [rule for rule in common["rules"] if rule["name"] not in own] + data["rules"]
    quoted = {
        word
        for pattern in (*macros.values(), *(rule["match"] for rule in rules))
        for word in literals(pattern)
    }
    words = [
        *(calendar_names(language, data["calendar"]) if known(language) else ()),
        *lexicons.entries_of(common["words"] | data["words"]),
        *(Entry(word, "=" + word, 0) for word in sorted(quoted)),
    ]
    spelling = data.get("spelling", {})
    words = lexicons.variants(words, spelling.get("prefixes", ()), spelling.get("folds", ""))
    lexicon = lexicons.build(words)
    pieces = [compile_pattern(rule["match"], lexicon.having, macros) for rule in rules]
    starting = _starting(pieces, rules)
    lexicon.start_characters = frozenset(starting)
    return Grammar(
        lexicon,
        _direction(data["direction"]),
        re.compile("[" + "".join(sorted(starting)) + "]"),
        starting,
    )


@cache
def candidates(language: str, pair: str) -> tuple[Rule, ...]:
    """The rules of `grammar(language)` that a token may start, given its character and the next."""
    second = pair[1:]
    starting = grammar(language).starting[pair[0]]
    return tuple(rule for rule in starting if rule.second is None or second in rule.second)


def _read(name: str) -> dict[str, Any]:
    resource = files("tasks.dates").joinpath("data", "expressions", f"{name}.toml")
    return tomllib.loads(resource.read_text(encoding="utf-8"))


def _starting(pieces: list[Piece], rules: list[dict[str, Any]]) -> dict[str, tuple[Rule, ...]]:
    """The rules that may start with each character."""
    found: dict[str, list[Rule]] = {}
    for piece, table in zip(pieces, rules, strict=True):
        if piece.empty:
            raise ValueError(f"the rule {table['name']!r} matches nothing at all")
        rule = Rule(
            table["name"],
            re.compile(piece.regex),
            None if piece.single else piece.second,
            table["read"],
            table.get("options", {}),
        )
        for character in piece.first:
            found.setdefault(character, []).append(rule)
    return {character: tuple(starting) for character, starting in found.items()}


def _direction(table: dict[str, list[str]]) -> Direction:
    def names(key: str) -> frozenset[str]:
        return frozenset(table.get(key, ()))

    return Direction(
        names("future") | names("strong"),
        names("strong"),
        names("past"),
        names("ahead"),
        names("behind"),
        names("passive"),
        names("bound"),
        names("perfect"),
        tuple(table.get("past_endings", ())),
        names("not_past"),
        tuple(table.get("future_endings", ())),
        tuple(table.get("future_beginnings", ())),
        names("not_future"),
    )
