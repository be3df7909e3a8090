"""Names whose type is known: a short list that users may extend."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from importlib import resources
from typing import Final

from tasks.entities.mention import TYPES
from tasks.entities.recognise.decode import Span
from tasks.entities.recognise.features import normalised
from tasks.entities.recognise.tokens import tokenise

_ORG: Final = TYPES.index("ORG")
_NORP: Final = TYPES.index("NORP")


@functools.cache
def _lists() -> tuple[dict[str, int], frozenset[str]]:
    """Return the type of each known name, and the first words of organisations."""
    source = resources.files("tasks.entities") / "data" / "recogniser_known.toml"
    read = tomllib.loads(source.read_text("utf-8"))
    names = {_key(tokenise(name).words): _ORG for name in read["organisations"]}
    names.update((name, _NORP) for name in read["peoples"])
    return names, frozenset(read["first"])


def _key(words: Sequence[str]) -> str:
    return normalised(" ".join(words))


def typed(words: Sequence[str], spans: Sequence[Span]) -> list[Span]:
    """Return the spans, those of known names with their known type."""
    names, first = _lists()
    result = []
    for span in spans:
        inside = words[span.start : span.end]
        name = inside[0] if len(inside) == 1 else " ".join(inside)
        kind = names.get(name if name.isascii() else normalised(name))
        if kind is None and len(inside) > 1 and inside[0] in first:
            kind = _ORG
        result.append(span if kind is None or kind == span.kind else replace(span, kind=kind))
    return result
