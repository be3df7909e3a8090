"""What documents say of things, as rows: it follows from each document alone, so it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tasks.entities.resolve.judgements import Judged, node_in, word_node
from tasks.entities.resolve.local import Local

Numbers = np.ndarray[Any, np.dtype[Any]]

CODED = pa.dictionary(pa.int32(), pa.string())
DOCUMENTS = pa.schema([("document_id", pa.string()), ("day", pa.date32())])
# A thing's unit, score and why are what the last resolution found: null in what is new.
THINGS = pa.schema(
    [
        ("document", pa.int32()),
        ("name", CODED),
        ("node", CODED),
        ("short", pa.bool_()),
        ("words", CODED),
        ("others", CODED),
        ("unit", CODED),
        ("score", pa.float64()),
        ("why", CODED),
    ]
)
SURFACES = pa.schema([("thing", pa.int32()), ("surface", CODED), ("count", pa.int32())])
CONTEXTS = pa.schema([("document", pa.int32()), ("context", CODED)])
MEMBERS = pa.schema(
    [
        ("document", pa.int32()),
        ("n", pa.int32()),
        ("thing", pa.int32()),
        ("score", pa.float64()),
        ("why", CODED),
    ]
)
BETWEEN = "\x1f"  # stands between the parts of a cell: no name has it


@dataclass(frozen=True, slots=True)
class Said:
    """One document: its things (of `read_document`), its day, how many mentions it has."""

    document: str
    day: date | None
    mentions: int
    things: Sequence[Local]


@dataclass(slots=True)
class Rows:
    """What some documents say, in the order of their ids once they are `joined`.

    ``things`` in the order of their documents, ``surfaces`` in that of things, ``contexts`` (what
    is mentioned most in a document) and ``members`` (a row for each mention) in that of documents.
    `document` and `thing` are places in those tables; a mention that names no thing has -1.
    """

    documents: pa.Table
    things: pa.Table
    surfaces: pa.Table
    contexts: pa.Table
    members: pa.Table

    @classmethod
    def none(cls) -> Rows:
        """Return those of no documents."""
        schemas = (DOCUMENTS, THINGS, SURFACES, CONTEXTS, MEMBERS)
        return cls(*(one.empty_table() for one in schemas))


def name_in(type: str, key: str) -> str:
    """Return how a node is written in a column."""
    return f"{type} {key}"


def rows_of(said: Iterable[Said], judged: Judged) -> Rows:
    """Return the rows of documents."""
    documents: list[tuple[Any, ...]] = []
    things: list[tuple[Any, ...]] = []
    surfaces: list[tuple[Any, ...]] = []
    contexts: list[tuple[Any, ...]] = []
    members: list[tuple[Any, ...]] = []
    for number, one in enumerate(said):
        documents.append((one.document, one.day))
        named: dict[int, tuple[Any, ...]] = {}
        for local in one.things:
            place = len(things)
            things.append((number, *_thing(local, judged)))
            surfaces += [(place, surface, count) for surface, count in local.surfaces]
            for n, score, why in zip(local.members, local.scores, local.reasons, strict=True):
                named[n] = (number, n, place, score, why)
        salient = sorted({mark for local in one.things for mark in local.context})
        contexts += [(number, mark) for mark in salient]
        members += [named.get(n, (number, n, -1, 0.0, "")) for n in range(one.mentions)]
    return Rows(
        _table(documents, DOCUMENTS),
        _table(things, THINGS),
        _table(surfaces, SURFACES),
        _table(contexts, CONTEXTS),
        _table(members, MEMBERS),
    )


def _thing(local: Local, judged: Judged) -> tuple[Any, ...]:
    words = BETWEEN.join(name_in(*word) for word in local.words)
    others = BETWEEN.join(name_in(local.type, key) for key in local.keys)
    name = name_in(local.type, local.key)
    return name, name_in(*node_in(judged, local)), local.short, words, others, None, 0.0, None


def _table(rows: list[tuple[Any, ...]], expected: pa.Schema) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(expected)
    arrays = []
    for values, field in zip(columns, expected, strict=True):
        if field.type == CODED:
            arrays.append(pa.array(values, pa.string()).dictionary_encode())
        else:
            arrays.append(pa.array(values, field.type))
    return pa.Table.from_arrays(arrays, schema=expected)


def codes(column: pa.ChunkedArray) -> tuple[Numbers, pa.Array]:
    """Return a coded column as numbers (-1 for null) and the values that they stand for."""
    array = column.combine_chunks()
    return pc.fill_null(array.indices, -1).to_numpy(zero_copy_only=False), array.dictionary


def coded(numbers: Numbers, values: pa.Array) -> pa.DictionaryArray:
    """Return a coded column: of `values` those that `numbers` name, null for -1, no others."""
    used = np.zeros(len(values), bool)
    used[numbers[numbers >= 0]] = True
    place = np.full(len(values) + 1, -1, np.int32)
    place[:-1][used] = np.arange(used.sum(), dtype=np.int32)
    indices = place[numbers]
    array = pa.array(indices, pa.int32(), mask=indices < 0)
    return pa.DictionaryArray.from_arrays(array, values.take(pa.array(np.flatnonzero(used))))


def joined(parts: Sequence[Rows], gone: Sequence[str] = ()) -> tuple[Rows, Numbers]:
    """Return the rows of all parts, less those of documents `gone` from the first part.

    Also where each thing of the parts, one after the other, is now: -1 where it is gone.
    """
    documents = pa.concat_tables([part.documents for part in parts])
    stays = np.ones(documents.num_rows, bool)
    if gone:
        lost = pc.is_in(parts[0].documents["document_id"], value_set=pa.array(gone, pa.string()))
        stays[: len(lost)] = ~lost.to_numpy()
    order = pc.sort_indices(documents["document_id"]).to_numpy()
    order = order[stays[order]]
    place = _inverse(order, documents.num_rows)
    firsts = np.cumsum([0, *(part.documents.num_rows for part in parts)])
    things, moved = _moved(parts, "things", "document", place, firsts)
    starts = np.cumsum([0, *(part.things.num_rows for part in parts)])
    surfaces, _ = _moved(parts, "surfaces", "thing", moved, starts)
    contexts, _ = _moved(parts, "contexts", "document", place, firsts)
    members, _ = _moved(parts, "members", "document", place, firsts, (moved, starts))
    found = Rows(documents.take(pa.array(order)), things, surfaces, contexts, members)
    return (_compact(found) if gone else found), moved


def _inverse(order: Numbers, size: int) -> Numbers:
    place = np.full(size, -1, np.int64)
    place[order] = np.arange(len(order))
    return place


def _moved(
    parts: Sequence[Rows],
    name: str,
    column: str,
    place: Numbers,
    firsts: Numbers,
    things: tuple[Numbers, Numbers] | None = None,
) -> tuple[pa.Table, Numbers]:
    """The rows of a table in the order of where `column` now points; and where each is now."""
    tables = [getattr(part, name) for part in parts]
    rows = pa.concat_tables(tables).unify_dictionaries().combine_chunks()
    points = place[_pointing(tables, column, firsts)]
    order = np.flatnonzero(points >= 0)
    order = order[np.argsort(points[order], kind="stable")]
    found = rows.take(pa.array(order)).combine_chunks()
    found = _set(found, column, points[order])
    if things is not None:
        moved, starts = things
        old = _pointing(tables, "thing", starts)[order]
        none = np.concatenate([tables_["thing"].to_numpy() for tables_ in tables])[order] < 0
        found = _set(found, "thing", np.where(none, -1, np.append(moved, -1)[old]))
    return found, _inverse(order, rows.num_rows)


def _pointing(tables: Sequence[pa.Table], column: str, firsts: Numbers) -> Numbers:
    pointed = [
        table[column].to_numpy().astype(np.int64) + first
        for table, first in zip(tables, firsts, strict=False)
    ]
    return np.concatenate(pointed) if pointed else np.zeros(0, np.int64)


def _set(table: pa.Table, column: str, numbers: Numbers) -> pa.Table:
    at = table.schema.get_field_index(column)
    return table.set_column(at, table.schema.field(at), pa.array(numbers.astype(np.int32)))


def _compact(rows: Rows) -> Rows:
    """Forget the strings that no row has any more."""
    return Rows(*(_used(getattr(rows, one.name)) for one in fields(Rows)))


def _used(table: pa.Table) -> pa.Table:
    for at, field in enumerate(table.schema):
        if field.type == CODED:
            table = table.set_column(at, field, coded(*codes(table[field.name])))
    return table


def renamed(rows: Rows, judged: Judged) -> Rows:
    """Return rows whose things have the nodes that people's judgements give them."""
    things = rows.things
    ids = rows.documents["document_id"]
    numbers, values = codes(things["name"])
    short = things["short"].to_numpy(zero_copy_only=False)
    documents = things["document"].to_numpy()
    narrowed = pc.is_in(
        ids, value_set=pa.array(sorted({one for one, _ in judged.own}), pa.string())
    )
    own = narrowed.to_numpy()[documents] if len(ids) else np.zeros(0, bool)
    kinds, back = np.unique(numbers.astype(np.int64) * 2 + short, return_inverse=True)
    plain = [_node(values[kind // 2].as_py(), bool(kind % 2)) for kind in kinds.tolist()]
    nodes = pa.array([name_in(*node) for node in plain], pa.string()).take(pa.array(back))
    found = nodes.to_pylist() if own.any() else nodes
    for row in np.flatnonzero(own).tolist():
        at = (ids[int(documents[row])].as_py(), plain[back[row]])
        found[row] = name_in(*judged.own.get(at, plain[back[row]]))
    column = pa.array(found, pa.string()).dictionary_encode()
    return replace(rows, things=things.set_column(2, THINGS.field("node"), column))


def _node(name: str, short: bool) -> tuple[str, str]:
    type, _, key = name.partition(" ")
    return word_node(type, key) if short else (type, key)
