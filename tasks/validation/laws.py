"""The laws that tie rows to characters and tables to each other.

Each function returns what breaks its law; nothing means that it holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from schemas.columns import Table

BETWEEN_BLOCKS = "\n\n"


def wrong_surfaces(rows: pa.Table, texts: Mapping[str, str]) -> Iterator[str]:
    """Yield the document_id of every row whose ``surface`` is not ``text[start:end]``."""
    columns = (rows[name].to_pylist() for name in ("document_id", "start", "end", "surface"))
    for document, start, end, surface in zip(*columns, strict=True):
        if texts[document][start:end] != surface:
            yield document


def wrong_bodies(blocks: pa.Table, texts: Mapping[str, str]) -> Iterator[str]:
    """Yield every document_id in `texts` whose text is not its kept blocks joined by a blank line.

    The blocks' places (``text_start``, ``text_end``) must lie one behind the other.
    """
    places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    kept = blocks.filter(blocks["keep"])
    columns = (kept[name].to_pylist() for name in ("document_id", "text_start", "text_end"))
    for document, start, end in zip(*columns, strict=True):
        places[document].append((start, end))
    for document, text in texts.items():
        if not _joined(places[document], text):
            yield document


def _joined(places: list[tuple[int, int]], text: str) -> bool:
    if not places:
        return not text
    behind = -len(BETWEEN_BLOCKS)
    for start, end in places:
        if start != behind + len(BETWEEN_BLOCKS) or end is None or end < start:
            return False
        if behind >= 0 and text[behind:start] != BETWEEN_BLOCKS:
            return False
        behind = end
    return behind == len(text)


def wrong_places(
    blocks: pa.Table, pages: Mapping[str, str], texts: Mapping[str, str]
) -> Iterator[str]:
    """Yield the source_id of every kept block whose characters are not those of the source."""
    kept = blocks.filter(blocks["keep"])
    names = ("source_id", "document_id", "start", "end", "text_start", "text_end")
    columns = (kept[name].to_pylist() for name in names)
    for source, document, start, end, text_start, text_end in zip(*columns, strict=True):
        if (
            document is None
            or text_start is None
            or text_end is None
            or pages[source][start:end] != texts[document][text_start:text_end]
        ):
            yield source


def repeated_keys(table: Table, rows: pa.Table) -> int:
    """Return how many of `rows` repeat the key of another."""
    keys = rows.select(list(table.key))
    if keys.num_rows < 2:
        return 0
    return int(keys.num_rows - keys.group_by(list(table.key)).aggregate([]).num_rows)


def dangling(values: pa.ChunkedArray, known: pa.Array | pa.ChunkedArray) -> int:
    """Return how many non-null `values` do not occur in `known`."""
    found = pc.is_in(values, value_set=known)
    return int(pc.sum(pc.and_(pc.invert(found), pc.is_valid(values))).as_py() or 0)
