"""Which names are one thing: every component of the graph of names, as far as it has changed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tasks.entities.resolve.alike import Edge
from tasks.entities.resolve.evidence import (
    IN_DOCUMENT,
    JUDGED,
    Evidence,
    node_of_name,
    places_of,
)
from tasks.entities.resolve.graph import Edges, Node, cluster
from tasks.entities.resolve.judgements import Judged
from tasks.entities.resolve.rows import CODED, Numbers, coded, codes, name_in

NODES = pa.schema([("name", pa.string()), ("root", CODED), ("score", pa.float64()), ("why", CODED)])
ALONE = "name"


@dataclass(slots=True)
class Clustered:
    """Every name with the place of the one that stands for its cluster, and why it is in it.

    `anew` marks names whose cluster may be another one than before.
    """

    names: pa.Array
    root: Numbers
    score: Numbers
    why: list[str]
    anew: Numbers

    def table(self) -> pa.Table:
        """Return the rows to be kept, of schema `NODES`."""
        arrays = [
            self.names,
            coded(self.root.astype(np.int32), self.names),
            pa.array(self.score, pa.float64()),
            pa.array(self.why, pa.string()).dictionary_encode(),
        ]
        return pa.Table.from_arrays(arrays, schema=NODES)


def clustered(
    names: pa.Array,
    evidence: Evidence,
    before: Evidence,
    nodes: pa.Table,
    judged: Judged,
    *,
    afresh: bool,
) -> Clustered:
    """Return the clusters of `names`; what `nodes` say is kept where the evidence is as `before`.

    `afresh` keeps nothing: people have judged otherwise.
    """
    a, b = _graph(evidence, names, judged)
    label = components(len(names), a, b)
    old = pc.fill_null(pc.index_in(nodes["name"], value_set=names), -1).to_numpy()
    touched = np.ones(len(names), bool)
    touched[old[old >= 0]] = afresh
    if not afresh:
        touched[_changed(evidence, before, names)] = True
    comps = np.zeros(len(names), bool)
    comps[label[touched]] = True
    anew = comps[label]
    found = Clustered(names, np.arange(len(names)), np.ones(len(names)), [ALONE] * len(names), anew)
    _keep(found, nodes, old, anew)
    sizes = np.bincount(label, minlength=len(names))
    _recluster(found, evidence, judged, label, anew & (sizes[label] > 1))
    return found


def components(size: int, a: Numbers, b: Numbers) -> Numbers:
    """Return the least place that edges between `a` and `b` connect each of `size` places to."""
    label = np.arange(size)
    while True:
        least = np.minimum(label[a], label[b])
        found = label.copy()
        np.minimum.at(found, a, least)
        np.minimum.at(found, b, least)
        np.minimum.at(found, label[a], least)
        np.minimum.at(found, label[b], least)
        found = found[found]
        if np.array_equal(found, label):
            return label
        label = found


def _graph(evidence: Evidence, names: pa.Array, judged: Judged) -> tuple[Numbers, Numbers]:
    holds = evidence.stated.filter(evidence.stated["holds"])
    same = [(name_in(*x), name_in(*y)) for x, others in judged.same.items() for y in others]
    known = {name.as_py(): place for place, name in enumerate(names)} if same else {}
    pairs = [(known[x], known[y]) for x, y in same if x in known and y in known]
    own = np.array(pairs, np.int64).reshape(-1, 2)
    columns = []
    for at, column in enumerate("ab"):
        of = [places_of(table[column], names) for table in (evidence.edges, holds)]
        columns.append(np.concatenate([*of, own[:, at]]))
    return columns[0], columns[1]


def _changed(evidence: Evidence, before: Evidence, names: pa.Array) -> Numbers:
    """Places of names that have lost a neighbour, or of which documents say other things."""
    lost = []
    for table in (before.edges, before.stated):
        a, b = (places_of(table[column], names) for column in "ab")
        lost += [a[b < 0], b[a < 0]]
    size = len(names)
    told: list[Numbers] = []
    for table in (before.stated, evidence.stated):
        holds = table.filter(table["holds"])
        a, b = (places_of(holds[column], names) for column in "ab")
        told.append((a * size + b)[(a >= 0) & (b >= 0)])
    other = np.setxor1d(told[0], told[1])
    every = np.concatenate([*lost, other // max(size, 1), other % max(size, 1)])
    return every[every >= 0]


def _keep(found: Clustered, nodes: pa.Table, old: Numbers, anew: Numbers) -> None:
    stay = np.flatnonzero(old >= 0)
    stay = stay[~anew[old[stay]]]
    places = old[stay]
    found.root[places] = places_of(nodes["root"], found.names)[stay]
    found.score[places] = nodes["score"].to_numpy()[stay]
    numbers, values = codes(nodes["why"])
    reasons = values.to_pylist()
    for place, number in zip(places.tolist(), numbers[stay].tolist(), strict=True):
        found.why[place] = reasons[number]


def _recluster(
    found: Clustered, evidence: Evidence, judged: Judged, label: Numbers, which: Numbers
) -> None:
    names = found.names
    edges: Edges = {}
    place_of: dict[Node, int] = {}
    members: dict[int, list[Node]] = {}
    for place in np.flatnonzero(which).tolist():
        node = node_of_name(names[place].as_py())
        place_of[node] = place
        members.setdefault(int(label[place]), []).append(node)
        edges[node] = {}
    node_at = {place: node for node, place in place_of.items()}
    for a, b, one in _kept_edges(evidence, names, which):
        x, y = node_at[a], node_at[b]
        edges[x][y] = edges[y][x] = one
    for a, b, one in _stated_edges(evidence, names, which):
        x, y = node_at[a], node_at[b]
        edges[x].setdefault(y, one)
        edges[y].setdefault(x, one)
    for node in place_of:
        for other in judged.same.get(node, ()):
            if other in place_of:
                edges[node][other] = edges[other][node] = JUDGED
    for together in members.values():
        of = cluster(sorted(together), edges, judged.different)
        for node in together:
            place = place_of[node]
            found.root[place] = place_of[of.root[node]]
            found.score[place], found.why[place] = of.why[node]


def _kept_edges(evidence: Evidence, names: pa.Array, which: Numbers) -> list[tuple[int, int, Edge]]:
    a, b = (places_of(evidence.edges[column], names) for column in "ab")
    rows = np.flatnonzero(which[a] & which[b])
    some = evidence.edges.take(pa.array(rows))
    columns = [some[column].to_pylist() for column in ("kind", "score", "why")]
    made = [Edge(*row) for row in zip(*columns, strict=True)]
    return list(zip(a[rows].tolist(), b[rows].tolist(), made, strict=True))


def _stated_edges(
    evidence: Evidence, names: pa.Array, which: Numbers
) -> list[tuple[int, int, Edge]]:
    holds = evidence.stated.filter(evidence.stated["holds"])
    a, b = (places_of(holds[column], names) for column in "ab")
    rows = which[a] & which[b]
    return [(x, y, IN_DOCUMENT) for x, y in zip(a[rows].tolist(), b[rows].tolist(), strict=True)]
