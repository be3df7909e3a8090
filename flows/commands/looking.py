"""Commands that look at snapshots and change nothing: show, verify, diff, explain."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from tasks.reporting.plain import plain

if TYPE_CHECKING:
    from tasks.publishing.compare import Difference

Data = Annotated[str, typer.Option(help="folder or s3:// address that holds the snapshots")]
MOST = 5
LONGEST = 200


def show(
    snapshot: Annotated[str, typer.Argument(help="its number or place; the current one")] = "",
    data: Data = "data",
    address: Annotated[bool, typer.Option("--address", help="print only where it lies")] = False,
) -> None:
    """Tell where a snapshot lies, when it was published, and how many rows its tables have."""
    from tasks.publishing.home import manifest_at

    with _told():
        place, manifest = manifest_at(data, snapshot)
    typer.echo(place)
    if address:
        return
    typer.echo(f"run {manifest['run_id']}, published {manifest['published_at']}")
    for name, table in manifest["tables"].items():
        size = sum(file["bytes"] for file in table["files"])
        typer.echo(f"{name:<12}{table['rows']:>14,} rows {size:>16,} bytes")


def verify(
    snapshot: Annotated[str, typer.Argument(help="its number or place; the current one")] = "",
    data: Data = "data",
) -> None:
    """Check the hashes, laws and references of a snapshot. Exit 0: whole, 1: damaged."""
    from tasks.publishing.verify import older_schema
    from tasks.publishing.verify import verify as wrong_with

    with snapshot_of(data, snapshot) as folder:
        wrong = list(wrong_with(folder))
        older = [] if wrong else older_schema(folder)
    if older:
        typer.echo(f"of an older schema: {', '.join(older)}; rows were not held to today's rules")
    for one in wrong:
        typer.echo(plain(one, LONGEST))
    typer.echo(f"snapshot {folder.name}: " + (f"{len(wrong)} faults" if wrong else "whole"))
    raise typer.Exit(1 if wrong else 0)


def diff(
    old: Annotated[str, typer.Argument(help="number or place of a snapshot")],
    new: Annotated[str, typer.Argument(help="and of another; the current one")] = "",
    data: Data = "data",
) -> None:
    """Tell the rows added, removed and changed, by key. Exit 0: the same, 1: they differ."""
    from tasks.publishing.compare import compare

    with snapshot_of(data, old) as before, snapshot_of(data, new) as after:
        differences = list(compare(before, after))
    for found in differences:
        _print(found)
    differs = any(differences)
    raise typer.Exit(1 if differs else 0)


def explain(
    document: Annotated[str, typer.Argument(help="document_id, source_id, uri or path")],
    table: Annotated[str, typer.Option(help="sources, documents, blocks, dates, mentions")] = (
        "documents"
    ),
    row: Annotated[int, typer.Option(min=0, help="which of the document's rows there")] = 0,
    data: Data = "data",
) -> None:
    """Derive a row again from the bytes of its source, and name what decided each cell.

    Exit 0: as published, 1: another result than was published, 2: no such row, or no such file.
    """
    from schemas.settings import Settings
    from tasks.explaining import UnknownError, find_document
    from tasks.explaining import explain as explained
    from tasks.publishing.snapshot import read_manifest

    if table not in ("sources", "documents", "blocks", "dates", "mentions"):
        _stop(f"rows of {table!r} are not derived from one document")
    with snapshot_of(data, "") as snapshot:
        settings = Settings.model_validate(read_manifest(snapshot)["settings"])
        try:
            found = explained(
                snapshot, find_document(snapshot, document), table=table, row=row, settings=settings
            )
        except UnknownError as error:
            _stop(str(error))
    typer.echo(f"{found.table}, row {row}, from {plain(found.uri, LONGEST)}")
    typer.echo(f"bytes read again: sha256 {found.sha256}")
    if found.context:
        before, span, after = (plain(part, LONGEST) for part in found.context)
        typer.echo(f"stands on: …{before} [{span}] {after}…")
    for cell in found.cells:
        mark = " " if cell.same else "!"
        told = "" if cell.same else f"   (derived again: {plain(str(cell.derived), LONGEST)})"
        rule = " <- rule" if cell.rule and cell.published is not None else ""
        typer.echo(f"{mark} {cell.column}: {plain(str(cell.published), LONGEST)}{told}{rule}")
    typer.echo("derived again: " + ("the same" if found.as_published else "NOT the same"))
    raise typer.Exit(0 if found.as_published else 1)


@contextmanager
def snapshot_of(data: str, name: str) -> Iterator[Path]:
    """Give the folder of a snapshot, or stop and say that there is none."""
    from tasks.publishing.home import snapshot_at

    with _told(), snapshot_at(data, name) as folder:
        yield folder


@contextmanager
def _told() -> Iterator[None]:
    """Say in one line why a snapshot cannot be read."""
    from tasks.publishing.bucket import StoreError
    from tasks.publishing.folder import FolderError
    from tasks.publishing.home import NoSnapshotError

    try:
        yield
    except (NoSnapshotError, FolderError, StoreError) as error:
        _stop(str(error))


def _print(found: Difference) -> None:
    counted = (len(found.added), len(found.removed), len(found.changed))
    typer.echo("{}: {} added, {} removed, {} changed".format(found.table, *counted))
    for sign, keys in (("+", found.added), ("-", found.removed)):
        for key in keys[:MOST]:
            typer.echo(f"  {sign} {_key(key)}")
    for key in list(found.changed)[:MOST]:
        typer.echo(f"  ~ {_key(key)}: {', '.join(found.changed[key])}")


def _key(key: tuple[object, ...]) -> str:
    return plain(" ".join(str(part) for part in key), LONGEST)


def _stop(message: str) -> NoReturn:
    typer.echo(f"parquetry: {plain(message, 2 * LONGEST)}", err=True)
    raise typer.Exit(2)
