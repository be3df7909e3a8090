"""The last step: logs and manifest beside the checked tables, then one atomic change of pointer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from schemas.arrow import schema, told
from schemas.tables import SCHEMA_VERSION, TABLES
from tasks.publishing.bucket import Bucket, ChangedError, Seen, send
from tasks.publishing.folder import MANIFEST, announce, current, point
from tasks.publishing.logs import Counts
from tasks.publishing.parts import part_file
from tasks.publishing.snapshot import File, open_sql, sync_all, write_table, write_text
from tasks.staging import sync_folder
from tasks.validation.gate import Check


class RefusedError(RuntimeError):
    """The tables are not fit to be published; nothing was."""


class OvertakenError(RefusedError):
    """Another run has published meanwhile; nothing was published by this one."""


@dataclass(frozen=True, slots=True)
class Away:
    """Where readers look if not in the data folder, and what the pointer there was known by."""

    bucket: Bucket
    seen: Seen | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One run, as its snapshot will tell of it."""

    run_id: str
    started: datetime
    finished: datetime
    version: str
    settings: dict[str, Any]
    recipe: str
    judgements: str | None
    counts: Counts
    unchanged: int


def refuse_unfit(checks: Sequence[Check]) -> None:
    """Raise RefusedError, with the expectation and the rows, where a check failed."""
    failed = [check.told() for check in checks if not check.success]
    if failed:
        lines = "\n  ".join(failed)
        raise RefusedError(f"the gate is shut, nothing was published:\n  {lines}")


def publish(
    data: Path,
    assembled: Path,
    name: str,
    files: Sequence[File],
    work: Work,
    logs: Mapping[str, pa.Table],
    *,
    previous: Path | None,
    away: Away | None = None,
) -> Path:
    """Make the assembled folder the snapshot `name` and point readers at it; return its folder.

    Raises OvertakenError where readers do not see `previous`, on which the tables are founded. What
    is about to be published is noted first, so that `tasks.publishing.folder.recover` can tell a
    snapshot that no reader ever saw. With `away` it is sent there first, and `data` is a copy.
    """
    if current(data) != previous:
        raise OvertakenError("another snapshot was published meanwhile; run again")
    snapshot = data / "snapshots" / name
    where = away.bucket.of(name) if away else snapshot.as_posix()
    written = [*files]
    for table, rows in logs.items():
        written.append(write_table(assembled, table, part_file(0), rows))
    manifest = _manifest(name, written, work)
    write_text(assembled / MANIFEST, json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
    write_text(assembled / "open.sql", open_sql(where))
    sync_all(assembled)
    if away:
        _send(away, assembled, name)
    announce(data, name)
    assembled.rename(snapshot)
    sync_folder(snapshot.parent)
    point(data, snapshot)
    return snapshot


def _send(away: Away, assembled: Path, name: str) -> None:
    try:
        send(away.bucket, assembled, name, away.seen)
    except ChangedError as error:
        raise OvertakenError(f"{error}; run again, what is done is kept") from None


def _manifest(name: str, files: Sequence[File], work: Work) -> dict[str, Any]:
    tables = {}
    for table in TABLES:
        own = [file for file in files if file.path.startswith(f"{table}/")]
        tables[table] = {
            "rows": sum(file.rows for file in own),
            "columns": told(schema(table)),
            "files": [asdict(file) for file in own],
        }
    return {
        "snapshot": name,
        "run_id": work.run_id,
        "published_at": work.finished.isoformat(),
        "schema_version": SCHEMA_VERSION,
        "version": work.version,
        "recipe": work.recipe,
        "judgements": work.judgements,
        "settings": work.settings,
        "tables": tables,
    }
