"""The corpora of the manifest, read into one scheme and divided into parts."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.training.entities import readers
from benchmarks.training.entities.scheme import Sentence

MANIFEST = Path(__file__).with_name("manifest.toml")
_READERS: dict[str, Callable[[Path, str], Iterator[Sentence]]] = {
    "worldwide": readers.worldwide,
    "crossner": readers.crossner,
    "wikigold": readers.wikigold,
    "wnut": readers.wnut,
    "broad_twitter": readers.broad_twitter,
    "uner": readers.uner,
    "redocred": readers.redocred,
    "gmb": readers.gmb,
}
_SUFFIXES = {"gmb": "*.zip", "crossner": "*.txt", "broad_twitter": "*.conll", "wnut": "*"}


@dataclass(frozen=True, slots=True)
class Corpus:
    """One entry of the manifest."""

    name: str
    reader: str
    path: str
    source: str
    licence: str
    copies: int = 1
    aside: float = 0.0
    development: float = 0.0
    silver: bool = False
    open: bool = True

    def files(self, data: Path) -> list[Path]:
        """Return the files of the corpus, in a fixed order."""
        place = data / self.path
        if place.is_file():
            return [place]
        files = [file for file in place.rglob("*") if file.is_file()]
        pattern = _SUFFIXES.get(self.reader, "*")
        return sorted(file for file in files if file.match(pattern))

    def sentences(self, data: Path) -> Iterator[Sentence]:
        """Yield every sentence that has words."""
        read = _READERS[self.reader]
        places = [data / self.path] if self.reader == "worldwide" else self.files(data)
        for place in places:
            yield from (sentence for sentence in read(place, self.name) if sentence.words)


@dataclass(frozen=True, slots=True)
class Parts:
    """What is trained on, and what is kept aside, by corpus."""

    gold: list[Sentence]
    silver: list[Sentence]
    aside: dict[str, list[Sentence]]


def manifest() -> list[Corpus]:
    """Return the corpora in the order of the manifest."""
    return [Corpus(**entry) for entry in tomllib.loads(MANIFEST.read_text("utf-8"))["corpus"]]


def divided(data: Path, *, open_only: bool, development: bool) -> Parts:
    """Return the training parts without any sentence that is kept aside.

    With `development` more is kept aside: what the first phase of training is measured on.
    """
    gold: list[Sentence] = []
    silver: dict[str, Sentence] = {}
    aside: dict[str, list[Sentence]] = {}
    for corpus in manifest():
        copies = 0 if open_only and not corpus.open else corpus.copies
        for sentence in corpus.sentences(data):
            if _share(sentence) < (corpus.development if development else corpus.aside):
                aside.setdefault(corpus.name, []).append(sentence)
            elif corpus.silver:
                silver.setdefault(_key(sentence), sentence)
            else:
                gold.extend([sentence] * copies)
    known = {_key(sentence) for kept in aside.values() for sentence in kept}
    return Parts(
        [sentence for sentence in gold if _key(sentence) not in known],
        [sentence for key, sentence in silver.items() if key not in known],
        aside,
    )


def set_aside(data: Path) -> dict[str, list[Sentence]]:
    """Return the sentences that are never trained on, by corpus."""
    return {
        corpus.name: [s for s in corpus.sentences(data) if _share(s) < corpus.aside]
        for corpus in manifest()
        if corpus.aside
    }


def _key(sentence: Sentence) -> str:
    return " ".join(sentence.words).lower()


def _share(sentence: Sentence) -> float:
    """Return a number in [0, 1) that depends only on the document, or on a lone sentence."""
    whole = sentence.corpus in {"worldwide", "uner"}
    name = sentence.document if whole else " ".join(sentence.words)
    return int.from_bytes(hashlib.md5(name.encode("utf-8", "replace")).digest()[:4]) / 2**32
