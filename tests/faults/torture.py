"""`make torture`: kills, races and full disks, over and over, with a reader that never stops.

Documents are 1,000 and small and the stages cost nothing (`tests.light`): what is tried is what
carries them. Prints what was tried and found, and exits with 1 if anything was.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq

from tasks.publishing.folder import BusyError, current
from tasks.publishing.snapshot import read_manifest
from tasks.publishing.verify import verify
from tests.chain import fingerprint, now, process, rows
from tests.faults.injection import Faults, forked, injected
from tests.light import LIGHT

BUSY, FAULT = 7, 9


def main() -> None:
    """Run the torture for so many kills, rounds and disks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--races", type=int, default=100)
    parser.add_argument("--disks", type=int, default=20)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    fast = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=fast if fast.is_dir() else None) as home:
        inputs = corpus(Path(home) / "in", asked.documents)
        rng = random.Random(asked.seed)
        faults = kills(Path(home), inputs, asked.kills, rng)
        faults += races(Path(home), inputs, asked.races)
        faults += disks(Path(home), inputs, asked.disks, rng)
    print(f"{faults} faults")
    raise SystemExit(1 if faults else 0)


def corpus(folder: Path, number: int) -> Path:
    """Write so many documents, a tenth of them duplicates and some of them empty."""
    folder.mkdir()
    for one in range(number):
        said = (
            "" if one % 97 == 0 else f"Anna met Bruno {one - one % 10 if one % 10 == 1 else one}."
        )
        (folder / f"{one:05d}.txt").write_text(said)
        os.utime(folder / f"{one:05d}.txt", (1_500_000_000, 1_500_000_000))
    return folder


def run(inputs: Path, data: Path) -> None:
    """One run, in ten batches."""
    process([inputs], data, stages=LIGHT, batch_size=100, keep_snapshots=3)


def kills(home: Path, inputs: Path, number: int, rng: random.Random) -> int:
    """Kill runs at random times: 0 bad reads, 0 lost, 0 doubled, the same bytes at the end."""
    run(inputs, home / "whole")
    wanted = fingerprint(now(home / "whole"))
    data, killed, faults = home / "killed", 0, 0
    bad = home / "bad-reads"
    reader = spawn(lambda: read_for_ever(data, bad))
    round_ = 0
    while killed < number:
        round_ += 1
        change(inputs, round_)
        started = time.monotonic()
        timed = home / "timed"
        forked_run(lambda: run(inputs, home / "timed"))
        whole = time.monotonic() - started
        while killed < number and rng.random() > 0.1:
            child = spawn(lambda: run(inputs, data))
            time.sleep(rng.random() * whole)
            os.kill(child, signal.SIGKILL)
            _, status = os.waitpid(child, 0)
            killed += os.WIFSIGNALED(status)
            snapshot = current(data) if data.exists() else None
            faults += bool(snapshot and list(verify(snapshot)))
        run(inputs, data)
        wanted = fingerprint(now(timed))
        same = fingerprint(now(data)) == wanted
        uris = [row["uri"] for row in rows(now(data), "sources")]
        faults += (not same) + (len(uris) != len(set(uris)))
        faults += len(uris) != len(list(inputs.iterdir()))
        shutil.rmtree(timed)
    os.kill(reader, signal.SIGTERM)
    os.waitpid(reader, 0)
    told = Counter(bad.read_text().splitlines()) if bad.exists() else Counter()
    wrong = {what: n for what, n in told.items() if what != "good"}
    print(f"{killed} kills in {round_} rounds: {faults} faults, reads {dict(told)}")
    return faults + sum(wrong.values())


def change(inputs: Path, round_: int) -> None:
    """Change, add and remove nothing but what a crawler would."""
    path = inputs / f"{round_ * 7 % 900:05d}.txt"
    path.write_text(f"Carla wrote {round_}.")
    (inputs / f"new-{round_}.txt").write_text(f"Dora is new {round_}.")


def read_for_ever(data: Path, told: Path) -> None:
    """Resolve `current` once, read all tables of it, compare with its manifest; again."""
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
            time.sleep(0.02)


def consistent(snapshot: Path) -> bool:
    """Tell whether all tables have the rows that the manifest tells, of one run."""
    manifest = read_manifest(snapshot)
    for name, told in manifest["tables"].items():
        found = sum(pq.read_metadata(file).num_rows for file in (snapshot / name).glob("*.parquet"))
        if found != told["rows"]:
            return False
    runs = {row["run_id"] for row in rows(snapshot, "sources")}
    return runs == {manifest["run_id"]}


def races(home: Path, inputs: Path, rounds: int) -> int:
    """Let two publishers race: one wins, or both one after the other; the loser says so."""
    few = home / "few"
    few.mkdir()
    for path in sorted(inputs.iterdir())[:10]:
        shutil.copy2(path, few / path.name)
    faults, ends = 0, Counter[str]()
    for round_ in range(rounds):
        (few / "new.txt").write_text(f"Emil in round {round_}.")
        children = [spawn(lambda: run(few, home / "raced")) for _ in range(2)]
        codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        snapshot = now(home / "raced")
        ends[",".join(map(str, sorted(codes)))] += 1
        faults += sorted(codes) not in ([0, 0], [0, BUSY])
        faults += bool(list(verify(snapshot))) or snapshot.name != f"{round_ + 1:06d}"
    print(f"{rounds} races: exit codes {dict(ends)}, {faults} faults")
    return faults


def disks(home: Path, inputs: Path, number: int, rng: random.Random) -> int:
    """Let the disk be full from a random call on: old or new stays, the next run converges."""
    data = home / "full"
    run(inputs, data)
    faults = 0
    for round_ in range(number):
        change(inputs, 1000 + round_)
        counter = Faults(home / "counted")
        with injected(counter):
            run(inputs, home / "counted")
        before = fingerprint(now(data))
        at = rng.randrange(len(counter.calls))
        forked(lambda: run(inputs, data), Faults(data, at, "full"))
        after = fingerprint(now(data))
        wanted = fingerprint(now(home / "counted"))
        faults += after not in (before, wanted) or bool(list(verify(now(data))))
        run(inputs, data)
        faults += fingerprint(now(data)) != wanted
    print(f"{number} full disks: {faults} faults")
    return faults


def spawn(work: Callable[[], object]) -> int:
    """Do `work` in a forked process; return its id."""
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


def forked_run(work: Callable[[], object]) -> None:
    """Do `work` in a forked process and wait for it."""
    os.waitpid(spawn(work), 0)


if __name__ == "__main__":
    main()
