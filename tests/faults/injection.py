"""Faults at every file-system call: the calls are counted first, then each is made to fail.

What is patched are the functions of `os` and `io` through which Python (pathlib, shutil and
pyarrow's writers on Python files too) reads or changes anything under one folder, and the ones by
which pyarrow opens files itself; a run is a forked process, so that a kill is one. Writes are
counted where they leave Python's buffers, as the kernel sees them.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import re
import signal
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pyarrow as pa
import pyarrow.parquet as pq

from tests.faults.power import Unsynced

CHANGES = ("mkdir", "rename", "replace", "unlink", "rmdir", "symlink", "link", "truncate", "fsync")
LOOKS = ("open", "stat", "lstat", "scandir", "listdir", "readlink")
PARQUET = ("ParquetFile", "read_metadata", "read_schema")
ERRORS = {"ENOSPC": errno.ENOSPC, "EIO": errno.EIO, "EACCES": errno.EACCES, "EROFS": errno.EROFS}
OF_CHANGES = ("kill", "power", *ERRORS)
OF_WRITES = (*OF_CHANGES, "torn", "short", "half")
OF_LOOKS = ("EIO", "EACCES")
FAILED, BUG = 3, 4


def faults_of(call: str) -> tuple[str, ...]:
    """Return what can befall a call, by its name (`Faults.calls`).

    kill: SIGKILL before it; power: that, and nothing stays that was not synced; an error of the
    kernel; of a write also torn: half of it, then SIGKILL; short: half of it, as `write` may;
    half: half of it, then a full disk. To look at something may fail.
    """
    kind = call.split()[0]
    if kind == "write":
        return OF_WRITES
    return OF_LOOKS if kind in (*LOOKS, *PARQUET, "read", "memory_map") else OF_CHANGES


class Faults:
    """Counts the calls that touch something under `folder`; the call `at` fails as `fault`.

    With the fault `full` the disk is full from the call `at` on.
    """

    def __init__(self, folder: Path, at: int = -1, fault: str = "kill") -> None:
        self.folder = str(folder)
        self.at = at
        self.fault = fault
        self.calls: list[str] = []
        self.unsynced = Unsynced(keep=fault == "power")

    def meet(self, what: str, path: object) -> bool:
        """Count a call and fail if it is its turn; True where it is to do only half of it."""
        # Without what differs from run to run: keys, process ids, numbers of open files.
        name = re.sub(r"[0-9a-f]{16,}|\.\d+$|^\d+$", "*", os.path.basename(str(path)))  # noqa: PTH119
        self.calls.append(f"{what} {name}")
        if self.fault == "full":
            self._fill(what, path)
            return False
        if len(self.calls) - 1 != self.at:
            return False
        if self.fault == "power":
            self.unsynced.lose()
        if self.fault in ("kill", "power"):
            os.kill(os.getpid(), signal.SIGKILL)
        if self.fault in ERRORS:
            raise _error(ERRORS[self.fault], path)
        return True

    def after_half(self, path: object) -> None:
        """What follows upon half a write."""
        if self.fault == "torn":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.fault == "half":
            raise _error(errno.ENOSPC, path)

    def _fill(self, what: str, path: object) -> None:
        """From `at` on the disk is full: nothing new is written, but things may be removed."""
        if len(self.calls) > self.at >= 0 and what in ("create", "write", "mkdir", "symlink"):
            raise _error(errno.ENOSPC, path)

    def mine(self, path: object) -> bool:
        """Whether a path (or open file) lies in the folder."""
        if isinstance(path, int):
            path = os.readlink(f"/proc/self/fd/{path}")  # noqa: PTH115
        if not isinstance(path, (str, os.PathLike)):
            return False
        return str(path).startswith(self.folder)


def _error(number: int, path: object) -> OSError:
    return OSError(number, os.strerror(number), str(path))


class _Raw(io.FileIO):
    """A file that is written to, below the buffers: each write is a call of the kernel's."""

    def __init__(self, path: Any, mode: str, faults: Faults) -> None:
        self.faults: Faults | None = None  # `close` of one that could not be opened
        super().__init__(path, mode)
        self.faults = faults
        faults.unsynced.written(self.fileno())

    def write(self, data: Any) -> int:
        """Write, or fail, or write half."""
        assert self.faults
        if self.faults.meet("write", self.name):
            done = super().write(memoryview(data)[: max(len(data) // 2, 1)])
            self.faults.after_half(self.name)
            return done or 0
        return super().write(data) or 0

    def close(self) -> None:
        """Close, and tell of an error that only now comes out."""
        opened = not self.closed and self.faults
        name = self.name if opened else ""
        super().close()
        if opened:
            opened.meet("close", name)


@contextmanager
def injected(faults: Faults) -> Iterator[None]:
    """Let calls go through `faults` while the block runs."""
    changed = [patch.object(os, name, _counted(name, faults)) for name in (*CHANGES, *LOOKS)]
    opened = _opened(io.open, faults)
    changed += [patch.object(io, "open", opened), patch.object(builtins, "open", opened)]
    changed += [patch.object(pq, name, _counted(name, faults, of=pq)) for name in PARQUET]
    changed.append(patch.object(pa, "memory_map", _counted("memory_map", faults, of=pa)))
    for one in changed:
        one.start()
    try:
        yield
    finally:
        for one in reversed(changed):
            one.stop()


def _counted(name: str, faults: Faults, of: Any = os) -> Callable[..., Any]:
    real = getattr(of, name)

    def call(path: Any = ".", *args: Any, **more: Any) -> Any:
        target = _target(name, path, args, more)
        if not faults.mine(target):
            return real(path, *args, **more)
        faults.meet(name, target)
        undo = faults.unsynced.before(name, path, target)
        done = real(path, *args, **more)
        faults.unsynced.done(name, target, undo)
        return done

    return call


def _target(name: str, path: Any, args: Any, more: Any) -> Any:
    """What a call touches: behind an open folder, or what comes into being."""
    if more.get("dir_fd") is not None:
        return os.path.join(os.readlink(f"/proc/self/fd/{more['dir_fd']}"), path)  # noqa: PTH115, PTH118
    return args[0] if name in ("symlink", "rename", "replace", "link") else path


def _opened(real: Callable[..., Any], faults: Faults) -> Callable[..., Any]:
    def call(path: Any, mode: str = "r", *args: Any, **more: Any) -> Any:
        if isinstance(path, int) or not faults.mine(path):
            return real(path, mode, *args, **more)
        if not set(mode) & set("wax+"):
            faults.meet("read", path)
            return real(path, mode, *args, **more)
        faults.meet("create", path)
        undo = faults.unsynced.before("create", path, path)
        raw = _Raw(path, mode.replace("b", "").replace("t", ""), faults)
        faults.unsynced.done("create", path, undo)
        file = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
        if "b" in mode:
            return file
        return io.TextIOWrapper(file, encoding=more.get("encoding", "utf-8"))

    return call


def forked(
    work: Callable[[], object], faults: Faults, *, told: tuple[type[BaseException], ...] = ()
) -> int:
    """Run `work` in a forked process with the faults; return its exit code (minus the signal).

    `FAILED` where it says that the machine refused: an OSError, or one of the types in `told`.
    """
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(status)
    code = 0
    try:
        with injected(faults):
            work()
    except BaseException as error:
        code = FAILED if isinstance(error, (OSError, *told)) else BUG
        if code == BUG:
            traceback.print_exc()
    finally:
        os._exit(code)
