"""Names of months and weekdays from CLDR, through babel."""

from typing import Any, Literal

from tasks.dates.expressions.lexicon import Entry

WIDTHS: tuple[tuple[Literal["abbreviated", "wide"], str], ...] = (
    ("abbreviated", "SHORT"),
    ("wide", "WIDE"),
)
MONTH, WEEKDAY = "MONTH", "WEEKDAY"


def known(language: str) -> bool:
    """Whether CLDR has the language."""
    from babel.localedata import exists

    return bool(exists(language))


def calendar_names(language: str, options: dict[str, Any]) -> list[Entry]:
    """The months (1 to 12) and weekdays (Monday 0) of a language, wide and abbreviated.

    Every name also gets a class that tells its form: MONTHWIDE or MONTHSHORT, and so on. `options`:
    `case` of the names; `risky`, names that are other words too (class RISKY, with a capital or in
    `risky_case`);
    `leave`, names that CLDR has and running text does not; `locales`, others whose names count.
    """
    found: list[Entry] = []
    for locale in (language, *options.get("locales", ())):
        found += _names_of(locale, options)
    return found


def _names_of(language: str, options: dict[str, Any]) -> list[Entry]:
    from babel.dates import get_day_names, get_month_names

    found: list[Entry] = []
    wide = {
        word.lower()
        for get_names in (get_month_names, get_day_names)
        for context in ("format", "stand-alone")
        for word in get_names("wide", context, language).values()
    }
    for get_names, name in ((get_month_names, MONTH), (get_day_names, WEEKDAY)):
        for width, form in WIDTHS:
            for context in ("format", "stand-alone"):
                for number, word in get_names(width, context, language).items():
                    if form == "SHORT" and word.lower() in wide:
                        continue  # "May" is no abbreviation: a dot after it ends a sentence
                    found += _entries(word.rstrip("."), name, form, number, options)
    return found


def _entries(word: str, name: str, form: str, number: int, options: dict[str, Any]) -> list[Entry]:
    if word.lower() in options.get("leave", ()) or not word or not word[0].isalpha():
        return []
    risky = word.lower() in options.get("risky", ())
    short_case = "capital" if form == "SHORT" else "any"
    case = options.get("risky_case", "capital") if risky else options.get("case", short_case)
    entries = [Entry(word, name, number, case), Entry(word, name + form, number, case)]
    return [*entries, Entry(word, "RISKY", number, case)] if risky else entries
