"""Which files inputs name, and that nothing is passed over in silence."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tasks.ingest.discover import InputError, discover, is_gone


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("a.txt", "b.html", "c.pdf", "deep/er/d.txt", "closed/e.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", "utf-8")
    return tmp_path


@pytest.fixture
def closed(tree: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have one folder that nobody may list (root may list any, so it is said here)."""
    folder, scandir = tree / "closed", os.scandir

    def guarded(path: Any = ".") -> Any:
        if isinstance(path, (str, Path)) and Path(path) == folder:
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    return folder


def names(found: list[Path], tree: Path) -> list[str]:
    return [path.relative_to(tree).as_posix() for path in found]


@pytest.mark.parametrize(
    ("pattern", "expected", "passed_over"),
    [
        ("", ["a.txt", "b.html", "closed/e.txt", "deep/er/d.txt"], 1),
        ("*", ["a.txt", "b.html"], 1),
        ("**/*.txt", ["a.txt", "closed/e.txt", "deep/er/d.txt"], 0),
        ("*/*.txt", ["closed/e.txt"], 0),
        ("c.pdf", ["c.pdf"], 0),
    ],
)
def test_folders_globs_and_files(
    tree: Path, pattern: str, expected: list[str], passed_over: int
) -> None:
    found = discover([str(tree / pattern)])
    assert (names(found.files, tree), found.passed_over) == (expected, passed_over)


def test_a_file_named_twice_is_read_once(tree: Path) -> None:
    assert names(discover([str(tree / "a.txt"), str(tree / "*.txt")]).files, tree) == ["a.txt"]


@pytest.mark.parametrize("pattern", ["", "**/*.txt", "*/*.txt", "cl*/e.txt"])
def test_a_folder_that_nobody_may_list_is_told(tree: Path, closed: Path, pattern: str) -> None:
    """It stands among the files: reading rejects it with the reason."""
    assert closed in discover([str(tree / pattern)]).files


def test_a_closed_folder_that_the_glob_leaves_out_is_none_of_its_business(
    tree: Path, closed: Path
) -> None:
    assert closed not in discover([str(tree / "deep/**/*.txt")]).files


def test_what_names_nothing_is_told(tree: Path) -> None:
    for nothing in ("no*where.txt", "nowhere.txt", "deep/*.txt"):
        with pytest.raises(InputError):
            discover([str(tree / nothing)])


def test_what_nobody_may_look_at_is_not_gone(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(self: Path) -> os.stat_result:
        raise PermissionError(13, "Permission denied", str(self))

    assert (is_gone(tree), is_gone(tree / "gone.txt")) == (False, True)
    monkeypatch.setattr(Path, "stat", refused)
    assert not is_gone(tree / "gone.txt")
