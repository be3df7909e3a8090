"""The examples of docs/examples/ run on what the seeds became."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import duckdb
import pyarrow.dataset as ds
import pytest
from typer.testing import CliRunner

from flows.command_line import app
from schemas.tables import TABLES
from tasks.publishing import bucket as remote
from tests.conftest import ROOT, Run, parquetry
from tests.objects import BUCKET, object_store

EXAMPLES = ROOT / "docs" / "examples"
LIBRARIES = {
    "duckdb_people": "duckdb",
    "pandas_by_day": "pandas",
    "polars_in_context": "polars",
    "pyarrow_trace": "pyarrow",
    "datasets_for_training": "datasets",
    "pyspark_languages": "pyspark",
}

READ_AN_ADDRESS = ("pandas_by_day", "polars_in_context", "pyarrow_trace")


def test_every_example_is_run() -> None:
    assert {path.stem for path in EXAMPLES.glob("*.py")} == set(LIBRARIES)


@pytest.mark.parametrize("name", LIBRARIES)
def test_the_example_runs(name: str, seed_run: Run, tmp_path: Path) -> None:
    if importlib.util.find_spec(LIBRARIES[name]) is None:
        pytest.skip(f"{LIBRARIES[name]} is not installed")
    assert printed(name, str(seed_run.data / "current"), tmp_path)


def printed(name: str, snapshot: str, cwd: Path) -> str:
    """Run an example; return what it printed."""
    command = [sys.executable, str(EXAMPLES / f"{name}.py"), snapshot]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow")  # of moto
def test_examples_read_from_an_address(
    seed_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with object_store() as environment:
        for variable, value in environment.items():
            monkeypatch.setenv(variable, value)
        address = f"s3://{BUCKET}/tables"
        remote.send(remote.opened(address), seed_run.current, "000001", None)
        told = CliRunner().invoke(app, ["show", "--address", "--data", address]).stdout.strip()
        for name in READ_AN_ADDRESS:
            here = printed(name, str(seed_run.data / "current"), tmp_path)
            assert printed(name, told, tmp_path) == here


def test_open_sql_makes_a_view_for_every_table(seed_run: Run) -> None:
    connection = duckdb.connect()
    connection.execute((seed_run.current / "open.sql").read_text("utf-8"))
    for table in TABLES:
        connection.execute(f"SELECT count(*) FROM {table}")


def test_delta_tables_hold_what_the_snapshot_holds(
    seed_run: Run, tmp_path: Path, prefect_home: Path
) -> None:
    """They are readable by Polars, and by DuckDB through Arrow; a second export adds nothing."""
    if importlib.util.find_spec("deltalake") is None:
        pytest.skip("deltalake is not installed")
    import polars as pl
    from deltalake import DeltaTable

    target = tmp_path / "delta"
    for _ in range(2):
        arguments = ("export", "delta", str(target), "--data", str(seed_run.data))
        done = parquetry(*arguments, home=prefect_home)
        assert done.returncode == 0, done.stderr
    for table in TABLES:
        told = ds.dataset(seed_run.current / table).to_table()
        assert DeltaTable(str(target / table)).version() == 0
        assert pl.read_delta(str(target / table)).height == told.num_rows
        rows = DeltaTable(str(target / table)).to_pyarrow_dataset()
        connection = duckdb.connect()
        connection.register("exported", rows)
        count = connection.execute("SELECT count(*) FROM exported").fetchone()
        assert count == (told.num_rows,)
