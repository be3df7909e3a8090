"""A reader that never stops: it resolves `current` once, reads all tables, and is strict."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq

from schemas.tables import TABLES
from tasks.publishing.folder import BusyError
from tasks.publishing.snapshot import read_manifest, table_files
from tests.chain import rows

BUSY, FAULT = 7, 9


def spawn(work: Callable[[], object]) -> int:
    """Do `work` in a forked process; return its id. It ends with `BUSY`, `FAULT` or 0."""
    child = os.fork()
    if child:
        return child
    code = FAULT
    try:
        work()
        code = 0
    except BusyError:
        code = BUSY
    finally:
        os._exit(code)


def ended(child: int) -> int:
    """Wait for a process; return its exit code, or minus the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


class Reader:
    """The near end of a process that reads DATA/current over and over."""

    def __init__(self, data: Path, told: Path) -> None:
        self._told = told
        self._child = spawn(lambda: read_for_ever(data, told))

    def stop(self) -> Counter[str]:
        """End it; return how many reads were good, and what else there was."""
        os.kill(self._child, signal.SIGTERM)
        ended(self._child)
        return Counter(self._told.read_text().splitlines() if self._told.exists() else ())


def read_for_ever(data: Path, told: Path) -> None:
    """Read and judge, again and again, until we are told to end."""
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    with told.open("a", buffering=1) as file:
        while True:
            snapshot = (data / "current").resolve()
            if not (data / "current").is_symlink():
                time.sleep(0.01)
                continue
            try:
                file.write("good\n" if consistent(snapshot) else "mixed\n")
            except Exception as error:
                gone = not snapshot.exists()  # older than what is kept: the reader was too slow
                file.write("" if gone else f"{type(error).__name__}\n")
            time.sleep(0.25)  # it shares the cores with what it watches


def consistent(snapshot: Path) -> bool:
    """Tell whether all tables can be read, have the manifest's rows and are of one run."""
    manifest = read_manifest(snapshot)
    for name in TABLES:
        found = sum(pq.read_table(file).num_rows for file in table_files(snapshot, name))
        if found != manifest["tables"][name]["rows"]:
            return False
    return {row["run_id"] for row in rows(snapshot, "sources")} == {manifest["run_id"]}
