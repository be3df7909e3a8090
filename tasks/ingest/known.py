"""What the last snapshot knows of the sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from tasks.publishing.snapshot import read_table

COLUMNS = ["uri", "source_id", "bytes", "modified_at", "status"]


@dataclass(frozen=True, slots=True)
class Seen:
    """A source as the last snapshot has it; `code` says why it was rejected, if it was."""

    source_id: str | None
    bytes: int | None
    modified_at: datetime | None
    status: str
    code: str | None = None


@dataclass(slots=True)
class Known:
    """The sources of the last snapshot.

    The holder of some bytes is the one uri among those with the same bytes that was taken through
    the stages: published, or rejected by a stage behind ingest. The others are its duplicates.
    """

    seen: dict[str, Seen] = field(default_factory=dict)
    files: dict[str, list[str]] = field(default_factory=dict)
    holders: dict[str, str] = field(default_factory=dict)
    duplicates: dict[str, list[str]] = field(default_factory=dict)
    retryable: set[str] = field(default_factory=set)


def file_of(uri: str) -> str:
    """Return the uri of the file that a source lies in: for a record, of its file."""
    return uri.partition("#")[0]


def known_of(snapshot: Path | None) -> Known:
    """Return what is known of the sources of a snapshot: nothing where there is none."""
    if snapshot is None:
        return Known()
    rejects = read_table(snapshot, "rejects", ["uri", "stage", "code", "retryable"])
    return known_sources(read_table(snapshot, "sources", COLUMNS), rejects)


def known_sources(sources: Iterable[pa.Table], rejects: Iterable[pa.Table] = ()) -> Known:
    """Return what the tables ``sources`` and ``rejects`` of a snapshot say."""
    known = Known()
    codes: dict[str, str] = {}
    failed: set[str] = set()
    for row in (row for table in rejects for row in table.to_pylist()):
        codes[row["uri"]] = row["code"]
        if row["stage"] != "ingest":
            failed.add(row["uri"])
        if row["retryable"]:
            known.retryable.add(row["uri"])
    for row in (row for table in sources for row in table.select(COLUMNS).to_pylist()):
        uri, source = row.pop("uri"), row["source_id"]
        known.seen[uri] = Seen(**row, code=codes.get(uri))
        known.files.setdefault(file_of(uri), []).append(uri)
        if row["status"] == "published" or (uri in failed and source):
            known.holders[source] = uri
        elif row["status"] == "duplicate":
            known.duplicates.setdefault(source, []).append(uri)
    return known
