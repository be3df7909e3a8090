"""The whole chain without Prefect: what `flows.process` does, in this process and in seconds.

Great Expectations takes many seconds to import, so it is left out unless a test asks for it; the
laws between tables are checked all the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pyarrow as pa

from schemas.settings import Settings
from schemas.tables import TABLES
from tasks.boilerplate.steps import cluster_all
from tasks.boilerplate.weighing import weigh
from tasks.chain import ANALYSIS, COUNTING, READING
from tasks.entities.steps import resolve_all
from tasks.ingest.planning import make_plan, make_selection, plan_again
from tasks.publishing.folder import current, locked
from tasks.publishing.home import catch_up, home_of, retire_old
from tasks.publishing.snapshot import read_table
from tasks.publishing.steps import make_snapshot, publish_checked
from tasks.recipe import recipe
from tasks.running import run_stage
from tasks.stage import Stage
from tasks.staging import clear
from tasks.validation.part import validate_part

DATA_TABLES = [name for name, table in TABLES.items() if not table.log]


def process(
    inputs: Sequence[Path | str],
    data: Path | str,
    *,
    stages: Sequence[Stage] = ANALYSIS,
    gated: bool = False,
    forget: Sequence[str] = (),
    retry: bool = False,
    **settings: Any,
) -> Path | None:
    """Run the chain; return the snapshot that it published, None where nothing was new."""
    chosen = Settings(**{"data": data, "max_seconds": 0, **settings})
    data = home_of(chosen)
    with locked(data), _gate(shut=not gated):
        work = catch_up(data, chosen) | _work(data, chosen)
        work |= make_plan(
            [str(one) for one in inputs],
            data=data,
            recipe=work["recipe"],
            settings=chosen,
            forget=forget,
            retry=retry,
        )
        snapshot = _through(work, chosen, stages)["snapshot"] if work["due"] else None
        retire_old(data, chosen)
        clear(data / "staging")
        return Path(snapshot) if snapshot else None


def _work(data: Path, settings: Settings) -> dict[str, Any]:
    return {
        "data": str(data),
        "staging": str(data / "staging"),
        "started": datetime.now(UTC).isoformat(),
        "version": "test",
        "recipe": recipe(settings),
        "settings": settings.model_dump(mode="json"),
    }


def _through(work: dict[str, Any], settings: Settings, stages: Sequence[Stage]) -> dict[str, Any]:
    read, selected, lines, sites = _read(work, settings)
    done, checked = [], []
    for number, upstream in enumerate(zip(read, selected, sites["evidence"], strict=True)):
        before = list(upstream)
        for stage in stages:
            before.append(_run(stage, number, before, work, settings))
        done += before[3:]
        checked.append(before[-1])
    entities, _ = resolve_all(checked, work=work)
    clusters = cluster_all(checked, work=work)
    assembled = make_snapshot(checked, entities, clusters, sites["site_lines"], work=work)
    checks = [
        asdict(check)
        for part in assembled["parts"]
        for check in validate_part(Path(assembled["folder"]), part)
    ]
    return publish_checked(assembled, checked, checks, [*read, *lines, *done], work=work)


def _read(work: dict[str, Any], settings: Settings) -> tuple[Any, Any, Any, Any]:
    while True:
        read = [_run(READING, n, [one], work, settings) for n, one in enumerate(work["batches"])]
        selected = make_selection(read, work=work)
        pairs = enumerate(zip(read, selected, strict=True))
        lines = [_run(COUNTING, n, made, work, settings) for n, made in pairs]
        sites = weigh(lines, work=work)
        work |= plan_again(sites["again"], work=work)
        if len(read) == len(work["batches"]):
            return read, selected, lines, sites


def _run(
    stage: Stage,
    number: int,
    upstream: Sequence[dict[str, Any]],
    work: dict[str, Any],
    settings: Settings,
) -> dict[str, Any]:
    done = run_stage(
        stage,
        batch=number,
        staging=Path(work["staging"]),
        upstream={Path(one["folder"]).parent.name: one["folder"] for one in upstream},
        settings=settings,
    )
    return asdict(done)


@contextmanager
def _gate(*, shut: bool) -> Iterator[None]:
    if not shut:
        yield
        return
    with (
        patch("tasks.validation.part.gate", return_value=[]),
        patch("tasks.publishing.steps.gate", return_value=[]),
    ):
        yield


def rows(snapshot: Path, table: str) -> list[dict[str, Any]]:
    """Return all rows of a table."""
    return [row for part in read_table(snapshot, table) for row in part.to_pylist()]


def statuses(snapshot: Path) -> dict[str, str]:
    """Return what became of every source, by the name of its file (and its record)."""
    return {Path(row["uri"]).name: row["status"] for row in rows(snapshot, "sources")}


def fingerprint(snapshot: Path, *, without: Sequence[str] = ()) -> dict[str, str]:
    """Return the sha256 of each data table's files, in order; `without` leaves columns out."""
    found = {}
    for name in DATA_TABLES:
        total = hashlib.sha256()
        for file in sorted((snapshot / name).glob("*.parquet")):
            total.update(file.name.encode() + file.read_bytes() * (not without))
        if without:
            for part in read_table(snapshot, name):
                keep = [column for column in part.column_names if column not in without]
                total.update(_bytes(part.select(keep)))
        found[name] = total.hexdigest()
    return found


def _bytes(table: pa.Table) -> bytes:
    return repr(table.to_pylist()).encode()


def now(data: Path) -> Path:
    """Return the snapshot that readers see."""
    found = current(data)
    assert found is not None
    return found
