"""The one place where a stage becomes a Prefect task.

Nothing else under `tasks/` imports Prefect, but the thin `task.py` of each step. What passes
between tasks are paths and counts, never tables: Prefect keeps every parameter and result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from prefect import Task, task
from prefect.cache_policies import NO_CACHE
from prefect.logging import get_run_logger

from schemas.settings import Settings
from tasks.reporting.plain import plain
from tasks.running import run_stage
from tasks.stage import Stage
from tasks.staging import read
from tasks.worker import at_work

T = TypeVar("T")
MOST_SECONDS = 2 * 24 * 3600.0  # that a look at the whole corpus may take; poll() knows 24 days


class BatchError(RuntimeError):
    """A batch failed as a whole; the message names its documents and the cure."""


def from_io(task: object, task_run: object, state: Any) -> bool:
    """Tell whether a task failed on reading or writing: that may pass, a bug does not."""
    del task, task_run
    error = state.result(raise_on_failure=False)
    return isinstance(error, OSError) or isinstance(error.__cause__, OSError)


def as_task(stage: Stage) -> Task[..., dict[str, Any]]:
    """Return the Prefect task that runs `stage` on one batch.

    It takes the number of the batch, the staging folder, the settings, and the results of the
    stages before it (or the output folders themselves, by stage folder). It returns what
    `tasks.staging.StageRun` tells, as plain values.
    """

    @task(
        name=stage.name,
        task_run_name=stage.name + " · batch {batch}",
        cache_policy=NO_CACHE,
        persist_result=False,
        log_prints=False,
        retries=2,
        retry_delay_seconds=[2, 20],
        retry_condition_fn=from_io,
    )
    def run(
        batch: int, *, staging: str, settings: dict[str, Any], upstream: list[dict[str, Any]]
    ) -> dict[str, Any]:
        with _told_of(stage, batch, upstream):
            done = run_stage(
                stage,
                batch=batch,
                staging=Path(staging),
                upstream={Path(one["folder"]).parent.name: one["folder"] for one in upstream},
                settings=Settings.model_validate(settings),
            )
        get_run_logger().info(
            "batch %d: %d in, %d out, %d rejected, %.2f s%s",
            batch,
            done.rows_in,
            done.rows_out,
            done.rejected,
            done.seconds,
            " (made before)" if done.reused else "",
        )
        return asdict(done)

    return run


def apart(function: Callable[..., T], checked: list[dict[str, Any]], *, work: dict[str, Any]) -> T:
    """Return what `function` makes of the whole corpus, in a process of its own.

    So two of them use two cores. Where that is switched off (`max_seconds` is 0) it is done here.
    """
    if not work["settings"]["max_seconds"]:
        return function(checked, work=work)
    with at_work() as worker:
        made: T = worker.call(partial(function, checked, work=work), seconds=MOST_SECONDS)
        return made


@contextmanager
def _told_of(stage: Stage, batch: int, upstream: list[dict[str, Any]]) -> Iterator[None]:
    """Say of an error on which documents it came, and what to do."""
    try:
        yield
    except Exception as error:
        raise BatchError(
            f"{stage.name}, batch {batch}: {type(error).__name__}: {error}. The batch holds "
            f"{_documents(upstream)}. What is done is kept: mend the cause and run again, only "
            "what is missing will be done"
        ) from error


def _documents(upstream: list[dict[str, Any]]) -> str:
    """The first and the last document of a batch, as far as they can be read."""
    folder = Path(upstream[0]["folder"])
    try:
        name = "inputs" if (folder / "inputs.arrow").exists() else "sources"
        uris = read(folder, name)["uri"].to_pylist()
        return f"{len(uris)} documents, {plain(uris[0])} to {plain(uris[-1])}"
    except (OSError, KeyError, IndexError, ValueError):
        return f"the documents of {folder}"
