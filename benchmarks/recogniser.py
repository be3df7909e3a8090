"""How well and how fast names are found, on what the recogniser was not trained on.

`python -m benchmarks.recogniser --data DIR` prints strict entity F1 over people, organisations,
places and the rest for every corpus that the training manifest keeps a part of aside, and words a
second from raw text to spans on one core. `--peer spacy:<pipeline>` scores another model in the
same run; `--check` compares with the floors.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

from benchmarks import floors
from benchmarks.training.entities.card import compared, summary, texts
from benchmarks.training.entities.corpora import manifest, set_aside
from benchmarks.training.entities.scoring import KINDS
from tasks.entities import find_entities
from tasks.entities.recognise.tokens import tokenise

#: The floor of speed leaves room for a busy machine; the aim is 60,000.
_SPEED = 40_000.0


def speed(written: Sequence[str], model: str) -> float:
    """Return words a second of processor time, best of three."""
    words = sum(len(tokenise(text).words) for text in written)
    best = 0.0
    for _ in range(3):
        started = time.process_time()
        find_entities(written, model=model)
        best = max(best, words / (time.process_time() - started))
    return best


def main() -> int:
    """Print the scores; return 1 where one is below its floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the corpora")
    parser.add_argument("--peer", action="append", default=[], help="another model to score")
    parser.add_argument("--check", action="store_true", help="compare with the floors")
    parser.add_argument("--lower-floor", action="store_true", help="write the floors anew")
    options = parser.parse_args()
    aside = set_aside(options.data)
    scores: dict[str, float] = {}
    columns = ("all", *KINDS)
    for model in ["default", *options.peer]:
        find_entities(["Warm up in Paris."], model=model)
        print(f"{model:<18}" + "".join(f"{name:>8}" for name in columns))
        for name, sentences in aside.items():
            written, truth = texts(sentences)
            one = summary(name, compared(truth, find_entities(written, model=model)))
            print(f"{name:<18}" + "".join(f"{one.get(kind, 0):8.1f}" for kind in columns))
            if model == "default":
                scores[name] = one["all"]
        rate = speed(texts(aside["worldwide"])[0], model)
        print(f"{rate:,.0f} words a second on one core\n")
        if model == "default":
            scores["words_per_second"] = min(rate, _SPEED)
    if not (options.check or options.lower_floor):
        return 0
    files = [file for corpus in manifest() if corpus.aside for file in corpus.files(options.data)]
    return floors.check("recogniser", scores, floors.digest(files), lower=options.lower_floor)


if __name__ == "__main__":
    sys.exit(main())
