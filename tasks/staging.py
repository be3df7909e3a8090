"""The outputs of stages on disk: each is kept under the hash of all that decides it.

An output is a folder ``<staging>/<stage>/<key>/`` of Arrow files, written aside, synced and then
renamed: it is there whole or not at all. What is there already is not made again, so a run that
was killed is continued by the next one, whatever Prefect believes of it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.ipc

from schemas.settings import Settings
from tasks.stage import Stage, Tables

UNFINISHED = ".unfinished-"
RUN = "run.json"
UNTHREADED = pa.ipc.IpcReadOptions(use_threads=False)  # nothing is copied: no work to share


@dataclass(frozen=True, slots=True)
class StageRun:
    """What a stage did with a batch, and the folder where its tables lie."""

    stage: str
    version: str
    batch: int
    folder: str
    rows_in: int
    rows_out: int
    rejected: int
    seconds: float
    peak_bytes: int
    reused: bool


def kept(folder: Path) -> dict[str, Any] | None:
    """Return what was told of an output, None where there is none that is whole.

    One that was damaged since (by a disk, by hand) is put aside, so that it is made again.
    """
    if not folder.exists():
        return None
    try:
        told: dict[str, Any] = json.loads((folder / RUN).read_text("utf-8"))
        if all((folder / name).stat().st_size == size for name, size in told["files"].items()):
            return dict(told["told"])
    except (OSError, ValueError, KeyError):
        pass
    remove(folder, aside=folder.parent.parent)
    return None


def key_of(stage: Stage, upstream: Mapping[str, str], settings: Settings) -> str:
    """Return the name of the output: the hash of inputs, version and settings (32 hex digits).

    The inputs' own folder names are such hashes, so the whole history is in it.
    """
    needed = sorted({name.split("/")[0] for name in stage.reads})
    chosen = settings.model_dump(mode="json", include=set(stage.settings))
    parts = [stage.folder, stage.version, chosen, [Path(upstream[name]).name for name in needed]]
    return digest(parts)


def digest(value: object) -> str:
    """Return 32 hex digits that stand for a JSON value."""
    canonical = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:32]


def read(folder: Path, name: str) -> pa.Table:
    """Return the table ``stage/table`` of an output folder, mapped and not copied into memory."""
    with pa.memory_map(str(folder / f"{name.split('/')[-1]}.arrow")) as source:
        return pa.ipc.open_file(source, options=UNTHREADED).read_all()


def write(folder: Path, tables: Tables, *, told: Mapping[str, object]) -> Path:
    """Write an output folder: aside, synced, then renamed into place; return it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = folder.parent / f"{UNFINISHED}{uuid.uuid4().hex}"
    try:
        _fill(aside, tables, told)
        try:
            aside.rename(folder)
        except OSError:
            if not folder.exists():
                raise
            shutil.rmtree(aside)  # another worker made the same output first
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)  # a full disk must not stay full of it
        raise
    sync_folder(folder.parent)
    return folder


def _fill(aside: Path, tables: Tables, told: Mapping[str, object]) -> None:
    aside.mkdir()
    sizes = {}
    for name, table in tables.items():
        with (aside / f"{name}.arrow").open("wb") as file:
            with pa.ipc.new_file(file, table.schema) as writer:
                writer.write_table(table)
            file.flush()
            sync(file.fileno())
            sizes[f"{name}.arrow"] = file.tell()
    with (aside / RUN).open("w", encoding="utf-8") as text:
        text.write(json.dumps({"told": told, "files": sizes}))
        text.flush()
        sync(text.fileno())
    sync_folder(aside)


def sync(descriptor: int) -> None:
    """Force a file's bytes to the disk."""
    os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Force a folder's entries to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace(folder: Path, tables: Tables) -> Path:
    """Write an output folder of the whole corpus, in place of one that an earlier run left."""
    if folder.exists():
        remove(folder, aside=folder.parent)
    return write(folder, tables, told={})


def remove(folder: Path, *, aside: Path) -> None:
    """Remove a folder: first out of sight, at once, so that nobody ever finds half of it."""
    doomed = aside / f"{UNFINISHED}{uuid.uuid4().hex}"
    folder.rename(doomed)
    shutil.rmtree(doomed)


def sweep(staging: Path) -> int:
    """Remove what a killed run left half written; return how many folders that were."""
    folders = [staging, *(one for one in staging.iterdir() if one.is_dir())]
    orphans = [one for folder in folders for one in folder.iterdir() if _unfinished(one)]
    for orphan in orphans:
        shutil.rmtree(orphan)
    return len(orphans)


def _unfinished(path: Path) -> bool:
    return path.name.startswith(UNFINISHED)


def files_of(folder: Path, suffix: str) -> list[Path]:
    """Return the files of a folder whose names end in `suffix`, in order.

    Raises OSError where the folder cannot be read: `Path.glob` leaves out in silence what it may
    not look at, and rows would be missing.
    """
    return sorted(path for path in folder.iterdir() if path.suffix == suffix)


def clear(staging: Path) -> None:
    """Remove all outputs: what they held is published."""
    for folder in staging.iterdir():
        if folder.is_dir():
            remove(folder, aside=staging)
        else:
            folder.unlink(missing_ok=True)
