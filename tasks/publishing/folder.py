"""The data folder: how a dataset lies on disk, who may write to it, what is current.

DATA/parquetry.json      says that the folder is ours, and in which format
DATA/current             link to the snapshot that readers see
DATA/snapshots/000001/   immutable: tables, manifest.json, open.sql
DATA/staging/            work in progress, outside of every snapshot
DATA/index/              what the next look at the whole corpus need not find again
DATA/lock                held by the one run that writes
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tasks.staging import remove, sweep, sync, sync_folder

MARKER = "parquetry.json"
MANIFEST = "manifest.json"  # in each snapshot
FORMAT = 1
OURS = {MARKER, "current", "snapshots", "staging", "index", "lock"}
ANNOUNCED = "publishing"
DAY = 24 * 60 * 60


class FolderError(ValueError):
    """The data folder cannot be used; the message says why and what to do."""


class BusyError(RuntimeError):
    """Another run is writing to the data folder."""


def prepare(data: Path) -> Path:
    """Make `data` a data folder unless it is one; return its absolute path.

    Raises FolderError where it is something else, or of a format that this version cannot read.
    """
    data = data.absolute().resolve()
    marker = data / MARKER
    try:
        if not marker.exists():
            _adopt(data, marker)
        found = json.loads(marker.read_text("utf-8"))["format"]
    except (OSError, ValueError, KeyError) as error:
        if isinstance(error, FolderError):
            raise
        raise FolderError(f"the data folder {data} cannot be used: {error}") from error
    if found != FORMAT:
        raise FolderError(f"{data} has format {found}, this version writes format {FORMAT}")
    for name in ("snapshots", "staging"):
        (data / name).mkdir(exist_ok=True)
    return data


def _adopt(data: Path, marker: Path) -> None:
    if data.exists() and not data.is_dir():
        raise FolderError(f"{data} is a file; name a folder with --data")
    data.mkdir(parents=True, exist_ok=True)
    names = {entry.name for entry in data.iterdir()} - OURS
    if strangers := sorted(name for name in names if not name.startswith(f"{MARKER}.")):
        raise FolderError(
            f"{data} is not a data folder of ours: it holds {', '.join(strangers[:3])}. "
            "Name an empty folder with --data"
        )
    aside = data / f"{MARKER}.{os.getpid()}"
    with aside.open("w", encoding="utf-8") as file:
        file.write(json.dumps({"format": FORMAT}) + "\n")
        file.flush()
        sync(file.fileno())
    aside.rename(marker)
    sync_folder(data)


@contextmanager
def locked(data: Path) -> Iterator[None]:
    """Hold the folder's lock; raise BusyError where another run does.

    The operating system frees the lock when its holder dies: it never goes stale.
    """
    with (data / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in (errno.EWOULDBLOCK, errno.EACCES):
                raise
            raise BusyError(f"another run is writing to {data}; wait for it to end") from None
        yield


def current(data: Path) -> Path | None:
    """Return the folder of the snapshot that readers see, None before the first.

    Raises FolderError where the pointer leads nowhere: a human took that snapshot away.
    """
    pointer = data / "current"
    if not pointer.is_symlink():
        return None
    try:
        # Strictly: else it would answer with its own path where a link cannot be read, and the
        # snapshot that is current would pass for one that is not.
        return pointer.resolve(strict=True)
    except FileNotFoundError:
        raise FolderError(f"{pointer} points to {pointer.readlink()}, which is not there") from None


def snapshots(data: Path) -> list[Path]:
    """Return the folders of all snapshots, oldest first."""
    folders = (data / "snapshots").iterdir()
    return sorted((one for one in folders if one.name.isdigit()), key=lambda one: int(one.name))


def next_name(data: Path) -> str:
    """Return the name of the snapshot to come: numbers without gaps in the order of publishing."""
    numbers = [int(snapshot.name) for snapshot in snapshots(data)]
    return f"{max(numbers, default=0) + 1:06d}"


def announce(data: Path, name: str) -> None:
    """Note that snapshot `name` is about to be published."""
    aside = data / "staging" / f"{ANNOUNCED}.{os.getpid()}"
    with aside.open("w", encoding="utf-8") as file:
        file.write(name)
        file.flush()
        sync(file.fileno())
    aside.rename(data / "staging" / ANNOUNCED)
    sync_folder(data / "staging")


def point(data: Path, snapshot: Path) -> None:
    """Make `snapshot` current: readers see the old one or the new one, never anything between."""
    aside = data / "staging" / f"current.{os.getpid()}"
    aside.unlink(missing_ok=True)
    # The link must read right from DATA, where it is renamed to.
    aside.symlink_to(Path("snapshots", snapshot.name))
    aside.replace(data / "current")
    sync_folder(data)
    (data / "staging" / ANNOUNCED).unlink(missing_ok=True)


def recover(data: Path) -> int:
    """Clear away what a killed run left; return how many things that were.

    A snapshot that was announced and is not current was never seen by a reader: it goes. One that
    was current once stays, also if a human has pointed readers back to an older one.
    """
    note = data / "staging" / ANNOUNCED
    orphans = sweep(data / "staging")
    if note.exists():
        now = current(data)
        orphan = data / "snapshots" / note.read_text("utf-8").strip()
        if orphan.is_dir() and orphan != now and orphan.parent == data / "snapshots":
            remove(orphan, aside=data / "staging")
            orphans += 1
        note.unlink()
    return orphans


def retire(data: Path, keep: int, days: int = 0) -> list[str]:
    """Remove snapshots beyond the newest `keep`, and those older than `days` (0: of any age).

    The current one is never removed. Returns the names of those that were.
    """
    now = current(data)
    newest_first = snapshots(data)[::-1]
    oldest = time.time() - days * DAY if days else 0.0
    old = [
        snapshot
        for place, snapshot in enumerate(newest_first)
        if snapshot != now and (place >= keep or snapshot.stat().st_mtime < oldest)
    ]
    for snapshot in old:
        remove(snapshot, aside=data / "staging")
    return [snapshot.name for snapshot in old]
