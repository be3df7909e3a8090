"""Numbers in words and digits, and TIMEX3 periods (P2Y, PT30M, PXW) made of them."""

from tasks.dates.expressions.lexicon import Lexicon
from tasks.dates.expressions.numerals import plain_number

PERIODS = {
    "TS": ("PT", "S", 1), "TM": ("PT", "M", 1), "TH": ("PT", "H", 1), "D": ("P", "D", 1),
    "W": ("P", "W", 1), "FN": ("P", "W", 2), "M": ("P", "M", 1), "Q": ("P", "M", 3),
    "Y": ("P", "Y", 1), "DE": ("P", "Y", 10), "CE": ("P", "Y", 100), "WE": ("P", "WE", 1),
    "NI": ("P", "NI", 1), "MO": ("P", "MO", 1), "AF": ("P", "AF", 1), "EV": ("P", "EV", 1),
    "SP": ("P", "SP", 1), "SU": ("P", "SU", 1), "FA": ("P", "FA", 1), "WI": ("P", "WI", 1),
    "MIL": ("P", "Y", 1000), "HY": ("P", "M", 6), "MI": ("P", "MI", 1),
}  # fmt: skip
# What a half, or a quarter, of a unit is, where a smaller unit names it.
PARTS_OF = {"TH": ("PT", "M", 60), "Y": ("P", "M", 12), "TM": ("PT", "S", 60)}
VAGUE_PERIODS = {"DE": "PXY", "CE": "PXY", "FN": "PXW", "Q": "PXM", "MIL": "PXY", "HY": "PXM"}


def amount(words: list[str], lexicon: Lexicon) -> float | None:
    """The number that `words` name: 'twenty - five', '1,500', 'two and a half', 'a dozen'."""
    total, current, seen = 0.0, 0.0, False
    for word in (word.lower() for word in words):
        scale = lexicon.meaning("SCALE", word)
        number = lexicon.meaning("CARDINAL", word)
        if isinstance(scale, int):
            current = (current or 1.0) * scale
            if scale >= 1000:
                total, current = total + current, 0.0
        elif "/" in word and word.replace("/", "").isdigit():
            above, below = word.split("/")[:2]
            current += int(above) / max(int(below), 1)
        elif number is not None:
            current += float(number)
        elif word[0].isdigit() and (plain := plain_number(word)) is not None:
            current += plain
        else:
            continue
        seen = True
    return total + current if seen else None


def period(count: float | None, unit: str) -> str:
    """The TIMEX3 period of `count` units; a vague one (PXY) where `count` is None."""
    prefix, letter, factor = PERIODS[unit]
    if count is None:
        return VAGUE_PERIODS.get(unit, f"{prefix}X{letter}")
    if count != int(count) and unit in PARTS_OF:
        prefix_part, letter_part, parts = PARTS_OF[unit]
        rest = round((count - int(count)) * parts)
        if count < 1:
            return f"{prefix_part}{rest}{letter_part}"
        return f"{prefix}{int(count)}{letter}{rest}{letter_part}"
    return f"{prefix}{_figure(count * factor)}{letter}"


def _figure(count: float) -> str:
    return str(int(count)) if count == int(count) else f"{count:g}"
