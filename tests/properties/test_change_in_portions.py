"""In whatever order and portions documents arrive, change, double and go: the tables are those
of one run over what is there."""

from __future__ import annotations

import gzip
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.chain import fingerprint, now, process, rows
from tests.light import LIGHT

NAMES = ("a.txt", "b.html", "c.txt", "d.jsonl", "e.txt.gz", "f/g.txt", "f/h.jsonl.gz")
TEXTS = (
    "Anna Berg met Bruno.",
    "Carla Berg spoke of Bruno Holm and Dora Wolf.",
    "poison",
    " ",
    "<b>Berg</b> wrote to Dora Wolf and Bruno Holm.",
)
FAST = Path("/dev/shm")

texts = st.sampled_from(TEXTS)
contents = st.lists(texts, min_size=1, max_size=3)
writes = st.tuples(st.just("write"), st.sampled_from(NAMES), contents)
removals = st.tuples(st.just("remove"), st.sampled_from(NAMES), st.none())
runs = st.tuples(st.just("run"), st.sets(st.sampled_from(NAMES), min_size=1), st.integers(1, 3))
forgetting = st.tuples(st.just("forget"), st.sampled_from(NAMES), st.none())
retries = st.tuples(st.just("retry"), st.none(), st.none())
deeds = st.lists(st.one_of(writes, writes, removals, runs, runs, forgetting, retries), max_size=12)
LESS = settings(
    max_examples=int(os.environ.get("PARQUETRY_EXAMPLES", "25")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@contextmanager
def place() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=FAST if FAST.is_dir() else None) as folder:
        (Path(folder) / "in").mkdir()
        yield Path(folder)


def write(path: Path, content: list[str], at: int) -> None:
    path.parent.mkdir(exist_ok=True)
    text = content[0]
    if ".jsonl" in path.name:
        text = "".join(json.dumps({"text": one}) + "\n" for one in content)
    raw = gzip.compress(text.encode(), mtime=0) if path.suffix == ".gz" else text.encode()
    path.write_bytes(raw)
    os.utime(path, (at, at))


def there(folder: Path) -> list[Path]:
    return [folder / "in" / name for name in NAMES if (folder / "in" / name).exists()]


def act(folder: Path, deed: tuple[str, object, object], at: int) -> None:
    what, which, how = deed
    data = folder / "data"
    if what == "write":
        write(folder / "in" / str(which), how, at)  # type: ignore[arg-type]
    elif what == "remove":
        (folder / "in" / str(which)).unlink(missing_ok=True)
    elif what == "run":
        portion = [path for path in there(folder) if path.name in {Path(n).name for n in which}]  # type: ignore[attr-defined]
        if portion:
            process(portion, data, stages=LIGHT, batch_size=how)
    elif (data / "current").exists():
        uri = (folder / "in" / str(which)).as_uri()
        process([], data, stages=LIGHT, forget=[uri] * (what == "forget"), retry=what == "retry")


@LESS
@given(deeds)
def test_whatever_happened_the_tables_are_those_of_one_run(
    done: list[tuple[str, object, object]],
) -> None:
    with place() as folder:
        write(folder / "in" / "z.txt", ["Emil stays."], 1_500_000_000)
        for number, deed in enumerate(done):
            act(folder, deed, 1_500_000_000 + number)
        process([folder / "in"], folder / "data", stages=LIGHT)
        seen = {row["uri"].partition("#")[0] for row in rows(now(folder / "data"), "sources")}
        here = {path.as_uri() for path in (*there(folder), folder / "in" / "z.txt")}
        if gone := sorted(seen - here):
            process([], folder / "data", stages=LIGHT, forget=gone)
        process([folder / "in"], folder / "whole", stages=LIGHT)
        assert fingerprint(now(folder / "data")) == fingerprint(now(folder / "whole"))
        told = [
            [(row["uri"], row["stage"], row["code"]) for row in rows(now(one), "rejects")]
            for one in (folder / "data", folder / "whole")
        ]
        assert told[0] == told[1]


@LESS
@given(deeds)
def test_a_run_over_what_is_known_does_nothing(done: list[tuple[str, object, object]]) -> None:
    with place() as folder:
        write(folder / "in" / "z.txt", ["Emil stays."], 1_500_000_000)
        for number, deed in enumerate(done):
            act(folder, deed, 1_500_000_000 + number)
        process([folder / "in"], folder / "data", stages=LIGHT)
        before = now(folder / "data")
        assert process([folder / "in"], folder / "data", stages=LIGHT) is None
        assert now(folder / "data") == before


@LESS
@given(st.permutations(range(6)), st.lists(st.integers(1, 3), min_size=6, max_size=6))
def test_arrival_order_and_batch_size_change_nothing(order: list[int], sizes: list[int]) -> None:
    with place() as folder:
        paths = [folder / "in" / f"{number}.txt" for number in range(6)]
        for number, path in enumerate(paths):
            write(path, [TEXTS[number % 3] + " again" * (number // 4)], 1_500_000_000)
        for number, size in zip(order, sizes, strict=True):
            process([paths[number]], folder / "data", stages=LIGHT, batch_size=size)
        process(paths, folder / "whole", stages=LIGHT, batch_size=2)
        assert fingerprint(now(folder / "data")) == fingerprint(now(folder / "whole"))
