"""Wrong usage is told in one line, before any work starts."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.command_line import WRONG_USAGE, app

CASES = {
    "a missing path": (["run", "nowhere.txt"], "'nowhere.txt' does not exist"),
    "a glob without matches": (["run", "no*where.txt"], "no file matches 'no*where.txt'"),
    "a bad value": (["run", ".", "--engine", "warp"], "setting 'engine' cannot be 'warp'"),
    "an unknown setting": (["run", ".", "--config", "bad.toml"], "there is no setting 'batches'"),
    "a broken settings file": (["run", ".", "--config", "broken.toml"], "broken.toml"),
    "a missing settings file": (["run", ".", "--config", "none.toml"], "none.toml"),
    "a data folder that is not ours": (
        ["run", ".", "--data", "other"],
        "not a data folder of ours",
    ),
    "a file for a data folder": (["run", ".", "--data", "bad.toml"], "is a file"),
}


@pytest.mark.parametrize(("arguments", "told"), CASES.values(), ids=CASES.keys())
def test_wrong_usage(
    arguments: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bad.toml").write_text("batches = 3\n", "utf-8")
    Path("broken.toml").write_text("batch_size = \n", "utf-8")
    Path("other").mkdir()
    Path("other/thesis.docx").write_text("mine", "utf-8")
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == WRONG_USAGE
    assert told in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert Path("other/thesis.docx").read_text("utf-8") == "mine"
