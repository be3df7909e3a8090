"""One run of the chain over files, told as a hash: for the matrix of settings."""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from tests.chain import fingerprint, now, process


def main() -> None:
    """Print the hashes of the data tables that the inputs give, as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("inputs", nargs="+")
    parser.add_argument("--batch-size", type=int, default=1000)
    parser.add_argument("--portions", type=int, default=1)
    parser.add_argument("--max-seconds", type=float, default=0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as data:
        for start in range(asked.portions):
            process(
                asked.inputs[start :: asked.portions],
                Path(data),
                batch_size=asked.batch_size,
                max_seconds=asked.max_seconds,
            )
        print(json.dumps(fingerprint(now(Path(data)))))


if __name__ == "__main__":
    main()
