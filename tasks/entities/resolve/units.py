"""The things of the corpus, counted: a row for each unit, made anew where its documents changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tasks.entities.names.aliases import Aliases
from tasks.entities.resolve.describe import name_and_country
from tasks.entities.resolve.evidence import node_of_name
from tasks.entities.resolve.identity import UNDATED, of_another, settled, wanted
from tasks.entities.resolve.rows import Numbers, Rows, codes

UNITS = pa.schema(
    [
        ("unit", pa.string()),
        ("wanted", pa.string()),
        ("since", pa.int32()),
        ("type", pa.string()),
        ("name", pa.string()),
        ("aliases", pa.list_(pa.field("element", pa.string(), nullable=False))),
        ("country", pa.string()),
        ("mentions", pa.int64()),
        ("documents", pa.int64()),
        ("first_published", pa.date32()),
        ("last_published", pa.date32()),
    ]
)
EPOCH = date(1970, 1, 1)
AT_ONCE = 5000  # units that are held as plain values


@dataclass(slots=True)
class _Counted:
    """What is known of some units, each as places from ... to in sorted arrays."""

    surfaces: Numbers
    surface_counts: Numbers
    by_name: Numbers
    name_days: Numbers
    name_counts: Numbers
    documents: Numbers
    first: Numbers
    last: Numbers


def units_of(
    rows: Rows, unit: Numbers, names: pa.Array, old: pa.Table, anew: Numbers, aliases: Aliases
) -> pa.Table:
    """Return the row of each unit, in order.

    `unit` is the place in `names` of the unit of each thing, -1 for none. Units that are `anew` (a
    mask of names) are counted and described, the others have the row that they have in `old`.
    """
    told = _described(rows, unit, names, anew, aliases)
    made = [_table(some) for some in iter(lambda: list(islice(told, AT_ONCE)), [])]
    places = pc.fill_null(pc.index_in(old["unit"], value_set=names), -1).to_numpy()
    stay = (places >= 0) & ~np.append(anew, True)[places]
    found = pa.concat_tables([old.filter(pa.array(stay)), *made])
    return found.sort_by("unit").combine_chunks()


def _table(told: list[tuple[Any, ...]]) -> pa.Table:
    columns = zip(zip(*told, strict=True), UNITS, strict=True)
    arrays = [pa.array(values, field.type) for values, field in columns]
    return pa.Table.from_arrays(arrays, schema=UNITS)


def ids_of(units: pa.Table) -> pa.Array:
    """Return the entity_id of each unit."""
    ids = units["wanted"].combine_chunks()
    lost = settled(units["unit"].combine_chunks(), ids, units["since"].to_numpy())
    if not lost:
        return ids
    found = ids.to_pylist()
    for place in lost:
        found[place] = of_another(node_of_name(units["unit"][place].as_py()))
    return pa.array(found, pa.string())


def _described(
    rows: Rows, unit: Numbers, names: pa.Array, anew: Numbers, aliases: Aliases
) -> Iterator[tuple[Any, ...]]:
    which = np.flatnonzero(np.append(anew, False)[unit])
    if not len(which):
        return
    own = unit[which]
    order = np.argsort(own, kind="stable")
    which, own = which[order], own[order]
    firsts = np.flatnonzero(np.append(True, own[1:] != own[:-1]))
    spelt = _spelt(rows, which, own)
    named = _named(rows, which, own)
    document = rows.things["document"].to_numpy()[which]
    day = _days(rows)[document]
    pair = np.unique(own * np.int64(rows.documents.num_rows) + document)
    held = np.unique(pair // rows.documents.num_rows, return_counts=True)[1]
    first = np.minimum.reduceat(day, firsts)
    last = np.maximum.reduceat(np.where(day == UNDATED, -UNDATED, day), firsts)
    for place, of in enumerate(own[firsts].tolist()):
        node = node_of_name(names[of].as_py())
        full, every = next(spelt)
        id, since = wanted(node, next(named))
        name, country = name_and_country(node, full or every, aliases)
        yield (
            names[of].as_py(),
            id,
            since,
            node[0],
            name,
            sorted(every),
            country,
            sum(every.values()),
            int(held[place]),
            _date(first[place]),
            _date(last[place]),
        )


def _date(day: int) -> date | None:
    return None if abs(day) == UNDATED else EPOCH + timedelta(days=int(day))


def _days(rows: Rows) -> Numbers:
    days: Numbers = pc.fill_null(rows.documents["day"].cast(pa.int32()), UNDATED).to_numpy()
    return days


def _spelt(
    rows: Rows, which: Numbers, own: Numbers
) -> Iterator[tuple[dict[str, int], dict[str, int]]]:
    """Yield for each unit its surfaces and their numbers: of full names, and of all."""
    unit_of = np.full(rows.things.num_rows, -1, np.int64)
    unit_of[which] = own
    of = unit_of[rows.surfaces["thing"].to_numpy()]
    some = np.flatnonzero(of >= 0)
    short = rows.things["short"].to_numpy(zero_copy_only=False)
    numbers, values = codes(rows.surfaces["surface"])
    size = max(len(values), 1)
    key = (of[some] * size + numbers[some]) * 2 + short[rows.surfaces["thing"].to_numpy()[some]]
    keys, back = np.unique(key, return_inverse=True)
    count = rows.surfaces["count"].to_numpy()[some]
    counts = np.bincount(back, weights=count, minlength=len(keys)).astype(np.int64).tolist()
    texts = values.take(pa.array(keys // 2 % size)).to_pylist()
    for part in _slices(keys // 2 // size):
        full: dict[str, int] = {}
        every: dict[str, int] = {}
        for at in range(part.start, part.stop):
            every[texts[at]] = every.get(texts[at], 0) + counts[at]
            if keys[at] % 2 == 0:
                full[texts[at]] = counts[at]
        yield full, every


def _named(rows: Rows, which: Numbers, own: Numbers) -> Iterator[dict[str, tuple[int, int]]]:
    """Yield for each unit its full names with their first day and their documents of that day."""
    numbers, values = codes(rows.things["node"])
    short = rows.things["short"].to_numpy(zero_copy_only=False)[which]
    day = _days(rows)[rows.things["document"].to_numpy()[which]].astype(np.int64)
    size = len(values) + 1
    node = np.where(short, len(values), numbers[which])
    order = np.lexsort((day, node, own))
    pair, days = (own * size + node)[order], day[order]
    firsts = np.flatnonzero(np.append(True, pair[1:] != pair[:-1]))
    of = np.cumsum(np.append(False, pair[1:] != pair[:-1]))
    counts = np.bincount(of, weights=days == days[firsts][of]).astype(np.int64)
    for part in _slices(pair[firsts] // size):
        found = {}
        for at in range(part.start, part.stop):
            code = int(pair[firsts[at]] % size)
            if code < len(values):
                name = node_of_name(values[code].as_py())[1]
                found[name] = (int(days[firsts[at]]), int(counts[at]))
        yield found


def _slices(units: Numbers) -> Iterator[slice]:
    """Yield the places of each unit in a sorted array of units."""
    starts = np.flatnonzero(np.append(True, units[1:] != units[:-1])).tolist()
    for start, end in zip(starts, [*starts[1:], len(units)], strict=True):
        yield slice(start, end)
