"""The data folder: how a dataset lies on disk, who may write to it, what is current.

DATA/parquetry.json      says that the folder is ours, and in which format
DATA/current             link to the snapshot that readers see
DATA/snapshots/000001/   immutable: tables, manifest.json, open.sql
DATA/staging/            work in progress, outside of every snapshot
DATA/lock                held by the one run that writes
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tasks.staging import sync_folder

MARKER = "parquetry.json"
FORMAT = 1
OURS = {MARKER, "current", "snapshots", "staging", "lock"}


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
    if strangers := sorted({entry.name for entry in data.iterdir()} - OURS):
        raise FolderError(
            f"{data} is not a data folder of ours: it holds {', '.join(strangers[:3])}. "
            "Name an empty folder with --data"
        )
    aside = marker.with_suffix(f".{os.getpid()}")
    aside.write_text(json.dumps({"format": FORMAT}) + "\n", "utf-8")
    aside.rename(marker)


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
    """Return the folder of the snapshot that readers see, None before the first."""
    pointer = data / "current"
    return pointer.resolve() if pointer.is_symlink() else None


def next_name(data: Path) -> str:
    """Return the name of the snapshot to come: numbers without gaps in the order of publishing."""
    numbers = [int(name.name) for name in (data / "snapshots").iterdir() if name.name.isdigit()]
    return f"{max(numbers, default=0) + 1:06d}"


def point(data: Path, snapshot: Path) -> None:
    """Make `snapshot` current: readers see the old one or the new one, never anything between."""
    aside = data / "staging" / f"current.{os.getpid()}"
    aside.unlink(missing_ok=True)
    # The link must read right from DATA, where it is renamed to.
    aside.symlink_to(Path("snapshots", snapshot.name))
    aside.replace(data / "current")
    sync_folder(data)


def retire(data: Path, keep: int) -> list[str]:
    """Remove all but the newest `keep` snapshots, never the current one; return their names."""
    names = sorted(path.name for path in (data / "snapshots").iterdir() if path.name.isdigit())
    now = current(data)
    old = [name for name in names[:-keep] if now is None or name != now.name]
    for name in old:
        shutil.rmtree(data / "snapshots" / name)
    return old
