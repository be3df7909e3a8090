"""Stages that a document can hang, kill or break: what it says is what happens."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable
from dataclasses import replace

import pyarrow as pa

from schemas.settings import Settings
from tasks.ingest.stage import INGEST, ingest
from tasks.stage import Stage, Tables
from tasks.validation.stage import CHECK_ROWS, check_rows
from tests.light import LIGHT

Run = Callable[[Tables, Settings], dict[str, pa.Table]]


def _stuck() -> None:
    re.match("(a+)+b", "a" * 64)  # in C code, with the interpreter's lock held


def _killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _hungry() -> None:
    hoard = [bytes(range(256)) * 4096 * 64 for _ in range(64)]
    assert len(hoard) == 64


def _raises() -> None:
    raise ValueError("a bug of ours")


DEEDS: dict[str, Callable[[], None]] = {
    "STUCK": _stuck,
    "KILLED": _killed,
    "HUNGRY": _hungry,
    "RAISES": _raises,
}


def suffer(tables: Tables) -> None:
    """Do what the texts say, if any says something."""
    for table in tables.values():
        for column in ("content", "text"):
            if column in table.column_names:
                for text in table[column].to_pylist():
                    for word, deed in DEEDS.items():
                        if text and word in text:
                            deed()


def _boilerplate(tables: Tables, settings: Settings) -> dict[str, pa.Table]:
    suffer(tables)
    return LIGHT[0].run(tables, settings)


def _language(tables: Tables, settings: Settings) -> dict[str, pa.Table]:
    suffer(tables)
    return LIGHT[1].run(tables, settings)


def _entities(tables: Tables, settings: Settings) -> dict[str, pa.Table]:
    suffer(tables)
    return LIGHT[3].run(tables, settings)


def _check(tables: Tables, settings: Settings) -> dict[str, pa.Table]:
    suffer(tables)
    return check_rows(tables, settings)


def _ingest(tables: Tables, settings: Settings) -> dict[str, pa.Table]:
    made = ingest(tables, settings)
    suffer(made)
    return made


POISONED_INGEST = replace(INGEST, run=_ingest)
POISONED: dict[str, tuple[Stage, ...]] = {
    "boilerplate": (replace(LIGHT[0], run=_boilerplate), *LIGHT[1:]),
    "language": (LIGHT[0], replace(LIGHT[1], run=_language), *LIGHT[2:]),
    "entities": (*LIGHT[:3], replace(LIGHT[3], run=_entities), *LIGHT[4:]),
    "check": (*LIGHT[:4], replace(CHECK_ROWS, run=_check)),
}
