"""Vectors of character n-grams, trained with floret on the corpora's own texts.

The texts (never the tags) of everything that the manifest names, and the main content of the
WCXB pages (CC BY 4.0), lower-cased.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.training.entities.corpora import manifest
from benchmarks.training.entities.export import quantised_whole
from tasks.entities.recognise import features, subwords
from tasks.entities.recognise.tokens import tokenise

Array = np.ndarray[Any, Any]
#: Web pages whose main content also serves the vectors.
NAME = "wcxb"
SOURCE = "https://github.com/Murrough-Foley/web-content-extraction-benchmark"
LICENCE = "CC BY 4.0"
_PAGES = "wcxb/dev/ground-truth"
_SAMPLE = 30_000
#: The spread that the means of vectors get: that of the other inputs of the network.
_SPREAD = 0.4


def sentences(data: Path, *, open_only: bool) -> Iterator[Sequence[str]]:
    """Yield the words of every sentence."""
    for corpus in manifest():
        if corpus.open or not open_only:
            for sentence in corpus.sentences(data):
                yield sentence.words
    for file in pages(data):
        text = json.loads(file.read_text("utf-8"))["ground_truth"]["main_content"] or ""
        tokens = tokenise(text)
        start = 0
        for end in tokens.sentence_ends:
            yield tokens.words[start:end]
            start = end


def pages(data: Path) -> list[Path]:
    """Return the files with the main content of web pages."""
    return sorted((data / _PAGES).glob("*.json"))


def trained(lines: Iterable[Sequence[str]]) -> Array:
    """Return the table of floret vectors, one row a bucket."""
    import floret

    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "text"
        with text.open("w", encoding="utf-8", errors="replace") as file:
            for words in lines:
                file.write(" ".join(features.normalised(word).lower() for word in words) + "\n")
        model = floret.train_unsupervised(
            str(text), model="skipgram", mode="floret", hashCount=2,
            bucket=features.SUBWORD_ROWS, minn=subwords.SHORTEST, maxn=subwords.LONGEST,
            dim=features.SUBWORD_WIDTH, epoch=4, minCount=3, thread=1, lr=0.05, neg=5, ws=4,
        )  # fmt: skip
        table = Path(folder) / "table"
        model.save_floret_vectors(str(table))
        return loaded(table)


def loaded(file: Path) -> Array:
    """Return the table in a file as floret writes it."""
    lines = file.read_text("utf-8").split("\n")
    rows = int(lines[0].split()[0])
    return np.array([line.split()[1:] for line in lines[1 : rows + 1]], np.float32)


def scaled(table: Array, words: Iterable[str]) -> tuple[Array, float]:
    """Return the table in 8 bits, and its scale, so that the words' vectors have `_SPREAD`."""
    return quantised_whole(table * factor(table, words))


def factor(table: Array, words: Iterable[str]) -> float:
    """Return what gives the words' vectors `_SPREAD`."""
    sample = sorted(set(words))[:_SAMPLE]
    means = [
        table[subwords.rows([features.lowered(word)], len(table))[0]].mean(0) for word in sample
    ]
    return _SPREAD / float(np.std(means))
