"""Commands that write a snapshot in other shapes."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.commands.looking import Data, snapshot_of


def delta(
    target: Annotated[str, typer.Argument(help="folder of the Delta tables")],
    data: Data = "data",
) -> None:
    """Write the current snapshot as Delta Lake tables (needs the extra `delta`).

    Exit 0: written, 2: there is no snapshot, or Delta Lake is not installed.
    """
    from tasks.export.delta import NotInstalledError, export_delta

    try:
        with snapshot_of(data, "") as snapshot:
            versions = export_delta(snapshot, target)
    except NotInstalledError as error:
        typer.echo(f"parquetry: {error}", err=True)
        raise typer.Exit(2) from None
    for table, version in versions.items():
        typer.echo(f"{target}/{table} version {version}")
