"""A disk that is really full: runs in a small tmpfs, in a mount namespace of their own.

`python -m tests.faults.small_disk` starts itself again under `unshare`, mounts a tmpfs and lets
runs hit its end at random sizes. Where the system allows no such mounts, it says so.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tasks.publishing.verify import verify
from tests.chain import fingerprint, now, process
from tests.faults.injection import FAILED, Faults, forked
from tests.light import LIGHT

IMPOSSIBLE = 5
KIBIBYTE = 1024


def small_disks(rounds: int, seed: int) -> int:
    """Run the rounds in a namespace of their own; return the number of faults."""
    told = [sys.executable, "-W", "ignore", "-m", "tests.faults.small_disk"]
    told += ["--inside", "--rounds", str(rounds), "--seed", str(seed)]
    try:
        done = subprocess.run(
            ["unshare", "--map-root-user", "--mount", *told],
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        print("small disks: there is no `unshare` here, left out", flush=True)
        return 0
    print(done.stdout.strip() or f"small disks: left out, {done.stderr.strip()[-200:]}", flush=True)
    possible = done.returncode != IMPOSSIBLE and "unshare" not in done.stderr
    return done.returncode if possible else 0


def main() -> None:
    """Mount, fill, and look."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if not asked.inside:
        raise SystemExit(small_disks(asked.rounds, asked.seed))
    with tempfile.TemporaryDirectory() as home:
        raise SystemExit(_filled(Path(home), asked.rounds, random.Random(asked.seed)))


def _filled(home: Path, rounds: int, rng: random.Random) -> int:
    disk, inputs, data = home / "disk", home / "in", home / "disk" / "data"
    for folder in (disk, inputs):
        folder.mkdir()
    if not _sized(disk, "mount", 64 * KIBIBYTE):
        print("small disks: no tmpfs can be mounted here, left out")
        return IMPOSSIBLE
    _write(inputs, 0)
    process([inputs], data, stages=LIGHT, batch_size=20)
    faults = full = 0
    for round_ in range(1, rounds + 1):
        _write(inputs, round_)
        process([inputs], home / "whole", stages=LIGHT, batch_size=20)
        before, wanted = fingerprint(now(data)), fingerprint(now(home / "whole"))
        used = _used(disk)
        _sized(disk, "remount", used + rng.randint(0, 600))
        code = forked(lambda: _run(inputs, data), Faults(Path("/nowhere")))
        full += code == FAILED
        faults += code not in (0, FAILED)
        faults += fingerprint(now(data)) not in (before, wanted) or bool(list(verify(now(data))))
        _sized(disk, "remount", 64 * KIBIBYTE)
        _run(inputs, data)
        faults += fingerprint(now(data)) != wanted or any((data / "staging").iterdir())
        shutil.rmtree(home / "whole")
    subprocess.run(["umount", str(disk)], check=True)
    print(f"{rounds} small disks, {full} of them full in the middle: {faults} faults")
    return faults


def _run(inputs: Path, data: Path) -> None:
    process([inputs], data, stages=LIGHT, batch_size=20, keep_snapshots=1)


def _write(inputs: Path, round_: int) -> None:
    for number in range(100):
        (inputs / f"{number}.txt").write_text(f"Anna met Bruno {number}, round {round_}.")


def _sized(disk: Path, how: str, kibibytes: int) -> bool:
    options = f"{'remount,' if how == 'remount' else ''}size={kibibytes}k"
    told = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(disk)]
    return subprocess.run(told, capture_output=True, check=False).returncode == 0


def _used(disk: Path) -> int:
    return -(-shutil.disk_usage(disk).used // KIBIBYTE)


if __name__ == "__main__":
    main()
