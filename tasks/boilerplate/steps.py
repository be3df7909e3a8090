"""Clustering the stories of a corpus, told over files and plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tasks.boilerplate.corpus import SIGNATURES, clusters_of, joined, signatures_of
from tasks.publishing.corpus import corpus_of, run_id_of
from tasks.publishing.index import Index
from tasks.publishing.news import news
from tasks.stage import package_digest
from tasks.staging import replace

DOCUMENTS = ["document_id", "published_on", "text"]
Told = Mapping[str, Any]


def cluster_all(checked: Sequence[Told], *, work: Told) -> str:
    """Find the stories of the corpus that repeat each other; return the output's folder.

    Stories that the last run knew are not read again.
    """
    whole = corpus_of(checked, work)
    index = Index.of(work, "stories", package_digest("boilerplate"))
    tables, _ = index.load(whole.previous) or ({}, {})
    before = tables.get("signatures", SIGNATURES.empty_table())
    new = news(whole, before["document_id"])
    signatures = joined(before, new.gone, signatures_of(new.tables("documents", DOCUMENTS)))
    index.save(run_id_of(whole, work), {"signatures": signatures}, {})
    clusters = {"clusters": clusters_of(signatures)}
    return str(replace(Path(work["staging"]) / "resolved" / "clusters", clusters))
