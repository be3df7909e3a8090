"""A fault at any file-system call leaves the old or the new snapshot whole; the next run converges.

`make torture` goes through every call with every fault (PARQUETRY_FAULTS=all), the tests through
every call with a kill or another fault in turn, in strides.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tasks.publishing.folder import current
from tasks.publishing.verify import verify
from tests.chain import fingerprint, now, process
from tests.faults.injection import FAULTS, Faults, forked, injected
from tests.light import LIGHT

ALL = os.environ.get("PARQUETRY_FAULTS") == "all"
STRIDE = 1 if ALL else 29
FAST = Path("/dev/shm")


class Setting:
    """A folder with one snapshot and new documents; what the next run does is disturbed."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.inputs = home / "in"
        self.inputs.mkdir()
        for number in range(4):
            self._write(f"{number}.txt", f"Anna met Bruno {number}.")
        self.work = home / "work"
        process([self.inputs], self.work, stages=LIGHT, batch_size=2)
        self._write("2.txt", "Carla wrote another text.")
        self._write("5.txt", "Dora is new.")
        self._write("6.txt", "Dora is new.")
        shutil.copytree(self.work, home / "before", symlinks=True)
        self.old = fingerprint(now(self.work))
        self.counter = Faults(self.work)
        with injected(self.counter):
            self.run()
        self.new = fingerprint(now(self.work))

    def _write(self, name: str, text: str) -> None:
        (self.inputs / name).write_text(text)

    def restore(self) -> None:
        shutil.rmtree(self.work)
        shutil.copytree(self.home / "before", self.work, symlinks=True)

    def run(self) -> None:
        process([self.inputs], self.work, stages=LIGHT, batch_size=2, keep_snapshots=1)


@pytest.fixture(scope="module")
def setting() -> Iterator[Setting]:
    with tempfile.TemporaryDirectory(dir=FAST if FAST.is_dir() else None) as home:
        yield Setting(Path(home))


def cases(calls: int) -> Iterator[tuple[int, str]]:
    if ALL:
        yield from ((at, fault) for at in range(calls) for fault in FAULTS)
        return
    for at in range(0, calls, STRIDE):
        yield at, "kill"
        yield at, FAULTS[1 + at // STRIDE % (len(FAULTS) - 1)]


def test_the_harness_finds_the_calls(setting: Setting) -> None:
    kinds = Counter(call.split()[0] for call in setting.counter.calls)
    assert set(kinds) >= {
        "open",
        "write",
        "fsync",
        "mkdir",
        "rename",
        "replace",
        "symlink",
        "rmdir",
    }
    assert len(setting.counter.calls) > 200
    assert any("manifest.json" in call for call in setting.counter.calls)
    assert any("parquet" in call for call in setting.counter.calls)
    assert setting.old != setting.new


def test_any_fault_leaves_a_whole_snapshot_and_the_next_run_converges(setting: Setting) -> None:
    met: Counter[str] = Counter()
    for at, fault in cases(len(setting.counter.calls)):
        setting.restore()
        told = f"{fault} at call {at}: {setting.counter.calls[at]}"
        code = forked(setting.run, Faults(setting.work, at, fault))
        assert code in (-9, 0, 3), told
        snapshot = current(setting.work)
        assert snapshot is not None, told
        found = fingerprint(snapshot)
        assert found in (setting.old, setting.new), told
        assert list(verify(snapshot)) == [], told
        met["new" if found == setting.new else "old"] += 1
        setting.run()
        assert fingerprint(now(setting.work)) == setting.new, told
        left = sorted(path.name for path in (setting.work / "snapshots").iterdir())
        assert left == ["000002"], (told, left)
        assert list((setting.work / "staging").iterdir()) == [], told
    assert min(met["old"], met["new"]) > 0
