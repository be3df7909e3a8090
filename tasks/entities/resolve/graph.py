"""Clusters of names that are of one thing: the same whatever the order of the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from tasks.entities.resolve.alike import Edge, deny, plain

Node = tuple[str, str]
Edges = dict[Node, dict[Node, Edge]]
Apart = Mapping[Node, AbstractSet[Node]]


@dataclass(slots=True)
class Clusters:
    """Nodes with the node that stands for their cluster, and why each is in it."""

    root: dict[Node, Node] = field(default_factory=dict)
    members: dict[Node, list[Node]] = field(default_factory=dict)
    why: dict[Node, tuple[float, str]] = field(default_factory=dict)


def cluster(nodes: Iterable[Node], edges: Edges, apart: Apart) -> Clusters:
    """Return the clusters of one component.

    Strong evidence first; names as full as each other join by likeness, unless one name of the
    one cluster contradicts one of the other. Then every shorter name joins the longer one, where
    all longer ones that it fits are one cluster by now; else it stays apart. `apart` is what
    people have judged. The result depends on the set of nodes and edges only.
    """
    found = Clusters()
    for node in nodes:
        found.root[node] = node
        found.members[node] = [node]
        found.why[node] = (1.0, "name")
    for kind in ("judged", "equal"):
        for edge, a, b in _ordered(found.root, edges, kind):
            if kind == "judged" or not _contradicted(found, a, b):
                _join(found, a, b, edge, apart)
    _shorter(found, edges, apart)
    return found


def _ordered(nodes: Iterable[Node], edges: Edges, kind: str) -> list[tuple[Edge, Node, Node]]:
    rows = [
        (edge, a, b)
        for a in nodes
        for b, edge in edges.get(a, {}).items()
        if a < b and edge.kind == kind
    ]
    return sorted(rows, key=lambda row: (-row[0].score, row[1], row[2]))


def _contradicted(found: Clusters, a: Node, b: Node) -> bool:
    return any(
        deny(x[0], x[1], y[1])
        for x in found.members[found.root[a]]
        for y in found.members[found.root[b]]
    )


def _join(found: Clusters, a: Node, b: Node, edge: Edge, apart: Apart) -> bool:
    one, two = sorted((found.root[a], found.root[b]))
    if one == two:
        return False
    if apart and any(y in apart.get(x, ()) for x in found.members[one] for y in found.members[two]):
        return False
    for node in found.members[two]:
        found.root[node] = one
    found.members[one] += found.members.pop(two)
    for node in (a, b):
        if found.why[node][1] == "name":
            found.why[node] = (edge.score, edge.reason)
    return True


def fullness(node: Node) -> tuple[int, int, int]:
    """Return how much of a name a node's key says."""
    words = plain(node[1]).split()
    return sum(len(word) > 1 for word in words), len(words), sum(map(len, words))


def _shorter(found: Clusters, edges: Edges, apart: Apart) -> None:
    order = sorted(found.members, key=lambda root: (_fullest(found, root), root), reverse=True)
    for start in order:
        if start not in found.members:
            continue
        own = set(found.members[start])
        fits = sorted(
            (edge.score, other, node)
            for node in own
            for other, edge in edges.get(node, {}).items()
            if edge.kind == "shorter" and other not in own and fullness(other) > fullness(node)
        )
        roots = {found.root[other] for _, other, _ in fits}
        if len(roots) == 1:
            _, other, node = fits[-1]
            if not _contradicted(found, node, other):
                _join(found, node, other, edges[node][other], apart)
        elif len(roots) > 1:
            for node in own:
                found.why[node] = (found.why[node][0], "fits several longer names: kept apart")


def _fullest(found: Clusters, root: Node) -> tuple[int, int, int]:
    return max(fullness(node) for node in found.members[root])
