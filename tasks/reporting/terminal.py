"""The summary at the end of `parquetry run`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table
from rich.text import Text

from tasks.reporting.plain import plain
from tasks.reporting.summary import Summary

DATA_TABLES = ("documents", "blocks", "dates", "mentions", "entities")
MEGABYTE = 1_000_000


@contextmanager
def progress(console: Console) -> Iterator[Callable[[str, int, int], None]]:
    """Show a line for each step under way; yield the function to call with (step, done, all)."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as bars:
        starting = bars.add_task("starting Prefect", total=None)
        known: dict[str, TaskID] = {}

        def listen(step: str, done: int, total: int) -> None:
            bars.update(starting, visible=False)
            if step not in known:
                known[step] = bars.add_task(step, total=total)
            bars.update(known[step], completed=done)

        yield listen


def print_summary(summary: Summary, data: str, console: Console) -> None:
    """Say what came in, what came out, what was rejected and why, and what to do next."""
    console.print()
    console.print(Text(_headline(summary), style="bold green" if summary.published else "bold"))
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row("in", Text(_came_in(summary)))
    grid.add_row("out", Text(_came_out(summary)))
    if summary.languages:
        languages = ", ".join(f"{code} {number:,}" for code, number in summary.languages)
        grid.add_row("languages", Text(languages))
    grid.add_row("dates", Text(_dated(summary)))
    if summary.entities:
        names = ", ".join(f"{plain(name, 40)} ({n:,})" for name, _, n in summary.entities[:5])
        grid.add_row("names", Text(names))
    if summary.published and summary.entity_changes:
        told = ", ".join(f"{number:,} {kind}" for kind, number in summary.entity_changes.items())
        grid.add_row("other ids", Text(f"{told} (table entity_changes)"))
    grid.add_row("checks", Text(f"{summary.checks:,} passed"))
    grid.add_row("where", Text(f"{data}/current ({summary.snapshot.rsplit('/', 1)[-1]})"))
    console.print(grid)
    if summary.stages:
        console.print(_stages(summary))
    if summary.rejects:
        console.print(_rejects(summary))
    console.print(Text("try next", style="bold"))
    where = summary.snapshot if "://" in data else f"{data}/current"
    console.print(Text(_query(where), style="cyan"), soft_wrap=True)  # one line, to be copied


def _headline(summary: Summary) -> str:
    if not summary.published:
        return "Nothing new: the last snapshot stays current."
    stories = summary.rows["documents"]
    noun = "story" if stories == 1 else "stories"
    return f"Published {stories:,} {noun} in {summary.seconds:.1f} s."


def _came_in(summary: Summary) -> str:
    parts = [f"{summary.read_anew:,} sources read"]
    if summary.unchanged:
        parts.append(f"{summary.unchanged:,} unchanged")
    if summary.passed_over:
        noun = "file of another type" if summary.passed_over == 1 else "files of other types"
        parts.append(f"{summary.passed_over:,} {noun} passed over")
    became = ", ".join(f"{number:,} {status}" for status, number in sorted(summary.sources.items()))
    return f"{', '.join(parts)}; in the snapshot: {became or 'none'}"


def _came_out(summary: Summary) -> str:
    return ", ".join(f"{summary.rows[name]:,} {name}" for name in DATA_TABLES)


def _dated(summary: Summary) -> str:
    if not summary.dated:
        return "no story says when it was published"
    stories = summary.rows["documents"]
    return f"{summary.dated:,} of {stories:,} stories dated, {summary.first} to {summary.last}"


def _stages(summary: Summary) -> Table:
    table = Table(title="stages", title_justify="left", title_style="bold", box=None)
    for column in ("stage", "in", "out", "rejected", "docs/s", "peak MB"):
        table.add_column(column, justify="left" if column == "stage" else "right")
    for stage in summary.stages:
        speed = "reused" if stage.reused == stage.batches else f"{stage.speed:,.0f}"
        table.add_row(
            stage.stage,
            f"{stage.rows_in:,}",
            f"{stage.rows_out:,}",
            f"{stage.rejected:,}",
            speed,
            f"{stage.peak_bytes / MEGABYTE:,.0f}",
        )
    return table


def _rejects(summary: Summary) -> Table:
    table = Table(title="rejects", title_justify="left", title_style="bold", box=None)
    for column in ("code", "sources", "for example", "why"):
        table.add_column(column, overflow="fold")
    for code, number, uri, message in summary.rejects:
        name = plain(uri.rsplit("/", 1)[-1], 40)
        table.add_row(code, f"{number:,}", Text(name), Text(plain(message, 160)))
    return table


def _query(snapshot: str) -> str:
    python = os.path.relpath(sys.executable)
    table = f"pandas.read_parquet('{snapshot}/entities')"
    columns = "['name', 'type', 'country', 'mentions', 'documents']"
    query = f"{table}.nlargest(10, 'mentions')[{columns}].to_string(index=False)"
    return f'{python} -c "import pandas; print({query})"'
