"""Names of people in a line, by the form of its words alone."""

from __future__ import annotations

from tasks.boilerplate import facts

#: What parts names from names, dates and sections, beside "|".
PARTING = "/;:,&"
PARTING_BEYOND_ASCII = "•·●▪—–：、،，"
JOINING = (" - ", " and ", " und ", " et ", " y ", " и ")
#: Around a name, and within one beside its letters.
AROUND = ' .()[]*«»"“”'
WITHIN = " .-'’"


def names_in(text: str) -> tuple[int, int, int]:
    """Return how many parts of `text` look like names, the words of these, and all parts."""
    for char in PARTING if text.isascii() else PARTING + PARTING_BEYOND_ASCII:
        text = text.replace(char, "|")
    if " " not in text:
        return 0, 0, sum(map(bool, text.split("|")))
    for word in JOINING:
        text = text.replace(word, "|")
    found = words = parts = 0
    for part in map(str.strip, text.split("|")):
        parts += part != ""
        if " " in part and _like_name(part):
            found += 1
            words += len(part.split())
    return found, words, parts


def _like_name(part: str) -> bool:
    bare = part.strip(AROUND)
    words = bare.split()
    if len(words) > 1 and words[0].rstrip(".").lower() in facts.HONORIFICS:
        bare = facts.HONORIFIC.sub("", bare)
        words = bare.split()
    if not 1 < len(words) <= facts.NAME_WORDS:
        return False
    if bare.isupper():
        bare = bare.title()
        words = bare.split()
    for word in words:
        if not (word[0].isupper() or word.lower() in facts.PARTICLES) and bare.lower() != bare:
            return False
    for char in WITHIN:
        bare = bare.replace(char, "")
    return not bare or bare.isalpha()
