"""Which unit each thing of each document is: its name's cluster, or what its short name means."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tasks.entities.resolve.clusters import Clustered
from tasks.entities.resolve.contexts import Contexts
from tasks.entities.resolve.evidence import places_of
from tasks.entities.resolve.judgements import Judged
from tasks.entities.resolve.rows import BETWEEN, THINGS, Numbers, Rows, coded, codes, name_in
from tasks.entities.resolve.shorts import NONE, Known, choose


@dataclass(slots=True)
class Placed:
    """The unit of each thing: a place in `units`, -1 for none; how sure, and why.

    `before` is the unit that the thing had, as such a place.
    """

    units: pa.Array
    unit: Numbers
    before: Numbers
    score: Numbers
    why: Numbers
    reasons: pa.Array

    def written(self, things: pa.Table) -> pa.Table:
        """Return `things` with what was found."""
        columns = {
            "unit": coded(self.unit, self.units),
            "score": pa.array(self.score, pa.float64()),
            "why": coded(self.why, self.reasons),
        }
        for name, column in columns.items():
            at = THINGS.get_field_index(name)
            things = things.set_column(at, THINGS.field(at), column)
        return things


def full_names(things: pa.Table) -> pa.Array:
    """Return every full name that stands in the documents, sorted."""
    full = things.filter(pc.invert(things["short"]))
    nodes, values = codes(full["node"])
    others, cells = codes(full["others"])
    told = {name for cell in _used(others, cells) for name in _parts(cell)}
    return pa.array(sorted(told.union(_used(nodes, values))), pa.string())


def stated_pairs(things: pa.Table, names: pa.Array) -> Numbers:
    """Return the places of names that one document holds to be one thing, the lesser first."""
    full = things.filter(pc.and_(pc.invert(things["short"]), pc.not_equal(things["others"], "")))
    nodes = places_of(full["node"], names)
    others, cells = codes(full["others"])
    rows = np.unique(np.column_stack([nodes, others]).reshape(-1, 2), axis=0)
    pairs = [(node, other) for node, cell in rows.tolist() for other in _parts(cells[cell].as_py())]
    to = pc.index_in(pa.array([other for _, other in pairs], pa.string()), value_set=names)
    found = np.column_stack([[node for node, _ in pairs], to.to_numpy(zero_copy_only=False)])
    found = found.reshape(-1, 2).astype(np.int64)
    return np.unique(np.sort(found[found[:, 0] != found[:, 1]], axis=1), axis=0)


def place(
    rows: Rows,
    new: Numbers,
    lost: pa.Table,
    found: Clustered,
    nodes: pa.Table,
    judged: Judged,
    *,
    afresh: bool,
) -> Placed:
    """Return the unit of each thing; short names keep theirs where nothing about them changed.

    `new` marks things of new documents, `lost` are the things that have gone, `nodes` what was
    known of the names before.
    """
    things = rows.things
    short = things["short"].to_numpy(zero_copy_only=False)
    name = np.where(short, -1, places_of(things["node"], found.names))
    ask = short & new
    if afresh:
        ask = short
    else:
        stirred = _stirred(things, new, lost, name, found, nodes)
        ask = ask | (short & _with_words(things, stirred))
    choices = _choices(rows, ask, name, found, judged)
    return _put_together(things, lost, name, found, judged, choices)


Chosen = list[tuple[Numbers, list[str | None], Numbers, str]]


def _put_together(
    things: pa.Table,
    lost: pa.Table,
    name: Numbers,
    found: Clustered,
    judged: Judged,
    chosen: Chosen,
) -> Placed:
    told = {unit for _, units, _, _ in chosen for unit in units if unit}
    told.update(_used(*codes(things["unit"])), _used(*codes(lost["unit"])))
    more = pa.array(sorted(told), pa.string())
    more = more.filter(pc.invert(pc.is_in(more, value_set=found.names)))
    units = pa.concat_arrays([found.names, more])
    before = places_of(things["unit"], units)
    score, (why, reasons) = things["score"].to_numpy().copy(), codes(things["why"])
    texts = list(
        dict.fromkeys([*found.why, *(one[3] for one in chosen), NONE, *reasons.to_pylist()])
    )
    place_of = {text: number for number, text in enumerate(texts)}
    why = np.append([place_of[text] for text in reasons.to_pylist()], -1).astype(np.int32)[why]
    unit = before.copy()

    full = name >= 0
    own = name[full]
    nothing = _nothing(found.names, judged)[own]
    unit[full] = np.where(nothing, -1, found.root[own])
    score[full] = np.where(nothing, 1.0, found.score[own])
    of_names = np.array([place_of[text] for text in found.why], np.int32)
    why[full] = np.where(nothing, place_of[NONE], of_names[own])
    every = pa.array([one for _, names, _, _ in chosen for one in names], pa.string())
    places = pc.fill_null(pc.index_in(every, value_set=units), -1).to_numpy(zero_copy_only=False)
    places = np.where(every.is_null().to_numpy(zero_copy_only=False), -1, places)
    at = 0
    for where, names, scores, reason in chosen:
        unit[where] = places[at : at + len(names)]
        score[where], why[where] = scores, place_of[reason]
        at += len(names)
    return Placed(units, unit, before, score, why, pa.array(texts, pa.string()))


def _nothing(names: pa.Array, judged: Judged) -> Numbers:
    """Which names people judged to be no thing."""
    none = pa.array(sorted(name_in(*node) for node in judged.none), pa.string())
    found: Numbers = pc.is_in(names, value_set=none).to_numpy(zero_copy_only=False)
    return found


def _stirred(
    things: pa.Table, new: Numbers, lost: pa.Table, name: Numbers, found: Clustered, nodes: pa.Table
) -> set[str]:
    """The words by which short names look for units of which anything may have changed."""
    names = found.names
    dirty = found.anew.copy()
    dirty[name[new & (name >= 0)]] = True
    gone = lost.filter(pc.invert(lost["short"]))
    at = places_of(gone["node"], names)
    dirty[at[at >= 0]] = True
    roots = np.full(len(names), -1, np.int64)
    old = pc.fill_null(pc.index_in(nodes["name"], value_set=names), -1).to_numpy()
    roots[old[old >= 0]] = places_of(nodes["root"], names)[old >= 0]
    concerned = np.zeros(len(names) + 1, bool)
    concerned[found.root[dirty]] = True
    concerned[roots[dirty]] = True
    concerned[-1] = False
    which = concerned[found.root] | concerned[roots]
    numbers, values = codes(things["words"])
    some = np.unique(numbers[np.append(which, False)[name]])
    told = {word for number in some.tolist() for word in _parts(values[number].as_py())}
    return told.union(word for cell in _used(*codes(gone["words"])) for word in _parts(cell))


def _with_words(things: pa.Table, words: set[str]) -> Numbers:
    """Which things have one of the words."""
    numbers, values = codes(things["words"])
    has = [not words.isdisjoint(_parts(cell)) for cell in values.to_pylist()]
    return np.array([*has, False], bool)[numbers]


def _choices(rows: Rows, ask: Numbers, name: Numbers, found: Clustered, judged: Judged) -> Chosen:
    where = np.flatnonzero(ask)
    if not len(where):
        return []
    things = rows.things
    asked = things.take(pa.array(where))
    documents = asked["document"].to_numpy()
    full = name >= 0
    known = Known(
        names=found.names,
        root=found.root,
        words=_by_word(things, name, asked),
        judged=judged,
        contexts=Contexts.read(
            rows.contexts,
            rows.documents.num_rows,
            (things["document"].to_numpy()[full], name[full]),
            found.root,
            found.names,
        ),
    )
    name_of, node_of, words_of = (asked[one].to_pylist() for one in ("name", "node", "words"))
    ids = rows.documents["document_id"]
    chosen: Chosen = []
    for one in choose(name_of, node_of, words_of, documents, known):
        units = [one.unit] * len(one.rows)
        if one.apart:
            units = [f"{one.unit} @{ids[at].as_py()}" for at in documents[one.rows].tolist()]
        chosen.append((where[one.rows], units, one.scores, one.why))
    return chosen


def _by_word(things: pa.Table, name: Numbers, asked: pa.Table) -> dict[str, list[int]]:
    """The full names that have each of the words that are asked for."""
    wanted: dict[str, list[int]] = {
        word: [] for cell in _used(*codes(asked["words"])) for word in _parts(cell)
    }
    numbers, values = codes(things["words"])
    cells = [[word for word in _parts(cell) if word in wanted] for cell in values.to_pylist()]
    some = np.array([bool(cell) for cell in cells], bool)[numbers] & (name >= 0)
    pairs = np.unique(np.column_stack([name[some], numbers[some]]), axis=0)
    for place_of_name, number in pairs.tolist():
        for word in cells[number]:
            wanted[word].append(place_of_name)
    return {word: list(dict.fromkeys(places)) for word, places in wanted.items()}


def _parts(cell: str) -> list[str]:
    return cell.split(BETWEEN) if cell else []


def _used(numbers: Numbers, values: pa.Array) -> list[str]:
    places = np.unique(numbers[numbers >= 0])
    found: list[str] = values.take(pa.array(places)).to_pylist()
    return found
