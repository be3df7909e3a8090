"""The examples of docs/examples/ run on what the seeds became."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import duckdb
import pyarrow.dataset as ds
import pytest

from schemas.tables import TABLES
from tests.conftest import ROOT, Run, parquetry

EXAMPLES = ROOT / "docs" / "examples"
LIBRARIES = {
    "duckdb_people": "duckdb",
    "pandas_by_day": "pandas",
    "polars_in_context": "polars",
    "pyarrow_trace": "pyarrow",
    "datasets_for_training": "datasets",
    "pyspark_languages": "pyspark",
}


def test_every_example_is_run() -> None:
    assert {path.stem for path in EXAMPLES.glob("*.py")} == set(LIBRARIES)


@pytest.mark.parametrize("name", LIBRARIES)
def test_the_example_runs(name: str, seed_run: Run, tmp_path: Path) -> None:
    if importlib.util.find_spec(LIBRARIES[name]) is None:
        pytest.skip(f"{LIBRARIES[name]} is not installed")
    command = [sys.executable, str(EXAMPLES / f"{name}.py"), str(seed_run.data)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


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
