"""Faults at every file-system call: the calls are counted first, then each is made to fail.

What is patched are the functions of `os` and `io` through which Python (pathlib, shutil and
pyarrow's writers on Python files too) changes anything under one folder; a run is a forked
process, so that a kill is one.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import signal
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

CALLS = ("mkdir", "rename", "replace", "unlink", "rmdir", "symlink", "fsync")
ERRORS = {"ENOSPC": errno.ENOSPC, "EIO": errno.EIO, "EACCES": errno.EACCES, "EROFS": errno.EROFS}
FAULTS = ("kill", *ERRORS, "short")
FAILED = 3


class Faults:
    """Counts the calls that change something under `folder`; the call `at` fails as `fault`."""

    def __init__(self, folder: Path, at: int = -1, fault: str = "kill") -> None:
        self.folder = str(folder)
        self.at = at
        self.fault = fault
        self.calls: list[str] = []

    def meet(self, what: str, path: object, partly: Callable[[], object] | None = None) -> None:
        """Count a call and fail if it is its turn; `partly` does half of it first."""
        self.calls.append(f"{what} {os.path.basename(str(path))}")  # noqa: PTH119
        if self.fault == "full":
            self._fill(what, path)
            return
        if len(self.calls) - 1 != self.at:
            return
        if self.fault == "short" and partly:
            partly()
        if self.fault == "kill":
            if partly:
                partly()
            os.kill(os.getpid(), signal.SIGKILL)
        number = ERRORS.get(self.fault, errno.EIO)
        raise OSError(number, os.strerror(number), str(path))

    def _fill(self, what: str, path: object) -> None:
        """From `at` on the disk is full: nothing new is written, but things may be removed."""
        if len(self.calls) > self.at >= 0 and what in ("open", "write", "mkdir", "symlink"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    def mine(self, path: object) -> bool:
        """Whether a path (or open file) lies in the folder."""
        if isinstance(path, int):
            path = os.readlink(f"/proc/self/fd/{path}")  # noqa: PTH115
        return str(path).startswith(self.folder)


class _Written:
    """A file that is written to, each write a call."""

    def __init__(self, file: Any, path: object, faults: Faults) -> None:
        self._file, self._path, self._faults = file, path, faults

    def write(self, data: Any) -> Any:
        half = (
            data[: len(data) // 2] if isinstance(data, str) else memoryview(data)[: len(data) // 2]
        )

        def partly() -> None:
            self._file.write(half)
            self._file.flush()

        self._faults.meet("write", self._path, partly)
        return self._file.write(data)

    def __enter__(self) -> _Written:
        return self

    def __exit__(self, *problem: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


@contextmanager
def injected(faults: Faults) -> Iterator[None]:
    """Let calls go through `faults` while the block runs."""
    changed = [patch.object(os, name, _counted(name, faults)) for name in CALLS]
    opened = _opened(io.open, faults)
    changed += [patch.object(io, "open", opened), patch.object(builtins, "open", opened)]
    for one in changed:
        one.start()
    try:
        yield
    finally:
        for one in reversed(changed):
            one.stop()


def _counted(name: str, faults: Faults) -> Callable[..., Any]:
    real = getattr(os, name)

    def call(path: Any, *args: Any, **more: Any) -> Any:
        target = args[0] if name == "symlink" else path
        if "dir_fd" in more and more["dir_fd"] is not None:
            target = os.path.join(os.readlink(f"/proc/self/fd/{more['dir_fd']}"), path)  # noqa: PTH115, PTH118
        if faults.mine(target):
            faults.meet(name, target)
        return real(path, *args, **more)

    return call


def _opened(real: Callable[..., Any], faults: Faults) -> Callable[..., Any]:
    def call(path: Any, mode: str = "r", *args: Any, **more: Any) -> Any:
        writes = not isinstance(path, int) and set(mode) & set("wax+")
        if not writes or not faults.mine(path):
            return real(path, mode, *args, **more)
        faults.meet("open", path)
        return _Written(real(path, mode, *args, **more), path, faults)

    return call


def forked(work: Callable[[], object], faults: Faults) -> int:
    """Run `work` in a forked process with the faults; return its exit code (minus the signal)."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(status)
    code = 0
    try:
        with injected(faults):
            work()
    except OSError:
        code = FAILED
    except BaseException:
        traceback.print_exc()
        code = FAILED + 1
    finally:
        os._exit(code)
