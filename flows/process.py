"""The main flow: documents in, a checked snapshot out."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from prefect import flow
from prefect.states import Cancelled

from flows.analyse import (
    STEPS,
    Results,
    analyse_all,
    look_at_all,
    read_all,
    read_all_lines,
    validate_all,
)
from flows.artifacts import name_run, publish_artifacts, tell_refusal
from flows.progress import live_artifact
from schemas.settings import Settings
from tasks.boilerplate.task import weigh_site_lines
from tasks.ingest.task import plan, replan, select_sources
from tasks.publishing.folder import BusyError, locked
from tasks.publishing.home import address_of, catch_up, home_of, retire_old
from tasks.publishing.publish import OvertakenError, RefusedError
from tasks.publishing.task import assemble_snapshot, publish_snapshot
from tasks.recipe import code_version, recipe
from tasks.reporting.summary import summarise
from tasks.staging import StageRun, clear

DEFAULTS = Settings()


@flow(name="process", flow_run_name="process · finding what is new")
def process(
    inputs: list[str],
    settings: Settings = DEFAULTS,
    forget: list[str] | None = None,
    retry: bool = False,
    rebuild: bool = False,
) -> dict[str, Any]:
    """Process what is new in the inputs into a new snapshot, and publish it.

    Where another run writes to the data folder, this one is cancelled: the next takes up the work.

    Args:
        inputs: files, folders and globs to read
        settings: where the data lies and how to work (docs/settings.md)
        forget: uris of sources, or of their files, that leave every table
        retry: read again what was rejected for a reason that may have gone
        rebuild: read everything again that is still there
    """
    data = home_of(settings)
    kind = "rebuild" if rebuild else "retry" if retry else "forget" if forget else "process"
    changes = {"forget": forget, "retry": retry}
    try:
        with locked(data):
            return _made(kind, _work(data, settings), inputs, changes)
    except BusyError as busy:
        return cast("dict[str, Any]", Cancelled(message=str(busy)))  # how a flow says its state
    except OvertakenError:
        raise  # no check failed
    except RefusedError as refused:
        tell_refusal(address_of(settings.data, data), refused)
        raise


def _made(
    kind: str, work: dict[str, Any], inputs: list[str], changes: dict[str, Any]
) -> dict[str, Any]:
    data, settings = Path(work["data"]), Settings.model_validate(work["settings"])
    work |= catch_up(data, settings)
    # Nothing is as it was under another recipe, so a rebuild names none.
    known_recipe = "" if kind == "rebuild" else work["recipe"]
    work |= plan(inputs, data=str(data), recipe=known_recipe, settings=work["settings"], **changes)
    name_run(kind, work["sources"])
    if not work["due"]:
        _tidy(data, settings)  # a run killed behind its publication has not; some have come of age
        return _told(work, settings, work["previous"], [])

    with live_artifact(STEPS):
        ingested, selected, lines, sites = _read(work)
        done = analyse_all(work, ingested, selected, sites["evidence"])
        checked = [one for one in done if one["stage"] == "check rows"]

        entities, clusters = look_at_all(work, checked)
        assembled = assemble_snapshot(checked, entities, clusters, sites["site_lines"], work=work)
        checks = validate_all(work, assembled)
        stage_runs = [*ingested, *lines, *done]
        published = publish_snapshot(assembled, checked, checks, stage_runs, work=work)

    _tidy(data, settings)
    return _told(work, settings, published["snapshot"], stage_runs)


def _tidy(data: Path, settings: Settings) -> None:
    retire_old(data, settings)
    clear(data / "staging")


def _read(work: dict[str, Any]) -> tuple[Results, Results, Results, dict[str, Any]]:
    """Read what is new; and what is known but must be read again for the sake of its site.

    Then the batches that were read at first are not made again: they are there (`tasks.staging`).
    """
    while True:
        ingested = read_all(work)
        selected = select_sources(ingested, work=work)
        lines = read_all_lines(work, ingested, selected)
        sites = weigh_site_lines(lines, work=work)
        batches = len(work["batches"])
        work |= replan(sites["again"], work=work)
        if len(work["batches"]) == batches:
            return ingested, selected, lines, sites


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
    work: dict[str, Any], settings: Settings, snapshot: str, stage_runs: list[dict[str, Any]]
) -> dict[str, Any]:
    summary = summarise(Path(snapshot), work, [StageRun(**one) for one in stage_runs])
    summary.snapshot = address_of(settings.data, Path(snapshot))
    summary.seconds = (datetime.now(UTC) - datetime.fromisoformat(work["started"])).total_seconds()
    publish_artifacts(summary)
    return asdict(summary)
