"""What a power cut takes away: all that was not synced when it came.

A file keeps what was in it at its last fsync, here: nothing. A name that was made or moved stays
only where its folder was synced since. (A kernel may have written either; that both may be is
what the faults `kill` and `power` stand for.)
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress

Undo = Callable[[], object]
NAMES = ("rename", "unlink", "symlink", "ftruncate", "dup", "lstat", "readlink")
REAL = {name: getattr(os, name) for name in NAMES}  # not those that are patched meanwhile


class Unsynced:
    """Files written and names made since they, or their folders, were synced last."""

    def __init__(self, *, keep: bool) -> None:
        self._keep = keep
        self._files: dict[tuple[int, int], int] = {}
        self._names: list[tuple[str, Undo]] = []

    def written(self, descriptor: int) -> None:
        """A file was opened to be written to."""
        if self._keep:
            self._files.setdefault(_identity(descriptor), REAL["dup"](descriptor))

    def before(self, call: str, path: object, target: object) -> Undo | None:
        """Return what takes back the call that is to come, if it makes a name."""
        if not self._keep:
            return None
        here, there = str(path), str(target)
        if call == "create":
            return None if _there(there) else lambda: REAL["unlink"](there)
        if call == "mkdir":
            return lambda: shutil.rmtree(there)
        if call == "symlink":
            return lambda: REAL["unlink"](there)
        if call in ("rename", "replace"):
            return _moved_back(here, there)
        return None

    def done(self, call: str, target: object, undo: Undo | None) -> None:
        """A call was made: remember how to take it back, or that it need not be any more."""
        if not self._keep:
            return
        if undo is not None:
            self._names.append((os.path.dirname(str(target)), undo))  # noqa: PTH120
        if call == "fsync" and isinstance(target, int):
            folder = REAL["readlink"](f"/proc/self/fd/{target}")
            self._names = [one for one in self._names if one[0] != folder]
            self._files.pop(_identity(target), None)

    def lose(self) -> None:
        """The power is cut."""
        for descriptor in self._files.values():
            REAL["ftruncate"](descriptor, 0)
        for _, undo in reversed(self._names):
            with suppress(OSError):  # it was removed meanwhile
                undo()


def _moved_back(here: str, there: str) -> Undo:
    old = None
    with suppress(OSError):  # it was no link, or nothing
        old = REAL["readlink"](there)

    def back() -> None:
        REAL["rename"](there, here)
        if old is not None:
            REAL["symlink"](old, there)

    return back


def _there(path: str) -> bool:
    with suppress(OSError):
        REAL["lstat"](path)
        return True
    return False


def _identity(descriptor: int) -> tuple[int, int]:
    found = os.fstat(descriptor)
    return found.st_dev, found.st_ino
