"""Names by the model that this project trains and ships."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tasks.entities.mention import TYPES, Mention
from tasks.entities.recognise import acronyms, foreign, known, network, reading, repair, vote
from tasks.entities.recognise.confidence import calibrated


def found(texts: Sequence[str], folder: Path = network.DEFAULT) -> list[list[Mention]]:
    """Return the names that the model in `folder` finds in each text."""
    reader = reading.reader(folder)
    return [
        _mentions(text, read, reader.model.calibration)
        for text, read in zip(texts, reader.read(texts), strict=True)
    ]


def _mentions(text: str, read: reading.Read, calibration: tuple[float, float]) -> list[Mention]:
    tokens = read.tokens
    spans = foreign.readable(tokens.words, read.spans)
    spans = acronyms.defined(tokens.words, known.typed(tokens.words, spans))
    spans = vote.voted(tokens.words, spans)
    spans = known.typed(tokens.words, repair.repaired(tokens.words, spans))
    cuts = repair.unglued(tokens.words, spans)
    mentions = []
    for span in spans:
        last = span.end - 1
        start, end = tokens.starts[span.start], tokens.ends[last]
        if last in cuts:
            end = tokens.starts[last] + cuts[last]
        confidence = calibrated(span.probability, calibration)
        mentions.append(Mention(start, end, text[start:end], TYPES[span.kind], confidence))
    return mentions
