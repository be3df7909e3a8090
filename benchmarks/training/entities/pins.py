"""Which files exactly the recogniser was trained on.

`corpora.sha256` lists every file that the manifest names, as `sha256sum` writes it, so that
`cd DIR && sha256sum --check corpora.sha256` tells whether two people hold the same corpora.
`python -m benchmarks.training.entities.pins --data DIR` writes it anew.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterable
from pathlib import Path

from benchmarks.training.entities import corpora, vectors

PINS = Path(__file__).with_name("corpora.sha256")


def listed(files: Iterable[Path], data: Path) -> list[str]:
    """Return one line for each file: its sha256, two spaces, its path below `data`."""
    return [
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(data).as_posix()}"
        for file in files
    ]


def digest(lines: Iterable[str]) -> str:
    """Return the sha256 of such lines, each with its line end: one number for many files."""
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def of_corpora(data: Path, *, open_only: bool) -> dict[str, list[str]]:
    """Return the lines of every corpus that is read, by its name."""
    found = {
        corpus.name: listed(corpus.files(data), data)
        for corpus in corpora.manifest()
        if corpus.open or not open_only
    }
    return {**found, vectors.NAME: listed(vectors.pages(data), data)}


def differences(lines: Iterable[str]) -> list[str]:
    """Return what these files and the pinned ones do not share, for people to read."""
    pinned = {line[66:]: line[:64] for line in PINS.read_text("utf-8").splitlines()}
    return [
        f"{line[66:]}: "
        + ("another file than the pinned one" if line[66:] in pinned else "not pinned")
        for line in lines
        if pinned.get(line[66:]) != line[:64]
    ]


def main() -> None:
    """Write the list."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the corpora")
    options = parser.parse_args()
    by_corpus = of_corpora(options.data, open_only=False)
    PINS.write_text("".join(f"{line}\n" for some in by_corpus.values() for line in some), "utf-8")


if __name__ == "__main__":
    main()
