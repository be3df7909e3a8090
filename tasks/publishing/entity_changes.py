"""What became of the entities of the last snapshot: merges, splits and new names, told by id.

Ids follow from the corpus alone, so that no order of arrival decides them (`tasks.entities`); the
history of a dataset lies here. Every mention that both snapshots have is compared.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from schemas.arrow import from_rows, schema
from tasks.parquet import read_file
from tasks.publishing.parts import Part, overlapping, within
from tasks.publishing.snapshot import read_table, table_files

PLACE = ["document_id", "start", "end"]
Ids = tuple[str, str]  # of the entity that a mention was of, and of the one that it is of now


def entity_changes(
    previous: Path | None,
    assembled: Path,
    *,
    run_id: str,
    snapshot: str,
    earlier: Sequence[pa.Table] = (),
) -> pa.Table:
    """Return the table ``entity_changes``: the earlier ones, then those of the assembled tables."""
    moved = _moved(previous, assembled) if previous else {}
    told = {"run_id": run_id, "snapshot": snapshot}
    rows = [told | row for row in _rows(previous, assembled, moved)] if previous and moved else []
    return pa.concat_tables([*earlier, from_rows(rows, schema("entity_changes"))])


def _rows(
    previous: Path, assembled: Path, moved: dict[Ids, tuple[int, int]]
) -> Iterator[dict[str, Any]]:
    olds, news = {old for old, _ in moved}, {new for _, new in moved}
    before, after = _named(previous, olds | news), _named(assembled, olds | news)
    successor = _main(moved, 0, 1)
    ancestor = _main(moved, 1, 0)
    for (old, new), (mentions, documents) in sorted(moved.items()):
        if successor[old] == new and old not in after:
            fresh = new not in before and ancestor[new] == old
            kind = "rename" if fresh else "merge"
        else:
            kind = "move" if new in before else "split"
        yield {
            "kind": kind,
            "old_entity_id": old,
            "entity_id": new,
            "old_name": before[old],
            "name": after[new],
            "mentions": mentions,
            "documents": documents,
        }


def _main(moved: dict[Ids, tuple[int, int]], of: int, to: int) -> dict[str, str]:
    """Where most mentions of each id went to, or came from."""
    found: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for ids, (mentions, _) in moved.items():
        found[ids[of]].append((-mentions, ids[to]))
    return {one: min(others)[1] for one, others in found.items()}


def _named(snapshot: Path, ids: set[str]) -> dict[str, str]:
    """The names of those of the ids that a snapshot has."""
    wanted = pa.array(sorted(ids), pa.string())
    found: dict[str, str] = {}
    for table in read_table(snapshot, "entities", ["entity_id", "name"]):
        rows = table.filter(pc.is_in(table["entity_id"], value_set=wanted))
        found |= dict(zip(rows["entity_id"].to_pylist(), rows["name"].to_pylist(), strict=True))
    return found


def _moved(previous: Path, assembled: Path) -> dict[Ids, tuple[int, int]]:
    """Mentions and documents for each two ids that are not the same."""
    mentions: Counter[Ids] = Counter()
    documents: Counter[Ids] = Counter()
    files = table_files(previous, "mentions")
    for number, file in enumerate(files):
        part = Part(number, len(files))
        old = _read(file)
        new = _within(assembled, part)
        for row in _other(*_alike(old, new)).to_pylist():
            ids = (row["old"], row["new"])
            mentions[ids] += row["new_count"]
            documents[ids] += row["document_id_count_distinct"]
    return {ids: (number, documents[ids]) for ids, number in mentions.items()}


def _within(assembled: Path, part: Part) -> pa.Table:
    files = overlapping(table_files(assembled, "mentions"), part)
    return pa.concat_tables([within(_read(file), "mentions", part) for file in files])


def _read(file: Path) -> pa.Table:
    return read_file(file, [*PLACE, "entity_id"])


def _alike(old: pa.Table, new: pa.Table) -> tuple[pa.Table, pa.Table]:
    """The mentions that both have, row by row."""
    old = old.filter(pc.is_in(old["document_id"], value_set=new["document_id"].combine_chunks()))
    new = new.filter(pc.is_in(new["document_id"], value_set=old["document_id"].combine_chunks()))
    if all(old[column].equals(new[column]) for column in PLACE):  # as it mostly is
        return old, new
    both = old.join(new, PLACE, join_type="inner", right_suffix="_now")
    return both.select([*PLACE, "entity_id"]), both.select(
        [*PLACE, "entity_id_now"]
    ).rename_columns([*PLACE, "entity_id"])


def _other(old: pa.Table, new: pa.Table) -> pa.Table:
    differ = pc.fill_null(pc.not_equal(old["entity_id"], new["entity_id"]), False)
    rows = pa.table(
        {
            "old": old["entity_id"].filter(differ),
            "new": new["entity_id"].filter(differ),
            "document_id": old["document_id"].filter(differ),
        }
    )
    return rows.group_by(["old", "new"]).aggregate(
        [("new", "count"), ("document_id", "count_distinct")]
    )
