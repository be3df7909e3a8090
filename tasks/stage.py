"""What a stage is: a function from Arrow tables to Arrow tables, and what it depends on.

Stages know nothing of Prefect, of files or of other stages' insides. `tasks.staging` runs them
over files, `tasks.adapter` turns them into Prefect tasks.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pyarrow as pa

from schemas.arrow import from_rows
from schemas.rejects import REASONS
from schemas.settings import Settings

Tables = Mapping[str, pa.Table]

TASKS = Path(__file__).parent
# Libraries whose answers are in the tables: another version may give others.
DECIDING = (
    "anyascii",
    "babel",
    "charset-normalizer",
    "datasketch",
    "htmldate",
    "langdetect",
    "lxml",
    "onnxruntime",
    "py3langid",
    "pycld2",
    "rapidfuzz",
    "trafilatura",
)

REFUSED = pa.schema(
    [
        pa.field("source_id", pa.string()),
        pa.field("uri", pa.string(), nullable=False),
        pa.field("stage", pa.string(), nullable=False),
        pa.field("code", pa.string(), nullable=False),
        pa.field("message", pa.string(), nullable=False),
        pa.field("retryable", pa.bool_(), nullable=False),
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One step of the chain.

    `run` takes the tables of `reads` (named ``stage/table``) and the settings, and returns its
    own tables; the first one read and the first one made are the ones whose rows are counted, and
    a table ``rejects`` (schema `REFUSED`) tells what it refused. `package` is the folder under
    `tasks/` whose code, rules and weights decide the result; `settings` are those that do.
    `refused` makes the output for a source on which `run` raises, hangs or dies, given the tables
    of that source, the code and its particulars: rows in ``rejects`` alone, if it is not given.
    """

    name: str
    package: str
    reads: tuple[str, ...]
    settings: tuple[str, ...] = ()
    run: Callable[[Tables, Settings], dict[str, pa.Table]]
    refused: Callable[[Tables, str, Mapping[str, object]], dict[str, pa.Table]] | None = None

    @property
    def folder(self) -> str:
        """The stage's name as a folder name."""
        return self.name.replace(" ", "-")

    @property
    def version(self) -> str:
        """Digest (16 hex digits) of the code, rules and weights of its package."""
        return package_digest(self.package)


@cache
def package_digest(package: str) -> str:
    """Return the digest of all that decides what a step makes.

    That is the files of ``tasks/<package>`` (cards aside), the schemas, and the versions of the
    libraries that read, detect and compare.
    """
    total = hashlib.sha256(json.dumps(_libraries()).encode())
    for file in (*_files(TASKS / package), *_files(TASKS.parent / "schemas")):
        total.update(file.relative_to(TASKS.parent).as_posix().encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()[:16]


def _files(folder: Path) -> list[Path]:
    found = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return [file for file in found if file.suffix not in (".md", ".pyc")]


def _libraries() -> dict[str, str]:
    return {name: version(name) for name in DECIDING}


def refusal(
    *, source_id: str | None, uri: str, stage: str, code: str, **particulars: object
) -> dict[str, object]:
    """Return a row of a stage's ``rejects`` table, with the message of `code` filled in."""
    reason = REASONS[code]
    return {
        "source_id": source_id,
        "uri": uri,
        "stage": stage,
        "code": code,
        "message": reason.text(**particulars),
        "retryable": reason.retryable,
    }


def failed(source_id: str | None, uri: str, stage: str, error: Exception) -> dict[str, object]:
    """Return the refusal of a source on which a stage raised: our bug, told and not hidden."""
    told = f"{type(error).__name__}: {error}"[:500]
    return refusal(source_id=source_id, uri=uri, stage=stage, code="stage_failed", error=told)


def refusals(rows: list[dict[str, object]]) -> pa.Table:
    """Return `rows` as a stage's ``rejects`` table."""
    return from_rows(rows, REFUSED)
