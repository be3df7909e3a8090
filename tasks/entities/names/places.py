"""Countries, their peoples and their cities, to ISO 3166 alpha-2 codes.

Names of countries come from CLDR in the languages that the reports are met in, names of the cities
that stand for a time zone too; demonyms, other names and more cities from ``names_countries.csv``.
"""

from __future__ import annotations

import csv
from functools import cache, lru_cache

from tasks.entities.names.fold import LONGEST, ascii_text
from tasks.entities.names.words import DATA

# CLDR writes the names of countries in some 400 languages; these cover most of what names of
# countries look like inside a text, and load in half a second.
LANGUAGES = ("en", "fr", "de", "es", "pt", "it", "nl", "pl", "ru", "uk", "ar", "fa", "tr", "zh")


@lru_cache(maxsize=10_000)
def place_key(name: str) -> str:
    """Return `name` folded for look-up: words in lower case, no dots, no leading article."""
    folded = ascii_text(name[:LONGEST])
    words = "".join(c if c.isalnum() else "" if c in ".'’" else " " for c in folded).split()
    start = 0
    while start < len(words) - 1 and words[start] in ("the", "al", "el"):
        start += 1
    return " ".join(words[start:])


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with (DATA / "names_countries.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _column(column: str) -> dict[str, str]:
    return {
        place_key(name): row["code"]
        for row in _rows()
        for name in row[column].split(";")
        if name.strip()
    }


@cache
def countries() -> dict[str, str]:
    """Return country names, folded, with their codes."""
    from babel import Locale

    found: dict[str, str] = {}
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if (
                len(code) == 2
                and code.isalpha()
                and code not in ("EU", "EZ", "UN", "ZZ", "XA", "XB")
            ):
                found.setdefault(place_key(name), code)
    found.update(_column("names"))
    return found


@cache
def demonyms() -> dict[str, str]:
    """Return the peoples' names, folded, with the codes of their countries."""
    return _column("demonyms")


@cache
def cities() -> dict[str, str]:
    """Return cities and regions, folded, with the codes of their countries."""
    from babel.core import get_global

    zones = get_global("zone_territories")
    found = {
        place_key(zone.rpartition("/")[2].replace("_", " ")): code
        for zone, code in zones.items()
        if "/" in zone and len(code) == 2 and code != "ZZ"
    }
    found.update(_column("cities"))
    return found


@cache
def nations() -> dict[str, str]:
    """Return the names of countries and of their peoples with the codes of the countries."""
    return {**demonyms(), **countries()}


@cache
def places() -> dict[str, str]:
    """Return all names known with the code of the country that each is, is of, or lies in."""
    return {**cities(), **nations()}


@cache
def country_name(code: str) -> str:
    """Return the English name of the country with ISO code `code`; the code where unknown."""
    from babel import Locale

    return str(Locale("en").territories.get(code, code))


def country_of(name: str, type: str) -> str | None:
    """Return the ISO code of the country that a LOC or NORP name is, or lies in; else None."""
    if type not in ("LOC", "NORP", "FAC"):
        return None
    key = place_key(name)
    if type == "NORP":
        return demonyms().get(key) or countries().get(key)
    return countries().get(key) or cities().get(key) or demonyms().get(key)


def country_itself(name: str) -> str | None:
    """Return the ISO code where `name` is a country's own name, not a place inside one."""
    return countries().get(place_key(name))
