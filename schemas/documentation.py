"""docs/tables.md, docs/rejects.md and docs/settings.md, written from the declarations.

``python -m schemas.documentation`` writes them; a test holds them to the declarations.
"""

from __future__ import annotations

import json
from pathlib import Path

from schemas.columns import Column, Table
from schemas.rejects import REASONS
from schemas.settings import RESULT_SETTINGS, Fields, Settings
from schemas.tables import SCHEMA_VERSION, TABLES

FOLDER = Path(__file__).parent.parent / "docs"


def tables_page() -> str:
    """Return docs/tables.md: every table, every column."""
    parts = [
        "# Tables",
        "",
        f"Schema version {SCHEMA_VERSION}. Written by `make docs` from `schemas/tables.py`: "
        "change it there.",
        "",
        "Strings are UTF-8, offsets are half-open and count code points, scores lie in [0, 1], "
        "ids are lower-case hex.",
        "",
    ]
    for table in TABLES.values():
        parts += _table(table)
    return "\n".join(parts)


def _table(table: Table) -> list[str]:
    key = ", ".join(f"`{name}`" for name in table.key)
    head = [f"## {table.name}", "", f"{table.about} One row is {table.row}. Key: {key}.", ""]
    rows = ["| column | type | meaning | holds |", "|---|---|---|---|"]
    rows += [_column(column) for column in table.columns]
    ordered = [f"`{first} <= {last}`" for first, last in table.order]
    tail = ["", "Always " + " and ".join(ordered) + "."] if ordered else []
    return [*head, *rows, *tail, ""]


def _column(column: Column) -> str:
    kind = str(column.type).replace("list<element: string not null>", "list of string")
    about = column.about.replace("|", "\\|")
    return f"| `{column.name}` | {kind} | {about} | {'; '.join(_holds(column))} |"


def _holds(column: Column) -> list[str]:
    holds = ["may be null"] if column.nullable else []
    if column.values:
        holds.append(", ".join(column.values))
    if column.minimum is not None and column.maximum is not None:
        holds.append(f"{column.minimum:g} to {column.maximum:g}")
    elif column.minimum is not None:
        holds.append(f"at least {column.minimum:g}")
    if column.pattern:
        holds.append(f"`{column.pattern}`")
    if column.references:
        holds.append(f"in `{column.references}`")
    return holds


def rejects_page() -> str:
    """Return docs/rejects.md: every code, what it means, what to do."""
    rows = [
        f"| `{code}` | {reason.message} | {reason.cure} | {'yes' if reason.retryable else 'no'} |"
        for code, reason in REASONS.items()
    ]
    return "\n".join(
        [
            "# Rejects",
            "",
            "What is not published is a row in `rejects` with one of these codes. Written by "
            "`make docs` from `schemas/rejects.py`.",
            "",
            "| code | what is wrong | what to do | retryable |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


def settings_page() -> str:
    """Return docs/settings.md: every setting, its type, its default."""
    rows = [
        f"| `{name}` | {_kind(field.annotation)} | `{_default(field.default)}` | "
        f"{field.description} | {'yes' if name in RESULT_SETTINGS else 'no'} |"
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join(
        [
            "# Settings",
            "",
            "From flags first, then the environment (`PARQUETRY_BATCH_SIZE=500`; for fields of "
            "records `PARQUETRY_FIELDS__TEXT=body`), then the TOML file of `--config`. Written by "
            "`make docs` from `schemas/settings.py`. A change of what decides the tables makes the "
            "next run read everything again.",
            "",
            "| setting | type | default | meaning | decides the tables |",
            "|---|---|---|---|---|",
            *rows,
            "",
        ]
    )


def _kind(annotation: object) -> str:
    told = annotation.__name__ if isinstance(annotation, type) else str(annotation)
    told = told.replace("pathlib._local.", "").replace("pathlib.", "").replace("typing.", "")
    return told.replace("|", "or")


def _default(value: object) -> str:
    return json.dumps(value.model_dump() if isinstance(value, Fields) else value, default=str)


PAGES = {"tables.md": tables_page, "rejects.md": rejects_page, "settings.md": settings_page}


def main() -> None:
    """Write the pages."""
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
