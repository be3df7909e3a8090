"""Groups of languages that are written alike."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from tasks.language.letters import DATA


@dataclass(frozen=True, slots=True)
class Group:
    """Languages that short texts cannot tell apart, and why; `close`: nor can paragraphs."""

    languages: frozenset[str]
    reason: str
    close: bool


@cache
def groups() -> tuple[Group, ...]:
    """Return the groups of look-alikes (read once)."""
    declared = tomllib.loads((DATA / "groups.toml").read_text("utf-8"))["groups"]
    return tuple(
        Group(frozenset(one["languages"]), one["reason"], "close" in one) for one in declared
    )


@cache
def alike(code: str) -> frozenset[str]:
    """Return `code` and the languages that paragraphs cannot tell from it."""
    return frozenset({code}).union(
        *(group.languages for group in groups() if group.close and code in group.languages)
    )
