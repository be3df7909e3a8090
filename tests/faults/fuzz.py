"""`make fuzz`: mutated bytes through decoder, readers, segmenter, HTML path, date grammar, names.

Nothing but a declared refusal may be raised, what comes out must hold its laws (spans, places,
ranges), and no execution may take longer than `SLOWEST` seconds of processor time. A finding is
written to the folder of findings: moved to `tests/faults/findings` it is a fixture.
"""

from __future__ import annotations

import argparse
import hashlib
import signal
import time
import traceback
from collections import Counter
from pathlib import Path
from random import Random
from types import FrameType

from tasks.ingest.decode import NotTextError, UndecodableError
from tasks.ingest.read import RejectError
from tests.faults.mutation import SEEDS, made, mutated
from tests.faults.targets import TARGETS, Target

SLOWEST = 5
MOST_IN_POOL = 2000
FINDINGS = Path(__file__).parent / "findings"


def main() -> None:
    """Fuzz for so many seconds, or so many executions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--executions", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--findings", type=Path, default=Path("build/findings"))
    asked = parser.parse_args()
    signal.signal(signal.SIGVTALRM, too_slow)
    started = time.process_time()
    done, found = fuzz(asked.seconds, asked.executions, Random(asked.seed), asked.findings)
    seconds = time.process_time() - started
    print("".join(f"{name:>12} {number:>10,}\n" for name, number in sorted(done.items())), end="")
    print(f"{done.total():,} executions in {seconds:,.0f} s of processor time: {found} findings")
    raise SystemExit(1 if found else 0)


def fuzz(seconds: float, executions: int, rng: Random, findings: Path) -> tuple[Counter[str], int]:
    """Return the executions of each target and the number of findings."""
    done: Counter[str] = Counter()
    found: set[str] = set()
    until = time.monotonic() + seconds
    names, weights = list(TARGETS), [target.weight for target in TARGETS.values()]
    pool = list(SEEDS)
    while time.monotonic() < until and done.total() < executions:
        for name in rng.choices(names, weights, k=100):
            target = TARGETS[name]
            raw = made(rng, target.words) if rng.random() < target.invents else b""
            raw = mutated(raw or rng.choice(pool), rng)[: target.most]
            if rng.random() < 0.01:
                pool[len(SEEDS) :] = [*pool[len(SEEDS) :], raw][-MOST_IN_POOL:]
            done[name] += 1
            if (told := fault(target, raw)) and told not in found:
                found.add(told)
                print(f"FOUND by {name}: {told}", flush=True)
                findings.mkdir(parents=True, exist_ok=True)
                label = hashlib.sha256(raw).hexdigest()[:12]
                (findings / f"{name}-{label}").write_bytes(raw)
    return done, len(found)


def fault(target: Target, raw: bytes) -> str | None:
    """Run one execution; return what went wrong and where, if it did."""
    signal.setitimer(signal.ITIMER_VIRTUAL, SLOWEST)
    try:
        target.run(raw)
    except (NotTextError, UndecodableError, RejectError):
        return None
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        if isinstance(error, TimeoutError):
            return f"more than {SLOWEST} s"
        return f"{type(error).__name__} at {Path(where.filename).name}:{where.lineno}: {error}"[
            :200
        ]
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return None


def too_slow(number: int, frame: FrameType | None) -> None:
    """Tell that an execution is too slow: the handler of the timer."""
    del number, frame
    raise TimeoutError(f"more than {SLOWEST} s")


if __name__ == "__main__":
    main()
