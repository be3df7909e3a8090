"""What a look at the whole corpus has found, kept beside the snapshots so that the next is short.

DATA/index/<name>/<key>/ is an output folder like those of stages (`tasks.staging`): written aside,
synced and renamed, so whole or not there. Its key is the run_id of the snapshot that it belongs to,
which is a digest of the corpus and of the recipe, and a digest of what else decides it. It is read
only if every byte is as it was written. It is never needed: without it all is found again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from tasks.publishing.snapshot import read_manifest
from tasks.staging import digest, kept, read, remove, write


@dataclass(frozen=True, slots=True)
class Index:
    """Tables of one name, in `folder`; `version` is a digest of what decides them."""

    folder: Path
    version: str

    @classmethod
    def of(cls, work: Mapping[str, Any], name: str, *deciding: object) -> Index:
        """Return the index called `name` of the data folder that `work` is about."""
        return cls(home(work) / name, digest([*deciding]))

    def load(self, snapshot: Path | None) -> tuple[dict[str, pa.Table], dict[str, Any]] | None:
        """Return the tables that belong to a snapshot (mapped, not copied) and what was told.

        None unless they are there and as they were written.
        """
        if snapshot is None:
            return None
        folder = self._of(read_manifest(snapshot)["run_id"])
        found = kept(folder)
        if found is None:
            return None
        try:
            tables = {}
            for name, expected in found["sums"].items():
                with (folder / f"{name}.arrow").open("rb") as file:
                    if hashlib.file_digest(file, "sha256").hexdigest() != expected:
                        return None
                tables[name] = read(folder, name)
        except (OSError, pa.ArrowInvalid):
            return None
        return tables, found["told"]

    def save(self, run_id: str, tables: dict[str, pa.Table], told: Mapping[str, object]) -> None:
        """Keep the tables of the snapshot that is in the making, and what is `told` of them."""
        folder = self._of(run_id)
        sums = {name: _sum(table) for name, table in tables.items()}
        if folder.exists():
            remove(folder, aside=folder.parent)
        write(folder, tables, told={"told": told, "sums": sums})

    def _of(self, run_id: str) -> Path:
        return self.folder / f"{run_id}-{self.version}"


def home(work: Mapping[str, Any]) -> Path:
    """Return the folder of all indexes: beside that of the stages' outputs."""
    return Path(work["staging"]).parent / "index"


def keep_only(index: Path, run_id: str) -> None:
    """Remove what belongs to other snapshots, and what a killed run left half written."""
    for folder in sorted(index.glob("*/*")):
        if not folder.name.startswith(f"{run_id}-"):
            remove(folder, aside=folder.parent)


class _Sums:
    """A file that keeps nothing of what is written to it but the sum."""

    def __init__(self) -> None:
        self.sum = hashlib.sha256()
        self.closed = False

    def write(self, data: bytes) -> int:
        """Add to the sum."""
        self.sum.update(data)
        return len(data)

    def flush(self) -> None:
        """Do nothing: nothing waits."""

    def close(self) -> None:
        """End."""
        self.closed = True


def _sum(table: pa.Table) -> str:
    sums = _Sums()
    with pa.ipc.new_file(pa.PythonFile(sums, mode="w"), table.schema) as writer:
        writer.write_table(table)
    return sums.sum.hexdigest()
