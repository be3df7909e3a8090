"""Whether time and memory are linear in the number of documents.

    python -m benchmarks.linear --documents 5000 10000 20000 40000

makes so many small stories (each another one; people, places and days as uneven as in the news),
takes each corpus through the whole chain in a process of its own, without Prefect, and prints
seconds of processor time, the ratio to half as many documents, and the peak of memory. With
``--into FILE`` the results are kept there and those that are there already are not made again: so
a long series can be measured in pieces. Exits with 1 where a ratio exceeds `MOST_TIME`, or the
memory of the largest corpus exceeds that of the smallest by more than `MOST_MEMORY`.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from random import Random

MOST_TIME, MOST_MEMORY = 2.1, 1.10
MEGABYTE = 1_000_000
FIRST = ("Anna", "Bruno", "Carla", "Dmitri", "Emil", "Fatima", "George", "Hana", "Ivan", "Jean")
SYLLABLES = ("ba", "co", "den", "far", "gol", "hu", "is", "kor", "lin", "mar", "nov", "pet", "ros")
PLACES = ("Geneva", "Vienna", "Moscow", "Damascus", "Ankara", "Nairobi", "Lima", "Oslo", "Delhi")
BODIES = ("United Nations", "Red Cross", "World Bank", "Council of Europe", "African Union")
SAID = ("met ministers of", "spoke to reporters in", "wrote to the government of", "returned from")


def story(number: int) -> str:
    """Return the story of this number: some 60 words, the same at any time."""
    rng = Random(number)
    day = date(2010, 1, 1) + timedelta(days=rng.randrange(4000))
    who, other = _person(rng), _person(rng)
    place, body = _uneven(rng, PLACES), _uneven(rng, BODIES)
    return (
        f"{place}: {other.split()[1]} and the {body}, part {number}\n\n"
        f"{place.upper()}, {day.day} {day:%B %Y} - {who} of the {body} {rng.choice(SAID)} "
        f"{_uneven(rng, PLACES)} on {day:%A} to speak of case {number}.\n\n"
        f"“It took {number % 97 + 2} days,” {who.split()[1]} said. {other}, who had asked for "
        f"meeting {number * 7}, will travel there next month.\n"
    )


def _person(rng: Random) -> str:
    """A name: a few are in many stories, most in hardly any."""
    of_all = int(rng.paretovariate(0.8)) if rng.random() < 0.5 else rng.randrange(10**6)
    chosen = Random(of_all)
    return f"{chosen.choice(FIRST)} {''.join(chosen.choices(SYLLABLES, k=3)).capitalize()}"


def _uneven(rng: Random, names: tuple[str, ...]) -> str:
    return names[min(int(rng.paretovariate(0.8)) - 1, len(names) - 1)]


def measured(number: int) -> tuple[float, float, float]:
    """Return processor seconds, seconds by the clock and the peak of memory in MB of one run."""
    from tests.chain import process

    with tempfile.TemporaryDirectory() as home:
        inputs = Path(home) / "in"
        inputs.mkdir()
        for n in range(number):
            (inputs / f"{n:06d}.txt").write_text(story(n), "utf-8")
        started, clock = time.process_time(), time.perf_counter()
        process([inputs], Path(home) / "data")
        seconds, clock = time.process_time() - started, time.perf_counter() - clock
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MEGABYTE
    return seconds, clock, peak


def _apart(number: int) -> list[float]:
    told = [sys.executable, "-m", "benchmarks.linear", "--one", "--documents", str(number)]
    done = subprocess.run(told, capture_output=True, text=True, check=True)
    return [float(one) for one in done.stdout.split()[-3:]]


def main() -> None:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--documents", type=int, nargs="+", default=[5000, 10_000, 20_000, 40_000])
    parser.add_argument("--into", type=Path, help="file that keeps results (JSON)")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(*measured(asked.documents[0]))
        return
    kept = json.loads(asked.into.read_text()) if asked.into and asked.into.exists() else {}
    for number in asked.documents:
        if str(number) not in kept:
            kept[str(number)] = _apart(number)
        if asked.into:
            asked.into.write_text(json.dumps(kept))
    raise SystemExit(0 if judged({int(number): found for number, found in kept.items()}) else 1)


def judged(found: dict[int, list[float]]) -> bool:
    """Print the results; tell whether time and memory are as they must be."""
    good = True
    print(f"{'documents':>10} {'cpu s':>8} {'clock s':>8} {'of half':>8} {'peak MB':>8}")
    for number, (seconds, clock, peak) in sorted(found.items()):
        half = found.get(number // 2)
        ratio = seconds / half[0] if half else None
        good = good and (ratio is None or ratio <= MOST_TIME)
        told = f"{ratio:.2f}" if ratio else ""
        print(f"{number:>10,} {seconds:>8.1f} {clock:>8.1f} {told:>8} {peak:>8.0f}")
    growth = found[max(found)][2] / found[min(found)][2]
    print(f"memory of {max(found):,} documents / of {min(found):,}: {growth:.2f}")
    return good and growth <= MOST_MEMORY


if __name__ == "__main__":
    main()
