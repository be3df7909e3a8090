"""Names by the model that this project trains and ships."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tasks.entities.mention import TYPES, Mention
from tasks.entities.recognise import network, reading, vote
from tasks.entities.recognise.confidence import calibrated
from tasks.entities.recognise.decode import Span
from tasks.entities.recognise.tokens import Tokens


def found(texts: Sequence[str], folder: Path = network.DEFAULT) -> list[list[Mention]]:
    """Return the names that the model in `folder` finds in each text."""
    model = network.load(folder)
    return [
        _mentions(text, read.tokens, vote.voted(read.tokens.words, read.spans), model.calibration)
        for text, read in zip(texts, reading.read(texts, model), strict=True)
    ]


def _mentions(
    text: str, tokens: Tokens, spans: list[Span], calibration: tuple[float, float]
) -> list[Mention]:
    mentions = []
    for span in spans:
        start, end = tokens.starts[span.start], tokens.ends[span.end - 1]
        confidence = calibrated(span.probability, calibration)
        mentions.append(Mention(start, end, text[start:end], TYPES[span.kind], confidence))
    return mentions
