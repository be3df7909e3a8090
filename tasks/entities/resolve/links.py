"""The link of every mention: to its thing in its document, and of that to an entity."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from tasks.entities.resolve.evidence import places_of
from tasks.entities.resolve.rows import CODED, Numbers, Rows, coded, codes

LINKS = pa.schema(
    [
        ("document_id", CODED),
        ("n", pa.int64()),
        ("entity_id", CODED),
        ("link_score", pa.float64()),
        ("link_reason", CODED),
    ]
)
NO_NAME = "no name of a thing: a title alone, say"


def links_of(rows: Rows, units: pa.Array, ids: pa.Array) -> pa.Table:
    """Return a row for each mention, by document and n; `ids` are the entity_ids of `units`."""
    thing = rows.members["thing"].to_numpy()
    unit = np.append(places_of(rows.things["unit"], units), -1)[thing]
    none = thing < 0
    arrays = [
        coded(rows.members["document"].to_numpy(), rows.documents["document_id"].combine_chunks()),
        rows.members["n"].cast(pa.int64()),
        coded(unit.astype(np.int32), ids),
        _scores(rows, thing, none),
        _reasons(rows, thing, none),
    ]
    return pa.Table.from_arrays(arrays, schema=LINKS)


def _scores(rows: Rows, thing: Numbers, none: Numbers) -> pa.Array:
    """How sure it is that the mention is of its thing, and that the thing is of the entity."""
    inside, across = rows.members["score"].to_numpy(), rows.things["score"].to_numpy()
    product = np.where(none, 0.0, inside * np.append(across, 0.0)[thing])
    values, back = np.unique(product, return_inverse=True)
    return pa.array(np.array([round(value, 6) for value in values.tolist()])[back], pa.float64())


def _reasons(rows: Rows, thing: Numbers, none: Numbers) -> pa.Array:
    inside, told = codes(rows.members["why"])
    across, further = codes(rows.things["why"])
    size = len(further) + 1
    pair = inside.astype(np.int64) * size + np.append(across, -1)[thing] + 1
    pair[none] = -1
    pairs, back = np.unique(pair, return_inverse=True)
    texts = [_reason(one, size, told, further) for one in pairs.tolist()]
    found = list(dict.fromkeys(texts))
    place = {text: number for number, text in enumerate(found)}
    numbers = np.array([place[text] for text in texts], np.int32)[back]
    return coded(numbers, pa.array(found, pa.string()))


def _reason(pair: int, size: int, told: pa.Array, further: pa.Array) -> str:
    if pair < 0:
        return NO_NAME
    one, other = str(told[pair // size].as_py()), str(further[pair % size - 1].as_py())
    return one if one == other else f"{one}; {other}"
