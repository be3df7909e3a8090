"""The run report and the tables that the Prefect UI shows. All text of documents is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tasks.reporting.plain import markdown, plain
from tasks.reporting.summary import Summary

MEGABYTE = 1_000_000


def stage_rows(summary: Summary) -> list[dict[str, Any]]:
    """Return the stage table: in, out, rejected, documents per second."""
    return [
        {
            "stage": stage.stage,
            "in": stage.rows_in,
            "out": stage.rows_out,
            "rejected": stage.rejected,
            "documents per second": round(stage.speed, 1),
            "seconds": round(stage.seconds, 2),
            "batches": stage.batches,
            "reused": stage.reused,
            "peak MB": round(stage.peak_bytes / MEGABYTE),
        }
        for stage in summary.stages
    ]


def reject_rows(summary: Summary) -> list[dict[str, Any]]:
    """Return the rejects by reason, with a sample of each: plain text, as the UI shows it."""
    return [
        {"code": code, "sources": number, "example": plain(uri, 200), "why": plain(message, 300)}
        for code, number, uri, message in summary.rejects
    ]


def run_report(summary: Summary) -> str:
    """Return the run report in Markdown."""
    stories = summary.rows["documents"]
    parts = [
        f"# Run {summary.run_id}",
        "",
        f"**{stories:,} stories** from {sum(summary.sources.values()):,} sources "
        f"({_counts(summary.sources)}); {summary.read_anew:,} read in this run, "
        f"{summary.unchanged:,} unchanged.",
        "",
        *_drifts(summary),
        _table("Tables", ("table", "rows", "since the last snapshot"), _changes(summary)),
        _table("Languages", ("language", "stories"), summary.languages),
        "## Dates",
        "",
        f"{summary.dated:,} of {stories:,} stories are dated"
        + (f", from {summary.first} to {summary.last}." if summary.dated else "."),
        "",
        _table("Names met most", ("name", "type", "mentions"), summary.entities),
        *_entity_changes(summary),
        "## Checks",
        "",
        f"{summary.checks:,} expectations and laws hold.",
        "",
    ]
    if summary.rejects:
        columns = ("code", "sources", "for example", "why")
        parts.append(_table("Rejects", columns, summary.rejects))
    parts += ["## Where", "", f"`{summary.snapshot}`", ""]
    return "\n".join(parts)


def maintenance_report(
    data: str, *, swept: int, retired: Sequence[str], damage: Sequence[str]
) -> str:
    """Return what maintenance found and did, in Markdown."""
    state = "Every file is what was published." if not damage else "**Damaged:**"
    lines = [f"- {markdown(line, 200)}" for line in damage]
    gone = ", ".join(retired) or "none"
    return "\n".join(
        [
            f"# {markdown(data, 200)}",
            "",
            state,
            *lines,
            "",
            f"Snapshots removed: {gone}. Things that killed runs left, removed: {swept}.",
            "",
        ]
    )


def _changes(summary: Summary) -> list[tuple[str, int, str]]:
    """Rows of each table, and how many more or fewer they are than in the last snapshot."""
    before = summary.rows_before
    return [
        (name, rows, f"{rows - before.get(name, 0):+,}" if before else "new")
        for name, rows in summary.rows.items()
    ]


def _drifts(summary: Summary) -> list[str]:
    if not summary.drifts:
        return []
    return ["## Drift", "", *(f"- {markdown(told, 200)}" for _, told in summary.drifts), ""]


def _entity_changes(summary: Summary) -> list[str]:
    if not summary.entity_changes:
        return []
    columns = ("what", "was", "is", "mentions")
    told = ", ".join(f"{number:,} {kind}" for kind, number in summary.entity_changes.items())
    return [_table(f"Entities under other ids: {told}", columns, summary.changed_entities)]


def _counts(became: dict[str, int]) -> str:
    return ", ".join(f"{number:,} {status}" for status, number in sorted(became.items())) or "none"


def _table(title: str, columns: tuple[str, ...], rows: list[Any]) -> str:
    head = [f"## {title}", "", f"| {' | '.join(columns)} |", "|" + "---|" * len(columns)]
    body = [f"| {' | '.join(_cell(value) for value in row)} |" for row in rows]
    return "\n".join([*head, *(body or ["|" + " |" * len(columns)]), ""])


def _cell(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else markdown(str(value), 200)
