"""Telling the terminal how far a flow is, without the flow knowing of a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol

Listener = Callable[[str, int, int], None]
_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


class Future(Protocol):
    """What a submitted task run gives."""

    def result(self) -> Any:
        """Wait for the result."""


@contextmanager
def told_to(listener: Listener) -> Iterator[None]:
    """Have `listener` called with (step, done, all) while flows run inside of the block."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def gathered(step: str, futures: Sequence[Future]) -> list[Any]:
    """Return the results of `futures`, in order, telling the listener of each."""
    listener = _listener.get()
    results = []
    for number, future in enumerate(futures, start=1):
        results.append(future.result())
        if listener:
            listener(step, number, len(futures))
    return results
