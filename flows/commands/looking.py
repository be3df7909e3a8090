"""Commands that look at snapshots and change nothing: verify, diff, explain."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tasks.reporting.plain import plain

Data = Annotated[Path, typer.Option(help="folder that holds the snapshots")]
MOST = 5
LONGEST = 200


def verify(
    snapshot: Annotated[str, typer.Argument(help="its number or folder; the current one")] = "",
    data: Data = Path("data"),
) -> None:
    """Check the hashes, laws and references of a snapshot. Exit 0: whole, 1: damaged."""
    from tasks.publishing.verify import older_schema
    from tasks.publishing.verify import verify as wrong_with

    folder = folder_of(data, snapshot)
    wrong = list(wrong_with(folder))
    if not wrong and (older := older_schema(folder)):
        typer.echo(f"of an older schema: {', '.join(older)}; rows were not held to today's rules")
    for one in wrong:
        typer.echo(plain(one, LONGEST))
    typer.echo(f"snapshot {folder.name}: " + (f"{len(wrong)} faults" if wrong else "whole"))
    raise typer.Exit(1 if wrong else 0)


def diff(
    old: Annotated[str, typer.Argument(help="number or folder of a snapshot")],
    new: Annotated[str, typer.Argument(help="and of another; the current one")] = "",
    data: Data = Path("data"),
) -> None:
    """Tell the rows added, removed and changed, by key. Exit 0: the same, 1: they differ."""
    from tasks.publishing.compare import compare

    differs = False
    for found in compare(folder_of(data, old), folder_of(data, new)):
        differs = differs or bool(found)
        counted = (len(found.added), len(found.removed), len(found.changed))
        typer.echo("{}: {} added, {} removed, {} changed".format(found.table, *counted))
        for sign, keys in (("+", found.added), ("-", found.removed)):
            for key in keys[:MOST]:
                typer.echo(f"  {sign} {_key(key)}")
        for key in list(found.changed)[:MOST]:
            typer.echo(f"  ~ {_key(key)}: {', '.join(found.changed[key])}")
    raise typer.Exit(1 if differs else 0)


def explain(
    document: Annotated[str, typer.Argument(help="document_id, source_id, uri or path")],
    table: Annotated[str, typer.Option(help="sources, documents, blocks, dates, mentions")] = (
        "documents"
    ),
    row: Annotated[int, typer.Option(min=0, help="which of the document's rows there")] = 0,
    data: Data = Path("data"),
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
    snapshot = folder_of(data, "")
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


def folder_of(data: Path, name: str) -> Path:
    """Return the folder of a snapshot: by number, by path, or the current one."""
    candidates = [data / "snapshots" / name.zfill(6), Path(name)] if name else [data / "current"]
    for folder in candidates:
        if (folder / "manifest.json").is_file():
            return folder.resolve()
    _stop(f"there is no snapshot {name or 'yet'} in {data}")
    raise AssertionError


def _key(key: tuple[object, ...]) -> str:
    return plain(" ".join(str(part) for part in key), LONGEST)


def _stop(message: str) -> None:
    typer.echo(f"parquetry: {plain(message, 2 * LONGEST)}", err=True)
    raise typer.Exit(2)
