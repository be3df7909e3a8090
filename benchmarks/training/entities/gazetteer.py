"""Writing the gazetteer: names of CLDR in English, and the lists beside this file.

Run as `python -m benchmarks.training.entities.gazetteer`. CLDR (Unicode licence; its countries,
regions, exemplar cities and languages) comes with Babel; the result is stored, so that another
release of Babel does not change the recogniser. `gazetteer.toml` adds organisations, more places
and peoples, and it and `names.toml` given names.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from pathlib import Path

from babel import Locale
from babel.core import get_global

from benchmarks.training.entities.augment import world
from tasks.entities.recognise.gazetteer import KINDS
from tasks.entities.recognise.tokens import tokenise

TARGET = Path("tasks/entities/data/recogniser_gazetteer.csv")
MORE = Path(__file__).with_name("gazetteer.toml")
# Names that are everyday words where a sentence begins; the list is compared in lower case.
_WORDS = frozenset(
    {
        *("bath", "baba", "can", "dada", "gal", "grab", "guy", "hue", "ice", "ing", "nice", "ran"),
        *("reading", "spa", "split", "tal", "till", "tours", "ups", "wade", "an", "as", "al"),
    }
)
# Languages whose English name is an everyday word or a first name.
_NO_PEOPLE = frozenset(
    {
        "unknown language",
        "root",
        "even",
        "ho",
        "ga",
        "fang",
        "kato",
        "noon",
        "mandar",
        "santa",
        "tiv",
    }
)


def collected() -> dict[str, str]:
    """Return the kind of each name, by its lower-case words joined by spaces."""
    locale = Locale("en")
    names: dict[str, str] = {}
    for code, name in locale.territories.items():
        names.setdefault(_words(name), "country" if code.isalpha() else "region")
    for zone in locale.time_zones.values():
        if (city := zone.get("city")) and "Unknown" not in city:
            names.setdefault(_words(city), "city")
    for zone_name in get_global("zone_territories"):
        if "/" in zone_name and not zone_name.startswith(("Etc", "SystemV")):
            names.setdefault(_words(zone_name.rpartition("/")[2].replace("_", " ")), "city")
    for name in locale.languages.values():
        if "(" not in name and len(name) > 2 and name.lower() not in _NO_PEOPLE:
            names.setdefault(_words(name), "people")
    for kind, name in _listed():
        names.setdefault(_words(name), kind)
    return {
        name: kind
        for name, kind in names.items()
        if len(name) > 1 and "," not in name and name not in _WORDS
    }


def _listed() -> Iterator[tuple[str, str]]:
    """Yield (kind, name) of the lists beside this file, in the order of the kinds."""
    more = tomllib.loads(MORE.read_text("utf-8"))
    for kind in KINDS:
        for names in more.get(kind, {}).values():
            yield from ((kind, name) for name in names.strip().split("|"))
    for part in world():
        yield from (("given", name) for name in part.given if len(name) > 2)


def _words(name: str) -> str:
    return " ".join(tokenise(name).words).lower().replace("’", "'")


def main() -> None:
    """Write the list, in order of the names."""
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["words", "kind"])
        writer.writerows(sorted(collected().items()))


if __name__ == "__main__":
    main()
