"""What people have judged: two names are one thing, are not, or are no thing at all."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tasks.entities.names.aliases import Aliases
from tasks.entities.names.fold import sound
from tasks.entities.resolve.alike import plain
from tasks.entities.resolve.graph import Node
from tasks.entities.resolve.local import Local, node_of

SOUNDING = 6  # letters from which a sound alone says who is meant
VERDICTS = ("same", "different", "none")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One row of the judgements: `verdict` on names `a` and `b` (`b` is empty for "none").

    A name is written as in the texts; `document` (an id) narrows `a` to one document. Judgements
    speak of names, not of entity_ids: what those name follows from the judgements.
    """

    verdict: str
    type: str
    a: str
    b: str
    document: str
    why: str


@dataclass(slots=True)
class Judged:
    """Judgements by the nodes that they are about; `own` are names narrowed to one document."""

    rows: tuple[tuple[Judgement, tuple[Node, ...], tuple[Node, ...]], ...] = ()
    same: dict[Node, set[Node]] = field(default_factory=dict)
    different: dict[Node, set[Node]] = field(default_factory=dict)
    none: set[Node] = field(default_factory=set)
    own: dict[tuple[str, Node], Node] = field(default_factory=dict)


def read_judgements(file: Path) -> list[Judgement]:
    """Return the rows of a judgement file: columns verdict, type, a, b, document, why.

    Raises ValueError for a verdict that is none of same, different, none, or a missing name.
    """
    found = []
    with file.open(encoding="utf-8", newline="") as rows:
        for number, row in enumerate(csv.DictReader(rows), 2):
            cells = {key: (value or "").strip() for key, value in row.items() if key}
            verdict, a, b = cells.get("verdict", "").lower(), cells.get("a", ""), cells.get("b", "")
            if verdict not in VERDICTS:
                raise ValueError(
                    f"{file.name}, line {number}: verdict {verdict!r} is none of {VERDICTS}"
                )
            if not a or (verdict != "none" and not b):
                raise ValueError(f"{file.name}, line {number}: a name is missing")
            type, document = cells.get("type") or "PERSON", cells.get("document", "")
            found.append(Judgement(verdict, type, a, b, document, cells.get("why", "")))
    return found


def weigh(judgements: Sequence[Judgement], aliases: Aliases) -> Judged:
    """Return the judgements by node."""
    judged = Judged()
    rows = []
    for row in judgements:
        one = _nodes(row.a, row.type, aliases)
        if row.document:
            narrowed = []
            for node in one:
                own = (node[0], f"{node[1]} @{row.document}")
                judged.own[(row.document, node)] = own
                narrowed.append(own)
            one = tuple(narrowed)
        two = _nodes(row.b, row.type, aliases) if row.b else ()
        rows.append((row, one, two))
        if row.verdict == "none":
            judged.none.update(one)
            continue
        table = judged.same if row.verdict == "same" else judged.different
        for x in one:
            for y in two:
                if x != y:
                    table.setdefault(x, set()).add(y)
                    table.setdefault(y, set()).add(x)
    judged.rows = tuple(rows)
    return judged


def _nodes(name: str, type: str, aliases: Aliases) -> tuple[Node, ...]:
    found, key, _, short = node_of(type, name, (name,), aliases)
    return (word_node(found, key) if short else (found, key),)


def word_node(type: str, key: str) -> Node:
    """Return the node of a short name: by sound for people, by letters for acronyms.

    Short words that sound alike are mostly two names (Danny, Dhani): those go by their letters.
    """
    word = plain(key)
    return type, f"~{sound(word) if type == 'PERSON' and len(word) >= SOUNDING else word}"


def node_in(judged: Judged, local: Local) -> Node:
    """Return the node of a local: its name's, or its own where people narrowed it so."""
    node = word_node(local.type, local.key) if local.short else (local.type, local.key)
    return judged.own.get((local.document, node), node)
