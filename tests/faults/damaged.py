"""A folder of damaged inputs: none may stop a run, none may get lost.

`write_corpus` makes some 660 files of 240 kinds. The same seed and sizes give the same bytes under
the same names, so that a failure can be made again.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.faults.damage import (
    archives,
    encodings,
    hostile,
    json_lines,
    markup,
    names,
    noise,
    places,
)
from tests.faults.damage.specimen import Expect, Sizes, Specimen

Maker = Callable[[Random, Sizes], Iterator[Specimen]]

MAKERS: dict[str, Maker] = {
    "noise": noise.specimens,
    "encodings": encodings.specimens,
    "markup": markup.specimens,
    "json": json_lines.specimens,
    "archives": archives.specimens,
    "hostile": hostile.specimens,
    "names": names.specimens,
}
DEFAULT = Sizes()
WRITTEN_AT = 1_500_000_000
"""The modification time that every file gets (2017-07-14, in seconds since 1970)."""


@dataclass(frozen=True, slots=True)
class Damaged:
    """One input of the corpus and what may become of it.

    `expect` is `reject` (a reject with a code), `published` (at least one document comes of it)
    or `either` (either of them, or a duplicate). `says` is a sentence that the text of a document
    of it must hold, if one is published (None: nothing is asked). `counted` is false for what a
    walk over the folder may rightly not see as a source, such as a pipe or a hidden file.
    """

    path: Path
    kind: str
    expect: Expect
    says: str | None = None
    counted: bool = True


def write_corpus(folder: Path, *, seed: int = 1, sizes: Sizes = DEFAULT) -> list[Damaged]:
    """Write the corpus into `folder` (made where missing); returns it in the order of writing.

    There are pipes, endless devices behind links, and unreadable files among them: whoever opens
    everything hangs. Raises FileExistsError where a corpus lies already.
    """
    corpus = []
    for group, maker in MAKERS.items():
        place = folder / group
        place.mkdir(parents=True)
        for number, specimen in enumerate(maker(Random(f"{group} {seed}"), sizes)):
            corpus.append(_write(place, number, specimen))
    place = folder / "places"
    place.mkdir()
    for path, kind in places.make(place, Random(f"places {seed}")):
        if not path.is_symlink():
            os.utime(path, (WRITTEN_AT, WRITTEN_AT))
        corpus.append(_placed(path, kind))
    return corpus


def _write(place: Path, number: int, specimen: Specimen) -> Damaged:
    name = specimen.name or f"{number:03d}-{specimen.kind}{specimen.suffix}"
    path = place / name
    path.write_bytes(specimen.content)
    os.utime(path, (WRITTEN_AT, WRITTEN_AT))
    return Damaged(path, specimen.kind, specimen.expect, specimen.says, specimen.counted)


def _placed(path: Path, kind: str) -> Damaged:
    plain = kind in {"linked-to", "hard-link", "buried", "unreadable"}
    expect: Expect = "published" if kind == "buried" else "either"
    return Damaged(path, kind, expect, counted=plain)
