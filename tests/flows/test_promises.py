"""The commands that keep promises, from end to end: verify, explain, diff, retry, forget."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

from flows.command_line import app
from tests.chain import now, rows, statuses
from tests.flows.documents import landing, story

pytestmark = [
    pytest.mark.usefixtures("api"),
    pytest.mark.filterwarnings("default"),  # of Prefect and its libraries, about each other
]
SECRET = "Wolfgang Quispe-Trelawney"


def told(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments])


def cells(folder: Path) -> str:
    """All that a snapshot says, in every table and beside them."""
    tables = [str(pq.read_table(file).to_pylist()) for file in sorted(folder.rglob("*.parquet"))]
    return "".join([*tables, *(file.read_text() for file in folder.iterdir() if file.is_file())])


def test_from_the_first_run_to_the_last(tmp_path: Path) -> None:
    folder, data = landing(tmp_path / "in", range(3)), tmp_path / "data"
    private = folder / "private.txt"
    private.write_text(story(7).replace("Rosalind Oliver", SECRET), "utf-8")
    (folder / "late.txt").symlink_to(tmp_path / "late")
    config = tmp_path / "settings.toml"
    config.write_text(f'data = "{data}"\nengine = "threads"\nmax_seconds = 0\nkeep_snapshots = 2\n')

    done = told("run", folder, "--config", config)
    assert done.exit_code == 0, done.output
    first = now(data)
    assert statuses(first)["late.txt"] == "rejected"
    assert rows(first, "rejects")[0]["retryable"]
    assert SECRET in cells(first)
    assert told("verify", "--data", data).exit_code == 0

    done = told("explain", private, "--data", data, "--table", "dates")
    assert done.exit_code == 0, done.output
    assert "derived again: the same" in done.output
    assert "<- rule" in told("explain", private, "--data", data).output
    assert told("explain", "nothing", "--data", data).exit_code == 2

    (tmp_path / "late").write_text(story(5), "utf-8")
    done = told("retry", "--config", config)
    assert done.exit_code == 0, done.output
    assert statuses(now(data))["late.txt"] == "published"
    assert rows(now(data), "rejects") == []
    done = told("diff", "1", "--data", data)
    assert done.exit_code == 1
    assert "documents: 1 added, 0 removed" in done.output
    assert "sources: 0 added, 0 removed, 1 changed" in done.output

    done = told("forget", private, "--config", config, "--history")
    assert done.exit_code == 0, done.output
    assert "private.txt" not in statuses(now(data))
    assert [one.name for one in (data / "snapshots").iterdir()] == [now(data).name]
    assert SECRET not in cells(now(data))
    assert "Quispe" not in cells(now(data))
    assert told("forget", private, "--config", config).exit_code == 2

    assert told("verify", "--data", data).exit_code == 0
    file = now(data) / "documents" / "part-00000.parquet"
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    file.write_bytes(raw)
    done = told("verify", "--data", data)
    assert done.exit_code == 1
    assert "not as it was published" in done.output
