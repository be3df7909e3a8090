"""Running stages over files: each output is kept under the hash of all that decides it.

An output is a folder ``<staging>/<stage>/<key>/`` of Arrow files, written aside, synced and then
renamed: it is there whole or not at all. What is there already is not made again, so a run that
was killed is continued by the next one, whatever Prefect believes of it.
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import shutil
import sys
import time
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.ipc

from schemas.settings import Settings
from tasks.stage import Stage, Tables

PEAK_UNIT = 1 if sys.platform == "darwin" else 1024
UNFINISHED = ".unfinished-"


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


def run_stage(
    stage: Stage,
    *,
    batch: int,
    staging: Path,
    upstream: Mapping[str, str],
    settings: Settings,
) -> StageRun:
    """Run `stage` on one batch unless its output is there; return what was done.

    `upstream` maps the folder names of the stages before it to their outputs.
    """
    folder = staging / stage.folder / key_of(stage, upstream, settings)
    if folder.exists():
        told = json.loads((folder / "run.json").read_text("utf-8"))
        return StageRun(**{**told, "batch": batch, "folder": str(folder), "reused": True})
    started = time.perf_counter()
    inputs = {name: read(Path(upstream[name.split("/")[0]]), name) for name in stage.reads}
    outputs = stage.run(inputs, settings)
    counted = next(iter(inputs.values())).num_rows if inputs else 0
    done = StageRun(
        stage=stage.name,
        version=stage.version,
        batch=batch,
        folder=str(folder),
        rows_in=counted,
        rows_out=next(iter(outputs.values())).num_rows,
        rejected=outputs["rejects"].num_rows if "rejects" in outputs else 0,
        seconds=round(time.perf_counter() - started, 6),
        peak_bytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * PEAK_UNIT,
        reused=False,
    )
    write(folder, outputs, told=asdict(done))
    return done


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
        return pa.ipc.open_file(source).read_all()


def write(folder: Path, tables: Tables, *, told: Mapping[str, object]) -> Path:
    """Write an output folder: aside, synced, then renamed into place; return it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = folder.parent / f"{UNFINISHED}{uuid.uuid4().hex}"
    aside.mkdir()
    for name, table in tables.items():
        with (aside / f"{name}.arrow").open("wb") as file:
            with pa.ipc.new_file(file, table.schema) as writer:
                writer.write_table(table)
            sync(file.fileno())
    with (aside / "run.json").open("w", encoding="utf-8") as text:
        json.dump(told, text)
        text.flush()
        sync(text.fileno())
    try:
        aside.rename(folder)
    except OSError:
        if not folder.exists():
            raise
        shutil.rmtree(aside)  # another worker made the same output first
    sync_folder(folder.parent)
    return folder


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
    shutil.rmtree(folder, ignore_errors=True)
    return write(folder, tables, told={})


def sweep(staging: Path) -> int:
    """Remove what a killed run left half written; return how many folders that were."""
    orphans = list(staging.glob(f"*/{UNFINISHED}*"))
    for orphan in orphans:
        shutil.rmtree(orphan)
    return len(orphans)


def clear(staging: Path) -> None:
    """Remove all outputs: what they held is published."""
    for folder in staging.iterdir():
        if folder.is_dir():
            shutil.rmtree(folder)
        else:
            folder.unlink()
