"""`make faults`: every file-system call of a run times every fault that can befall it.

A small dataset gets some new documents; what that run does in the data folder is counted, call by
call, and then done again once for each call and fault. Every case must end with the old or the new
snapshot, whole and verified, and the next run must make the bytes of an undisturbed run and leave
nothing behind. Prints a table of what was tried, and exits with 1 if anything was found.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tasks.publishing.folder import FolderError, current
from tasks.publishing.verify import verify
from tests.chain import fingerprint, now, process
from tests.faults.injection import BUG, Faults, faults_of, forked, injected
from tests.light import LIGHT

FAST = Path("/dev/shm")


class Setting:
    """A folder with one snapshot and new documents; what the next run does is disturbed."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.inputs = home / "in"
        self.inputs.mkdir()
        for number in range(3):
            self._write(f"{number}.txt", f"Anna met Bruno {number}.")
        self.work = home / "work"
        process([self.inputs], self.work, stages=LIGHT)
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
        """Put the folder back to before the run."""
        shutil.rmtree(self.work)
        shutil.copytree(self.home / "before", self.work, symlinks=True)

    def run(self) -> None:
        """The run that is disturbed."""
        process([self.inputs], self.work, stages=LIGHT, keep_snapshots=1)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a case ended with: exit code, the snapshot that was seen then, and what was wrong."""

    call: str
    fault: str
    code: int
    snapshot: str
    wrong: tuple[str, ...]


def cases(calls: Sequence[str], stride: int) -> list[tuple[int, str]]:
    """Return calls (their places) and faults: every `stride`-th pair of the product."""
    product = [(at, fault) for at, call in enumerate(calls) for fault in faults_of(call)]
    return product[::stride]


def tried(setting: Setting, at: int, fault: str) -> Outcome:
    """Disturb a run, look at what readers see, and run once more."""
    setting.restore()
    faults = Faults(setting.work, at, fault)
    code = forked(setting.run, faults, told=(FolderError,))
    wrong = []
    if code == BUG:
        wrong.append("an exception that tells of no fault")
    snapshot = current(setting.work)
    seen = "none"
    if snapshot is None:
        wrong.append("there is no snapshot")
    else:
        found = fingerprint(snapshot)
        names = {repr(setting.old): "old", repr(setting.new): "new"}
        seen = names.get(repr(found), "mixed")
        wrong += [f"snapshot {seen}"] * (seen == "mixed")
        wrong += verify(snapshot)
    setting.run()
    wrong += _converged(setting)
    return Outcome(setting.counter.calls[at], fault, code, seen, tuple(wrong))


def _converged(setting: Setting) -> Iterator[str]:
    if fingerprint(now(setting.work)) != setting.new:
        yield "the next run makes other bytes"
    left = sorted(path.name for path in (setting.work / "snapshots").iterdir())
    if left != ["000002"]:
        yield f"snapshots {left} are left"
    if staged := sorted(path.name for path in (setting.work / "staging").iterdir()):
        yield f"staging holds {staged}"


def main() -> None:
    """Try the product and print what became of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stride", type=int, default=1, help="every how manieth case")
    parser.add_argument("--into", type=Path, help="file that keeps outcomes, to go on another time")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so many")
    asked = parser.parse_args()
    fast = FAST if FAST.is_dir() else None
    with tempfile.TemporaryDirectory(dir=fast) as home:
        setting = Setting(Path(home))
        chosen = cases(setting.counter.calls, asked.stride)
        outcomes = list(_outcomes(setting, chosen, asked.into, time.monotonic() + asked.seconds))
    told(setting.counter.calls, outcomes)
    print(f"{len(outcomes)} of {len(chosen)} cases: {sum(bool(o.wrong) for o in outcomes)} faults")
    raise SystemExit(1 if any(one.wrong for one in outcomes) else 0)


def _outcomes(
    setting: Setting, chosen: Sequence[tuple[int, str]], into: Path | None, until: float
) -> Iterator[Outcome]:
    """Try the cases that are not yet kept; they count for one and the same list of calls."""
    calls = hashlib.sha256(repr(setting.counter.calls).encode()).hexdigest()
    kept = {}
    for line in into.read_text().splitlines() if into and into.exists() else ():
        known, at, fault, outcome = json.loads(line)
        if known == calls:
            kept[at, fault] = Outcome(**outcome | {"wrong": tuple(outcome["wrong"])})
    for at, fault in chosen:
        if (at, fault) not in kept and time.monotonic() < until:
            kept[at, fault] = tried(setting, at, fault)
            if into:
                with into.open("a") as file:
                    file.write(json.dumps([calls, at, fault, asdict(kept[at, fault])]) + "\n")
        if (at, fault) in kept:
            yield kept[at, fault]


def told(calls: Sequence[str], outcomes: Sequence[Outcome]) -> None:
    """Print the calls, a line for each fault, and what was wrong."""
    print(f"{len(calls)} calls: {dict(Counter(call.split()[0] for call in calls).most_common())}")
    print(
        f"{'fault':>8} {'cases':>6} {'killed':>7} {'told':>6} {'unhurt':>7} {'old':>6} {'new':>6}"
    )
    for fault in sorted({one.fault for one in outcomes}):
        own = [one for one in outcomes if one.fault == fault]
        codes = Counter(min(max(one.code, -1), 1) for one in own)
        seen = Counter(one.snapshot for one in own)
        print(
            f"{fault:>8} {len(own):>6} {codes[-1]:>7} {codes[1]:>6} {codes[0]:>7}"
            f" {seen['old']:>6} {seen['new']:>6}"
        )
    for one in [one for one in outcomes if one.wrong][:20]:
        print(f"FAULT: {one.fault} at {one.call} (exit {one.code}): {'; '.join(one.wrong)}")


if __name__ == "__main__":
    main()
