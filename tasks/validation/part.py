"""Validating one part of the assembled tables: the gate and the laws between tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from schemas.tables import TABLES
from tasks.validation.gate import Check, gate
from tasks.validation.laws import dangling, wrong_bodies, wrong_surfaces


def validate_part(assembled: Path, file: str) -> list[Check]:
    """Return the results of all checks on the part called `file` of every table that has it."""
    tables = {path.parent.name: pq.read_table(path) for path in sorted(assembled.glob(f"*/{file}"))}
    checks = [check for name, rows in tables.items() for check in gate(name, rows)]
    checks += references(assembled, tables)
    if "documents" in tables:
        checks += _text_laws(tables)
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
            near = other in tables and other != "entities" and column.name != "duplicate_of"
            known = tables[other][key] if near else _column(assembled, other, key)
            missing = dangling(rows[column.name], known)
            yield _law(name, column.name, f"is in {column.references}", missing)


def _column(assembled: Path, table: str, column: str) -> pa.ChunkedArray:
    files = sorted((assembled / table).glob("*.parquet"))
    return pa.concat_tables([pq.read_table(file, columns=[column]) for file in files])[column]


def _text_laws(tables: dict[str, pa.Table]) -> Iterator[Check]:
    documents = tables["documents"]
    texts = dict(
        zip(documents["document_id"].to_pylist(), documents["text"].to_pylist(), strict=True)
    )
    for name in ("dates", "mentions"):
        wrong = sum(1 for _ in wrong_surfaces(tables[name], texts))
        yield _law(name, "surface", "is text[start:end]", wrong)
    wrong = sum(1 for _ in wrong_bodies(tables["blocks"], texts))
    yield _law("documents", "text", "is its kept blocks joined by a blank line", wrong)


def _law(table: str, column: str, law: str, wrong: int) -> Check:
    return Check(table, column, f"law: {law}", wrong == 0, None, wrong)
