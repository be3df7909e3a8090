"""Verifying a snapshot: is every byte as published, and does every law still hold?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from schemas.arrow import schema
from schemas.tables import TABLES
from tasks.publishing.logs import LostError, counts
from tasks.publishing.snapshot import describe, read_manifest, read_table
from tasks.validation.part import laws_of_part, read_part, rules_of_part


def verify(snapshot: Path) -> Iterator[str]:
    """Yield what is wrong with a snapshot, a sentence each; nothing if it is whole.

    Files are compared with the manifest (presence, size, sha256, rows, columns); rows with their
    declarations, keys, references and the laws of text; sources with what became of them.
    """
    try:
        manifest = read_manifest(snapshot)
        listed = {
            file["path"]: file for told in manifest["tables"].values() for file in told["files"]
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        yield f"the manifest cannot be read: {error}"
        return
    damaged = list(_damaged(snapshot, listed))
    yield from damaged
    if not damaged:
        yield from _unlawful(snapshot, manifest)


def _damaged(snapshot: Path, listed: dict[str, Any]) -> Iterator[str]:
    there = {path.relative_to(snapshot).as_posix() for path in snapshot.rglob("*.parquet")}
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
        if not pq.read_schema(snapshot / path).equals(schema(path.split("/")[0])):
            yield f"{path} does not have the declared columns"
        if (rows := pq.read_metadata(snapshot / path).num_rows) != told["rows"]:
            yield f"{path} has {rows} rows, the manifest says {told['rows']}"


def _unlawful(snapshot: Path, manifest: dict[str, Any]) -> Iterator[str]:
    for name, table in TABLES.items():
        if name not in manifest["tables"] and not table.log:  # more logs are kept by now
            yield f"table {name} is missing"
    parts = sorted({path.name for path in snapshot.glob("*/*.parquet")})
    for part in parts:
        tables = read_part(snapshot, part)
        for check in [*rules_of_part(tables), *laws_of_part(snapshot, tables)]:
            if not check.success:
                yield f"{part}: {check.told()}"
    rejects = pa.concat_tables(read_table(snapshot, "rejects", ["uri"]))
    sources = sum(file["rows"] for file in manifest["tables"]["sources"]["files"])
    try:
        counts(snapshot, rejects, expected=sources)
    except LostError as error:
        yield str(error)
