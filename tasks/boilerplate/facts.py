"""What date lines, bylines, notes and banners say of a story."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass

from tasks.boilerplate.words import DATA, months, tokens

#: "DAMASCUS, (ST) - ", "LONDON (Reuters) - ", "MOSCOW - ", "PARIS, 3 March (AFP) - ".
UPPER_PLACE = (
    r"(?P<place>[^\W\d_a-zß-öø-ÿа-яё][^\Wa-zß-öø-ÿа-яё]*(?:[ .'’/-]+[^\Wa-zß-öø-ÿа-яё]+)*)"
)
ANY_PLACE = r"(?P<place>[^\W\d_][\w.'’-]*(?:[ /-][^\W\d_][\w.'’-]*){0,3})"
DASH = r"\s*(?:[–—]|--|(?<=\s)-)\s*"
AGENCY = r"\((?P<agency>[^()\d]{2,40})\)"
BETWEEN = r"(?:\s*[,.]\s*[^–—()]{0,40}?)?"
LEADS = (
    re.compile(rf"^{UPPER_PLACE}{BETWEEN}\s*,?\s*{AGENCY}{DASH}(?=\S)"),
    re.compile(rf"^{ANY_PLACE}{BETWEEN}\s*,?\s*{AGENCY}{DASH}(?=\S)"),
    re.compile(rf"^{UPPER_PLACE}{BETWEEN}{DASH}(?=\S)"),
)
LEADS_WITHOUT_AGENCY = LEADS[2:]
#: "TASS, Oct 28, 2016"; "Published on the website of the Russian Foreign Ministry, Oct 28, 2016".
SOURCE = re.compile(
    r"^(?:(?:re)?published (?:on|by|in|at)(?: the (?:web)?site of)?(?: the)?\s+|source:\s*|"
    r"from\s+|via\s+)?(?P<name>[^\W\d_][^,|;:\d]{1,60}?)\s*[,|–—-]\s*(?P<rest>.{4,60})$",
    re.I,
)
BY = re.compile(
    r"^\W*(?:(?:written|posted|reported|reporting|story|text|words)\s+by|by|von|par|por|door|av|af|"
    r"автор|текст|авторы|autor|autorin|auteur|author|authors|escrito por|écrit par|scritto da|di|"
    r"oleh|yazan|بقلم|كتب|كتبت|作者|记者|文|نویسنده|מאת)\s*[:：]?\s+",
    re.I,
)
JOINED = re.compile(r"\s*(?:,|;|&|\||\band\b|\bund\b|\bet\b|\by\b|\be\b|\bи\b|\bи\b|、|，|،)\s*")
TAILS = re.compile(r"\s*(?:[|•·(\[]|\s[–—-]\s|\d).*$")
HONORIFICS = frozenset({"dr", "prof", "mr", "mrs", "ms", "sir", "eng", "rev", "hon"})
HONORIFIC = re.compile(rf"^(?:{'|'.join(sorted(HONORIFICS))})\.?\s", re.I)
PARTICLES = frozenset({"de", "da", "di", "van", "von", "der", "den", "bin", "ibn", "al", "el", "la",
                       "le", "du", "dos", "del", "y", "ten", "ter", "zu", "af", "av"})  # fmt: skip
NAME_WORDS = 5


@dataclass(frozen=True, slots=True)
class Banner:
    """An archive's banner: the page's own address and the archive's name."""

    url: str
    archive: str


@functools.cache
def remarks() -> dict[str, tuple[re.Pattern[str], ...]]:
    """Return the patterns of ``data/remarks.toml`` by what they find."""
    table = tomllib.loads((DATA / "remarks.toml").read_text("utf-8"))
    return {
        kind: tuple(re.compile(pattern, re.I if kind != "section" else 0) for pattern in listed)
        for kind, listed in table.items()
        if not kind.endswith("_words")
    }


#: Patterns are tried on so many characters of a line.
LOOKED = 600


def _first(kind: str, text: str) -> re.Match[str] | None:
    for pattern in remarks()[kind]:
        if match := pattern.search(text[:LOOKED]):
            return match
    return None


#: How patterns of `note` begin that are of the beginning of a line.
OPENING = r"^\W*"


@functools.cache
def _note_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of `note` as two: those of how a line begins, and those of what it holds.

    Where only a yes or no is asked this is faster, and the first are tried at one place alone.
    """
    opening: list[str] = []
    inside: list[str] = []
    for one in remarks()["note"]:
        if one.pattern.startswith(OPENING):
            opening.append(one.pattern.removeprefix(OPENING))
        else:
            inside.append(one.pattern)
    begins = OPENING + "|".join(map("(?:{})".format, opening)).join(("(?:", ")"))
    return re.compile(begins, re.I), re.compile("|".join(map("(?:{})".format, inside)), re.I)


@functools.cache
def telling_words(kind: str) -> frozenset[str]:
    """Return the words of `kind` (note, reading, ago) in ``data/remarks.toml``."""
    return frozenset(tomllib.loads((DATA / "remarks.toml").read_text("utf-8"))[f"{kind}_words"])


def is_note(text: str, own: Sequence[str] | None = None) -> bool:
    """Return whether `text`, with lower-case tokens `own`, is a remark of editors or publishers."""
    if own is None:
        own = tokens(text[:LOOKED].lower())
    return not telling_words("note").isdisjoint(own) and is_remark(text)


def is_remark(text: str) -> bool:
    """Return whether `text`, which has one of the words of remarks, is one: see `is_note`."""
    return are_remarks((text,))[0]


def are_remarks(texts: Sequence[str]) -> list[bool]:
    """Return what `is_remark` does for each of `texts`."""
    opening, inside = _note_patterns()
    texts = [text[:LOOKED] for text in texts]
    lowered = list(map(str.lower, texts))
    whole = "\n".join(lowered)
    words = [word for word in telling_words("note_inside") if word in whole]
    return [
        opening.match(text) is not None
        or (any(map(lower.__contains__, words)) and inside.search(text) is not None)
        for text, lower in zip(texts, lowered, strict=True)
    ]


def publisher(text: str) -> str | None:
    """Return who published or edited the story, as the note `text` says, None where it does not."""
    if not any(map(text.lower().__contains__, telling_words("publisher"))):
        return None
    match = _first("publisher", text)
    return match["name"].strip(" \"'“”") or None if match else None


#: A banner holds one of these, in lower case.
BANNER = ("archiv", "wayback", "cache", "saved from")


def banner(text: str) -> Banner | None:
    """Return what the archive's banner `text` says, None where it is none."""
    if "." not in text or not any(map(text[:LOOKED].lower().__contains__, BANNER)):
        return None
    match = _first("archive", text)
    if match is None:
        return None
    return Banner(match["url"].rstrip(".,"), match["name"])


def section(text: str) -> str | None:
    """Return the section that a line names, None where it names none."""
    for pattern in remarks()["section"]:
        if match := pattern.match(text, 0, LOOKED):
            return match["name"].strip()
    return None


def lead(text: str) -> tuple[str | None, str | None]:
    """Return place and agency of the date line that opens the paragraph `text`."""
    opening = text[:120]
    for pattern in LEADS if "(" in opening else LEADS_WITHOUT_AGENCY:
        match = pattern.match(opening)
        if match is None:
            continue
        place = match["place"].strip(" ,.")
        if len(place) < 3 or len(tokens(place)) > 4:
            continue
        found = match.groupdict().get("agency")
        return place, found.strip() if found else None
    return None, None


def source(text: str) -> str | None:
    """Return the agency or outlet of a date line such as "TASS, Oct 28, 2016"."""
    match = SOURCE.match(text[:160])
    if match is None:
        return None
    name, rest = match["name"].strip(), tokens(match["rest"].lower())
    if not any(map(str.isdigit, rest)) or len(name.split()) > 6 or BY.match(text):
        return None
    if any(token in months() for token in tokens(name.lower())) or (
        name.isupper() and len(name) > 12
    ):
        return None
    return name


def is_name(text: str) -> bool:
    """Return whether `text` looks like a person's name: two to five capitalised words."""
    bare = HONORIFIC.sub("", text.strip())
    words = bare.split()
    if not 2 <= len(words) <= NAME_WORDS or any(char.isdigit() for char in bare):
        return False
    if bare.endswith((".", ":", "?", "!", "…")) or bare.isupper():
        return False
    return all(
        word[0].isupper() or word.lower() in PARTICLES or word[:3].lower() in {"al-", "el-"}
        for word in words
    ) and all(char.isalpha() or char in " .-'’" for char in bare)


def authors(text: str) -> tuple[str, ...]:
    """Return the names in the byline `text`, in order."""
    bare = TAILS.sub("", BY.sub("", text.strip()))
    named = [part.strip(" .,:;|*@–—-") for part in JOINED.split(bare)]
    people = [part for part in named if is_name(part.title() if part.isupper() else part)]
    named = people or named  # "Anna Bell, The Herald": the outlet is no author.
    return tuple(dict.fromkeys(name for name in named if 1 < len(name) <= 60))[:8]


def unique(names: Sequence[str]) -> tuple[str, ...]:
    """Return `names` without repeats, case aside, in order."""
    kept: dict[str, str] = {}
    for name in names:
        kept.setdefault(name.casefold(), name)
    return tuple(kept.values())
