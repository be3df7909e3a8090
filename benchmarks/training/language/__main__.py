"""Trains the language model: ``python -m benchmarks.training.language --data DIR``.

Writes ``grams.npz`` and ``fusion.json`` beside the step. Takes some minutes on one core, and the
same data gives the same files.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.training.language import corpus, counting, fitting, pages
from benchmarks.training.language.corpus import Example
from tasks.language import detection, fusion, own
from tasks.language.cleaning import SEARCH, clean
from tasks.language.evidence import Look, closer
from tasks.language.hearing import concord, hear
from tasks.language.outside import confirmed
from tasks.language.reading import read

FITTED = (0, 1)  # The folds whose texts the weights are fitted to, by tables that lack them.
VOTING = 0  # The fold that mixed pages are made of.
LATIN_EVERY = 3  # Of the Serbian examples in Latin letters one in so many is weighed: a prior.
# Languages that CLDR, pycld2 and py3langid have and our tables lack.
STRANGERS = ("br", "fy", "gd", "gl", "ha", "jv", "ky", "lb", "mt", "ne", "ps", "tg", "tt", "uz")


@dataclass(frozen=True, slots=True, eq=False)
class _Fold:
    """Tables without the n-grams of a fold, its examples, and looks at these by those."""

    known: own.Tables
    examples: list[Example]
    looks: list[Look]


def main() -> None:
    """Train on the corpus and write the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="lingua's language-testdata")
    train(corpus.read(parser.parse_args().data))


def train(examples: list[Example]) -> None:
    """Write the model of `examples` beside the step."""
    languages = tuple(sorted({example.language for example in examples}))
    latin, names = corpus.serbian_in_latin(examples), corpus.names(languages)
    seen = [e for e in (*examples, *latin, *names) if e.fold != corpus.ASIDE]
    own.MODEL.mkdir(exist_ok=True)
    packed = counting.tables(seen, languages)
    np.savez_compressed(own.MODEL / "grams.npz", **packed)  # type: ignore[arg-type]
    print("counted", packed["columns"].size, "cells", flush=True)
    weighed = [
        *examples,
        *corpus.phrases(examples),
        *corpus.paragraphs(examples),
        *latin[::LATIN_EVERY],
    ]
    folds = []
    for fold in FITTED:
        known = own.unpack(counting.tables([e for e in seen if e.fold != fold], languages))
        some = [example for example in weighed if example.fold == fold]
        folds.append(_Fold(known, some, fitting.looks(some, known)))
        print("looked at fold", fold, flush=True)
    stored = _fusion(languages, folds)
    _write(stored)
    fusion.fusion.cache_clear()
    own.tables.cache_clear()
    _write({**stored, "vote": _vote([e for e in examples if e.fold == VOTING])})


def _write(stored: dict[str, object]) -> None:
    (own.MODEL / "fusion.json").write_text(json.dumps(stored) + "\n", "utf-8")


def _fusion(languages: tuple[str, ...], folds: Sequence[_Fold]) -> dict[str, object]:
    together = [example for fold in folds for example in fold.examples]
    seen = [one for fold in folds for one in fold.looks]
    first = fitting.fit(fitting.cases(together, seen), len(languages))
    doubtful: list[Example] = []
    again: list[Look] = []
    for fold in folds:
        pairs = zip(fold.examples, fold.looks, strict=True)
        left = [example for example, one in pairs if _open(one, first)]
        for example, one in zip(left, fitting.looks(left, fold.known, SEARCH), strict=True):
            if _several(one):
                doubtful.append(example)
                again.append(closer(one))
    print("second look at", len(again), "of", len(seen), flush=True)
    second = fitting.fit(fitting.cases(doubtful, again), len(languages))
    return {
        "knots": fitting.KNOTS,
        "settled": fitting.SETTLED,
        "script": _by_script(together, seen),
        "outside": _outside(folds[0].known),
        "concord": _concord(together),
        "vote": 1.0,
        "first": {"weights": first.weights.tolist(), "bias": first.bias.tolist()},
        "second": {"weights": second.weights.tolist(), "bias": second.bias.tolist()},
    }


def _several(one: Look) -> bool:
    return len(one.columns.languages) > 1


def _open(one: Look, stage: fusion.Stage) -> bool:
    """Return whether the first look leaves this text to the second."""
    return _several(one) and bool(
        fusion.probabilities([one.rows], [one.letters], one.columns, stage).max() < fitting.SETTLED
    )


def _by_script(examples: Sequence[Example], looks: Sequence[Look]) -> float:
    """Return how often the only language of a script is the right one."""
    right = [
        (example.language,) == one.columns.languages
        for example, one in zip(examples, looks, strict=True)
        if len(one.columns.languages) == 1
    ]
    return round((sum(right) + 1) / (len(right) + 2), 4)


def _concord(examples: Sequence[Example]) -> float:
    """Return how often a language is right that the first two opinions agree on."""
    right = []
    for first in range(0, len(examples), fitting.BATCH):
        some = examples[first : first + fitting.BATCH]
        heard = hear(read([clean(example.text) for example in some]))
        codes = [concord(heard, n) for n in range(len(some))]
        right += [code == one.language for code, one in zip(codes, some, strict=True) if code]
    return round((sum(right) + 1) / (len(right) + 2), 4)


def _outside(known: own.Tables) -> float:
    """Return how often a language not weighed is right where the two opinions agree on it.

    Measured on lists of CLDR's names: as many of such languages as of the others.
    """
    right = wrong = 0.0
    for languages in (STRANGERS, sorted(known.languages)):
        examples = corpus.lists(corpus.names(languages))
        said = [confirmed(one) for one in fitting.looks(examples, known)]
        hits = sum(code == example.language for code, example in zip(said, examples, strict=True))
        right += hits / len(examples)
        wrong += (sum(map(bool, said)) - hits) / len(examples)
    return round(right / (right + wrong), 4)


def _vote(examples: Sequence[Example]) -> float:
    """Return the power of the odds of votes that makes them odds of being right."""
    shares, right = [], []
    for paragraphs in (1, 2, 4):
        for page in pages.mixed(examples, paragraphs, times=4):
            votes = detection.poll(detection.running(page.text), detection.LINES)
            if votes is not None:
                shares.append(votes.share)
                right.append(page.language in votes.alike)
    odds = np.log(np.clip(shares, 1e-3, 1 - 1e-3)) - np.log1p(-np.clip(shares, 1e-3, 1 - 1e-3))
    powers = np.arange(0.25, 4.01, 0.25)
    loss = [np.logaddexp(0, np.where(right, -power, power) * odds).mean() for power in powers]
    return float(powers[int(np.argmin(loss))])


if __name__ == "__main__":
    main()
