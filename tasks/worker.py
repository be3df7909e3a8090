"""A process of its own for the stages: it may hang or die, and nothing dies with it.

`at_work` lends a worker, which calls one function after another (`python -m tasks.worker` is its
end). A call that takes too long is ended from outside, also when it is stuck in C code; a worker
that was killed, or ran out of memory, is replaced by a fresh one.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

STARTING = 120.0  # seconds that a slow machine may take to start a process
IDLE = 5.0  # times its processor time that a call may take by the clock
GRACE = 5.0  # seconds behind its time in which a worker ends itself, if nobody else does
LONGEST = 400_000.0  # seconds: `IDLE` times as many is about what the kernel can wait for
MEBIBYTE = 1024 * 1024
HOME = str(Path(__file__).parent.parent)


class TimedOutError(RuntimeError):
    """The call took longer than it may."""


class DiedError(RuntimeError):
    """The worker died in the call; the argument says of what."""


class Worker:
    """The near end of a process that calls functions."""

    def __init__(self) -> None:
        near, far = Pipe()
        self._near = near
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "tasks.worker", str(far.fileno())],
            pass_fds=[far.fileno()],
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, [HOME, *sys.path]))},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        far.close()
        self._answer(STARTING)

    def call(
        self, function: Callable[..., Any], *args: Any, seconds: float, memory: int = 0
    ) -> Any:
        """Return what `function` of a module returns; raise what it raises.

        `seconds` are those of processors, so that a busy machine blames nobody, and `IDLE` times
        as many by the clock. `memory` is the most that the process may hold, in MiB (0: no limit).
        Raises TimedOutError after that time and DiedError where the process ended; the worker is
        of no use then.
        """
        seconds = min(seconds, LONGEST)
        try:
            self._near.send((function, args, seconds, memory))
        except OSError:
            raise self._death() from None
        self._answer(STARTING)  # it has imported what it is to call: from now on time counts
        answer = self._answer(seconds * IDLE)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    @property
    def alive(self) -> bool:
        """Whether it can take another call."""
        return self._process.poll() is None

    def end(self) -> None:
        """Kill the process."""
        self._process.kill()
        self._process.wait()
        self._near.close()

    def _answer(self, seconds: float) -> Any:
        try:
            if not self._near.poll(seconds):
                self.end()
                raise TimedOutError(f"more than {seconds:g} s")
            return self._near.recv()
        except (EOFError, OSError):
            raise self._death() from None

    def _death(self) -> Exception:
        code = self._process.wait()
        if code == -signal.SIGXCPU:
            return TimedOutError("its processor time is used up")
        return DiedError(f"exit {code}" if code >= 0 else f"signal {signal.Signals(-code).name}")


@contextlib.contextmanager
def at_work() -> Iterator[Worker]:
    """Lend a worker: an idle one, or a new one."""
    idle = _idle()
    try:
        worker = idle.pop()
    except IndexError:
        worker = Worker()
    try:
        yield worker
    finally:
        if worker.alive:
            idle.append(worker)


@cache
def _idle() -> list[Worker]:
    """The workers of this process that wait for work. Without us they end of themselves."""
    return []


def serve(far: Connection) -> None:
    """Call what is asked for and answer, until the other end is gone."""
    _warm_up()
    far.send("ready")
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        while True:
            try:
                function, args, seconds, memory = far.recv()
            except EOFError:
                return
            far.send("begun")
            _limit(resource.RLIMIT_DATA, memory * MEBIBYTE)
            _limit(resource.RLIMIT_CPU, int(time.process_time() + seconds) + 1)
            # Should nobody be left who could end us.
            faulthandler.dump_traceback_later(seconds * IDLE + GRACE, exit=True, file=nowhere)
            answer = _called(function, args)
            faulthandler.cancel_dump_traceback_later()
            _limit(resource.RLIMIT_CPU, 0)
            _limit(resource.RLIMIT_DATA, 0)
            far.send(answer)


def _warm_up() -> None:
    """Load what any stage needs before time counts: pyarrow imports pandas on first use."""
    import pyarrow as pa

    flags = pa.array([True])
    pa.table({"flags": flags}).filter(flags)


def _called(function: Callable[..., Any], args: tuple[Any, ...]) -> Any:
    try:
        return function(*args)
    except OSError as error:
        return error
    except Exception as error:
        return RuntimeError(f"{type(error).__name__}: {error}")


def _limit(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    resource.setrlimit(what, (most or hard, hard))


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who was interrupted ends us
    with contextlib.suppress(BrokenPipeError):
        serve(Connection(int(sys.argv[1])))
