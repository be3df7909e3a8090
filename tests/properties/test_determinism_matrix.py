"""The same inputs give the same bytes: for any batch size, order, locale, zone or hash seed."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from itertools import product
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SEEDS = sorted(str(path) for path in (ROOT / "seeds").glob("*.txt"))
ALL = os.environ.get("PARQUETRY_FAULTS") == "all"
ZONES, LANGUAGES = ("UTC", "Asia/Kathmandu"), ("C", "tr_TR.UTF-8")
EVERYTHING = [
    (str(hash_seed), zone, language, *how)
    for hash_seed, (zone, language, how) in enumerate(
        product(ZONES, LANGUAGES, ((1000, 1, 0.0), (1, 1, 60.0), (2, 3, 0.0)))
    )
]
SETTINGS = EVERYTHING if ALL else [EVERYTHING[0], EVERYTHING[-2], EVERYTHING[5]]


def fingerprint(
    hash_seed: str, zone: str, language: str, size: int, portions: int, most: float
) -> str:
    inputs = random.Random(hash_seed).sample(SEEDS, len(SEEDS))
    told = ["--batch-size", str(size), "--portions", str(portions), "--max-seconds", str(most)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.matrix", *inputs, *told],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": hash_seed, "TZ": zone, "LC_ALL": language},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.dumps(json.loads(done.stdout.splitlines()[-1]))


def test_one_hash_for_all_settings() -> None:
    assert len(EVERYTHING) == 12
    assert len({fingerprint(*how) for how in SETTINGS}) == 1
