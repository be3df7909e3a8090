"""The Prefect tasks of this step: plan, ingest, select."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.logging import get_run_logger

from schemas.settings import Settings
from tasks.adapter import as_task
from tasks.ingest.change import Change, Known, changed, known_sources, orphaned
from tasks.ingest.discover import discover
from tasks.ingest.plan import Input, batches, inputs_of, path_of
from tasks.ingest.read import Limits
from tasks.ingest.select import select, split
from tasks.ingest.stage import INGEST
from tasks.publishing.folder import current
from tasks.publishing.snapshot import read_manifest, read_table
from tasks.staging import digest, read, write

ingest = as_task(INGEST)


@task(name="plan", cache_policy=NO_CACHE, persist_result=False)
def plan(inputs: list[str], *, data: str, recipe: str, settings: dict[str, Any]) -> dict[str, Any]:
    """Find out what is new or changed; return the batches to read and what they replace."""
    chosen = Settings.model_validate(settings)
    staging = Path(data) / "staging"
    found = discover(inputs)
    snapshot = current(Path(data))
    known, fresh = Known(), False
    if snapshot is not None:
        known = known_sources(read_table(snapshot, "sources"))
        fresh = read_manifest(snapshot)["recipe"] == recipe
    change = Change(passed_over=found.passed_over)
    compared = known if fresh else Known(published=known.published, files=known.files)
    files = [*found.files] if fresh else sorted({*found.files, *_still_there(known)})
    planned = list(_planned(files, compared, change, staging / "spool", chosen))
    again = [path_of(uri) for uri in orphaned(known, change)]
    planned += _planned(again, Known(files=known.files), change, staging / "spool", chosen)
    outputs = []
    for table in batches(planned, chosen.batch_size):
        folder = staging / "plan" / digest([str(row) for row in table.to_pylist()])
        if not folder.exists():
            write(folder, {"inputs": table}, told={"stage": "plan"})
        outputs.append({"folder": str(folder)})
    change_file = staging / "change.json"
    change.save(change_file)
    get_run_logger().info(
        "%d sources to read in %d batches, %d unchanged",
        len(planned),
        len(outputs),
        change.unchanged,
    )
    return {
        "batches": outputs,
        "sources": len(planned),
        "unchanged": change.unchanged,
        "passed_over": change.passed_over,
        "change": str(change_file),
        "previous": str(snapshot) if snapshot else None,
    }


def _still_there(known: Known) -> list[Path]:
    """Files of the last snapshot that can be read again: another recipe needs them all."""
    return [path for path in map(path_of, known.files) if path.exists()]


def _planned(
    files: list[Path], known: Known, change: Change, spool: Path, settings: Settings
) -> Iterator[Input]:
    limits = Limits(bytes=settings.max_bytes, ratio=settings.max_ratio)
    listed = (list(inputs_of(path, spool=spool, limits=limits)) for path in files)
    return changed((one for one in listed if one), known, change)


@task(name="select sources", cache_policy=NO_CACHE, persist_result=False)
def select_sources(
    read_batches: list[dict[str, Any]], *, work: dict[str, Any]
) -> list[dict[str, Any]]:
    """Find the sources that repeat another's bytes; return the selection of each batch."""
    change = Change.load(Path(work["change"]))
    replaced = set(change.replaced)
    old: dict[str, str] = {}
    if work["previous"]:
        known = known_sources(read_table(Path(work["previous"]), "sources"))
        old = {source: uri for uri, source in known.published.items() if uri not in replaced}
    selection = select([*_identities(read_batches), *old.items()])
    change.repeated = sorted(s for s, uri in old.items() if selection.primary[s] != uri)
    change.save(Path(work["change"]))
    outputs = []
    for done in read_batches:
        source = Path(done["folder"])
        tables = split(read(source, "ingest/sources"), selection)
        told = [source.name, *(table.column("uri").to_pylist() for table in tables.values())]
        folder = source.parent.parent / "select" / digest(told)
        if not folder.exists():
            write(folder, tables, told={"stage": "select"})
        outputs.append({"folder": str(folder), "rows": tables["selected"].num_rows})
    return outputs


def _identities(read_batches: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for done in read_batches:
        table = read(Path(done["folder"]), "ingest/sources")
        rows = table.select(["source_id", "uri"]).filter(table["content"].is_valid())
        yield from zip(rows["source_id"].to_pylist(), rows["uri"].to_pylist(), strict=True)
