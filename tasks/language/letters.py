"""Code points to letters and scripts, by table: one NumPy gather for a whole text."""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint32]

DATA = Path(__file__).parent / "data"
SPACE = 32
PLANES = 0x20000  # Beyond lie the rarer Chinese characters, which read as the last code point.
NO_SCRIPT = 0
ANY_SCRIPT = 1  # Marks that every script uses, such as a combining acute.
LATIN = 2


@dataclass(frozen=True, slots=True)
class Script:
    """A script: its name (ISO 15924), how much one sign weighs, and who writes in it."""

    name: str
    weight: int
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alphabet:
    """`small`: code point to lower-case letter or space. `script`: code point to script number.

    `weights` are the scripts' weights; `family` gives scripts that are written together (Han and
    kana) one number.
    """

    small: Codes
    script: npt.NDArray[np.uint8]
    scripts: tuple[Script, ...]
    weights: npt.NDArray[np.intp]
    family: npt.NDArray[np.intp]

    def number(self, name: str) -> int:
        """Return the number of the script `name` (ISO 15924)."""
        return next(n for n, script in enumerate(self.scripts) if script.name == name)


@cache
def alphabet() -> Alphabet:
    """Return the tables of letters and scripts (read once)."""
    declared = tomllib.loads((DATA / "scripts.toml").read_text("utf-8"))
    latin = tuple(tomllib.loads((DATA / "languages.toml").read_text("utf-8"))["latin"])
    scripts = [Script("Zyyy", 0, ()), Script("Zinh", 0, ()), Script("Latn", 1, latin)]
    small = np.full(PLANES, SPACE, np.uint32)
    script = np.zeros(PLANES, np.uint8)
    for code in range(PLANES):
        character = chr(code)
        category = unicodedata.category(character)[0]
        if category in "LM":
            small[code] = ord(character.lower()[0])
            script[code] = LATIN if category == "L" else ANY_SCRIPT
    for name, entry in declared.items():
        number = len(scripts)
        scripts.append(Script(name, entry.get("weight", 1), tuple(entry["languages"])))
        for first, last in entry["ranges"]:
            part = script[first : last + 1]
            part[part != NO_SCRIPT] = number
    names = [one.name for one in scripts]
    script[PLANES - 1], small[PLANES - 1] = names.index("Hani"), PLANES - 1
    family = np.arange(len(scripts))
    family[names.index("Kana")] = names.index("Hani")
    weights = np.array([one.weight for one in scripts])
    return Alphabet(small, script, tuple(scripts), weights, family)


def code_points(text: str) -> Codes:
    """Return the code points of `text`, lone surrogates too; those past the tables as the last."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return np.minimum(codes, np.uint32(PLANES - 1))
