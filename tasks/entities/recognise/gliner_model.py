"""Names by a GLiNER model (Zaratiana et al., 2023) that lies in a folder of the user's."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from tasks.entities.mention import Mention
from tasks.entities.recognise.tokens import tokenise

#: What the model is asked for, in its own words, and the type of it here.
_ASKED: Final = {
    "person": "PERSON",
    "organization": "ORG",
    "location": "LOC",
    "nationality, religious or political group": "NORP",
    "event": "EVENT",
    "facility": "FAC",
    "product": "PRODUCT",
    "creative work": "WORK",
}
_THRESHOLD: Final = 0.5
#: GLiNER cuts what is longer; sentences are put together up to so many words.
_WORDS: Final = 200


@functools.cache
def _model(place: str) -> Any:
    try:
        from gliner import GLiNER
    except ImportError as error:
        raise ImportError("the model 'gliner:...' needs GLiNER: pip install gliner") from error
    if not Path(place).is_dir():
        raise FileNotFoundError(f"there is no folder {place!r} with a GLiNER model")
    return GLiNER.from_pretrained(place, local_files_only=True)


def found(texts: Sequence[str], place: str) -> list[list[Mention]]:
    """Return the names that the model finds in each text."""
    model = _model(place)
    return [_found(text, model) for text in texts]


def _found(text: str, model: Any) -> list[Mention]:
    mentions: list[Mention] = []
    for start, end in _parts(text):
        entities = model.predict_entities(text[start:end], list(_ASKED), threshold=_THRESHOLD)
        for entity in sorted(entities, key=lambda entity: (entity["start"], -entity["end"])):
            first, last = start + entity["start"], start + entity["end"]
            if first >= last or (mentions and first < mentions[-1].end):
                continue
            kind = _ASKED[entity["label"]]
            sure = round(float(entity["score"]), 4)
            mentions.append(Mention(first, last, text[first:last], kind, sure))
    return mentions


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """Yield parts of the text that end with a sentence."""
    tokens = tokenise(text)
    start = before = 0
    for end in tokens.sentence_ends:
        if end - start > _WORDS and before > start:
            yield tokens.starts[start], tokens.ends[before - 1]
            start = before
        before = end
    if before > start:
        yield tokens.starts[start], tokens.ends[before - 1]
