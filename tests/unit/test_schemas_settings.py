"""Settings: flags before environment before file, and nothing unknown passes."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from schemas.documentation import FOLDER, PAGES
from schemas.settings import RESULT_SETTINGS, Settings, load


@pytest.fixture
def config(tmp_path: Path) -> Path:
    file = tmp_path / "parquetry.toml"
    file.write_text('batch_size = 3\nworkers = 3\n[fields]\ntext = "body"\n', "utf-8")
    return file


def test_flags_win_over_environment_over_file(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARQUETRY_WORKERS", "2")
    monkeypatch.setenv("PARQUETRY_BATCH_SIZE", "2")
    settings = load(config, batch_size=1)
    assert (settings.batch_size, settings.workers, settings.fields.text) == (1, 2, "body")


def test_a_flag_that_is_not_given_does_not_count(config: Path) -> None:
    assert load(config, batch_size=None).batch_size == 3


@pytest.mark.parametrize("line", ["batch_sizes = 3", "batch_size = 0", '[fields]\nbody = "x"'])
def test_what_is_unknown_or_out_of_range_is_refused(line: str, tmp_path: Path) -> None:
    file = tmp_path / "parquetry.toml"
    file.write_text(line, "utf-8")
    with pytest.raises(ValidationError):
        load(file)


def test_settings_that_decide_the_tables_exist() -> None:
    assert set(RESULT_SETTINGS) <= set(Settings.model_fields)


@pytest.mark.parametrize("page", PAGES)
def test_generated_pages_are_up_to_date(page: str) -> None:
    assert (FOLDER / page).read_text("utf-8") == PAGES[page](), "run `make docs`"
