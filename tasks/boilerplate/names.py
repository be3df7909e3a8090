"""Names of people in a line, by the form of its words alone."""

from __future__ import annotations

from tasks.boilerplate import facts

#: What parts names from names, dates and sections; all become the first.
PARTING = str.maketrans(dict.fromkeys("•·●▪—–/;:：,、،，&", "|"))
JOINING = (" - ", " and ", " und ", " et ", " y ", " и ")
#: Around a name, and within one beside its letters.
AROUND = ' .()[]*«»"“”'
WITHIN = str.maketrans(dict.fromkeys(" .-'’"))


def names_in(text: str) -> tuple[int, int, int]:
    """Return how many parts of `text` look like names, the words of these, and all parts."""
    text = text.translate(PARTING)
    for word in JOINING:
        text = text.replace(word, "|")
    parts = [part for part in map(str.strip, text.split("|")) if part]
    named = [part for part in parts if _like_name(part)]
    return len(named), sum(len(part.split()) for part in named), len(parts)


def _like_name(part: str) -> bool:
    bare = facts.HONORIFIC.sub("", part.strip(AROUND))
    words = bare.split()
    if not 1 < len(words) <= facts.NAME_WORDS:
        return False
    if bare.isupper():
        bare = bare.title()
        words = bare.split()
    if bare.lower() != bare and not all(
        word[0].isupper() or word.lower() in facts.PARTICLES for word in words
    ):
        return False
    letters = bare.translate(WITHIN)
    return not letters or letters.isalpha()
