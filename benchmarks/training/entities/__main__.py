"""`python -m benchmarks.training.entities --data DIR [--open-only] --out FOLDER`.

Reads the manifest, trains the vectors and the network in two phases, exports, calibrates, scores
on what was kept aside, and writes the card. Fixed seeds, fixed steps, one thread.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np

from benchmarks.training.entities import card, corpora, export, training, vectors


def main() -> None:
    """Train and write the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the corpora")
    parser.add_argument("--out", type=Path, required=True, help="folder for the model")
    parser.add_argument("--open-only", action="store_true", help="only openly licensed corpora")
    parser.add_argument("--vectors", type=Path, help="a floret table trained before, to save time")
    parser.add_argument("--steps", type=int, default=training.FIRST.steps)
    parser.add_argument("--final-steps", type=int, default=training.SECOND.steps)
    options = parser.parse_args()

    if options.vectors:
        table = vectors.loaded(options.vectors)
    else:
        table = vectors.trained(vectors.sentences(options.data, open_only=options.open_only))
    first = corpora.divided(options.data, open_only=options.open_only, development=True)
    words = (word for sentence in first.gold for word in sentence.words)
    subwords, scale = vectors.scaled(table, words)
    meaning = subwords.astype(np.float32) * np.float32(scale)

    network = training.trained(first, meaning, training.FIRST.lasting(options.steps))
    export.write(network, subwords, scale, options.out)
    early = card.scores(options.out, first.aside)
    second = corpora.divided(options.data, open_only=options.open_only, development=False)
    plan = training.SECOND.lasting(options.final_steps)
    network = training.trained(second, meaning, plan, network.state_dict())
    export.write(network, subwords, scale, options.out)
    export.calibrate(options.out, card.judged(options.out, second.aside))
    late = card.scores(options.out, second.aside)
    card.write(options.out, options.data, early, late, open_only=options.open_only)


if __name__ == "__main__":
    main()
