"""`python -m benchmarks.training.entities --data DIR [--open-only] [--out FOLDER]`.

Reads the manifest and checks the files against their hashes, trains the vectors and a network in
two phases, then a smaller one that begins as a part of it and that it teaches; exports, calibrates,
scores on what was kept aside, and writes the card. Fixed seeds, fixed steps, one thread: some 40
minutes of one core.

The first phase leaves the larger development parts out and is scored on them; the second goes on
from there with what they hold; the smaller network is scored on what stays aside for good.
`--teacher FOLDER` leaves the two phases out: the larger network is the model in that folder.
`--open-only` trains on openly licensed corpora alone; its scores go onto the card of the shipped
model too.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np

from benchmarks.training.entities import (
    card,
    corpora,
    export,
    pins,
    teaching,
    training,
    vectors,
)
from tasks.entities.recognise.network import DEFAULT

_OPEN = Path("build/entities-open")
_TEACHER = Path("build/entities-teacher")


def main() -> None:
    """Train and write the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the corpora")
    parser.add_argument(
        "--out", type=Path, help="folder for the model; the shipped one's if not said"
    )
    parser.add_argument("--teacher", type=Path, help="folder of a larger model trained before")
    parser.add_argument("--open-only", action="store_true", help="only openly licensed corpora")
    parser.add_argument("--other-files", action="store_true", help="other corpora than the pinned")
    parser.add_argument("--vectors", type=Path, help="a floret table trained before, to save time")
    parser.add_argument("--steps", type=int, default=training.FIRST.steps)
    parser.add_argument("--final-steps", type=int, default=training.SECOND.steps)
    parser.add_argument("--taught-steps", type=int, default=training.TAUGHT.steps)
    options = parser.parse_args()
    out = options.out or (_OPEN if options.open_only else DEFAULT)
    files = pins.of_corpora(options.data, open_only=options.open_only)
    others = pins.differences(line for lines in files.values() for line in lines)
    if others and not options.other_files:
        parser.error("\n".join([*others[:10], "give --other-files if that is meant"]))

    early = None if options.teacher else _larger(options)
    late = _smaller(options, options.teacher or _TEACHER, out)
    steps = (options.steps, options.final_steps, options.taught_steps)
    card.record(files, early, late, steps, open_only=options.open_only)
    card.write(DEFAULT if options.open_only else out)


def _larger(options: argparse.Namespace) -> card.Scores:
    """Train the larger network and write it; return its scores after the first phase."""
    if options.vectors:
        table = vectors.loaded(options.vectors)
    else:
        texts = vectors.sentences(options.data, open_only=options.open_only)
        table = vectors.trained(texts)
    first = corpora.divided(options.data, open_only=options.open_only, development=True)
    words = (word for sentence in first.gold for word in sentence.words)
    subwords, scale = vectors.scaled(table, words)
    meaning = subwords.astype(np.float32) * np.float32(scale)
    network = training.trained(first, meaning, training.FIRST.lasting(options.steps))
    export.write(network, subwords, scale, _TEACHER)
    early = card.scores(_TEACHER, first.aside)
    second = corpora.divided(options.data, open_only=options.open_only, development=False)
    plan = training.SECOND.lasting(options.final_steps)
    network = training.trained(second, meaning, plan, network.state_dict())
    export.write(network, subwords, scale, _TEACHER)
    card.scores(_TEACHER, second.aside)
    return early


def _smaller(options: argparse.Namespace, teacher: Path, out: Path) -> card.Scores:
    """Train the network that is shipped, and write it; return its scores."""
    parts = corpora.divided(options.data, open_only=options.open_only, development=False)
    words = (word for sentence in parts.gold for word in sentence.words)
    larger, subwords, scale = teaching.read(teacher, words)
    meaning = subwords.astype(np.float32) * np.float32(scale)
    plan = training.TAUGHT.lasting(options.taught_steps)
    start = teaching.narrowed(larger.state_dict(), plan.hidden)
    network = training.trained(parts, meaning, plan, start, larger)
    export.write(network, subwords, scale, out)
    export.calibrate(out, card.judged(out, parts.aside))
    return card.scores(out, parts.aside)


if __name__ == "__main__":
    main()
