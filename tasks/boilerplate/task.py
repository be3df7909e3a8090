"""The Prefect tasks of this step."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.adapter import as_task
from tasks.boilerplate.corpus import cluster_corpus
from tasks.boilerplate.sites import READ_LINES
from tasks.boilerplate.stage import REMOVE_BOILERPLATE
from tasks.boilerplate.weighing import weigh
from tasks.publishing.corpus import corpus_of
from tasks.staging import replace

read_lines = as_task(READ_LINES)
remove_boilerplate = as_task(REMOVE_BOILERPLATE)


@task(
    name="weigh site lines",
    task_run_name="weigh site lines",
    cache_policy=NO_CACHE,
    persist_result=False,
)
def weigh_site_lines(read_batches: list[dict[str, Any]], *, work: dict[str, Any]) -> dict[str, Any]:
    """Count the lines that repeat within sites; return the table, evidence and what changes."""
    return weigh(read_batches, work=work)


@task(
    name="cluster stories",
    task_run_name="cluster stories",
    cache_policy=NO_CACHE,
    persist_result=False,
)
def cluster_stories(checked: list[dict[str, Any]], *, work: dict[str, Any]) -> str:
    """Find the stories of the corpus that repeat each other; return the output's folder."""
    corpus = corpus_of(checked, work)
    clusters = cluster_corpus(corpus.tables("documents", ["document_id", "published_on", "text"]))
    return str(replace(Path(work["staging"]) / "resolved" / "clusters", {"clusters": clusters}))
