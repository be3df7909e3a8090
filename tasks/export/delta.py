"""A snapshot as Delta Lake tables, one for each table (an extra: pip install parquetry[delta])."""

from __future__ import annotations

from pathlib import Path

import pyarrow.dataset as ds

from schemas.arrow import schema
from schemas.tables import TABLES
from tasks.publishing.snapshot import read_manifest


class NotInstalledError(RuntimeError):
    """What an export needs is not installed; the message says how to get it."""


def export_delta(snapshot: Path, target: str) -> dict[str, int]:
    """Write every table as ``<target>/<table>``; return the Delta version of each.

    `target` is a folder or an address that Delta Lake can write to. Each table gets one commit that
    replaces its rows and names the snapshot and run; a table whose newest commit is of this run
    already is left alone. Raises NotInstalledError without the package deltalake.
    """
    try:
        from deltalake import CommitProperties, DeltaTable, write_deltalake
    except ImportError:
        raise NotInstalledError("Delta Lake needs: pip install 'parquetry[delta]'") from None
    manifest = read_manifest(snapshot)
    told = {"parquetry.run_id": manifest["run_id"], "parquetry.snapshot": manifest["snapshot"]}
    versions = {}
    for name in TABLES:
        where = f"{target.rstrip('/')}/{name}"
        there = DeltaTable.is_deltatable(where)
        if not (there and _newest(DeltaTable(where)) == told["parquetry.run_id"]):
            rows = ds.dataset(snapshot / name, schema=schema(name), format="parquet")
            write_deltalake(
                where,
                rows.scanner().to_reader(),
                mode="overwrite",
                schema_mode="overwrite",
                commit_properties=CommitProperties(custom_metadata=told),
            )
        versions[name] = DeltaTable(where).version()
    return versions


def _newest(table: object) -> str | None:
    (commit, *_) = table.history(1)  # type: ignore[attr-defined]
    run: str | None = commit.get("parquetry.run_id")
    return run
