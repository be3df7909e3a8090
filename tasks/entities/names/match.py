"""The probability that two names are of one thing."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from tasks.entities.names.aliases import alias_key, default_table
from tasks.entities.names.features import FEATURES, features
from tasks.entities.names.parse import Name, parse
from tasks.entities.names.places import nations, place_key, places

KNOWN = 0.98  # what a look-up is worth: the tables are written by hand

MODEL = Path(__file__).parent.parent / "model" / "names.json"


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic model: `score = 1 / (1 + exp(-(bias + weights . values)))`."""

    bias: float
    weights: tuple[float, ...]


@cache
def models() -> dict[str, Model]:
    """Return the model for people and the one for everything else."""
    table = json.loads(MODEL.read_text("utf-8"))
    return {
        kind: Model(part["bias"], tuple(part["weights"][name] for name in FEATURES))
        for kind, part in table["models"].items()
    }


def match_names(a: str, b: str, type: str = "PERSON") -> float:
    """Return the probability, in [0, 1], that names `a` and `b` are of one thing of `type`.

    Symmetric; 1.0 for a name and itself, 0.0 where either has no letters. PERSON (or PER) reads
    the names as people's, every other type as an organisation's; known aliases (ISIS, Daesh) and
    the names of countries, peoples and their cities are looked up first.
    """
    kind = "PERSON" if type in ("PERSON", "PER") else "ORG"
    one, two = parse(a, kind), parse(b, kind)
    if not one.words or not two.words:
        return 0.0
    if a == b:
        return 1.0
    if kind == "ORG":
        known = _known(a, b, type)
        if known is not None:
            return known
    return score(one, two, kind)


def _known(a: str, b: str, type: str) -> float | None:
    """Return what the tables say of two names; None where one is in none of them."""
    rows = default_table().get(alias_key(a)), default_table().get(alias_key(b))
    if rows[0] is not None and rows[1] is not None:
        return KNOWN if rows[0] is rows[1] else 1 - KNOWN
    if type not in ("LOC", "GPE", "NORP"):
        return None
    one, two = place_key(a), place_key(b)
    of = nations()
    if one in of and two in of:
        return KNOWN if of[one] == of[two] else 1 - KNOWN
    lies = places()
    if one in lies and two in lies and lies[one] != lies[two]:
        return 1 - KNOWN
    return None


def score(one: Name, two: Name, kind: str) -> float:
    """Return the probability that two parsed names are of one thing."""
    return _scored(*sorted((one, two), key=lambda name: (name.words, name.surface)), kind)


@lru_cache(maxsize=10_000)
def _scored(one: Name, two: Name, kind: str) -> float:
    model = models()[kind]
    values = features(one, two)
    total = model.bias + sum(w * v for w, v in zip(model.weights, values, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
