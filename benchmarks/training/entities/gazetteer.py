"""Writing the gazetteer: countries, regions, exemplar cities and languages of CLDR, in English.

Run as `python -m benchmarks.training.entities.gazetteer`. CLDR (Unicode licence) comes with Babel;
the list is stored, so that another release of Babel does not change the recogniser.
"""

from __future__ import annotations

import csv
from pathlib import Path

from babel import Locale
from babel.core import get_global

from tasks.entities.recognise.tokens import tokenise

TARGET = Path("tasks/entities/data/recogniser_gazetteer.csv")
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
    return {name: kind for name, kind in names.items() if len(name) > 1 and "," not in name}


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
