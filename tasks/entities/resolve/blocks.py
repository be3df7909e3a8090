"""Blocks: the few names that a name has to be compared with."""

from __future__ import annotations

from tasks.entities.names.fold import skeleton, sound
from tasks.entities.names.words import short_forms
from tasks.entities.resolve.alike import plain, singular

WORDS = 6  # words of a name that make blocks


def block_keys(type: str, key: str) -> tuple[str, ...]:
    """Return the blocks of a node: two names can only be alike if they share one."""
    if key.startswith("="):
        return ()
    words = plain(key).split()[:WORDS]
    if type != "PERSON":
        return (f"{type}|{''.join(singular(word) for word in words)}",)
    if len(words) < 2:
        return (f"1|{sound(words[0])}",) if words else ()
    found = {"0|" + "".join(sound(word) for word in words)}
    for i, word in enumerate(words):
        if len(word) == 1:
            continue
        for j, other in enumerate(words):
            if i != j:
                found.update(f"{skeleton(word)[:4]}|{letter}" for letter in _letters(other))
    return tuple(sorted(found))


def _letters(word: str) -> set[str]:
    names = {word, *short_forms().get(word, ())}
    return {(skeleton(name) or name)[:1] for name in names}


def spoken(key: str) -> str:
    """Return the words of a key by sound, in the order of the alphabet: for a quick first look."""
    return " ".join(sorted(sound(word) for word in plain(key).split()))
