"""The command `parquetry`. Prefect is imported only once the arguments have been found good."""

from __future__ import annotations

import os
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from pydantic import ValidationError
from rich.console import Console

from flows.commands.exporting import delta
from flows.commands.looking import diff, explain, show, verify
from flows.commands.tending import forget, retry
from schemas.settings import Settings, load
from tasks.ingest.discover import InputError, discover
from tasks.publishing.bucket import StoreError
from tasks.publishing.folder import FolderError

if TYPE_CHECKING:
    from tasks.reporting.summary import Summary

PUBLISHED, NOT_PUBLISHED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130

# Quiet and at home: nothing is told to anybody, and a slow machine gets time to start the server.
PREFECT = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_LOGGING_LEVEL": "ERROR",
    "PREFECT_CLI_COLORS": "false",
}
# The embedded server serves one run: there nothing is scheduled, late, paused or automated.
PREFECT |= {
    f"PREFECT_SERVER_SERVICES_{service}_ENABLED": "false"
    for service in (
        "SCHEDULER",
        "LATE_RUNS",
        "FOREMAN",
        "PAUSE_EXPIRATIONS",
        "CANCELLATION_CLEANUP",
        "TRIGGERS",
        "REPOSSESSOR",
    )
}

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)

export_app = typer.Typer(no_args_is_help=True, help="Write the tables in other shapes.")
app.add_typer(export_app, name="export")


@app.callback()
def parquetry() -> None:
    """Scraped documents in, checked Parquet tables out."""


@app.command()
def run(
    inputs: Annotated[list[str], typer.Argument(help="files, folders or globs")],
    data: Annotated[str | None, typer.Option(help="folder or s3:// address")] = None,
    config: Annotated[Path | None, typer.Option(help="TOML file with settings")] = None,
    batch_size: Annotated[int | None, typer.Option(help="documents in a batch")] = None,
    engine: Annotated[str | None, typer.Option(help="auto, threads, processes or dask")] = None,
    workers: Annotated[int | None, typer.Option(help="processes, 0: one per core")] = None,
    dask: Annotated[str | None, typer.Option(help="address of a Dask scheduler")] = None,
) -> None:
    """Process documents into a new snapshot of the tables.

    Settings come from the flags, then the environment (PARQUETRY_...), then the TOML file.
    Exit codes: 0 published (or nothing new), 1 nothing published, 2 wrong usage or settings.
    """
    from tasks.publishing.home import home_of

    flags = {"data": data, "batch_size": batch_size, "workers": workers, "dask": dask}
    engine = "dask" if dask else engine
    settings = settings_of(config, engine=engine, **flags)
    try:
        discover(inputs)
        home_of(settings)
        _look_at_files(settings)
    except (InputError, FolderError, StoreError) as error:
        _stop(str(error), WRONG_USAGE)
    process_into(inputs, settings)


app.command()(show)
app.command()(verify)
app.command()(diff)
app.command()(explain)
app.command()(forget)
app.command()(retry)
export_app.command()(delta)


def settings_of(config: Path | None, **flags: object) -> Settings:
    """Return the settings, or stop and say what is wrong with them."""
    try:
        return load(config, **flags)
    except ValidationError as error:
        _stop(_settings_error(error), WRONG_USAGE)
    except (OSError, tomllib.TOMLDecodeError) as error:
        _stop(f"the settings file {config} cannot be read: {error}", WRONG_USAGE)
    raise AssertionError


def _look_at_files(settings: Settings) -> None:
    """Stop where judgements or aliases cannot be read: before work starts, not after it."""
    if settings.judgements or settings.aliases:
        from tasks.entities.corpus import Knowledge

        try:
            Knowledge.read(settings.judgements, settings.aliases)
        except (OSError, ValueError, KeyError) as error:
            _stop(f"judgements or aliases cannot be read: {error}", WRONG_USAGE)


def process_into(inputs: list[str], settings: Settings, **change: Any) -> None:
    """Run the flow and print its summary, or stop and say why nothing was published."""
    for name, value in PREFECT.items():
        os.environ.setdefault(name, value)
    from prefect.exceptions import CancelledRun

    from flows.engine import NoServerError
    from flows.process import process
    from flows.progress import told_to
    from tasks.adapter import BatchError
    from tasks.publishing.logs import LostError
    from tasks.publishing.publish import RefusedError
    from tasks.reporting.terminal import print_summary, progress

    console = Console(stderr=False)
    try:
        with progress(console) as listener, told_to(listener):
            summary = _summary(process(inputs, settings, **change))
    except NoServerError as error:
        _stop(str(error), WRONG_USAGE)
    except (CancelledRun, FolderError, LostError, RefusedError) as error:
        _stop(str(error), NOT_PUBLISHED)
    except BatchError as error:
        if not isinstance(error.__cause__, OSError):
            raise  # a bug of ours: its trace is wanted
        _stop(str(error), NOT_PUBLISHED)
    except OSError as error:
        _stop(f"nothing was published: {error}", NOT_PUBLISHED)
    except KeyboardInterrupt:
        _stop("interrupted; the last snapshot is as it was, the next run goes on", INTERRUPTED)
    print_summary(summary, settings.data, console)


def _summary(told: dict[str, Any]) -> Summary:
    from tasks.reporting.summary import StageSummary, Summary

    stages = [StageSummary(**stage) for stage in told["stages"]]
    return Summary(**{**told, "stages": stages})


def _settings_error(error: ValidationError) -> str:
    lines = []
    for one in error.errors():
        name = ".".join(str(part) for part in one["loc"])
        if one["type"] == "extra_forbidden":
            known = ", ".join(sorted(Settings.model_fields))
            lines.append(f"there is no setting {name!r}; there are {known}")
        else:
            lines.append(f"setting {name!r} cannot be {one['input']!r}: {one['msg']}")
    return "; ".join(lines)


def _stop(message: str, code: int) -> NoReturn:
    print(f"parquetry: {message}", file=sys.stderr)
    raise typer.Exit(code)


def main() -> None:
    """Run the command."""
    app()
