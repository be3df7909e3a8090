"""The inner flows: every stage over every batch, on the engine that the settings choose.

Prefect keeps a record of every task run: a flow run gets at most `MOST_RUNS` of them. Batches grow
before that (`tasks.ingest.plan.sized`); what is larger still takes several flow runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from prefect import Flow, Task, flow

from flows.engine import task_runner
from flows.progress import gathered
from schemas.settings import Settings
from tasks.boilerplate.task import cluster_stories, read_lines, remove_boilerplate
from tasks.chain import ANALYSIS
from tasks.dates.task import detect_dates
from tasks.entities.task import extract_entities, resolve_entities
from tasks.ingest.task import ingest
from tasks.language.task import detect_language
from tasks.validation.task import check_rows, validate

Results = list[dict[str, Any]]

OF_STAGE = {
    one.name: one
    for one in (remove_boilerplate, detect_language, detect_dates, extract_entities, check_rows)
}
STAGES = tuple(OF_STAGE[stage.name] for stage in ANALYSIS)
LOOKS = (resolve_entities, cluster_stories)
EVERY: tuple[Task[..., Any], ...] = (ingest, read_lines, *STAGES, *LOOKS, validate)
STEPS = tuple(one.name for one in EVERY)
MOST_RUNS = 500

# Seconds of one core, measured (docs/scale.md): what decides whether a pool of processes pays.
READ, ANALYSE, LOOK, VALIDATE = 0.002, 0.02, 0.005, 4.0


def read_all(work: dict[str, Any]) -> Results:
    """Ingest every batch of the plan; return what each did, in the order of batches."""
    return _through(read, work, [[batch] for batch in work["batches"]])


def read_all_lines(work: dict[str, Any], ingested: Results, selected: Results) -> Results:
    """Read the lines that are counted by site; return what was done with each batch."""
    return _through(lines, work, [list(made) for made in zip(ingested, selected, strict=True)])


def _through(stage: Flow[..., Results], work: dict[str, Any], batches: list[Results]) -> Results:
    """Take every batch through the inner flow of one stage that does little with it."""
    engine = _engine(work, runs=len(batches), seconds=READ * work["sources"])
    done: Results = []
    for group in _groups(batches, MOST_RUNS):
        done += stage.with_options(task_runner=engine)(
            group, first=len(done), total=len(batches), common=_common(work)
        )
    return done


def analyse_all(work: dict[str, Any], *made: Results) -> Results:
    """Take every batch through the stages; return what each stage did with each batch.

    `made` is what was made of each batch before: read, selected, told of its sites.
    """
    batches = [list(one) for one in zip(*made, strict=True)]
    engine = _engine(work, runs=len(batches), seconds=ANALYSE * work["sources"])
    done: Results = []
    for group in _groups(batches, MOST_RUNS // len(STAGES)):
        first = len(done) // len(STAGES)
        done += analyse.with_options(task_runner=engine)(
            group, first=first, total=len(batches), common=_common(work)
        )
    return done


def look_at_all(work: dict[str, Any], checked: Results) -> list[str]:
    """Look at the whole corpus; return the folders of its entities and of its clusters."""
    engine = _engine(work, runs=len(LOOKS), seconds=LOOK * work["sources"])
    found: list[str] = whole_corpus.with_options(task_runner=engine)(checked, work=work)
    return found


def validate_all(work: dict[str, Any], assembled: dict[str, Any]) -> Results:
    """Gate every part of the assembled tables; return all checks."""
    parts = assembled["parts"]
    engine = _engine(work, runs=len(parts), seconds=VALIDATE * len(parts))
    checks: Results = []
    for group in _groups(parts, MOST_RUNS):
        checks += validate_parts.with_options(task_runner=engine)(
            {"folder": assembled["folder"]}, group
        )
    return checks


@flow(name="read", flow_run_name="read · from batch {first}", validate_parameters=False)
def read(batches: list[Results], *, first: int, total: int, common: dict[str, Any]) -> Results:
    """Ingest `batches`, of which the first has the number `first`."""
    return _each(ingest, batches, first=first, total=total, common=common)


@flow(name="read lines", flow_run_name="read lines · from batch {first}", validate_parameters=False)
def lines(batches: list[Results], *, first: int, total: int, common: dict[str, Any]) -> Results:
    """Read the lines of `batches` (what read and select made of each)."""
    return _each(read_lines, batches, first=first, total=total, common=common)


def _each(
    stage: Task[..., Any],
    batches: list[Results],
    *,
    first: int,
    total: int,
    common: dict[str, Any],
) -> Results:
    waiting = [
        (stage.name, stage.submit(number, upstream=made, **common))
        for number, made in enumerate(batches, start=first)
    ]
    return gathered(waiting, before=first, total=total)


@flow(name="analyse", flow_run_name="analyse · from batch {first}", validate_parameters=False)
def analyse(batches: list[Results], *, first: int, total: int, common: dict[str, Any]) -> Results:
    """Take `batches` (what was made of each before) through the stages.

    Stage by stage: a run that waits for the one before it would hold a worker and do nothing.
    """
    upstream: list[list[Any]] = [[*made] for made in batches]
    waiting = []
    for stage in STAGES:
        for number, known in enumerate(upstream):
            future = stage.submit(first + number, upstream=[*known], **common)
            known.append(future)
            waiting.append((stage.name, future))
    return gathered(waiting, before=first, total=total)


@flow(name="whole corpus", flow_run_name="whole corpus", validate_parameters=False)
def whole_corpus(checked: Results, *, work: dict[str, Any]) -> list[str]:
    """Find which names are of one thing, and which stories repeat each other: side by side."""
    waiting = [(look.name, look.submit(checked, work=work)) for look in LOOKS]
    return gathered(waiting)


@flow(name="validate", flow_run_name="validate", validate_parameters=False)
def validate_parts(assembled: dict[str, Any], parts: list[str]) -> Results:
    """Gate `parts` of the assembled tables."""
    waiting = [(validate.name, validate.submit(assembled, part)) for part in parts]
    return [check for checks in gathered(waiting) for check in checks]


def _groups(all_of_them: list[Any], most: int) -> Iterator[list[Any]]:
    return (all_of_them[at : at + most] for at in range(0, len(all_of_them), most))


def _engine(work: dict[str, Any], **size: Any) -> Any:
    return task_runner(Settings.model_validate(work["settings"]), **size)


def _common(work: dict[str, Any]) -> dict[str, Any]:
    return {"staging": work["staging"], "settings": work["settings"]}
