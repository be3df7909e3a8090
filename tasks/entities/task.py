"""The Prefect tasks of this step."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.logging import get_run_logger

from schemas.settings import Settings
from tasks.adapter import as_task
from tasks.entities.corpus import Knowledge, resolve_corpus
from tasks.entities.stage import EXTRACT_ENTITIES
from tasks.publishing.corpus import corpus_of
from tasks.reporting.plain import plain
from tasks.staging import replace

extract_entities = as_task(EXTRACT_ENTITIES)


@task(
    name="resolve entities",
    task_run_name="resolve entities",
    cache_policy=NO_CACHE,
    persist_result=False,
)
def resolve_entities(checked: list[dict[str, Any]], *, work: dict[str, Any]) -> str:
    """Link every mention of the corpus to the thing that it names; return the output's folder."""
    corpus = corpus_of(checked, work)
    documents = corpus.tables("documents", ["document_id", "published_on", "text"])
    files = zip(corpus.tables("mentions"), documents, strict=True)
    settings = Settings.model_validate(work["settings"])
    resolved = resolve_corpus(files, Knowledge.read(settings.judgements, settings.aliases))
    for warning in resolved.warnings:
        get_run_logger().warning(plain(warning, 300))
    return str(replace(Path(work["staging"]) / "resolved" / "entities", resolved.tables))
