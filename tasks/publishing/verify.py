"""Verifying a snapshot: is every byte as published, and does every law still hold?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from schemas.arrow import extended, schema
from schemas.arrow import told as told_of
from schemas.tables import TABLES
from tasks.publishing.logs import LostError, counts
from tasks.publishing.snapshot import describe, read_manifest, read_table, table_files
from tasks.staging import files_of
from tasks.validation.part import laws_of_part, read_part, rules_of_part

FROM_THE_FIRST = ("sources", "documents", "blocks", "dates", "mentions", "entities", "rejects")


def verify(snapshot: Path) -> Iterator[str]:
    """Yield what is wrong with a snapshot, a sentence each; nothing if it is whole.

    Files are compared with the manifest (presence, size, sha256, rows, columns); rows with their
    declarations, keys, references and the laws of text; sources with what became of them. A
    snapshot of an older schema is held to what it says of itself (`older_schema`).
    """
    try:
        manifest = read_manifest(snapshot)
        listed = {
            file["path"]: file for told in manifest["tables"].values() for file in told["files"]
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        yield f"the manifest cannot be read: {error}"
        return
    columns = {name: told.get("columns") for name, told in manifest["tables"].items()}
    damaged = list(_damaged(snapshot, listed, columns))
    yield from damaged
    if not damaged:
        yield from _unlawful(snapshot, manifest)


def older_schema(snapshot: Path) -> list[str]:
    """Return the tables whose columns are not those of this version: none, as a rule.

    Such a snapshot is whole if its files are as published and its laws hold; the rules that this
    version declares for rows were not made for it.
    """
    return [name for name in TABLES if _columns(snapshot, name) != told_of(schema(name))]


def _columns(snapshot: Path, name: str) -> dict[str, str] | None:
    files = table_files(snapshot, name)
    return told_of(pq.read_schema(files[0])) if files else None


def _damaged(
    snapshot: Path, listed: dict[str, Any], columns: dict[str, dict[str, str] | None]
) -> Iterator[str]:
    folders = [path for path in snapshot.iterdir() if path.is_dir()]
    files = [path for folder in (snapshot, *folders) for path in files_of(folder, ".parquet")]
    there = {path.relative_to(snapshot).as_posix() for path in files}
    for path in sorted(there - set(listed)):
        yield f"{path} is not in the manifest"
    for path, told in sorted(listed.items()):
        if path not in there:
            yield f"{path} is missing"
            continue
        found = describe(snapshot, snapshot / path, told["rows"])
        if (found.bytes, found.sha256) != (told["bytes"], told["sha256"]):
            yield f"{path} is not as it was published (sha256 {found.sha256[:12]}…)"
            continue
        declared = columns[path.split("/")[0]]  # which the first snapshots did not tell
        if declared and told_of(pq.read_schema(snapshot / path)) != declared:
            yield f"{path} does not have the declared columns"
        if (rows := pq.read_metadata(snapshot / path).num_rows) != told["rows"]:
            yield f"{path} has {rows} rows, the manifest says {told['rows']}"


def _unlawful(snapshot: Path, manifest: dict[str, Any]) -> Iterator[str]:
    older = set(older_schema(snapshot))
    for name in (name for name in FROM_THE_FIRST if not table_files(snapshot, name)):
        yield f"table {name} is missing"
        return
    parts = sorted({path.name for name in TABLES for path in table_files(snapshot, name)})
    for part in parts:
        tables = read_part(snapshot, part)
        today = {name: rows for name, rows in tables.items() if name not in older}
        for check in [*rules_of_part(today), *laws_of_part(snapshot, _readable(tables))]:
            if not check.success:
                yield f"{part}: {check.told()}"
    rejects = pa.concat_tables(read_table(snapshot, "rejects", ["uri"]))
    sources = sum(file["rows"] for file in manifest["tables"]["sources"]["files"])
    try:
        counts(snapshot, rejects, expected=sources)
    except LostError as error:
        yield str(error)


def _readable(tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """The tables with the columns that the laws ask for, whatever the schema they are of."""
    return {name: extended(rows, schema(name)) for name, rows in tables.items() if name in TABLES}
