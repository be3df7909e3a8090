"""What has changed since the last snapshot: which files to read, which rows go with them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from tasks.ingest.plan import Input


@dataclass(slots=True)
class Known:
    """The sources of the last snapshot, by uri, and which of them share their bytes."""

    seen: dict[str, tuple[int | None, datetime | None]] = field(default_factory=dict)
    published: dict[str, str] = field(default_factory=dict)
    duplicates: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, list[str]] = field(default_factory=dict)


@dataclass(slots=True)
class Change:
    """What a run does to the last snapshot.

    `replaced` are the uris that are read again or forgotten, `dropped` the source_ids whose rows
    go with them, `repeated` the source_ids that are now published under a lesser uri.
    """

    replaced: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    unchanged: int = 0
    passed_over: int = 0

    def save(self, file: Path) -> None:
        """Write it to a file: it may be too long for a parameter of a task."""
        file.write_text(json.dumps(asdict(self)), "utf-8")

    @classmethod
    def load(cls, file: Path) -> Change:
        """Return what `save` wrote."""
        return cls(**json.loads(file.read_text("utf-8")))


def file_of(uri: str) -> str:
    """Return the uri of the file that a source lies in: for a record, of its file."""
    return uri.partition("#")[0]


def known_sources(tables: Iterable[pa.Table]) -> Known:
    """Return what the last snapshot's table ``sources`` says."""
    known = Known()
    columns = ["uri", "source_id", "bytes", "modified_at", "status"]
    for table in tables:
        for row in table.select(columns).to_pylist():
            uri = row["uri"]
            known.seen[uri] = (row["bytes"], row["modified_at"])
            known.files.setdefault(file_of(uri), []).append(uri)
            if row["status"] == "published":
                known.published[uri] = row["source_id"]
            elif row["status"] == "duplicate":
                known.duplicates.setdefault(row["source_id"], []).append(uri)
    return known


def unchanged(one: Input, known: Known) -> bool:
    """Tell whether the last snapshot holds this input as it is, by size and time of change.

    The size of what is packed, or of a record, is not that of the file: there the time decides.
    """
    seen = known.seen.get(one.uri)
    if seen is None or one.code is not None:
        return False
    size, modified_at = seen
    packed = one.kind == "record" or one.uri.endswith(".gz")
    return modified_at == one.modified_at and (packed or size == one.bytes)


def changed(files: Iterable[list[Input]], known: Known, change: Change) -> Iterator[Input]:
    """Yield the inputs to read, file by file; fill `change` with what they replace.

    A file of which one record changed is read again whole.
    """
    for inputs in files:
        uri = file_of(inputs[0].uri)
        old = known.files.get(uri, [])
        if len(old) == len(inputs) and all(unchanged(one, known) for one in inputs):
            change.unchanged += len(inputs)
            continue
        _replace(old, known, change)
        yield from inputs


def orphaned(known: Known, change: Change) -> list[str]:
    """Return files with duplicates of replaced sources: one of them is to take their place."""
    lost = {file_of(uri) for source in change.dropped for uri in known.duplicates.get(source, [])}
    return sorted(lost - {file_of(uri) for uri in change.replaced})


def _replace(old: list[str], known: Known, change: Change) -> None:
    change.replaced += old
    change.dropped += [known.published[uri] for uri in old if uri in known.published]
