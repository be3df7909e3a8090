"""A fault at any file-system call leaves the old or the new snapshot whole; the next run converges.

`make faults` goes through every call with every fault, the tests through the product in strides.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.injection import Faults, injected
from tests.faults.product import FAST, Setting, cases, tried

STRIDE = 97
EVENTS = {
    "os.mkdir": "mkdir",
    "os.rename": "rename",
    "os.remove": "unlink",
    "os.rmdir": "rmdir",
    "os.symlink": "symlink",
    "os.link": "link",
    "os.truncate": "truncate",
}


@pytest.fixture(scope="module")
def setting() -> Iterator[Setting]:
    with tempfile.TemporaryDirectory(dir=FAST if FAST.is_dir() else None) as home:
        yield Setting(Path(home))


def test_the_harness_finds_every_call_that_changes_something(setting: Setting) -> None:
    setting.restore()
    reader, writer = os.pipe()
    if not os.fork():  # a hook stays for ever: in a process of its own
        told = "failed"
        try:
            told = repr(_told_by_the_interpreter(setting))
        finally:
            os.write(writer, told.encode())
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as answer:
        told = answer.read()
    os.wait()
    counted = Counter(call.split()[0] for call in setting.counter.calls)
    counted["rename"] += counted.pop("replace")
    changes = {name: counted[name] for name in ("create", *EVENTS.values()) if counted[name]}
    assert told == repr(sorted(changes.items()))
    assert counted["fsync"] >= counted["create"]  # every file, and folders too
    assert counted["write"] >= counted["create"] - 1  # the lock is empty
    assert setting.old != setting.new


def _told_by_the_interpreter(setting: Setting) -> list[tuple[str, int]]:
    """What CPython's audit events say of the same run: another witness than our patches."""
    seen: Counter[str] = Counter()
    inside = str(setting.work)

    def hook(event: str, args: tuple[object, ...]) -> None:
        if event == "open" and str(args[0]).startswith(inside):
            flags = args[2] if isinstance(args[2], int) else 0
            seen["create"] += bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
        elif event in EVENTS:
            seen[EVENTS[event]] += _within(inside, event, args)

    sys.addaudithook(hook)
    with injected(Faults(setting.work)):
        setting.run()
    return sorted((name, number) for name, number in seen.items() if number)


def _within(inside: str, event: str, args: tuple[object, ...]) -> bool:
    path = str(args[1] if event in ("os.rename", "os.symlink", "os.link") else args[0])
    folder = args[-1]
    if isinstance(folder, int) and folder >= 0 and not path.startswith("/"):
        path = f"{os.readlink(f'/proc/self/fd/{folder}')}/{path}"  # noqa: PTH115
    return path.startswith(inside)


def test_any_fault_leaves_a_whole_snapshot_and_the_next_run_converges(setting: Setting) -> None:
    seen: Counter[str] = Counter()
    for at, fault in cases(setting.counter.calls, STRIDE):
        found = tried(setting, at, fault)
        assert not found.wrong, f"{fault} at call {at}, {found.call}: {found.wrong}"
        seen[found.snapshot] += 1
        seen["killed"] += found.code == -9
        seen["told"] += found.code == 3
    assert min(seen[what] for what in ("old", "new", "killed", "told")) > 0
