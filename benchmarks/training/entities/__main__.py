"""`python -m benchmarks.training.entities --data DIR [--open-only] [--out FOLDER]`.

Reads the manifest and checks the files against their hashes, trains the vectors and the network in
two phases, exports, calibrates, scores on what was kept aside, and writes the card. Fixed seeds,
fixed steps, one thread: some 20 minutes of one core.

The first phase leaves the larger development parts out and is scored on them; the second goes on
from there with what they hold, and is scored on what stays aside for good. `--open-only` trains on
openly licensed corpora alone; its scores go onto the card of the shipped model too.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np

from benchmarks.training.entities import card, corpora, export, pins, training, vectors
from tasks.entities.recognise.network import DEFAULT

_OPEN = Path("build/entities-open")


def main() -> None:
    """Train and write the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the corpora")
    parser.add_argument(
        "--out", type=Path, help="folder for the model; the shipped one's if not said"
    )
    parser.add_argument("--open-only", action="store_true", help="only openly licensed corpora")
    parser.add_argument("--other-files", action="store_true", help="other corpora than the pinned")
    parser.add_argument("--vectors", type=Path, help="a floret table trained before, to save time")
    parser.add_argument("--steps", type=int, default=training.FIRST.steps)
    parser.add_argument("--final-steps", type=int, default=training.SECOND.steps)
    options = parser.parse_args()
    out = options.out or (_OPEN if options.open_only else DEFAULT)
    files = pins.of_corpora(options.data, open_only=options.open_only)
    others = pins.differences(line for lines in files.values() for line in lines)
    if others and not options.other_files:
        parser.error("\n".join([*others[:10], "give --other-files if that is meant"]))

    if options.vectors:
        table = vectors.loaded(options.vectors)
    else:
        table = vectors.trained(vectors.sentences(options.data, open_only=options.open_only))
    first = corpora.divided(options.data, open_only=options.open_only, development=True)
    words = (word for sentence in first.gold for word in sentence.words)
    subwords, scale = vectors.scaled(table, words)
    meaning = subwords.astype(np.float32) * np.float32(scale)

    network = training.trained(first, meaning, training.FIRST.lasting(options.steps))
    export.write(network, subwords, scale, out)
    early = card.scores(out, first.aside)
    second = corpora.divided(options.data, open_only=options.open_only, development=False)
    plan = training.SECOND.lasting(options.final_steps)
    network = training.trained(second, meaning, plan, network.state_dict())
    export.write(network, subwords, scale, out)
    export.calibrate(out, card.judged(out, second.aside))
    late = card.scores(out, second.aside)
    steps = (options.steps, options.final_steps)
    card.record(files, early, late, steps, open_only=options.open_only)
    card.write(DEFAULT if options.open_only else out)


if __name__ == "__main__":
    main()
