"""Which names are alike: the pairs of a corpus, each compared once and then kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tasks.entities.resolve.alike import Edge, deny, edge
from tasks.entities.resolve.blocks import block_keys, spoken
from tasks.entities.resolve.graph import Node
from tasks.entities.resolve.rows import CODED, Numbers, coded, codes

# The quick look: names whose sounds, in the order of the alphabet, are less alike than this (in
# percent) are not compared word by word.
QUICK = 78
CELLS = 4_000_000  # of a table of quick looks, at most: 4 MB
BLOCKS = pa.schema([("block", pa.uint64()), ("name", CODED)])
EDGES = pa.schema(
    [("a", CODED), ("b", CODED), ("kind", CODED), ("score", pa.float64()), ("why", CODED)]
)
STATED = pa.schema([("a", CODED), ("b", CODED), ("holds", pa.bool_())])
IN_DOCUMENT = Edge("equal", 0.9, "one thing in a document")
JUDGED = Edge("judged", 1.0, "judged the same")


@dataclass(slots=True)
class Evidence:
    """What is known of names alone, whatever documents they stand in.

    ``blocks`` a row for each name and block of it, ``edges`` for each two names that are alike,
    ``stated`` for each two that a document holds to be one thing (`holds`: they do not deny it).
    """

    blocks: pa.Table
    edges: pa.Table
    stated: pa.Table

    @classmethod
    def none(cls) -> Evidence:
        """Return that of no names."""
        return cls(BLOCKS.empty_table(), EDGES.empty_table(), STATED.empty_table())


def node_of_name(name: str) -> Node:
    """Return the node that is written so in a column."""
    type, _, key = name.partition(" ")
    return type, key


def places_of(column: pa.ChunkedArray, names: pa.Array) -> Numbers:
    """Return the place in `names` of each value of a coded column, -1 where it is not there."""
    numbers, values = codes(column)
    places = pc.fill_null(pc.index_in(values, value_set=names), -1).to_numpy(zero_copy_only=False)
    return np.append(places, -1)[numbers].astype(np.int64)


def of_names(old: Evidence, names: pa.Array, new: Numbers, pairs: Numbers) -> Evidence:
    """Return the evidence on `names` (sorted), of which those at the places `new` are new.

    `pairs` are the places of names (two columns, the smaller first) that documents hold to be one.
    """
    blocks = _blocks(old.blocks, names, new)
    edges = _edges(old.edges, names, _candidates(blocks, names, new))
    return Evidence(_written(blocks, names), edges, _stated(old.stated, names, pairs))


def _blocks(old: pa.Table, names: pa.Array, new: Numbers) -> tuple[Numbers, Numbers]:
    """Blocks and names, sorted by block and name."""
    own = places_of(old["name"], names)
    hashes: list[int] = []
    of: list[int] = []
    for place in new.tolist():
        keys = block_keys(*node_of_name(names[place].as_py()))
        hashes += [_hash(key) for key in keys]
        of += [place] * len(keys)
    block = np.concatenate([old["block"].to_numpy()[own >= 0], np.array(hashes, np.uint64)])
    name = np.concatenate([own[own >= 0], np.array(of, np.int64)])
    order = np.lexsort((name, block))
    return block[order], name[order]


def _written(blocks: tuple[Numbers, Numbers], names: pa.Array) -> pa.Table:
    block, name = blocks
    arrays = [pa.array(block, pa.uint64()), coded(name.astype(np.int32), names)]
    return pa.Table.from_arrays(arrays, schema=BLOCKS)


def _hash(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest())


def _candidates(blocks: tuple[Numbers, Numbers], names: pa.Array, new: Numbers) -> Numbers:
    """Places of names that share a block and sound alike at a first look, one of them new."""
    block, name = blocks
    fresh = np.zeros(len(names), bool)
    fresh[new] = True
    ends = np.append(np.flatnonzero(block[1:] != block[:-1]) + 1, len(block))
    starts = np.append(0, ends[:-1])
    sums = np.append(0, np.cumsum(fresh[name]))
    worth = (ends - starts > 1) & (sums[ends] > sums[starts]) if len(block) else np.zeros(0, bool)
    heard: dict[int, str] = {}
    found: list[Numbers] = []
    size = len(names)
    for start, end in zip(starts[worth].tolist(), ends[worth].tolist(), strict=True):
        together = name[start:end]
        for place in together.tolist():
            if place not in heard:
                heard[place] = spoken(node_of_name(names[place].as_py())[1])
        found += _first_look(together, together[fresh[together]], heard, size)
        if len(found) > 10_000:
            found = [np.unique(np.concatenate(found))]
    pairs = np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)
    return np.column_stack([pairs // max(size, 1), pairs % max(size, 1)])


def _first_look(
    together: Numbers, fresh: Numbers, heard: dict[int, str], size: int
) -> Iterator[Numbers]:
    from rapidfuzz import fuzz, process

    others = [heard[place] for place in together.tolist()]
    step = max(1, CELLS // len(others))
    for at in range(0, len(fresh), step):
        some = fresh[at : at + step]
        scores = process.cdist(
            [heard[place] for place in some.tolist()],
            others,
            scorer=fuzz.token_set_ratio,
            score_cutoff=QUICK,
            dtype=np.uint8,
        )
        rows, columns = scores.nonzero()
        a, b = some[rows], together[columns]
        differ = a != b
        low, high = np.minimum(a, b)[differ], np.maximum(a, b)[differ]
        yield np.unique(low * size + high)


def _edges(old: pa.Table, names: pa.Array, candidates: Numbers) -> pa.Table:
    a, b = places_of(old["a"], names), places_of(old["b"], names)
    stay = pa.array((a >= 0) & (b >= 0))
    rows: list[tuple[Any, ...]] = []
    for one, other in candidates.tolist():
        x, y = names[one].as_py(), names[other].as_py()
        (type, key), (_, key_of_other) = node_of_name(x), node_of_name(y)
        found = edge(type, key, key_of_other)
        if found is not None:
            rows.append((x, y, found.kind, found.score, found.reason))
    return _appended(old.filter(stay), rows, EDGES)


def _stated(old: pa.Table, names: pa.Array, pairs: Numbers) -> pa.Table:
    size = max(len(names), 1)
    a, b = places_of(old["a"], names), places_of(old["b"], names)
    known = np.where((a >= 0) & (b >= 0), a * size + b, -1)
    wanted = pairs[:, 0] * size + pairs[:, 1]
    rows = []
    for pair in np.setdiff1d(wanted, known).tolist():
        x, y = names[pair // size].as_py(), names[pair % size].as_py()
        (type, key), (_, other) = node_of_name(x), node_of_name(y)
        rows.append((x, y, not (deny(type, key, other) and deny(type, other, key))))
    return _appended(old.filter(pa.array(np.isin(known, wanted))), rows, STATED)


def _appended(old: pa.Table, rows: list[tuple[Any, ...]], expected: pa.Schema) -> pa.Table:
    """Old rows and new ones, with no string that no row has."""
    columns = list(zip(*rows, strict=True)) or [()] * len(expected)
    arrays = [
        pa.array(values, pa.string()).dictionary_encode()
        if field.type == CODED
        else pa.array(values, field.type)
        for values, field in zip(columns, expected, strict=True)
    ]
    new = pa.Table.from_arrays(arrays, schema=expected)
    found = pa.concat_tables([old, new]).unify_dictionaries().combine_chunks()
    for at, field in enumerate(expected):
        if field.type == CODED:
            found = found.set_column(at, field, coded(*codes(found[field.name])))
    return found
