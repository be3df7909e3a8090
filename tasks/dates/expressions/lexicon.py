"""The words of one language: which classes each belongs to and what it means in each.

Every distinct set of classes gets one character; `characters` maps a token to it. Words come from
`data/expressions/<language>.toml` and, for months and weekdays, from CLDR through babel.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tasks.dates.expressions.numerals import numeral_classes

FIRST_CHARACTER = 0x100
Meaning = int | float | str


@dataclass(frozen=True, slots=True)
class Entry:
    """One word in one class, with its meaning there; `case` is any, capital or upper."""

    word: str
    name: str
    meaning: Meaning
    case: str = "any"


@dataclass(slots=True)
class Lexicon:
    """Words of one language. Filled once by `build`, then only read."""

    characters: dict[str, str] = field(default_factory=dict)
    meanings: dict[str, dict[str, Meaning]] = field(default_factory=dict)
    sets: dict[frozenset[str], str] = field(default_factory=dict)
    start_characters: frozenset[str] = frozenset()
    other: str = ""
    capital: str = ""
    empty_line: str = ""

    def character(self, classes: Iterable[str]) -> str:
        """The character of a set of classes, a new one if the set is new."""
        key = frozenset(classes)
        return self.sets.setdefault(key, chr(FIRST_CHARACTER + len(self.sets)))

    def having(self, name: str) -> frozenset[str]:
        """The characters of all sets that hold the class `name`."""
        return frozenset(char for classes, char in self.sets.items() if name in classes)

    def classify(self, token: str) -> str:
        """The character of a token that is not listed: a number, a capitalised or another word."""
        first = token[0]
        if first.isdigit():
            return self.sets.get(numeral_classes(token), self.other)
        if first.isupper():
            return self.capital
        if first in "-–—":
            return self.characters.get("—", self.other)
        return self.empty_line if first == "\n" else self.other

    def meaning(self, name: str, word: str) -> Meaning | None:
        """What `word` means as a `name`, or None."""
        return self.meanings.get(name, {}).get(word.lower())

    def starts(self, classes: str) -> bool:
        """Whether any token could start an expression."""
        return not self.start_characters.isdisjoint(classes)


def build(entries: Iterable[Entry]) -> Lexicon:
    """A lexicon of `entries`.

    An entry of several words ("كانون الثاني") has a meaning and no character: rules spell it out.
    """
    lexicon = Lexicon()
    for classes in _numeral_sets():
        lexicon.character(classes)
    lexicon.other = lexicon.character(())
    lexicon.capital = lexicon.character(("CAP",))
    lexicon.empty_line = lexicon.character(("BREAK",))
    names: dict[str, set[str]] = {}
    for entry in entries:
        lexicon.meanings.setdefault(entry.name, {})[entry.word.lower()] = entry.meaning
        if " " in entry.word:
            continue
        for form in _forms(entry.word, entry.case):
            names.setdefault(form, set()).add(entry.name)
    for form, named in sorted(names.items()):
        figures = numeral_classes(form) if form[0].isdigit() else frozenset[str]()
        lexicon.characters[form] = lexicon.character(named | figures)
    return lexicon


def _forms(word: str, case: str) -> set[str]:
    capital = word[:1].upper() + word[1:]
    if case == "capital":
        return {capital, word.upper()} if len(word) > 3 else {capital}
    if case == "exact":
        return {word}
    return {word, word.lower(), capital, word.upper()}


def _numeral_sets() -> set[frozenset[str]]:
    """Every set of classes that a number can have, found by trying one of each form."""
    samples: list[str] = [
        str(n) for n in (*range(40), 100, 1200, 1500, 1899, 1900, 2060, 2200, 9999)
    ]
    samples += ["0" + str(n) for n in range(10)] + ["12345", "1,500", "1.5", "1,5", "10.30", "9.59"]
    samples += ["21st", "42nd", "1990s", "90s", "1850s", "10:30", "10pm", "10.30pm", "10h", "10h30"]
    samples += ["1/2", "2016-10-28", "2016/10/28", "2016.10.28", "2016-10-28T10:20", "1/2/2016"]
    samples += ["1.2.2016", "1-2-2016", "1/2/16", "1-2-16", "1.2.16", "2011-12", "2011-2012"]
    samples += ["2011/12", "10-12", "12-10", "100-120", "05/2016", "05.2016", "4Q", "25/12/2016"]
    samples += [
        "31.12.99",
        "1.5.10",
        "3.4",
        "10.2016",
        "2010s",
        "1990er",
        "1990ern",
        "90er",
        "1er",
        "2e",
        "10e",
        "45e",
        "10er",
        "5:30",
        "1000s",
        "12-31",
        "01-05",
        "00-99",
    ]
    return {numeral_classes(sample) for sample in samples} | {frozenset()}


def variants(entries: Iterable[Entry], prefixes: Iterable[str], folds: str) -> list[Entry]:
    """Entries as they also are written: with a prefix that is part of the word (Arabic "and",
    "in"), and with each letter of the first half of `folds` as the one in the second half."""
    half = len(folds) // 2
    folding = str.maketrans(folds[:half], folds[half:])
    found: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        for word in (entry.word, entry.word.translate(folding)):
            for form in (word, *(prefix + word for prefix in prefixes if len(word) > 2)):
                found.setdefault(
                    (form, entry.name), Entry(form, entry.name, entry.meaning, entry.case)
                )
    return list(found.values())


def entries_of(tables: Mapping[str, Mapping[str, object]]) -> list[Entry]:
    """Entries from the `words` tables of a language's TOML file.

    `meanings` lists the words of each meaning (a number or a code), `list` words without one,
    parted by blanks, "_" for a blank inside a word; `case` is any, capital or exact.
    """
    found = []
    for name, table in tables.items():
        case = str(table.get("case", "any"))
        meanings = table.get("meanings", {})
        assert isinstance(meanings, dict), f"words.{name}.meanings must be a table"
        for meaning, words in (*meanings.items(), ("0", table.get("list", ""))):
            found += [
                Entry(word.replace("_", " "), name, _meaning(meaning), case)
                for word in str(words).split()
            ]
    return found


def _meaning(written: str) -> Meaning:
    if re.fullmatch(r"-?\d+", written):
        return int(written)
    return float(written) if re.fullmatch(r"\d+\.\d+", written) else written
