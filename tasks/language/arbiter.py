"""langdetect's own n-gram tables, read from the installed package and applied by NumPy.

langdetect draws n-grams at random until one language wins; adding up the evidence of all of them
gives the same answer, always the same one, in a twentieth of the time. The tables are its
profiles: for each n-gram (n up to 3) its share in each language (N. Shuyo, 2010, "Language
Detection Library for Java").
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt

from tasks.language import grams
from tasks.language.letters import SPACE, Codes

ORDERS = 3
SMOOTHING = 0.5 / 10_000  # langdetect's own: ALPHA_DEFAULT over BASE_FREQ.
STEPS = 250  # The tables' steps to one nat: sums over some thousand n-grams stay exact.
_BITS = 20
_MIX = np.uint64(0x9E3779B97F4A7C15)
_FIRST_USE = Lock()


class TablesMovedError(Exception):
    """The installed langdetect does not hold its profiles where, or as, it used to."""


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """`weights`: n-gram by language, log shares in steps; its last row is of zeros.

    `keys`: the packed n-gram of each row. `slots`: hash of a packed n-gram to its row; the few
    n-grams whose slot was taken are looked up in `spill` (sorted) and `spill_rows`.
    `small`: code point to langdetect's normal form of it.
    """

    languages: tuple[str, ...]
    weights: npt.NDArray[np.int16]
    keys: grams.Keys
    slots: grams.Rows
    spill: grams.Keys
    spill_rows: grams.Rows
    normal: Codes
    capital: npt.NDArray[np.bool_]


@cache
def tables() -> Tables:
    """Return langdetect's tables (read once); `TablesMovedError` where they are not as known."""
    try:
        return _read(_profiles())
    except (ImportError, OSError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise TablesMovedError(str(error)) from error


@cache
def readable() -> bool:
    """Return whether langdetect's tables are where, and as, they are known to be."""
    try:
        tables()
    except TablesMovedError:
        return False
    return True


def languages() -> tuple[str, ...]:
    """Return the languages of the tables, in langdetect's spelling; none where they moved."""
    return tables().languages if readable() else ()


def _profiles() -> list[dict[str, Any]]:
    folder = Path(import_module("langdetect.detector_factory").PROFILES_DIRECTORY)
    files = sorted(file for file in folder.iterdir() if not file.name.startswith("."))
    profiles = [json.loads(file.read_text("utf-8")) for file in files]
    if len(profiles) < 2:
        raise ValueError("langdetect has no profiles")
    return sorted(profiles, key=lambda profile: str(profile["name"]))


def _read(profiles: list[dict[str, Any]]) -> Tables:
    row_of: dict[str, int] = {}
    rows: list[int] = []
    columns: list[int] = []
    shares: list[float] = []
    for column, profile in enumerate(profiles):
        sizes = profile["n_words"]
        for gram, count in profile["freq"].items():
            if 1 <= len(gram) <= ORDERS and not gram.isspace():
                rows.append(row_of.setdefault(gram, len(row_of)))
                columns.append(column)
                shares.append(count / sizes[len(gram) - 1])
    dense = np.zeros((len(row_of) + 1, len(profiles)))
    dense[rows, columns] = shares
    weights = np.round(np.log(dense + SMOOTHING) * STEPS).astype(np.int16)
    weights[-1] = 0
    keys = np.array([_pack(gram) for gram in row_of] + [0], np.uint64)
    slots, spill, spill_rows = _index(keys)
    languages = tuple(str(profile["name"]) for profile in profiles)
    normal, capital = _normal_forms()
    return Tables(languages, weights, keys, slots, spill, spill_rows, normal, capital)


def _pack(gram: str) -> int:
    packed = 0
    for character in gram:
        packed = packed << 21 | ord(character)
    return packed


def _slot(keys: grams.Keys) -> grams.Keys:
    return (keys * _MIX) >> np.uint64(64 - _BITS)


def _index(keys: grams.Keys) -> tuple[grams.Rows, grams.Keys, grams.Rows]:
    """Return the hash table of `keys` and, sorted, those that found their slot taken."""
    slots = np.full(1 << _BITS, len(keys) - 1, np.int32)
    rows = np.arange(len(keys) - 1, dtype=np.int32)
    slots[_slot(keys[:-1])] = rows
    left = rows[slots[_slot(keys[:-1])] != rows]
    left = left[np.argsort(keys[left])]
    return slots, keys[left], left


def _normal_forms() -> tuple[Codes, npt.NDArray[np.bool_]]:
    """Return langdetect's normal form of each code point, and which of these are capitals."""
    normalize = import_module("langdetect.utils.ngram").NGram.normalize
    characters = [chr(code) for code in range(0x10000)]
    forms = [normalize(character) for character in characters]
    normal = np.full(0x20000, SPACE, np.uint32)
    normal[: len(forms)] = [ord(form) for form in forms]
    capital = np.zeros(0x20000, bool)
    capital[: len(forms)] = [form.isupper() for form in forms]
    return normal, capital


def find(codes: Codes) -> grams.Found:
    """Return the n-grams of `codes`; those that langdetect does not know hit the row of zeros."""
    known = tables()
    keys, read = grams.rolled(known.normal.take(codes), ORDERS)
    _skip_capitals(known.capital.take(codes), read)
    places = read.ravel().nonzero()[0]
    wanted = keys.ravel().take(places)
    rows = known.slots.take(_slot(wanted).view(np.int64))
    missed = (known.keys.take(rows) != wanted).nonzero()[0]
    if len(missed):
        rows[missed] = _spilled(known, wanted.take(missed))
    return grams.Found(places, rows, len(codes), ORDERS)


def _skip_capitals(capital: npt.NDArray[np.bool_], read: npt.NDArray[np.bool_]) -> None:
    """Skip, as langdetect does, the n-grams that end inside a run of capitals."""
    runs = capital[1:] & capital[:-1]
    if not runs.any():
        return
    heard = np.ones(len(capital) + ORDERS, bool)
    heard[1 : len(capital)] = ~runs
    for n in range(ORDERS):
        read[n] &= heard[n : n + len(capital)]


def _spilled(known: Tables, keys: grams.Keys) -> grams.Rows:
    at = known.spill[:-1].searchsorted(keys)
    unknown = np.int32(len(known.keys) - 1)
    return np.where(known.spill.take(at) == keys, known.spill_rows.take(at), unknown)


def ask(text: str) -> list[tuple[str, float]]:
    """Return what langdetect itself answers, seeded: for when its tables have moved."""
    with _FIRST_USE:
        factory = import_module("langdetect.detector_factory")
        factory.DetectorFactory.seed = 0
        factory.init_factory()
    try:
        found = factory.detect_langs(text)
    except factory.LangDetectException:
        return []
    return [(one.lang, min(1.0, float(one.prob))) for one in found]
