"""Telling how far a flow is: to the terminal and to the Prefect UI, which the flow knows not of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol, cast
from uuid import UUID

from prefect.artifacts import create_progress_artifact, update_progress_artifact

Listener = Callable[[str, int, int], None]
_listeners: ContextVar[tuple[Listener, ...]] = ContextVar("listeners", default=())

STEP = 5.0  # per cent between two updates of the artifact: each is a call to the server


class Future(Protocol):
    """What a submitted task run gives."""

    def result(self) -> Any:
        """Wait for the result."""


@contextmanager
def told_to(listener: Listener) -> Iterator[None]:
    """Have `listener`, too, called with (step, done, all) while flows run inside of the block."""
    token = _listeners.set((*_listeners.get(), listener))
    try:
        yield
    finally:
        _listeners.reset(token)


def tell(step: str, done: int, total: int) -> None:
    """Tell all listeners that `done` of `total` batches of a step are done."""
    for listener in _listeners.get():
        listener(step, done, total)


def gathered(
    waiting: Sequence[tuple[str, Future]], *, before: int = 0, total: int = 0
) -> list[Any]:
    """Return the results of (step, future), in order, telling of each.

    `before` is how many batches of each step other flow runs have done, of `total` in all.
    """
    steps = [step for step, _ in waiting]
    done = dict.fromkeys(steps, before)
    results = []
    for step, future in waiting:
        results.append(future.result())
        done[step] += 1
        tell(step, done[step], total or steps.count(step))
    return results


@contextmanager
def live_artifact(steps: Sequence[str]) -> Iterator[None]:
    """Show in the UI, while the block runs, how much of `steps` is done."""
    artifact = cast(  # one and the same function serves asyncio, too
        "UUID",
        create_progress_artifact(0.0, key="progress", description="How far this run is"),
    )
    parts = dict.fromkeys(steps, 0.0)
    shown = 0.0

    def listen(step: str, done: int, total: int) -> None:
        nonlocal shown
        parts[step] = done / total
        percent = 100 * sum(parts.values()) / len(parts)
        if percent >= shown + STEP:
            shown = percent
            update_progress_artifact(artifact, progress=round(percent, 1))

    with told_to(listen):
        yield
    update_progress_artifact(artifact, progress=100.0)
