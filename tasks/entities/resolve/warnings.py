"""Telling people where their judgements go against the evidence."""

from __future__ import annotations

import pyarrow as pa

from tasks.entities.names.match import match_names
from tasks.entities.resolve.alike import deny, edge, plain
from tasks.entities.resolve.clusters import Clustered
from tasks.entities.resolve.graph import Node
from tasks.entities.resolve.judgements import Judged, Judgement
from tasks.entities.resolve.rows import codes, name_in

ALIKE = 0.8


def warnings(judged: Judged, found: Clustered, things: pa.Table) -> tuple[str, ...]:
    """Return a line for each judgement that the evidence, or another judgement, denies."""
    if not judged.rows:
        return ()
    _, spoken = codes(things["node"])
    nodes = {node for _, one, two in judged.rows for node in (*one, *two)}
    roots: dict[Node, int | None] = {}
    for node in nodes:
        name = pa.scalar(name_in(*node), pa.string())
        place = found.names.index(name).as_py()
        if place >= 0:
            roots[node] = int(found.root[place])
        elif spoken.index(name).as_py() >= 0:
            roots[node] = None
    told: list[str] = []
    for row, one, two in judged.rows:
        told += _warn(roots, row, one, two)
    return tuple(dict.fromkeys(told))


Roots = dict[Node, int | None]  # of the nodes that somebody wrote; short names have none


def _warn(roots: Roots, row: Judgement, one: tuple[Node, ...], two: tuple[Node, ...]) -> list[str]:
    head = f"judged {row.verdict}: {row.a!r}" + (f" and {row.b!r}" if row.b else "")
    head += f" in {row.document}" if row.document else ""
    for name, nodes in ((row.a, one), (row.b, two)):
        if name and not any(node in roots for node in nodes):
            return [f"{head}: no document names {name!r}"]
    if row.verdict == "none":
        return []
    if set(one) & set(two):
        if row.verdict == "same":
            return []
        return [f"{head}: one name; say in which document it is another's"]
    p = max(match_names(plain(x[1]), plain(y[1]), x[0]) for x in one for y in two)
    together = _together(roots, one, two)
    if row.verdict == "same":
        if together is False:
            return [f"{head}: another judgement keeps them apart"]
        against = all(_denied(x, y) for x in one for y in two)
        return [f"{head}: the names say otherwise (p = {p:.2f})"] if against and p < ALIKE else []
    if together:
        return [f"{head}: another judgement holds them together"]
    close = any(x[0] == y[0] and edge(x[0], x[1], y[1]) for x in one for y in two)
    return [f"{head}: the names say otherwise (p = {p:.2f})"] if close or p >= ALIKE else []


def _denied(x: Node, y: Node) -> bool:
    return x[0] != y[0] or deny(x[0], x[1], y[1])


def _together(roots: Roots, one: tuple[Node, ...], two: tuple[Node, ...]) -> bool | None:
    found = [{roots.get(node) for node in nodes} - {None} for nodes in (one, two)]
    if not found[0] or not found[1]:
        return None
    return bool(found[0] & found[1])
