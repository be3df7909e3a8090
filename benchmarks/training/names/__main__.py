"""Train the name matcher and write its weights: deterministic, a few seconds."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from benchmarks.training.names.fitting import fit
from benchmarks.training.names.pairs import own_pairs, read_pairs
from tasks.entities.names.match import MODEL


def main() -> None:
    """Read the pairs below ``--data``, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds ner/names")
    parser.add_argument("--out", type=Path, default=MODEL)
    options = parser.parse_args()
    pairs = [*read_pairs(options.data), *own_pairs()]
    options.out.parent.mkdir(exist_ok=True)
    options.out.write_text(json.dumps({"models": fit(pairs)}, indent=1) + "\n", "utf-8")
    print(f"{len(pairs)} pairs, weights in {options.out.name}")


if __name__ == "__main__":
    main()
