"""Names by a spaCy pipeline that the user has installed."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any, Final

from tasks.entities.mention import TYPES, Mention

#: spaCy's labels for what is a name here; dates, amounts and numbers are none.
_TYPES: Final = {
    **{kind: kind for kind in TYPES},
    "PER": "PERSON",
    "GPE": "LOC",
    "WORK_OF_ART": "WORK",
    "LAW": "MISC",
    "LANGUAGE": "MISC",
}
#: spaCy's parsers give no probability.
_UNKNOWN: Final = 0.5


@functools.cache
def _pipeline(place: str) -> Any:
    try:
        import spacy
    except ImportError as error:
        raise ImportError("the model 'spacy:...' needs spaCy: pip install spacy") from error
    try:
        return spacy.load(place)
    except OSError as error:
        raise FileNotFoundError(
            f"spaCy has no pipeline {place!r}: install it, or give the folder it lies in"
        ) from error


def found(texts: Sequence[str], place: str) -> list[list[Mention]]:
    """Return the names that the pipeline finds in each text."""
    pipeline = _pipeline(place)
    return [
        [
            Mention(
                entity.start_char,
                entity.end_char,
                text[entity.start_char : entity.end_char],
                _TYPES[entity.label_],
                _UNKNOWN,
            )
            for entity in document.ents
            if entity.label_ in _TYPES
        ]
        for text, document in zip(texts, pipeline.pipe(texts), strict=True)
    ]
