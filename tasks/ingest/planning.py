"""What is to be done in a run, told over files: the plan before the read, the selection after."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from schemas.settings import Settings
from tasks.ingest.change import Change, changed, of_other_kind
from tasks.ingest.discover import discover
from tasks.ingest.known import Known, file_of, known_of
from tasks.ingest.plan import Input, batches, inputs_of, path_of, sized
from tasks.ingest.read import Limits, is_file
from tasks.ingest.select import select, settle, split, surviving
from tasks.publishing.folder import current
from tasks.publishing.snapshot import read_manifest
from tasks.staging import digest, read, write


def make_plan(
    inputs: Sequence[str],
    *,
    data: Path,
    recipe: str,
    settings: Settings,
    forget: Sequence[str] = (),
    retry: bool = False,
) -> dict[str, Any]:
    """Find out what is new or changed; return the batches to read, and where the change is told.

    The result is ``due`` unless the last snapshot is what would be made again.
    `forget` names uris, or files with all their records, that leave the tables. With `retry` the
    files of retryable rejects are read again. A snapshot of another recipe is read again whole.
    """
    staging = data / "staging"
    snapshot = current(data)
    known = known_of(snapshot)
    found = discover(inputs)
    change = Change(passed_over=found.passed_over)
    change.replaced += sorted(_forgotten(known, forget))
    paths = {path.as_uri(): path for path in found.files}
    again: set[str] = {file_of(uri) for uri in known.retryable} if retry else set()
    last = read_manifest(snapshot) if snapshot else {}
    if snapshot and last["recipe"] != recipe:
        again = set(known.files)
    gone = set(change.replaced)
    again = {uri for uri in again if not gone.issuperset(known.files[uri])}
    paths |= {uri: path_of(uri) for uri in again if is_file(path_of(uri))}
    spool = staging / "spool"
    planned = _closed(paths, known, change, spool, settings, again=again)
    outputs = _batches(planned, staging, settings)
    change_file = staging / "change.json"
    change.save(change_file)
    judgements = judged(settings)
    return {
        "due": bool(outputs or gone or not snapshot or last.get("judgements") != judgements),
        "judgements": judgements,
        "batches": outputs,
        "sources": len(planned),
        "forgotten": len(gone),
        "unchanged": change.unchanged,
        "passed_over": change.passed_over,
        "inputs": list(inputs),
        "change": str(change_file),
        "previous": str(snapshot) if snapshot else None,
    }


def plan_again(uris: Sequence[str], *, work: Mapping[str, Any]) -> dict[str, Any]:
    """Return what changes in `work` so that sources of the last snapshot are read again too.

    Those whose file is gone stay as they are.
    """
    if not uris:
        return {}
    staging, settings = Path(work["staging"]), Settings.model_validate(work["settings"])
    known, change = known_of(Path(work["previous"])), Change.load(Path(work["change"]))
    files = {file_of(uri) for uri in uris} - {file_of(uri) for uri in change.replaced}
    paths = {uri: path_of(uri) for uri in sorted(files) if path_of(uri).is_file()}
    before = set(change.replaced)
    planned = _closed(paths, known, change, staging / "spool", settings, again=set(paths))
    given = {path.as_uri() for path in discover(work["inputs"]).files}
    change.unchanged -= sum(file_of(one) in given for one in set(change.replaced) - before)
    change.save(Path(work["change"]))
    outputs = _batches(planned, staging, settings)
    return {
        "batches": [*work["batches"], *outputs],
        "sources": work["sources"] + len(planned),
        "unchanged": change.unchanged,
    }


def judged(settings: Settings) -> str | None:
    """Return a digest of human judgements and aliases, which change links but no document."""
    files = [file for file in (settings.judgements, settings.aliases) if file is not None]
    if not files:
        return None
    contents = [hashlib.sha256(file.read_bytes()).hexdigest() for file in files]
    return hashlib.sha256(" ".join(contents).encode()).hexdigest()[:32]


def _forgotten(known: Known, forget: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for name in forget:
        found |= {name} if name in known.seen else set(known.files.get(name, ()))
    return found


def _planned(
    paths: Mapping[str, Path],
    known: Known,
    change: Change,
    spool: Path,
    settings: Settings,
    *,
    again: set[str],
) -> Iterator[Input]:
    limits = Limits(bytes=settings.max_bytes, ratio=settings.max_ratio)
    listed = (list(inputs_of(paths[uri], spool=spool, limits=limits)) for uri in sorted(paths))
    return changed(listed, known, change, again=again)


def _closed(
    paths: dict[str, Path],
    known: Known,
    change: Change,
    spool: Path,
    settings: Settings,
    *,
    again: set[str],
) -> list[Input]:
    """Return the inputs to read of `paths`, and of files that must then be read with them."""
    planned = list(_planned(paths, known, change, spool, settings, again=again))
    while others := _others(known, change, paths):
        paths |= others
        planned += _planned(others, known, change, spool, settings, again=set(others))
    return planned


def _others(known: Known, change: Change, paths: Mapping[str, Path]) -> dict[str, Path]:
    files = of_other_kind(known, set(change.replaced)) - set(paths)
    return {uri: path_of(uri) for uri in sorted(files) if is_file(path_of(uri))}


def _batches(planned: Sequence[Input], staging: Path, settings: Settings) -> list[dict[str, Any]]:
    size = sized(settings.batch_size, len(planned), workers=settings.at_once())
    return [_kept(staging, table) for table in batches(planned, size)]


def _kept(staging: Path, table: Any) -> dict[str, Any]:
    folder = staging / "plan" / digest([str(row) for row in table.to_pylist()])
    if not folder.exists():
        write(folder, {"inputs": table}, told={"stage": "plan"})
    return {"folder": str(folder)}


def make_selection(
    read_batches: Sequence[Mapping[str, Any]], *, work: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Find the sources that repeat another's bytes; return the selection of each batch.

    What becomes of the rows of the last snapshot is written to the file of the change.
    """
    change_file = Path(work["change"])
    change = Change.load(change_file)
    known = known_of(Path(work["previous"]) if work["previous"] else None)
    new = set(_identities(read_batches))
    primary = select([*new, *surviving(known, set(change.replaced))])
    settle(change, known, new, primary)
    change.save(change_file)
    outputs = []
    for done in read_batches:
        source = Path(done["folder"])
        tables = split(read(source, "ingest/sources"), primary)
        told = [source.name, *(table.column("uri").to_pylist() for table in tables.values())]
        folder = source.parent.parent / "select" / digest(told)
        if not folder.exists():
            write(folder, tables, told={"stage": "select"})
        outputs.append({"folder": str(folder), "rows": tables["selected"].num_rows})
    return outputs


def _identities(read_batches: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for done in read_batches:
        table = read(Path(done["folder"]), "ingest/sources")
        rows = table.select(["source_id", "uri"]).filter(table["content"].is_valid())
        yield from zip(rows["source_id"].to_pylist(), rows["uri"].to_pylist(), strict=True)
