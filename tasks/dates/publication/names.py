"""Names of months, weekdays and half-days in many languages: CLDR, and what CLDR lacks."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

# Short weekdays of other languages are words of these ("min", "an").
_SHORT_WEEKDAYS = frozenset({"en", "de", "fr", "es", "it", "pt", "nl", "ru", "uk", "pl"})
# One code point each, so that offsets stay: Arabic-Indic, Persian, Devanagari, Bengali, Thai,
# full-width digits.
_ZEROS = "٠۰०০๐０"
_DIGITS = {ord(zero) + n: str(n) for zero in _ZEROS for n in range(10)}
# White space that is not a blank, and marks of direction, become blanks for the same reason.
_BLANKS = dict.fromkeys(map(ord, "\u00a0\u2009\u202f\u2007\u200e\u200f\u202a\u202b\u202c\t"), " ")
_FOLD = {**_DIGITS, **_BLANKS, ord("‐"): "-", ord("‑"): "-", ord("／"): "/", ord("："): ":"}
_FOLDED = re.compile("[" + "".join(map(chr, sorted(_FOLD))) + "]+")


@dataclass(frozen=True, slots=True)
class Names:
    """Lower-case names of the calendar; months 1 to 12, weekdays 0 (Monday) to 6."""

    months: dict[str, int]
    jalali: dict[str, int]
    weekdays: dict[str, int]
    half_day: dict[str, int]  # hours to add: 0 or 12
    zones: frozenset[str]
    short_months: frozenset[str]  # of three letters, that may stand before a bare year


def fold(text: str) -> str:
    """Return `text` of the same length with ASCII digits and plain blanks."""
    if text.isascii():
        return text
    return _FOLDED.sub(lambda match: match[0].translate(_FOLD), text)


def plain(word: str) -> str:
    """Return the form under which a name is looked up."""
    return word.strip(" .,،").lower().replace("i̇", "i")


@functools.cache
def names() -> Names:
    """Return the names of the calendar, read once."""
    data = _data()
    months: dict[str, int] = {}
    weekdays: dict[str, int] = {}
    for locale in data["locales"]:
        for number, name in _cldr(locale, "months"):
            months.setdefault(name, number)
        for number, name in _cldr(locale, "days"):
            if len(name) > 3 or locale in _SHORT_WEEKDAYS:
                weekdays.setdefault(name, number)
    for number, listed in data["months"].items():
        for name in listed:
            months.setdefault(plain(name), int(number))
    jalali = {plain(name): int(n) for n, listed in data["jalali"].items() for name in listed}
    half = {mark: 12 * (key == "pm") for key in ("am", "pm") for mark in data["half_day"][key]}
    zones, short = frozenset(data["zones"]["names"]), frozenset(data["short_months"])
    return Names(months, jalali, weekdays, half, zones, short)


def _data() -> dict[str, Any]:
    file = files("tasks.dates") / "data" / "publication_names.toml"
    return tomllib.loads(file.read_text("utf-8"))


def _cldr(locale: str, kind: str) -> list[tuple[int, str]]:
    from babel import Locale

    table = getattr(Locale.parse(locale), kind)
    found: list[tuple[int, str]] = []
    for use in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in table.get(use, {}).get(width, {}).items():
                word = plain(name)
                if len(word) >= 3 - (kind == "days") and not any(map(str.isdigit, word)):
                    found.append((number, word))
    return found
