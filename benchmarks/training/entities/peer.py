"""spaCy's own recogniser, trained from nothing on the same gold sentences: what ours is held to.

spaCy is no dependency of this project; `benchmarks.recogniser --spacy FOLDER` needs it installed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from benchmarks.training.entities import corpora
from benchmarks.training.entities.scheme import Sentence
from benchmarks.training.entities.scoring import gold

_PASSES: Final = 2
_DROPOUT: Final = 0.2
_WORDS: Final = 1_000
_TYPES: Final = {"PER": "PERSON"}


def trained(folder: Path, data: Path) -> str:
    """Return the model name of the pipeline in `folder`, which is trained first if there is none.

    A blank English pipeline with the entity recogniser as it comes, two passes over the gold of
    the manifest, each sentence once. Raises ImportError where spaCy is not installed.
    """
    import spacy
    from spacy.training import Example
    from spacy.util import fix_random_seed

    if (folder / "meta.json").is_file():
        return f"spacy:{folder}"
    fix_random_seed(1)
    sentences = list(dict.fromkeys(corpora.divided(data, open_only=False, development=False).gold))
    pipeline = spacy.blank("en")
    pipeline.add_pipe("ner")
    examples = [
        Example.from_dict(pipeline.make_doc(text), {"entities": entities})
        for text, entities in map(_written, sentences)
    ]
    optimiser = pipeline.initialize(lambda: examples)
    chance = random.Random(1)
    for _ in range(_PASSES):
        chance.shuffle(examples)
        losses: dict[str, float] = {}
        for batch in _batches(examples):
            pipeline.update(batch, sgd=optimiser, drop=_DROPOUT, losses=losses)
        print(f"spaCy: loss {losses['ner']:.0f}", flush=True)
    pipeline.to_disk(folder)
    return f"spacy:{folder}"


def _written(sentence: Sentence) -> tuple[str, list[tuple[int, int, str]]]:
    starts = []
    place = 0
    for word in sentence.words:
        starts.append(place)
        place += len(word) + 1
    entities = [
        (starts[first], starts[end - 1] + len(sentence.words[end - 1]), _TYPES.get(kind, kind))
        for first, end, kind in gold(sentence)
    ]
    return " ".join(sentence.words), entities


def _batches(examples: list[Any]) -> Iterator[list[Any]]:
    batch: list[Any] = []
    words = 0
    for example in examples:
        batch.append(example)
        words += len(example.reference)
        if words >= _WORDS:
            yield batch
            batch, words = [], 0
    if batch:
        yield batch
