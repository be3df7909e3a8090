"""Assembling and publishing a snapshot, told over files and plain values."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from tasks.boilerplate.weighing import index_of
from tasks.publishing import bucket
from tasks.publishing.assemble import Linked, assemble
from tasks.publishing.corpus import Corpus, corpus_of, run_id_of
from tasks.publishing.entity_changes import entity_changes
from tasks.publishing.folder import next_name
from tasks.publishing.index import home, keep_only
from tasks.publishing.logs import checks_table, counts, rejects_table, runs_table, stage_runs_table
from tasks.publishing.publish import Away, Work, publish, refuse_unfit
from tasks.publishing.snapshot import File, read_table
from tasks.staging import StageRun, read
from tasks.validation.gate import Check, gate, merged

Told = Mapping[str, Any]
Gated = Callable[[Mapping[str, pa.Table]], list[Check]]


def make_snapshot(
    checked: Sequence[Told], entities: str, clusters: str, site_lines: str, *, work: Told
) -> dict[str, Any]:
    """Write the data tables of the snapshot to come; return its folder, files and run_id."""
    target = Path(work["staging"]) / "assembled"
    shutil.rmtree(target, ignore_errors=True)
    corpus = corpus_of(checked, work)
    run_id = run_id_of(corpus, work)
    linked = Linked(
        links=read(Path(entities), "resolve-entities/links"),
        entities=read(Path(entities), "resolve-entities/entities"),
        clusters=read(Path(clusters), "cluster-stories/clusters"),
        site_lines=read(Path(site_lines), "weigh-site-lines/site_lines"),
    )
    pages = read(Path(site_lines), "weigh-site-lines/pages")
    index_of(work).save(run_id, {"pages": pages}, {})
    files = assemble(target, corpus, linked, run_id=run_id)
    return {
        "folder": str(target),
        "run_id": run_id,
        "files": [asdict(file) for file in files],
        "parts": sorted({file.path.rsplit("/", 1)[-1] for file in files}),
    }


def publish_checked(
    assembled: Told,
    checked: Sequence[Told],
    checks: Sequence[Told],
    stage_runs: Sequence[dict[str, Any]],
    *,
    work: Told,
    gated: Gated | None = None,
) -> dict[str, Any]:
    """Publish the assembled snapshot if the gate is open; return what is there now.

    `gated` holds the tables of this run against the gate, as `gate_logs` does. Raises RefusedError,
    with the expectation and the rows that failed, where the gate is shut, and LostError where the
    sources do not add up.
    """
    data, folder, run_id = Path(work["data"]), Path(assembled["folder"]), assembled["run_id"]
    previous = Path(work["previous"]) if work["previous"] else None
    away = _away(work)
    name = bucket.next_name(away.bucket) if away else next_name(data)
    finished = datetime.now(UTC)
    corpus = corpus_of(checked, work)
    earlier = {one: _earlier(previous, one) for one in ("rejects", "runs", "entity_changes")}
    rejects = rejects_table(corpus, run_id=run_id, at=finished, earlier=earlier["rejects"])
    told = counts(folder, rejects, expected=_expected(corpus, work["sources"]))
    done = Work(
        run_id=run_id,
        started=datetime.fromisoformat(work["started"]),
        finished=finished,
        version=work["version"],
        settings=work["settings"],
        recipe=work["recipe"],
        judgements=work["judgements"],
        counts=told,
        unchanged=work["unchanged"],
    )
    logs = {
        "entity_changes": entity_changes(
            previous, folder, run_id=run_id, snapshot=name, earlier=earlier["entity_changes"]
        ),
        "rejects": rejects,
        "runs": runs_table(done, name, earlier["runs"]),
        "stage_runs": stage_runs_table([StageRun(**one) for one in stage_runs], run_id),
    }
    passed = [Check(**{**one, "rows": tuple(one["rows"])}) for one in checks]
    passed += (gated or gate_logs)(logs)
    outcome = merged(passed)
    refuse_unfit(outcome)
    files = [File(**file) for file in assembled["files"]]
    written = {**logs, "checks": checks_table(outcome, run_id)}
    snapshot = publish(data, folder, name, files, done, written, previous=previous, away=away)
    keep_only(home(work), run_id)
    return {"snapshot": str(snapshot), "run_id": run_id, **asdict(told)}


def gate_logs(logs: Mapping[str, pa.Table]) -> list[Check]:
    """Return the results of the gate on the tables that tell of the run."""
    return [check for table, rows in logs.items() for check in gate(table, rows)]


def _away(work: Told) -> Away | None:
    """Where readers look, unless it is the data folder itself."""
    address = work["settings"]["data"]
    if not bucket.is_address(address):
        return None
    return Away(bucket.opened(address), work["seen"])


def _earlier(previous: Path | None, table: str) -> list[pa.Table]:
    return list(read_table(previous, table)) if previous else []


def _expected(corpus: Corpus, read_anew: int) -> int:
    """Sources that the snapshot must hold: those read in this run, and the old ones that stay."""
    if corpus.previous is None:
        return read_anew
    uris = (
        uri for table in read_table(corpus.previous, "sources", ["uri"]) for uri in table["uri"]
    )
    return read_anew + sum(1 for uri in uris if uri.as_py() not in corpus.replaced)
