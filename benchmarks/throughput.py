"""Documents per second, end to end and per stage, with peak memory.

``python -m benchmarks.throughput`` makes documents in the shapes of the seeds (every document
another one: names, dates and the order of paragraphs vary), runs the command on them in a fresh
folder, and prints a Markdown table for docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds

ROOT = Path(__file__).parent.parent
PLACES = ("Damascus", "Moscow", "Sochi", "Geneva", "Astana", "Tehran", "Minsk", "Muscat", "Nicosia")
MEGABYTE = 1_000_000


def write_documents(folder: Path, number: int) -> int:
    """Write `number` documents into `folder`, every tenth as HTML; return their bytes."""
    shapes = [path.read_text("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    chance = random.Random(1)
    total = 0
    for place in range(number):
        text = _vary(shapes[place % len(shapes)], place, chance)
        html = place % 10 == 9
        file = folder / f"{place:06d}.{'html' if html else 'txt'}"
        file.write_text(_as_html(text) if html else text, "utf-8")
        total += file.stat().st_size
    return total


def _vary(text: str, place: int, chance: random.Random) -> str:
    for name in PLACES:
        text = text.replace(name, chance.choice(PLACES))
    day = date(2014, 1, 1) + timedelta(days=place % 3000)
    head, *body = text.split("\n\n")
    chance.shuffle(body)
    return "\n\n".join([head, f"{day:%A, %d %B %Y}", *body, f"Report number {place}."])


def _as_html(text: str) -> str:
    paragraphs = "\n".join(f"<p>{part}</p>" for part in text.split("\n\n"))
    menu = "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in PLACES)
    return f"<html><body><ul class='menu'>{menu}</ul><article>{paragraphs}</article></body></html>"


def measure(number: int, engine: str) -> None:
    """Run the chain over `number` documents and print what it took."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in").mkdir()
        size = write_documents(folder / "in", number)
        command = [sys.executable, "-c", "from flows.command_line import main; main()", "run"]
        options = [str(folder / "in"), "--data", str(folder / "data"), "--engine", engine]
        environment = {**os.environ, "PREFECT_HOME": str(folder / "prefect")}
        started = time.perf_counter()
        subprocess.run([*command, *options], cwd=ROOT, env=environment, check=True)
        seconds = time.perf_counter() - started
        _print(folder / "data" / "current", number, size, seconds)


def _print(snapshot: Path, number: int, size: int, seconds: float) -> None:
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    print(f"\n{number:,} documents, {size / MEGABYTE:.1f} MB, in {seconds:.1f} s end to end:")
    print(f"{number / seconds:,.1f} documents a second, peak {peak / MEGABYTE:,.0f} MB a process")
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print("\n| stage | seconds | documents a second | peak MB |\n|---|---|---|---|")
    table: pa.Table = ds.dataset(snapshot / "stage_runs").to_table()
    found = table.group_by("stage", use_threads=False).aggregate(
        [("seconds", "sum"), ("rows_in", "sum"), ("peak_bytes", "max")]
    )
    for row in found.to_pylist():
        speed = number / row["seconds_sum"]
        memory = row["peak_bytes_max"] / MEGABYTE
        print(f"| {row['stage']} | {row['seconds_sum']:.1f} | {speed:,.0f} | {memory:,.0f} |")


def main() -> None:
    """Measure, as the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, nargs="+", default=[2000])
    parser.add_argument("--engine", default="threads", help="threads, processes, auto or dask")
    arguments = parser.parse_args()
    for number in arguments.documents:
        measure(number, arguments.engine)


if __name__ == "__main__":
    main()
