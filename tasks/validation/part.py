"""Validating one part of the assembled tables: the gate and the laws between tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute

from schemas.row_rules import broken_rules
from schemas.tables import TABLES
from tasks.parquet import read_file
from tasks.staging import files_of
from tasks.validation.gate import Check, gate
from tasks.validation.laws import (
    dangling,
    repeated_keys,
    wrong_bodies,
    wrong_places,
    wrong_surfaces,
)


def validate_part(assembled: Path, file: str) -> list[Check]:
    """Return the results of all checks on the part called `file` of every table that has it."""
    tables = read_part(assembled, file)
    checks = [check for name, rows in tables.items() for check in gate(name, rows)]
    return checks + laws_of_part(assembled, tables)


def read_part(snapshot: Path, file: str) -> dict[str, pa.Table]:
    """Return the part called `file` of every table that has it."""
    files = (path / file for path in sorted(snapshot.iterdir()) if path.is_dir())
    return {path.parent.name: read_file(path) for path in files if path.exists()}


def laws_of_part(snapshot: Path, tables: dict[str, pa.Table]) -> list[Check]:
    """Return the results of the laws on the tables of a part: references, texts and places."""
    checks = list(references(snapshot, tables))
    if "documents" in tables:
        checks += _text_laws(tables)
    return checks


def rules_of_part(tables: dict[str, pa.Table]) -> list[Check]:
    """Return what the columns' declarations ask of the rows, and does not hold.

    What the gate asks too, without Great Expectations: for `parquetry verify`.
    """
    checks = [
        Check(name, "", f"rule: {broken.rule}", False, None, pa.compute.sum(broken.rows).as_py())
        for name, rows in tables.items()
        for broken in broken_rules(TABLES[name], rows)
    ]
    for name, rows in tables.items():
        if repeated := repeated_keys(TABLES[name], rows):
            checks.append(_law(name, ", ".join(TABLES[name].key), "key is unique", repeated))
    return checks


def references(assembled: Path, tables: dict[str, pa.Table]) -> Iterator[Check]:
    """Yield a check for every column that refers to another table.

    A source and all that comes of it lie in parts of one number, so the part suffices; entities
    and the first of a cluster lie anywhere.
    """
    for name, rows in tables.items():
        for column in TABLES[name].columns:
            if column.references is None:
                continue
            other, key = column.references.split(".")
            if not (assembled / other).exists():
                continue  # a snapshot of a schema that had no such table
            near = other in tables and other != "entities" and column.name != "duplicate_of"
            known = tables[other][key] if near else _column(assembled, other, key)
            missing = dangling(rows[column.name], known)
            yield _law(name, column.name, f"is in {column.references}", missing)


def _column(assembled: Path, table: str, column: str) -> pa.ChunkedArray:
    files = files_of(assembled / table, ".parquet")
    return pa.concat_tables([read_file(file, [column]) for file in files])[column]


def _text_laws(tables: dict[str, pa.Table]) -> Iterator[Check]:
    texts = _mapping(tables["documents"], "document_id", "text")
    pages = _mapping(tables["sources"], "source_id", "text")
    for name in ("dates", "mentions"):
        wrong = sum(1 for _ in wrong_surfaces(tables[name], texts))
        yield _law(name, "surface", "is text[start:end]", wrong)
    wrong = sum(1 for _ in wrong_bodies(tables["blocks"], texts))
    yield _law("documents", "text", "is its kept blocks joined by a blank line", wrong)
    wrong = sum(1 for _ in wrong_places(tables["blocks"], pages, texts))
    yield _law("blocks", "start, end", "kept blocks are the source's characters", wrong)


def _mapping(table: pa.Table, key: str, value: str) -> dict[str, str]:
    """From keys to values, the null ones (a duplicate's text) left out."""
    rows = zip(table[key].to_pylist(), table[value].to_pylist(), strict=True)
    return {one: text for one, text in rows if text is not None}


def _law(table: str, column: str, law: str, wrong: int) -> Check:
    return Check(table, column, f"law: {law}", wrong == 0, None, wrong)
