"""The inner flows: every stage over every batch, on the engine that the settings choose."""

from __future__ import annotations

from typing import Any

from prefect import flow

from flows.engine import task_runner
from flows.progress import gathered
from schemas.settings import Settings
from tasks.boilerplate.task import remove_boilerplate
from tasks.dates.task import detect_dates
from tasks.entities.task import extract_entities
from tasks.ingest.task import ingest
from tasks.language.task import detect_language
from tasks.validation.task import check_rows, validate

Results = list[dict[str, Any]]


@flow(name="read", flow_run_name="read", validate_parameters=False)
def read_flow(work: dict[str, Any]) -> Results:
    """Ingest every batch of the plan."""
    common = _common(work)
    futures = [
        ingest.submit(number, upstream=[batch], **common)
        for number, batch in enumerate(work["batches"])
    ]
    return gathered("ingest", futures)


@flow(name="analyse", flow_run_name="analyse", validate_parameters=False)
def analyse_flow(work: dict[str, Any], read: Results, selected: Results) -> Results:
    """Take every batch through the stages; return what each did, stage by stage."""
    common = _common(work)
    stages = (remove_boilerplate, detect_language, detect_dates, extract_entities, check_rows)
    futures: dict[str, list[Any]] = {stage.name: [] for stage in stages}
    for number, (ingested, chosen) in enumerate(zip(read, selected, strict=True)):
        upstream = [ingested, chosen]
        for stage in stages:
            future = stage.submit(number, upstream=upstream, **common)
            upstream = [*upstream, future]
            futures[stage.name].append(future)
    return [done for name, waiting in futures.items() for done in gathered(name, waiting)]


@flow(name="validate", flow_run_name="validate", validate_parameters=False)
def validate_flow(assembled: dict[str, Any]) -> Results:
    """Gate every part of the assembled tables; return all checks."""
    futures = [validate.submit(assembled, part) for part in assembled["parts"]]
    return [check for checks in gathered("validate", futures) for check in checks]


def on_engine(inner: Any, work: dict[str, Any], batches: int) -> Any:
    """Return the flow `inner` with the runner that the settings choose for so many batches."""
    return inner.with_options(task_runner=task_runner(_settings(work), batches))


def _common(work: dict[str, Any]) -> dict[str, Any]:
    return {"staging": work["staging"], "settings": work["settings"]}


def _settings(work: dict[str, Any]) -> Settings:
    return Settings.model_validate(work["settings"])
