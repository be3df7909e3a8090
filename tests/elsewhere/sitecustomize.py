"""Another place and time, for the matrix of settings: loaded by the interpreter as it starts.

PARQUETRY_TEST_DATE (ISO) is what every clock says; PARQUETRY_TEST_SHUFFLE turns the order in which
a file system lists its entries.
"""

from __future__ import annotations

import ctypes
import datetime
import gc
import os
import random
import time
from collections.abc import Callable
from typing import Any


def set_clock(told: str) -> None:
    """Let `time` and `datetime` tell another date; what they already hold stays what it is.

    The methods of the types themselves are changed, for C extensions know these types by layout.
    """
    zone, now = datetime.UTC, datetime.datetime.now
    shift = datetime.datetime.fromisoformat(told).replace(tzinfo=zone) - now(zone)
    real_time, real_ns = time.time, time.time_ns
    time.time = lambda: real_time() + shift.total_seconds()
    time.time_ns = lambda: real_ns() + int(shift.total_seconds() * 1e9)

    for name in ("localtime", "gmtime"):
        setattr(time, name, _at(getattr(time, name)))

    def there(_: Any, tz: Any = None) -> Any:
        found = now(zone) + shift
        return found.astimezone(tz) if tz else found.astimezone().replace(tzinfo=None)

    _give(datetime.datetime, "now", there)
    _give(datetime.datetime, "today", lambda cls: there(cls))
    _give(datetime.datetime, "utcnow", lambda cls: there(cls, zone).replace(tzinfo=None))
    _give(datetime.date, "today", lambda cls: there(cls).date())


def _at(real: Callable[..., Any]) -> Callable[..., Any]:
    return lambda seconds=None: real(time.time() if seconds is None else seconds)


def _give(kind: type, name: str, method: Callable[..., Any]) -> None:
    gc.get_referents(kind.__dict__)[0][name] = classmethod(method)
    ctypes.pythonapi.PyType_Modified(ctypes.py_object(kind))


def turn_listings() -> None:
    """List folders in another order."""
    listdir, scandir, rng = os.listdir, os.scandir, random.Random(7)

    def turned(path: Any = ".") -> list[Any]:
        found = sorted(listdir(path))
        rng.shuffle(found)
        return found

    class Turned:
        def __init__(self, path: Any = ".") -> None:
            with scandir(path) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
            rng.shuffle(found)
            self._entries = iter(found)

        def __enter__(self) -> Turned:
            return self

        def __exit__(self, *problem: object) -> None:
            self.close()

        def __iter__(self) -> Turned:
            return self

        def __next__(self) -> Any:
            return next(self._entries)

        def close(self) -> None:
            """Nothing is open any more."""

    os.listdir, os.scandir = turned, Turned  # type: ignore[assignment]


if told := os.environ.get("PARQUETRY_TEST_DATE"):
    set_clock(told)
if os.environ.get("PARQUETRY_TEST_SHUFFLE"):
    turn_listings()
