"""`make torture`: kills, races and full disks, over and over, with a reader that never stops.

Documents are 1,000 and small and the stages cost nothing (`tests.light`), in a forked process
that is warm: what is tried is what carries them. Some kills hit the command itself, with Prefect
and the real stages (`tests.faults.real`). Prints what was tried and found; exits with 1 if
anything was.
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
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tasks.publishing.folder import current
from tasks.publishing.verify import verify
from tests.chain import fingerprint, now, process, rows
from tests.faults.injection import Faults, forked, injected
from tests.faults.reading import BUSY, Reader, ended, spawn
from tests.faults.real import real_kills
from tests.faults.small_disk import small_disks
from tests.light import LIGHT

EARLY, LATER = 0.3, 0.1  # shares of an undisturbed run in which the first is killed, and more later
NAMES = ("Anna", "Bruno", "Carla", "Dora", "Emil")


def main() -> None:
    """Run the torture for so many kills, rounds and disks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--real-kills", type=int, default=24)
    parser.add_argument("--races", type=int, default=100)
    parser.add_argument("--disks", type=int, default=20)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    rng = random.Random(asked.seed)
    faults = 0
    with place() as home:
        faults += kills(home, asked.kills, asked.documents, rng)
    with place() as home:
        faults += real_kills(home, asked.real_kills, rng)
    with place() as home:
        faults += races(home, asked.races)
    with place() as home:
        faults += disks(home, asked.disks, asked.documents, rng)
    faults += small_disks(asked.disks, asked.seed)
    print(f"{faults} faults", flush=True)
    raise SystemExit(1 if faults else 0)


@contextmanager
def place() -> Iterator[Path]:
    """A folder in memory, where there is one."""
    fast = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=fast if fast.is_dir() else None) as home:
        yield Path(home)


def corpus(folder: Path, number: int, round_: int = 0) -> Path:
    """Write so many documents anew, a tenth of them duplicates, some empty, some refused."""
    folder.mkdir(exist_ok=True)
    for one in range(number):
        (folder / f"{one:05d}.txt").write_text(_text(one, round_))
    (folder / f"new-{round_}.txt").write_text(f"Dora is new {round_}.")
    return folder


def _text(one: int, round_: int) -> str:
    if one % 97 == 0:
        return ""
    if one % 89 == 0:
        return f"Anna met poison {round_}."
    same = one - one % 10 + 2 if one % 10 == 1 else one
    return f"{NAMES[same % 5]} met {NAMES[same % 3]} {same}, round {round_}."


def run(inputs: Path, data: Path) -> None:
    """One run, in ten batches."""
    process([inputs], data, stages=LIGHT, batch_size=100, keep_snapshots=3)


def kills(home: Path, number: int, documents: int, rng: random.Random) -> int:
    """Kill runs at random times: 0 bad reads, 0 lost, 0 doubled, the same bytes at the end.

    In every round all documents are new, and a run is killed until one comes through.
    """
    if not number:
        return 0
    data, killed, faults, round_ = home / "killed", 0, 0, 0
    reader = Reader(data, home / "reads")
    while killed < number:
        round_ += 1
        inputs = corpus(home / "in", documents, round_)
        started = time.monotonic()
        assert ended(spawn(lambda inputs=inputs: run(inputs, home / "whole"))) == 0  # type: ignore[misc]
        whole = time.monotonic() - started
        code, latest = -signal.SIGKILL, EARLY * whole
        while code == -signal.SIGKILL and killed < number:
            child = spawn(lambda inputs=inputs: run(inputs, data))  # type: ignore[misc]
            time.sleep(rng.random() * latest)
            latest += LATER * whole
            os.kill(child, signal.SIGKILL)
            code = ended(child)
            killed += code == -signal.SIGKILL
            faults += code not in (0, -signal.SIGKILL)
            snapshot = current(data) if data.exists() else None
            faults += bool(snapshot and list(verify(snapshot)))
        faults += _end_of_round(inputs, data, home / "whole")
        shutil.rmtree(home / "whole")
    reads = reader.stop()
    print(f"{killed} kills in {round_} rounds: {faults} faults, reads {dict(reads)}", flush=True)
    return faults + reads.total() - reads["good"] + (not reads["good"])


def _end_of_round(inputs: Path, data: Path, whole: Path) -> int:
    """Run once more, undisturbed: the same bytes, every document once."""
    run(inputs, data)
    uris = [row["uri"] for row in rows(now(data), "sources")]
    wrong = [
        fingerprint(now(data)) != fingerprint(now(whole)),
        len(uris) != len(set(uris)),
        set(uris) != {path.as_uri() for path in inputs.iterdir()},
        bool(list((data / "staging").iterdir())),
    ]
    return sum(wrong)


def races(home: Path, rounds: int) -> int:
    """Let two publishers race: one wins, or both one after the other; the loser says so."""
    few, data = corpus(home / "few", 10), home / "raced"
    faults, ends = 0, Counter[str]()
    for round_ in range(rounds):
        (few / "new.txt").write_text(f"Emil in round {round_}.")
        children = [spawn(lambda: run(few, data)) for _ in range(2)]
        codes = sorted(ended(child) for child in children)
        ends[",".join(map(str, codes))] += 1
        faults += codes not in ([0, 0], [0, BUSY])
        faults += bool(list(verify(now(data)))) or now(data).name != f"{round_ + 1:06d}"
    print(f"{rounds} races: exit codes {dict(ends)}, {faults} faults", flush=True)
    return faults


def disks(home: Path, number: int, documents: int, rng: random.Random) -> int:
    """Let the disk be full from a random call on: old or new stays, the next run converges."""
    data, faults = home / "full", 0
    run(corpus(home / "in", documents), data)
    for round_ in range(number):
        inputs = corpus(home / "in", documents, round_ + 1)
        counter = Faults(home / "counted")
        with injected(counter):
            run(inputs, home / "counted")
        before, wanted = fingerprint(now(data)), fingerprint(now(home / "counted"))
        at = rng.randrange(len(counter.calls))
        forked(lambda inputs=inputs: run(inputs, data), Faults(data, at, "full"))  # type: ignore[misc]
        faults += fingerprint(now(data)) not in (before, wanted) or bool(list(verify(now(data))))
        run(inputs, data)
        faults += fingerprint(now(data)) != wanted
        shutil.rmtree(home / "counted")
    print(f"{number} disks full from a call on: {faults} faults", flush=True)
    return faults


if __name__ == "__main__":
    main()
