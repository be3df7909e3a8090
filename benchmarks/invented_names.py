"""Invented corpora of names, as large as asked for, the same every time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import accumulate

from tasks.entities.names.words import given_classes

_STARTS = [
    "b",
    "br",
    "ch",
    "d",
    "dr",
    "f",
    "g",
    "gr",
    "h",
    "j",
    "k",
    "kh",
    "kl",
    "l",
    "m",
    "mc",
    "n",
    "p",
    "pr",
    "r",
    "s",
    "sh",
    "st",
    "t",
    "tr",
    "v",
    "w",
    "y",
    "z",
    "al-",
    "de",
    "van",
]
_MIDDLES = ["a", "e", "i", "o", "u", "ai", "ou", "ee", "oo", "ei"]
_ENDS = [
    "ber",
    "ban",
    "din",
    "fer",
    "gan",
    "har",
    "kin",
    "lan",
    "lov",
    "man",
    "mer",
    "min",
    "nan",
    "nik",
    "per",
    "ran",
    "rin",
    "san",
    "ser",
    "son",
    "ssen",
    "ston",
    "tan",
    "ter",
    "tin",
    "vic",
    "vich",
    "ski",
    "sky",
    "zadeh",
    "zai",
    "yan",
    "oglu",
    "escu",
    "idis",
    "etti",
    "ez",
    "ero",
    "ard",
    "old",
    "ic",
    "ov",
    "ev",
    "enko",
    "uk",
]


def surnames(count: int, chance: random.Random) -> list[str]:
    """Return that many different surnames."""
    found: dict[str, None] = {}
    while len(found) < count:
        middle = chance.choice(_MIDDLES) + chance.choice("bdfgklmnprstvz")
        name = chance.choice(_STARTS) + middle + chance.choice(_MIDDLES) + chance.choice(_ENDS)
        found[name.title() if "-" not in name else f"al-{name[3:].title()}"] = None
    return list(found)


def people(count: int, seed: int = 7) -> list[str]:
    """Return that many different full names: common and rare given names and surnames mixed."""
    chance = random.Random(seed)
    given = [name.title() for name in sorted(given_classes()) if len(name) > 2]
    chance.shuffle(given)
    often = list(accumulate(1 / (rank + 8) for rank in range(len(given))))
    family = surnames(max(20, count // 4), chance)
    found: dict[str, None] = {}
    for rank, last in enumerate(family):
        # A few surnames have hundreds of bearers, most have two or three.
        for _ in range(max(2, int(count / (12 * (rank + 30))))):
            first = chance.choices(given, cum_weights=often, k=chance.choices((1, 2), (6, 1))[0])
            found[" ".join([*dict.fromkeys(first), last])] = None
    names = list(found)
    while len(names) < count:
        name = f"{chance.choice(given)} {chance.choice(family)}"
        if name not in found:
            found[name] = None
            names.append(name)
    chance.shuffle(names)
    return names[:count]


def documents(
    names: list[str], count: int, each: int, seed: int = 11
) -> Iterator[tuple[str, list[tuple[str, str, int]]]]:
    """Yield documents: id and mentions (surface, type, start) of `each` people by full name.

    Every second one is met again by surname; each document names two countries; all of `names`
    are met if `count * each` is at least their number.
    """
    chance = random.Random(seed)
    places = ["Syria", "Russia", "France", "Iran", "Kenya", "Peru", "Japan", "Norway", "Chad"]
    order = list(names)
    chance.shuffle(order)
    for number in range(count):
        start = number * each
        people_here = [order[(start + i) % len(order)] for i in range(each)]
        mentions: list[tuple[str, str, int]] = []
        for name in people_here:
            mentions.append((name, "PERSON", len(mentions) * 40))
            if chance.random() < 0.5:
                mentions.append((name.rpartition(" ")[2], "PERSON", len(mentions) * 40))
        for place in chance.sample(places, 2):
            mentions.append((place, "LOC", len(mentions) * 40))
        yield f"{number:08x}", mentions
