"""Commands that change what a dataset holds: forget, retry."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Data = Annotated[Path | None, typer.Option(help="folder that holds the snapshots")]
Config = Annotated[Path | None, typer.Option(help="TOML file with settings")]


def forget(
    sources: Annotated[list[str] | None, typer.Argument(help="paths or uris of sources")] = None,
    missing: Annotated[bool, typer.Option(help="all whose file is no longer there")] = False,
    history: Annotated[bool, typer.Option(help="remove older snapshots too")] = False,
    data: Data = None,
    config: Config = None,
) -> None:
    """Take sources out of every table. A file that is still there comes back when it is named."""
    from flows.command_line import process_into, settings_of
    from tasks.ingest.known import known_of
    from tasks.ingest.plan import path_of
    from tasks.publishing.folder import current, locked, prepare, retire

    settings = settings_of(config, data=data)
    home = prepare(settings.data)
    known = known_of(current(home))
    uris = [
        one if one.startswith("file:") else Path(one).absolute().as_uri() for one in sources or ()
    ]
    if unknown := [uri for uri in uris if uri not in known.files and uri not in known.seen]:
        typer.echo(f"parquetry: {unknown[0]!r} is in no table", err=True)
        raise typer.Exit(2)
    if missing:
        uris += [uri for uri in known.files if not path_of(uri).exists()]
    if not uris:
        typer.echo("parquetry: there is nothing to forget", err=True)
        raise typer.Exit(0 if missing else 2)
    process_into([], settings, forget=uris)
    if history:
        with locked(home):
            removed = retire(home, 1)
        typer.echo(f"removed {len(removed)} older snapshots")


def retry(data: Data = None, config: Config = None) -> None:
    """Read again what was rejected for a reason that may have gone."""
    from flows.command_line import process_into, settings_of

    process_into([], settings_of(config, data=data), retry=True)
