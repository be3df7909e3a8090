"""Telling people where their judgements go against the evidence."""

from __future__ import annotations

from tasks.entities.names.match import match_names
from tasks.entities.resolve.alike import deny, edge, plain
from tasks.entities.resolve.graph import Node
from tasks.entities.resolve.judgements import Judgement
from tasks.entities.resolve.state import State

ALIKE = 0.8


def warnings(state: State) -> tuple[str, ...]:
    """Return a line for each judgement that the evidence, or another judgement, denies."""
    found = []
    for row, one, two in state.judged.rows:
        found += _warn(state, row, one, two)
    return tuple(dict.fromkeys(found))


def _warn(state: State, row: Judgement, one: tuple[Node, ...], two: tuple[Node, ...]) -> list[str]:
    head = f"judged {row.verdict}: {row.a!r}" + (f" and {row.b!r}" if row.b else "")
    head += f" in {row.document}" if row.document else ""
    for name, nodes in ((row.a, one), (row.b, two)):
        if name and not any(_known(state, node) for node in nodes):
            return [f"{head}: no document names {name!r}"]
    if row.verdict == "none":
        return []
    if set(one) & set(two):
        if row.verdict == "same":
            return []
        return [f"{head}: one name; say in which document it is another's"]
    p = max(match_names(plain(x[1]), plain(y[1]), x[0]) for x in one for y in two)
    together = _together(state, one, two)
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


def _known(state: State, node: Node) -> bool:
    if node[1].startswith("~"):
        return node in state.guests or node in state.claimed
    return node in state.nodes


def _together(state: State, one: tuple[Node, ...], two: tuple[Node, ...]) -> bool | None:
    roots = [{state.root[node] for node in nodes if node in state.root} for nodes in (one, two)]
    if not roots[0] or not roots[1]:
        return None
    return bool(roots[0] & roots[1])
