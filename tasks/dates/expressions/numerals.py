"""What a token that starts with a digit may be, and the number that words and digits name."""

import re
import unicodedata
from functools import cache, lru_cache

# Each shape names the classes that a token of that form belongs to.
SHAPES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"\d{1,2}", ("INT",)),
    (r"\d{4}", ("INT", "FOUR")),
    (r"\d{3}|\d{5,9}|\d{1,3}(?:,\d{3})+", ("INT",)),
    (r"\d{1,2}(?:st|nd|rd|th|ST|ND|RD|TH|er|e|è|ème|ère|º|ª|°)", ("ORDNUM",)),
    (r"(?:1\d|20)\d0s", ("DECADE",)),
    (r"[1-9]0s", ("TWODECADE",)),
    (r"(?:1\d|20)?\d0er", ("TENER",)),
    (r"(?:1\d|20)?\d0ern", ("TENERS",)),
    (r"(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?", ("CLOCK",)),
    (r"(?:[01]?\d|2[0-3])(?:[.:h][0-5]\d)?(?:[aApP][mM])", ("CLOCKM",)),
    (r"(?:[01]?\d|2[0-3])[hH](?:[0-5]\d)?", ("CLOCKH",)),
    (r"(?:[01]?\d|2[0-3])\.[0-5]\d", ("CLOCKDOT", "DECIMAL")),
    (r"\d+[.,]\d+", ("DECIMAL",)),
    (r"[1-9]/[2-8]", ("FRACTION",)),
    (r"(?:1[0-9]|2[01])\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])", ("ISODATE",)),
    (
        r"(?:1[0-9]|2[01])\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
        r"T(?:[01]\d|2[0-4]):?[0-5]\d(?::?[0-5]\d)?(?:\.\d+)?[Zz]?",
        ("ISOTIME",),
    ),
    (r"(?:0?[1-9]|[12]\d|3[01])([/.-])(?:0?[1-9]|[12]\d|3[01])\1(?:(?:1[0-9]|20)\d\d)",
     ("NUMDATE",)),
    (r"(?:0?[1-9]|[12]\d|3[01])([/-])(?:0?[1-9]|[12]\d|3[01])\1\d\d", ("NUMDATE",)),
    (r"(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.\d\d", ("SHORTDATE",)),
    (r"(?:1[5-9]|20)\d\d[-–/](?:(?:1[5-9]|20)\d\d|\d\d)", ("YEARSPAN",)),
    (r"\d{1,3}[-–]\d{1,3}", ("NUMSPAN",)),
    (r"(?:0[1-9]|1[0-2])[/.](?:19|20)\d\d", ("MONTHYEAR",)),
    (r"[1-4]Q", ("QUARTERCODE",)),
)  # fmt: skip


@cache
def _shapes() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    return tuple((re.compile(pattern), classes) for pattern, classes in SHAPES)


@lru_cache(maxsize=4096)
def numeral_classes(token: str) -> frozenset[str]:
    """The classes of a token that starts with a digit; empty for one that is no date's part."""
    if len(token) > 30:
        return frozenset()
    if not token.isascii():
        token = western(token)
    classes: set[str] = set()
    for pattern, names in _shapes():
        if pattern.fullmatch(token):
            classes.update(names)
    if "INT" in classes and "," not in token:
        _add_ranges(classes, int(token), len(token))
    if "ORDNUM" in classes and 1 <= int(re.sub(r"\D", "", token)) <= 31:
        classes.add("DAYORD")
    if "NUMSPAN" in classes:
        low, high = (int(part) for part in re.split("[-–]", token))
        if 1 <= low < high <= 31:
            classes.add("DAYSPAN")
    return frozenset(classes)


def _add_ranges(classes: set[str], number: int, digits: int) -> None:
    if digits <= 2:
        classes.update(name for name, top in (("DAY", 31), ("HOUR", 24)) if 1 <= number <= top)
        if number == 0:
            classes.add("HOUR")
        if digits == 2:
            classes.add("TWO")
    elif "FOUR" in classes and 1000 <= number <= 2199:
        classes.add("YEAR")
        if number >= 1500:
            classes.add("MODERNYEAR")
        if 1900 <= number <= 2059:
            classes.add("LIKELYYEAR")


def western(token: str) -> str:
    """`token` with every decimal digit, of whatever script, as 0 to 9, and "−" or "–" as "-"."""
    return "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in token
    ).replace("–", "-")


def plain_number(token: str) -> float | None:
    """The number that a token of digits stands for: '1,500' is 1500, '2.5' is 2.5."""
    try:
        return float(re.sub(r",(?=\d{3}(?!\d))", "", token).replace(",", "."))
    except ValueError:
        return None
