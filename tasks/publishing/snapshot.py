"""Writing and reading the files of a snapshot."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from schemas.arrow import hold, schema
from schemas.tables import TABLES
from tasks.parquet import read_file
from tasks.publishing.folder import MANIFEST
from tasks.staging import files_of, sync, sync_folder

ROW_GROUP = 65_536


@dataclass(frozen=True, slots=True)
class File:
    """One file of a table: its path in the snapshot, rows, size and sha256."""

    path: str
    rows: int
    bytes: int
    sha256: str


class Hashed:
    """A file for pyarrow to write to that adds up the hash of what is written."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self.digest = hashlib.sha256()

    def write(self, data: Any) -> int:
        """Write bytes; return how many."""
        self.digest.update(data)
        return self._target.write(data)

    def __getattr__(self, name: str) -> Any:
        """All else is the file's own."""
        return getattr(self._target, name)


def write_table(snapshot: Path, name: str, file: str, rows: pa.Table) -> File:
    """Write `rows` as ``<snapshot>/<name>/<file>``, synced; return what was written.

    Raises SchemaError where they do not have the declared columns.
    """
    hold(rows, schema(name))
    folder = snapshot / name
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / file
    with path.open("wb") as target:
        hashed = Hashed(target)
        pq.write_table(rows, hashed, compression="zstd", row_group_size=ROW_GROUP)
        target.flush()
        sync(target.fileno())
        where = path.relative_to(snapshot).as_posix()
        return File(
            path=where, rows=rows.num_rows, bytes=target.tell(), sha256=hashed.digest.hexdigest()
        )


def describe(snapshot: Path, path: Path, rows: int) -> File:
    """Return what the manifest says of a file."""
    with path.open("rb") as source:
        checksum = hashlib.file_digest(source, "sha256").hexdigest()
    where = path.relative_to(snapshot).as_posix()
    return File(path=where, rows=rows, bytes=path.stat().st_size, sha256=checksum)


def table_files(snapshot: Path, name: str) -> list[Path]:
    """Return the table's files, in order."""
    folder = snapshot / name
    return files_of(folder, ".parquet") if folder.exists() else []


def read_table(snapshot: Path, name: str, columns: list[str] | None = None) -> Iterator[pa.Table]:
    """Yield the table's files, one at a time and in order."""
    for path in table_files(snapshot, name):
        yield read_file(path, columns)


def read_manifest(snapshot: Path) -> dict[str, Any]:
    """Return the manifest of a snapshot."""
    found: dict[str, Any] = json.loads((snapshot / MANIFEST).read_text("utf-8"))
    return found


def write_text(path: Path, text: str) -> None:
    """Write a small text file, synced."""
    with path.open("w", encoding="utf-8") as target:
        target.write(text)
        target.flush()
        sync(target.fileno())


def sync_all(snapshot: Path) -> None:
    """Force the entries of the snapshot's folders to the disk."""
    for folder in (*(path for path in snapshot.iterdir() if path.is_dir()), snapshot):
        sync_folder(folder)


def open_sql(snapshot: str) -> str:
    """Return DuckDB statements that make one view for each table, pinned to this snapshot.

    `snapshot` is its folder or address.
    """
    where = snapshot.replace("'", "''")
    views = [
        f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM read_parquet('{where}/{name}/*.parquet');"
        for name in TABLES
    ]
    head = [f"-- Views over snapshot {snapshot.rsplit('/', 1)[-1]}. In DuckDB: .read open.sql"]
    if "://" in snapshot:
        head.append("-- Before that: CREATE SECRET (TYPE s3, PROVIDER credential_chain);")
    return "\n".join([*head, *views, ""])
