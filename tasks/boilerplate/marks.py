"""What one short line tells of its role: a date and little else, a name, a credit, a remark."""

from __future__ import annotations

import functools
import re

from tasks.boilerplate import facts
from tasks.boilerplate.words import months, phrases

MARKS: tuple[str, ...] = (
    "date", "month", "rest", "rest_share", "when", "ago", "reading",
    "by", "by_only", "by_later", "named", "named_words", "name_share", "parts", "handle",
    "credit", "credit_words", "credited", "agency", "note", "lead", "source", "section",
    "upper", "quoted", "ends", "colon", "caseless", "price",
)  # fmt: skip
BLANK = [0.0] * len(MARKS)
#: Longer lines are looked at by their beginning only.
LOOKED = 300
#: Dates and ages are looked for in lines of so many words, names in lines of so many.
BRIEF, NAMED = 24, 16
#: What parts names from names, dates and sections; all become the first.
PARTING = str.maketrans(dict.fromkeys("•·●▪—–/;:：,、،，&", "|"))
JOINING = (" - ", " and ", " und ", " et ", " y ", " и ")
DIGIT = re.compile(r"[\d²³¹]")
HANDLE = re.compile(r"(?<!\w)@\w|\w@\w")
#: Digits that are no date: money, shares, places in lists.
PRICE = re.compile(r"[$€£¥₹%#]\s?\d|\d\s?[€£%]|^\d{1,3}[.)]\s|\b\d+\s?/\s?\d+\b(?!/)")
DASHES = re.compile(r"[–—-]")


@functools.cache
def words_of(kind: str) -> frozenset[str]:
    """Return the single words of the phrases of `kind`."""
    return frozenset(word for parts in phrases()[kind] for word in parts)


@functools.cache
def openings(kind: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the phrases of `kind` by their first word, longest first."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for parts in sorted(phrases()[kind], key=lambda parts: (-len(parts), parts)):
        found[parts[0]] = (*found.get(parts[0], ()), parts)
    return found


def opens(kind: str, own: list[str], at: int = 0) -> int:
    """Return how many of the tokens `own` a phrase of `kind` covers from `at` on."""
    for parts in openings(kind).get(own[at], ()) if at < len(own) else ():
        if tuple(own[at : at + len(parts)]) == parts:
            return len(parts)
    return 0


def names_in(text: str) -> tuple[int, int, int]:
    """Return how many parts of `text` look like names, the words of these, and all parts."""
    text = text.translate(PARTING)
    for word in JOINING:
        text = text.replace(word, "|")
    parts = [part for part in map(str.strip, text.split("|")) if part]
    named = [part for part in parts if _like_name(part)]
    return len(named), sum(len(part.split()) for part in named), len(parts)


def _like_name(part: str) -> bool:
    bare = facts.HONORIFIC.sub("", part.strip(' .()[]*«»"“”'))
    words = bare.split()
    if not 1 < len(words) <= facts.NAME_WORDS or DIGIT.search(bare):
        return False
    if bare.isupper():
        bare = bare.title()
        words = bare.split()
    cased = bare.lower() != bare
    return all(
        not cased or word[0].isupper() or word.lower() in facts.PARTICLES for word in words
    ) and all(char.isalpha() or char in " .-'’" for char in bare)


def marks(text: str, own: list[str], *, dated: bool) -> list[float]:
    """Return the marks of a line with lower-case tokens `own`, in the order of `MARKS`.

    `dated` says whether it holds the name of a month or day beside a number, or a date in numbers.
    """
    text, count = text[:LOOKED], len(own)
    listed, when = months(), words_of("when")
    digits = sum(map(str.isdigit, own)) if DIGIT.search(text) else 0
    brief = count <= BRIEF
    month = 0
    if brief and (digits or count <= 4) and not listed.isdisjoint(own):
        month = sum(map(listed.__contains__, own))
    date = bool(digits) and brief and dated
    rest = count
    if brief:
        rest = sum(not (w[0].isdigit() or w in listed or w in when) for w in own)
    by = opens("byline", own) if brief else 0
    later = 0
    if brief and not by and not openings("byline").keys().isdisjoint(own):
        later = sum(opens("byline", own, n) > 0 for n in range(1, count))
    bare = facts.BY.sub("", text) if by else text
    named, named_words, parts = names_in(bare) if count <= NAMED else (0, 0, 0)
    credit = opens("caption", own) or (opens("caption", own, 1) if text[0] in "([©" else 0)
    agency = sum(map(words_of("caption").__contains__, own))
    leads = count >= 8 and DASHES.search(text[:70]) is not None
    place, reporting = facts.lead(text) if leads else (None, None)
    lowered = text.lower()
    return [
        date,
        month,
        rest,
        rest / (count or 1),
        opens("when", own) > 0,
        brief and (digits or count <= 4) and not facts.telling_words("ago").isdisjoint(own),
        brief and digits and not facts.telling_words("reading").isdisjoint(own),
        by,
        by == count,
        later,
        named,
        named_words,
        named_words / max(len(bare.split()), 1) if named else 0.0,
        parts,
        "@" in text and HANDLE.search(text) is not None,
        credit,
        agency,
        text[0] in "([©" and text[-1] in ")]",
        "©" in text or ("/" in text and agency > 0),
        facts.is_note(text, own),
        place is not None,
        reporting is not None or (date and facts.source(text) is not None),
        count <= 8 and facts.section(text) is not None,
        sum(map(str.isupper, text)) / len(text) if lowered != text else 0.0,
        text[0] in "“\"«„‘'",
        text[-1] in ".!?。！？؟…",
        text[-1] in ":：",
        lowered == text.upper(),
        digits > 0 and brief and PRICE.search(text) is not None,
    ]
