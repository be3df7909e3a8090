"""Where a dataset is at home: in a folder, or behind an address with a working copy here.

A run reads all of the last snapshot and writes all of the next one, with renames and fsync, which
object stores lack. So for an address it works in a folder of its own (the setting `work`), which is
a data folder like any other and holds a copy of the current snapshot; what is in it may go at any
time. Publishing sends the finished snapshot to the address and replaces the pointer there. Workers
on other machines need that folder on a file system that all of them share, as they do the inputs.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from schemas.settings import Settings
from tasks.publishing import bucket as remote
from tasks.publishing.bucket import Bucket, is_address
from tasks.publishing.folder import (
    DAY,
    MANIFEST,
    FolderError,
    current,
    point,
    prepare,
    recover,
    retire,
    snapshots,
)
from tasks.publishing.snapshot import describe, read_manifest
from tasks.staging import UNFINISHED, remove


class NoSnapshotError(LookupError):
    """There is no such snapshot."""


def home_of(settings: Settings) -> Path:
    """Return the folder that a run works in: the data folder, or the working copy of an address.

    Raises FolderError where the dataset is something else, OSError where it cannot be reached.
    """
    if not is_address(settings.data):
        if "://" in settings.data:
            raise FolderError(f"{settings.data}: of addresses, those of {remote.SCHEME} are known")
        return prepare(Path(settings.data))
    bucket = remote.opened(settings.data)
    remote.adopt(bucket)
    name = bucket.address.removeprefix(remote.SCHEME).split("/")[0]
    told = hashlib.sha256(bucket.address.encode()).hexdigest()[:8]
    return prepare(settings.work / f"{name}-{told}")


def catch_up(home: Path, settings: Settings) -> dict[str, Any]:
    """Clear away what a killed run left, and have in `home` the snapshot that readers see.

    Returns what the run must know to publish: ``seen``, by which the pointer is known.
    """
    recover(home)
    if not is_address(settings.data):
        return {"seen": None}
    bucket = remote.opened(settings.data)
    pointed = remote.pointed(bucket)
    if pointed is None:
        (home / "current").unlink(missing_ok=True)  # of a dataset that is no more
        name, seen = "", None
    else:
        name, seen = pointed[0], dict(pointed[1])
        _copy(bucket, name, home)
    for old in snapshots(home):
        if old.name != name:
            remove(old, aside=home / "staging")
    return {"seen": seen}


def retire_old(home: Path, settings: Settings, *, keep: int = 0) -> list[str]:
    """Remove snapshots that need not be kept (all but `keep`, if given); return their names."""
    keep, days = keep or settings.keep_snapshots, settings.keep_days
    if not is_address(settings.data):
        return retire(home, keep, days)
    oldest = time.time() - days * DAY if days else 0.0
    return remote.retire(remote.opened(settings.data), keep, oldest)


@contextmanager
def published(home: Path, settings: Settings) -> Iterator[Path | None]:
    """Give the folder of the current snapshot to read from, None before the first."""
    if not is_address(settings.data):
        yield current(home)
        return
    if remote.pointed(remote.opened(settings.data)) is None:
        yield None
        return
    with snapshot_at(settings.data) as snapshot:
        yield snapshot


@contextmanager
def snapshot_at(data: str, name: str = "") -> Iterator[Path]:
    """Give the folder of a snapshot (by number, by its place, or the current one) to read from.

    That of an address is fetched, and goes with the block. Raises NoSnapshotError.
    """
    if not is_address(data):
        yield _local(Path(data), name)
        return
    bucket = remote.opened(data)
    name = _named(bucket, name)
    with tempfile.TemporaryDirectory(prefix="parquetry-") as folder:
        target = Path(folder, name)
        remote.fetch(bucket, name, target)
        yield target


def manifest_at(data: str, name: str = "") -> tuple[str, dict[str, Any]]:
    """Return where a snapshot lies, and its manifest. Raises NoSnapshotError."""
    if not is_address(data):
        folder = _local(Path(data), name)
        return str(folder), read_manifest(folder)
    bucket = remote.opened(data)
    name = _named(bucket, name)
    found: dict[str, Any] = json.loads(remote.manifest_of(bucket, name))
    return bucket.of(name), found


def address_of(data: str, here: Path) -> str:
    """Return where readers find what lies in the folder `here`: the data, or a snapshot of it."""
    if not is_address(data):
        return str(here)
    address = data.rstrip("/")
    return f"{address}/snapshots/{here.name}" if here.parent.name == "snapshots" else address


def _local(data: Path, name: str) -> Path:
    candidates = [data / "snapshots" / name.zfill(6), Path(name)] if name else [data / "current"]
    for folder in candidates:
        if (folder / MANIFEST).is_file():
            return folder.resolve()
    raise NoSnapshotError(f"there is no snapshot {name or 'yet'} in {data}")


def _named(bucket: Bucket, name: str) -> str:
    """The name of a snapshot there is: by number, by its address, or the current one."""
    name = name.removeprefix(bucket.of("")).strip("/")
    if not name:
        pointed = remote.pointed(bucket)
        if pointed is None:
            raise NoSnapshotError(f"there is no snapshot yet in {bucket.address}")
        return pointed[0]
    if name.zfill(6) not in remote.names(bucket):
        raise NoSnapshotError(f"there is no snapshot {name} in {bucket.address}")
    return name.zfill(6)


def _copy(bucket: Bucket, name: str, home: Path) -> None:
    """Have the snapshot in `home` and current there, whole: every file is as its manifest says."""
    here = home / "snapshots" / name
    manifest = remote.manifest_of(bucket, name)
    if not (here / MANIFEST).is_file() or (here / MANIFEST).read_bytes() != manifest:
        aside = home / "staging" / f"{UNFINISHED}{uuid.uuid4().hex}"
        remote.fetch(bucket, name, aside)
        _refuse_damaged(bucket.of(name), aside, json.loads(manifest))
        if here.exists():
            remove(here, aside=home / "staging")
        aside.rename(here)
    if (home / "current").resolve() != here:
        point(home, here)


def _refuse_damaged(address: str, snapshot: Path, manifest: dict[str, Any]) -> None:
    for table in manifest["tables"].values():
        for told in table["files"]:
            path = snapshot / told["path"]
            if not path.is_file() or describe(snapshot, path, 0).sha256 != told["sha256"]:
                raise FolderError(f"{address}/{told['path']} is not as it was published")
