"""Finding names in texts."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.entities.mention import Mention


def find_entities(texts: Sequence[str], *, model: str = "default") -> list[list[Mention]]:
    """Return, for each text, its names in order of place, without overlaps.

    For every mention `text[start:end] == surface`, in code points; titles ("President", "Mr.")
    stand outside. The result for a text does not depend on the texts beside it.

    `model` is "default" (the one beside this step: it reads English, and finds nothing in text of
    another language or script), "spacy:" and the name or folder of an
    installed spaCy pipeline, or "gliner:" and the folder of a GLiNER model. Nothing is ever
    downloaded. Raises ValueError for another name, ImportError where the library is missing and
    FileNotFoundError where the model is.
    """
    kind, _, place = model.partition(":")
    if model == "default":
        from tasks.entities.recognise import trained_model

        return trained_model.found(texts)
    if kind == "spacy" and place:
        from tasks.entities.recognise import spacy_model

        return spacy_model.found(texts, place)
    if kind == "gliner" and place:
        from tasks.entities.recognise import gliner_model

        return gliner_model.found(texts, place)
    raise ValueError(
        f"unknown model {model!r}: it is 'default', 'spacy:<pipeline>' or 'gliner:<folder>'"
    )
