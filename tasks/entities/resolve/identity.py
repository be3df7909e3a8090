"""Ids that stay, and that the order of arrival does not decide.

The rule. A unit is a cluster of full names, or a short name that stays apart. Its id is the hash of
its type and of the sound of the full name under which it was first published: on the first day that
has one (undated documents come last), the one in most documents of that day, then the first by
alphabet. A short name has the hash of itself.

So documents of later days never rename a thing; another spelling (Moallem, Muallem, Mouallem) has
the same sound anyway. Where two units meet, the id of the one that was published first stays; where
one parts, its earliest name keeps the id. What becomes of the ids of the last snapshot is told in
``entity_changes``.

Where two units would have one id, the one first published keeps it, and the others get the hash of
their own full name.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tasks.entities.names.fold import sound
from tasks.entities.resolve.graph import Node
from tasks.entities.resolve.rows import Numbers

UNDATED = 2_932_896  # 9999-12-31, in days since 1970: behind every date

Firsts = Mapping[str, tuple[int, int]]  # name to its first day and its documents of that day


def _hash(type: str, key: str) -> str:
    return sha256(f"{type}\x1f{key}".encode("utf-8", "replace")).hexdigest()[:16]


def wanted(unit: Node, firsts: Firsts) -> tuple[str, int]:
    """Return the id that a unit would have, and the day that speaks for it."""
    if not firsts:
        return _hash(*unit), UNDATED
    sounds: dict[str, tuple[int, int]] = {}
    for key, (day, documents) in firsts.items():
        heard = _sound(key)
        known_day, known = sounds.get(heard, (day, 0))
        if day == known_day:
            sounds[heard] = (day, known + documents)
        elif day < known_day:
            sounds[heard] = (day, documents)
    best = min(sounds, key=lambda heard: (sounds[heard][0], -sounds[heard][1], heard))
    return _hash(unit[0], best), sounds[best][0]


def of_another(unit: Node) -> str:
    """Return the id of a unit whose id another one has."""
    return _hash(unit[0], f"{unit[1]}!")


def settled(units: pa.Array, ids: pa.Array, since: Numbers) -> dict[int, int]:
    """Return those places of units that lose their wanted id, with the one that keeps it."""
    codes = ids.dictionary_encode().indices.to_numpy()
    order = np.lexsort((pc.rank(units, "ascending").to_numpy(), since, codes))
    again = np.flatnonzero(codes[order][1:] == codes[order][:-1]) + 1
    lost: dict[int, int] = {}
    for at in again.tolist():
        before = int(order[at - 1])
        lost[int(order[at])] = lost.get(before, before)
    return lost


def _sound(key: str) -> str:
    if key.startswith("="):
        return key
    return " ".join(word if word[0] in "#@" else sound(word) for word in key.split())
