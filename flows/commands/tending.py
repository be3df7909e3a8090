"""Commands that change what a dataset holds: forget, retry."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from schemas.settings import Settings

Data = Annotated[str | None, typer.Option(help="folder or s3:// address that holds the snapshots")]
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
    from tasks.ingest.discover import absolute, is_gone
    from tasks.ingest.known import known_of
    from tasks.ingest.plan import path_of
    from tasks.publishing.folder import locked
    from tasks.publishing.home import home_of, retire_old

    settings = settings_of(config, data=data)
    with current_of(settings) as snapshot:
        known = known_of(snapshot)
    uris = [
        one if one.startswith("file:") else absolute(Path(one)).as_uri() for one in sources or ()
    ]
    if unknown := [uri for uri in uris if uri not in known.files and uri not in known.seen]:
        typer.echo(f"parquetry: {unknown[0]!r} is in no table", err=True)
        raise typer.Exit(2)
    if missing:
        uris += [uri for uri in known.files if is_gone(path_of(uri))]
    if not uris:
        typer.echo("parquetry: there is nothing to forget", err=True)
        raise typer.Exit(0 if missing else 2)
    process_into([], settings, forget=uris)
    if history:
        with locked(home := home_of(settings)):
            removed = retire_old(home, settings, keep=1)
        typer.echo(f"removed {len(removed)} older snapshots")


def retry(data: Data = None, config: Config = None) -> None:
    """Read again what was rejected for a reason that may have gone."""
    from flows.command_line import process_into, settings_of

    settings = settings_of(config, data=data)
    with current_of(settings):
        pass
    process_into([], settings, retry=True)


@contextmanager
def current_of(settings: Settings) -> Iterator[Path]:
    """Give the folder of the current snapshot; stop where there is none.

    So a mistyped name makes no new dataset.
    """
    from tasks.publishing.bucket import is_address
    from tasks.publishing.folder import FolderError
    from tasks.publishing.home import home_of, published

    folder = Path(settings.data)
    there = not is_address(settings.data) and folder.is_dir() and any(folder.iterdir())
    try:
        with published(home_of(settings) if there else folder, settings) as snapshot:
            if snapshot is None:
                made = f"there is no snapshot in {settings.data}; make one with `parquetry run`"
                raise FolderError(made)
            yield snapshot
    except (FolderError, OSError) as error:
        typer.echo(f"parquetry: {error}", err=True)
        raise typer.Exit(2) from None
