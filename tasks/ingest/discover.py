"""Which files the inputs name: files, folders (walked, in order) and globs."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

TEXT_SUFFIXES = {".txt": "text", ".html": "html", ".htm": "html", ".jsonl": "records"}


class InputError(ValueError):
    """An input that names nothing: wrong usage, told before work starts."""


@dataclass(slots=True)
class Found:
    """The files to read, sorted and each once, and how many files of folders were passed over."""

    files: list[Path] = field(default_factory=list)
    passed_over: int = 0


def kind_of(path: Path) -> str | None:
    """Return 'text', 'html' or 'records' by the file's name; None where it is none of them."""
    suffixes = [suffix.lower() for suffix in path.suffixes[-2:]]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return TEXT_SUFFIXES.get(suffixes[-1]) if suffixes else None


def discover(inputs: Sequence[str]) -> Found:
    """Return the files that `inputs` name.

    A file that is named is always taken (ingest rejects what it cannot read); in a folder or a
    glob only files of a known type are, and the others are counted. Folders behind symbolic links
    are not entered. Raises InputError where an input names nothing.
    """
    found = Found()
    files: set[Path] = set()
    for name in inputs:
        path = Path(name)
        if _is_folder(path):
            _add(found, files, _walk(path))
        elif _is_there(path):
            files.add(absolute(path))
        elif glob.has_magic(name):
            matches = [match for match in _matches(name) if not _is_folder(match)]
            closed = set(map(absolute, _unreadable(name)))
            if not matches and not closed:
                raise InputError(f"no file matches {name!r}")
            _add(found, files, matches)
            files |= closed
        else:
            raise InputError(f"{name!r} does not exist")
    found.files = sorted(files)
    return found


def absolute(path: Path) -> Path:
    """Return `path` from the root, without `..`; symbolic links stay as they are named."""
    return Path(os.path.abspath(path))  # noqa: PTH100 (Path has no such function)


def is_gone(path: Path) -> bool:
    """Tell whether there is no file at `path` any more; where nobody may look, it may be there."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # who may not even look cannot tell: reading will say why
        return False


def _is_there(path: Path) -> bool:
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def _add(found: Found, files: set[Path], paths: Iterable[Path]) -> None:
    for path in paths:
        if kind_of(path) is None and not _is_folder(path):
            found.passed_over += 1
        else:
            files.add(absolute(path))


def _matches(pattern: str) -> list[Path]:
    return sorted(map(Path, glob.glob(pattern, recursive=True)))  # noqa: PTH207 (may be absolute)


def _unreadable(pattern: str) -> Iterator[Path]:
    """Yield the folders that `pattern` leads into and nobody may list: glob leaves them out."""
    parts = Path(pattern).parts
    for length in range(1, len(parts)):
        for folder in _matches(str(Path(*parts[:length]))):
            try:
                if folder.is_dir():
                    os.scandir(folder).close()
            except OSError:
                yield folder


def _walk(folder: Path) -> Iterator[Path]:
    unreadable: list[Path] = []
    walked = os.walk(folder, onerror=lambda error: unreadable.append(Path(error.filename)))
    for parent, folders, names in walked:
        folders.sort()
        for name in sorted(names):
            yield Path(parent, name)
    yield from unreadable
