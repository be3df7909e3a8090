"""The main flow: documents in, a checked snapshot out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from prefect import flow
from prefect.runtime import flow_run

from flows.analyse import analyse_flow, on_engine, read_flow, validate_flow
from flows.artifacts import publish_artifacts
from schemas.settings import Settings
from tasks.boilerplate.task import cluster_stories
from tasks.entities.task import resolve_entities
from tasks.ingest.task import plan, select_sources
from tasks.publishing.folder import locked, prepare, recover, retire
from tasks.publishing.task import assemble_snapshot, publish_snapshot
from tasks.recipe import code_version, recipe
from tasks.reporting.summary import Summary, summarise
from tasks.staging import StageRun, clear


def _run_name() -> str:
    inputs = ", ".join(Path(name).name for name in flow_run.parameters["inputs"])
    return f"process · {datetime.now(UTC):%Y-%m-%d} · {inputs}"


@flow(name="process", flow_run_name=_run_name)
def process(
    inputs: list[str],
    settings: Settings,
    forget: list[str] | None = None,
    retry: bool = False,
) -> dict[str, Any]:
    """Process all documents that the inputs name into a new snapshot, and publish it.

    Args:
        inputs: files, folders and globs to read
        settings: where the data lies and how to work (docs/settings.md)
        forget: uris of sources, or of their files, that leave every table
        retry: read again what was rejected for a reason that may have gone
    """
    data = prepare(settings.data)
    with locked(data):
        recover(data)
        work = _work(data, settings)
        work |= plan(
            inputs,
            data=work["data"],
            recipe=work["recipe"],
            settings=work["settings"],
            forget=forget,
            retry=retry,
        )
        if not work["due"]:
            clear(data / "staging")
            return _told(work, work["previous"], [])

        batches = len(work["batches"])
        read = on_engine(read_flow, work, batches)(work)
        selected = select_sources(read, work=work)
        done = on_engine(analyse_flow, work, batches)(work, read, selected)
        checked = [one for one in done if one["stage"] == "check rows"]

        entities = resolve_entities(checked, work=work)
        clusters = cluster_stories(checked, work=work)
        assembled = assemble_snapshot(checked, entities, clusters, work=work)
        checks = on_engine(validate_flow, work, len(assembled["parts"]))(assembled)
        stage_runs = [*read, *done]
        published = publish_snapshot(assembled, checked, checks, stage_runs, work=work)

        retire(data, settings.keep_snapshots, settings.keep_days)
        clear(data / "staging")
        return _told(work, published["snapshot"], stage_runs)


def _work(data: Path, settings: Settings) -> dict[str, Any]:
    return {
        "data": str(data),
        "staging": str(data / "staging"),
        "started": datetime.now(UTC).isoformat(),
        "version": code_version(),
        "recipe": recipe(settings),
        "settings": settings.model_dump(mode="json"),
    }


def _told(
    work: dict[str, Any], snapshot: str, stage_runs: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    summary: Summary = summarise(Path(snapshot), work, [StageRun(**one) for one in stage_runs])
    summary.seconds = (datetime.now(UTC) - datetime.fromisoformat(work["started"])).total_seconds()
    publish_artifacts(summary)
    return asdict(summary)
