"""The same inputs give the same bytes: a matrix of settings and many orders of arrival.

    python -m tests.matrix [--orders 50]

runs the real chain once for each of `SETTINGS`, each in a process of its own, and once for each
order in which the documents may arrive, in portions and batches of any size. Prints the hashes;
exits with 1 unless they are one.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.chain import fingerprint, now, process

ROOT = Path(__file__).parent.parent
LONG_AGO = 1_500_000_000
STORY = "{head}\n\n{place}, {date} - {who} met ministers on Monday and again two days later.\n"
PEOPLE = ("Anna Lind of the United Nations", "Jean Roux", "A. Lind", "Mr Roux of UNESCO")


@dataclass(frozen=True, slots=True)
class How:
    """One way to run: what differs from the plain one."""

    name: str
    environment: dict[str, str] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()


SETTINGS = (
    How("plain"),
    How("batches of 1", arguments=("--batch-size", "1")),
    How("batches of 3, backwards", arguments=("--batch-size", "3", "--order", "backwards")),
    How("three portions", arguments=("--portions", "3", "--order", "1")),
    How("in worker processes", arguments=("--max-seconds", "60", "--batch-size", "4")),
    How("hash seed 1", {"PYTHONHASHSEED": "1"}),
    How("hash seed 4242", {"PYTHONHASHSEED": "4242"}),
    How("in Kathmandu", {"TZ": "Asia/Kathmandu"}),
    How("in Newfoundland", {"TZ": "America/St_Johns"}),
    How("Turkish", {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}),
    How("ASCII", {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
    How("on the last day of 1999", {"PARQUETRY_TEST_DATE": "1999-12-31T23:59:50"}),
    How("on 29 February 2040", {"PARQUETRY_TEST_DATE": "2040-02-29T12:00:00"}),
    How("listed in another order", {"PARQUETRY_TEST_SHUFFLE": "1"}),
    How("four threads", {"OMP_NUM_THREADS": "4", "ARROW_NUM_THREADS": "4"}),
    How("on one core", arguments=("--cores", "1")),
    How("umask 077, elsewhere", arguments=("--umask", "63", "--elsewhere")),
    How("optimised", {"PYTHONOPTIMIZE": "1"}),
)


def write_documents(folder: Path) -> list[Path]:
    """Write a few documents of every kind, some the same, one of them hopeless; return all."""
    stories = [
        STORY.format(head=f"Talks number {n}", place="GENEVA", date=date, who=PEOPLE[n % 4])
        for n, date in enumerate(("May 3", "3 May 2016", "04/05/2016", "Tuesday", "12 March"))
    ]
    page = "<html><head><title>T</title><meta name=date content=2016-05-03></head><body><p>{}</p>"
    records = "".join(json.dumps({"text": story, "title": "T"}) + "\n" for story in stories[:2])
    contents = {f"{n}.txt": story.encode() for n, story in enumerate(stories)} | {
        "again.txt": stories[1].encode(),
        "page.html": page.format(stories[2]).encode(),
        "page-as.txt": page.format(stories[2]).encode(),
        "records.jsonl": records.encode(),
        "packed.txt.gz": gzip.compress(stories[3].encode(), mtime=0),
        "empty.txt": b"",
    }
    for name, raw in contents.items():
        (folder / name).write_bytes(raw)
        os.utime(folder / name, (LONG_AGO, LONG_AGO))
    return sorted([*folder.iterdir(), *(ROOT / "seeds").glob("t*.txt")])


def told_apart(inputs: Sequence[Path], how: How) -> str:
    """Return the hash of a run in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.matrix", "--one", *map(str, inputs), *how.arguments],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(ROOT / "tests" / "elsewhere"), str(ROOT)]),
            **how.environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{how.name}: {done.stderr[-2000:]}"
    return done.stdout.split()[-1]


def arrived(inputs: Sequence[Path], order: int, data: Path) -> str:
    """Return the hash where the inputs arrived in an order, in portions, in batches."""
    rng = random.Random(order)
    waiting = rng.sample(list(inputs), len(inputs))
    while waiting:
        portion = waiting[: rng.randint(1, len(waiting))]
        waiting = waiting[len(portion) :]
        process(portion, data, batch_size=rng.choice((1, 2, 5, 1000)))
    return told(data)


def told(data: Path) -> str:
    """Return one hash over all data tables of the current snapshot."""
    return hashlib.sha256(json.dumps(fingerprint(now(data))).encode()).hexdigest()[:16]


def _one(asked: argparse.Namespace) -> None:
    if asked.cores:
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: asked.cores])
    os.umask(asked.umask)
    inputs = list(asked.one)
    if asked.order == "backwards":
        inputs.reverse()
    elif asked.order:
        random.Random(asked.order).shuffle(inputs)
    with tempfile.TemporaryDirectory() as home:
        if asked.elsewhere:
            os.chdir(home)
        for start in range(asked.portions):
            process(
                inputs[start :: asked.portions],
                Path(home) / "data",
                batch_size=asked.batch_size,
                max_seconds=asked.max_seconds,
            )
        print(told(Path(home) / "data"))


def main() -> None:
    """Run the matrix and the orders, or (inside) one of its runs."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--orders", type=int, default=50)
    parser.add_argument("--one", nargs="+", help=argparse.SUPPRESS)
    for name in ("--batch-size", "--portions", "--cores", "--umask"):
        default = {"--batch-size": 1000, "--portions": 1, "--umask": 0o022}.get(name, 0)
        parser.add_argument(name, type=int, default=default, help=argparse.SUPPRESS)
    parser.add_argument("--max-seconds", type=float, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--order", default="", help=argparse.SUPPRESS)
    parser.add_argument("--elsewhere", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        _one(asked)
        return
    started, found = time.monotonic(), {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in").mkdir()
        inputs = write_documents(folder / "in")
        for how in SETTINGS:
            found[how.name] = told_apart(inputs, how)
            print(f"{found[how.name]}  {how.name}", flush=True)
        for order in range(asked.orders):
            found[f"order {order}"] = arrived(inputs, order, folder / f"data-{order}")
    hashes = set(found.values())
    odd = [one for one in found if found[one] != found["plain"]]
    print(
        f"{len(SETTINGS)} settings and {asked.orders} orders of {len(inputs)} files in "
        f"{time.monotonic() - started:.0f} s: {len(hashes)} hash(es) {odd[:5]}"
    )
    raise SystemExit(0 if len(hashes) == 1 else 1)


if __name__ == "__main__":
    main()
