"""`make fuzz`: mutated bytes through decoder, readers, segmenter, HTML path and date grammar.

Nothing but a declared refusal may be raised and no execution may take longer than `SLOWEST`
seconds of processor time. A finding is written to the folder of findings: make a fixture of it.
"""

from __future__ import annotations

import argparse
import hashlib
import signal
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from types import FrameType

from schemas.settings import Fields
from tasks.boilerplate.extract import extract_html, extract_text
from tasks.dates.mentions import find_dates
from tasks.dates.published import publication_date
from tasks.ingest.decode import NotTextError, UndecodableError, decode
from tasks.ingest.limits import attributes, depth
from tasks.ingest.read import RejectError
from tasks.ingest.records import parse

SLOWEST = 10
SEEDS = (
    b"<html><head><meta charset=utf-8><title>Talks</title></head><body><h1>Talks</h1>"
    b"<p>Ministers met on 3 May 2016, two days after the vote.</p><ul><li>One<li>Two</ul></body>",
    b"Talks in Geneva\n\nGENEVA, May 3 (Reuters) - Ministers met last Friday.\n\nRead more\n",
    b'{"text": "Ministers met on Monday", "date": "2016-05-03", "title": "Talks"}',
    "Переговоры в Женеве\n\n3 мая 2016 года министры встретились.".encode(),
    "会談\n\n2016年5月3日、閣僚が会談した。".encode("shift_jis"),
)
SPICE = (
    *(b"<", b">", b"&", b"<!--", b"]]>", b"<script>", b"</", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf"),
    *(
        b"\xcc\x81" * 50,
        b"\xed\xa0\x80",
        b"9" * 400,
        b"(" * 200,
        b"the " * 60,
        b"\n" * 90,
        b"\\ud800",
    ),
    *(
        b"2016-05-03",
        b"31/02/2016",
        b"first quarter of ",
        b"twenty-",
        b"mid-",
        b" to ",
        b"99999 BC",
    ),
)


def main() -> None:
    """Fuzz for so many seconds, or so many executions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--executions", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--findings", type=Path, default=Path("build/findings"))
    asked = parser.parse_args()
    signal.signal(signal.SIGVTALRM, too_slow)
    done, found = fuzz(asked.seconds, asked.executions, Random(asked.seed), asked.findings)
    print(f"{sum(done.values()):,} executions {dict(done)}: {found} findings")
    raise SystemExit(1 if found else 0)


def fuzz(seconds: float, executions: int, rng: Random, findings: Path) -> tuple[Counter[str], int]:
    """Return the executions of each target and the number of findings."""
    done: Counter[str] = Counter()
    found = 0
    until = time.monotonic() + seconds
    pool = list(SEEDS)
    while time.monotonic() < until and sum(done.values()) < executions:
        raw = mutated(rng.choice(pool), rng)
        if len(pool) < 500 and rng.random() < 0.02:
            pool.append(raw)
        for name, target in TARGETS.items():
            done[name] += 1
            if not survived(target, raw):
                found += 1
                findings.mkdir(parents=True, exist_ok=True)
                label = hashlib.sha256(raw).hexdigest()[:12]
                (findings / f"{name}-{label}").write_bytes(raw)
    return done, found


def mutated(raw: bytes, rng: Random) -> bytes:
    """Return the bytes after some random edits: flips, cuts, copies, spice."""
    data = bytearray(raw)
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(data) + 1)
        deed = rng.randrange(5)
        if deed == 0 and data:
            data[at % len(data)] = rng.randrange(256)
        elif deed == 1:
            del data[at : at + rng.randint(1, 20)]
        elif deed == 2:
            data[at:at] = data[at : at + rng.randint(1, 60)] * rng.randint(1, 8)
        else:
            data[at:at] = rng.choice(SPICE)
    return bytes(data[:20_000])


def survived(target: Callable[[bytes], object], raw: bytes) -> bool:
    """Run one execution; tell what went wrong, if it did."""
    signal.setitimer(signal.ITIMER_VIRTUAL, SLOWEST)
    try:
        target(raw)
    except (NotTextError, UndecodableError, RejectError):
        return True
    except Exception:
        traceback.print_exc(limit=-3)
        return False
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return True


def too_slow(number: int, frame: FrameType | None) -> None:
    """Tell that an execution is too slow: the handler of the timer."""
    del number, frame
    raise TimeoutError(f"more than {SLOWEST} s")


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


TARGETS: dict[str, Callable[[bytes], object]] = {
    "decode": lambda raw: decode(raw).text.encode(),
    "decode-html": lambda raw: decode(raw, html=True).text.encode(),
    "records": lambda raw: parse(_text(raw), Fields()),
    "limits": lambda raw: (depth(_text(raw)), attributes(_text(raw))),
    "text": lambda raw: extract_text(_text(raw)),
    "html": lambda raw: extract_html(_text(raw)),
    "dates": lambda raw: find_dates(_text(raw)[:4000]),
    "published": lambda raw: publication_date(text=_text(raw)[:4000]),
}

if __name__ == "__main__":
    main()
