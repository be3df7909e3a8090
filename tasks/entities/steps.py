"""Resolving the entities of a corpus, told over files and plain values."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from schemas.settings import Settings
from tasks.entities.corpus import Knowledge, resolve_corpus
from tasks.entities.resolve.corpus import Corpus
from tasks.publishing.corpus import corpus_of, run_id_of
from tasks.publishing.index import Index
from tasks.publishing.news import news
from tasks.stage import package_digest
from tasks.staging import replace

NAME = "entities"
DOCUMENTS = ["document_id", "published_on", "text"]
MENTIONS = ["document_id", "surface", "type", "start"]
Told = Mapping[str, Any]


def resolve_all(checked: Sequence[Told], *, work: Told) -> tuple[str, tuple[str, ...]]:
    """Link every mention of the corpus to the thing that it names.

    Returns the output's folder, and warnings about judgements. Documents that the last run knew
    are not read again.
    """
    whole = corpus_of(checked, work)
    settings = Settings.model_validate(work["settings"])
    judgements = _digest(settings.judgements)
    index = Index.of(work, NAME, package_digest(NAME), _digest(settings.aliases))
    tables, told = index.load(whole.previous) or ({}, {})
    before = Corpus.of_tables(tables) if tables else Corpus.empty()
    new = news(whole, before.rows.documents["document_id"])
    documents = new.tables("documents", DOCUMENTS)
    resolved = resolve_corpus(
        zip(new.tables("mentions", MENTIONS), documents, strict=True),
        Knowledge.read(settings.judgements, settings.aliases),
        before=before,
        gone=new.gone,
        afresh=bool(tables) and told["judgements"] != judgements,
    )
    index.save(run_id_of(whole, work), resolved.corpus.tables(), {"judgements": judgements})
    folder = replace(Path(work["staging"]) / "resolved" / NAME, resolved.tables)
    return str(folder), resolved.warnings


def _digest(file: Path | None) -> str | None:
    return hashlib.sha256(file.read_bytes()).hexdigest() if file else None
