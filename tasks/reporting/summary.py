"""What a run did, counted from the snapshot that it published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.compute as pc

from tasks.publishing.snapshot import read_manifest, read_table
from tasks.reporting.drift import drifts
from tasks.staging import StageRun

MOST = 8


@dataclass(slots=True, kw_only=True)
class StageSummary:
    """One stage over all batches."""

    stage: str
    rows_in: int = 0
    rows_out: int = 0
    rejected: int = 0
    seconds: float = 0.0
    documents: int = 0
    batches: int = 0
    reused: int = 0
    peak_bytes: int = 0

    @property
    def speed(self) -> float:
        """Documents a second, 0 where no time was taken."""
        return self.documents / self.seconds if self.seconds else 0.0


@dataclass(slots=True, kw_only=True)
class Summary:
    """What a person wants to know of a run."""

    snapshot: str
    run_id: str
    published: bool
    sources: dict[str, int]
    read_anew: int
    unchanged: int
    passed_over: int
    rows: dict[str, int]
    languages: list[tuple[str, int]]
    dated: int
    first: date | None
    last: date | None
    entities: list[tuple[str, str, int]]
    rejects: list[tuple[str, int, str, str]]
    checks: int
    rows_before: dict[str, int] = field(default_factory=dict)
    drifts: list[tuple[str, str]] = field(default_factory=list)
    entity_changes: dict[str, int] = field(default_factory=dict)
    changed_entities: list[tuple[str, str, str, int]] = field(default_factory=list)
    stages: list[StageSummary] = field(default_factory=list)
    seconds: float = 0.0


def summarise(snapshot: Path, work: dict[str, Any], stage_runs: Iterable[StageRun]) -> Summary:
    """Return the summary of a run that ended with `snapshot` (published by it, or before)."""
    languages: Counter[str] = Counter()
    days: list[date] = []
    for table in read_table(snapshot, "documents", ["language", "published_on"]):
        languages.update(table["language"].to_pylist())
        days += [day for day in table["published_on"].to_pylist() if day]
    became: Counter[str] = Counter()
    for table in read_table(snapshot, "sources", ["status"]):
        became.update(table["status"].to_pylist())
    manifest = read_manifest(snapshot)
    rows = _rows(snapshot)
    previous = Path(work["previous"]) if work["previous"] else None
    changes = _entity_changes(snapshot)
    return Summary(
        snapshot=str(snapshot),
        run_id=manifest["run_id"],
        published=work["due"],
        sources=dict(became),
        read_anew=work["sources"],
        unchanged=work["unchanged"],
        passed_over=work["passed_over"],
        rows=rows,
        languages=languages.most_common(MOST),
        dated=len(days),
        first=min(days, default=None),
        last=max(days, default=None),
        entities=_top_entities(snapshot),
        rejects=_rejects(snapshot),
        checks=rows["checks"],
        rows_before=_rows(previous) if previous else {},
        drifts=[(drift.site, drift.told()) for drift in drifts(snapshot, previous)],
        entity_changes=dict(sorted(Counter(row["kind"] for row in changes).items())),
        changed_entities=[
            (row["kind"], row["old_name"], row["name"], row["mentions"]) for row in changes[:MOST]
        ],
        stages=stage_summaries(stage_runs),
    )


def _rows(snapshot: Path) -> dict[str, int]:
    return {name: table["rows"] for name, table in read_manifest(snapshot)["tables"].items()}


def stage_summaries(stage_runs: Iterable[StageRun]) -> list[StageSummary]:
    """Return a summary for each stage, in the order in which they first ran."""
    found: dict[str, StageSummary] = {}
    for done in stage_runs:
        one = found.setdefault(done.stage, StageSummary(stage=done.stage))
        one.rows_in += done.rows_in
        one.rows_out += done.rows_out
        one.rejected += done.rejected
        one.batches += 1
        one.reused += done.reused
        one.peak_bytes = max(one.peak_bytes, done.peak_bytes)
        if not done.reused:
            one.seconds += done.seconds
            one.documents += done.rows_in
    return list(found.values())


def _top_entities(snapshot: Path) -> list[tuple[str, str, int]]:
    columns = ["name", "type", "mentions"]
    rows = [row for table in read_table(snapshot, "entities", columns) for row in table.to_pylist()]
    rows.sort(key=lambda row: (-row["mentions"], row["name"]))
    return [(row["name"], row["type"], row["mentions"]) for row in rows[:MOST]]


def _entity_changes(snapshot: Path) -> list[dict[str, Any]]:
    """What this snapshot changed about the ids of entities, most mentions first."""
    columns = ["snapshot", "kind", "old_name", "name", "mentions"]
    rows = [
        row
        for table in read_table(snapshot, "entity_changes", columns)
        for row in table.filter(pc.equal(table["snapshot"], snapshot.name)).to_pylist()
    ]
    return sorted(rows, key=lambda row: (-row["mentions"], row["old_name"], row["name"]))


def _rejects(snapshot: Path) -> list[tuple[str, int, str, str]]:
    """Codes with their numbers, and the first uri and message of each as a sample."""
    rows: Sequence[dict[str, Any]] = [
        row
        for table in read_table(snapshot, "rejects", ["code", "uri", "message"])
        for row in table.to_pylist()
    ]
    numbers = Counter(row["code"] for row in rows)
    samples: dict[str, dict[str, Any]] = {}
    for row in rows:
        samples.setdefault(row["code"], row)
    return [
        (code, number, samples[code]["uri"], samples[code]["message"])
        for code, number in numbers.most_common()
    ]
