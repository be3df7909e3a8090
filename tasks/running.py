"""Running a stage on a batch: once, in a process of its own, and around what makes it fail.

Where the stage raises, hangs or dies on a batch it is tried on slices of it, and so on: what fails
alone is refused with a reason, all the rest goes on. What it makes is kept (`tasks.staging`), so
that a run that was killed is continued by the next one.
"""

from __future__ import annotations

import resource
import sys
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow as pa

from schemas.settings import Settings
from tasks.slices import cut, divided, sources_in, units
from tasks.stage import Stage, Tables, refusal, refusals
from tasks.staging import UNFINISHED, StageRun, files_of, kept, key_of, read, remove, write
from tasks.worker import DiedError, TimedOutError, Worker, at_work

PEAK_UNIT = 1 if sys.platform == "darwin" else 1024
LOADING = 60.0  # seconds that a fresh process may take to load what a stage needs
WITHOUT_REFUSALS = {"plan", "ingest", "select", "site-lines"}  # or theirs are dealt with already
PER_SOURCE = 0.1  # seconds that a source may take on average, beside the one that takes longest
PER_BYTE = 1e-5  # and its share for every byte


@dataclass(frozen=True, slots=True)
class Job:
    """A stage to run on a batch; `upstream` maps stage folders to their outputs.

    The output belongs into `folder`.
    """

    stage: Stage
    batch: int
    staging: Path
    upstream: Mapping[str, str]
    settings: Settings
    version: str
    folder: Path


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a stage could not take what it was given, as a code and its particulars."""

    code: str
    particulars: Mapping[str, object]


OUT_OF_MEMORY = Failure("crashed", {"cause": "out of memory"})


def run_stage(
    stage: Stage,
    *,
    batch: int,
    staging: Path,
    upstream: Mapping[str, str],
    settings: Settings,
) -> StageRun:
    """Run `stage` on one batch unless its output is there; return what was done.

    `upstream` maps the folder names of the stages before it to their outputs.
    """
    folder = staging / stage.folder / key_of(stage, upstream, settings)
    job = Job(stage, batch, staging, upstream, settings, stage.version, folder)
    if told := kept(job.folder):
        return StageRun(**{**told, "batch": batch, "folder": str(job.folder), "reused": True})
    if not settings.max_seconds:
        done = make(job)
        return done if isinstance(done, StageRun) else _around(job)
    return _guarded(job)


def make(job: Job) -> StageRun | Failure:
    """Run the job's stage on the whole batch and keep its output; or tell why it failed."""
    started = time.perf_counter()
    inputs = inputs_of(job)
    made = attempt(job, inputs)
    return made if isinstance(made, Failure) else _keep(job, inputs, made, started)


def attempt(job: Job, inputs: Tables) -> dict[str, pa.Table] | Failure:
    """Return what the stage makes of the inputs, always with a table ``rejects``."""
    try:
        made = job.stage.run(inputs, job.settings)
    except MemoryError:
        return OUT_OF_MEMORY
    except Exception as error:
        return Failure("stage_failed", {"error": f"{type(error).__name__}: {error}"[:500]})
    return {**made, "rejects": made.get("rejects", refusals([]))}


def make_slice(job: Job, chosen: Sequence[str], folder: Path) -> Failure | None:
    """Run the stage on some units of the batch, writing its tables aside."""
    made = attempt(job, cut(inputs_of(job), chosen))
    if isinstance(made, Failure):
        return made
    write(folder, made, told={})
    return None


def inputs_of(job: Job) -> Tables:
    """Return the tables that the stage reads, without the sources that a stage before refused."""
    upstream = {name: Path(folder) for name, folder in job.upstream.items()}
    inputs = {name: read(upstream[name.split("/")[0]], name) for name in job.stage.reads}
    if any(name.endswith("/rejects") for name in inputs):
        return inputs
    refused: set[str] = set()
    for stage in {name.split("/")[0] for name in job.stage.reads} - WITHOUT_REFUSALS:
        refused |= set(read(upstream[stage], f"{stage}/rejects")["source_id"].to_pylist())
    return cut(inputs, set(units(inputs)) - refused) if refused else inputs


def _guarded(job: Job) -> StageRun:
    inputs = inputs_of(job)
    chosen = units(inputs)
    with at_work() as worker:
        done = _asked(worker, job, chosen, inputs, None)
    return done if isinstance(done, StageRun) else _around(job)


def _asked(
    worker: Worker, job: Job, chosen: Sequence[str], inputs: Tables, folder: Path | None
) -> StageRun | Failure | None:
    """Have a worker run the stage on the chosen units: on the whole batch without `folder`."""
    most = job.settings.max_seconds
    seconds = LOADING + most + PER_SOURCE * len(chosen) + PER_BYTE * _bytes(inputs)
    call = (make, job) if folder is None else (make_slice, job, chosen, folder)
    try:
        done: StageRun | Failure | None = worker.call(
            *call, seconds=seconds, memory=job.settings.max_memory
        )
    except TimedOutError:
        return Failure("timed_out", {"limit": most})
    except DiedError as error:
        return Failure("crashed", {"cause": str(error)})
    if done == OUT_OF_MEMORY:
        worker.end()  # what it still holds would count against the next one
    return done


def _bytes(inputs: Tables) -> int:
    """The size of the sources, as far as the tables tell it: of the plan, or of the texts."""
    first = next(iter(inputs.values()), None)
    if first is None:
        return 0
    if "offset" in first.column_names:
        return int(sum(first["bytes"].to_pylist()))
    return int(first.nbytes)


def _around(job: Job) -> StageRun:
    """Run the stage around the sources on which it fails, which are refused."""
    started = time.perf_counter()
    aside = job.folder.parent / f"{UNFINISHED}{uuid.uuid4().hex}"
    inputs = inputs_of(job)
    empty = attempt(job, cut(inputs, ()))
    if isinstance(empty, Failure):
        raise RuntimeError(f"stage {job.stage.name} fails on nothing: {empty.particulars}")
    pieces = [empty]
    waiting = list(divided(units(inputs)))[::-1]
    while waiting:
        chosen = waiting.pop()
        here = cut(inputs, chosen)
        made = _tried(job, chosen, here, aside / f"{len(pieces):06d}")
        if not isinstance(made, Failure):
            pieces.append(made)
        elif len(chosen) > 1:
            waiting += list(divided(chosen))[::-1]
        else:
            pieces.append(_refused(job, here, made))
    whole = {name: pa.concat_tables([p[name] for p in pieces if name in p]) for name in empty}
    done = _keep(job, inputs, whole, started)
    if aside.exists():
        remove(aside, aside=job.staging)
    return done


def _tried(
    job: Job, chosen: Sequence[str], inputs: Tables, folder: Path
) -> dict[str, pa.Table] | Failure:
    if not job.settings.max_seconds:
        return attempt(job, inputs)
    with at_work() as worker:
        failure = _asked(worker, job, chosen, inputs, folder)
    if isinstance(failure, Failure):
        return failure
    return {path.stem: read(folder, path.stem) for path in files_of(folder, ".arrow")}


def _refused(job: Job, inputs: Tables, failure: Failure) -> dict[str, pa.Table]:
    if job.stage.refused:
        return job.stage.refused(inputs, failure.code, failure.particulars)
    rows = [
        refusal(
            source_id=source,
            uri=uri,
            stage=job.stage.name,
            code=failure.code,
            **failure.particulars,
        )
        for source, uri in sources_in(inputs)
    ]
    return {"rejects": refusals(rows)}


def _keep(job: Job, inputs: Tables, made: Tables, started: float) -> StageRun:
    counted = next(iter(inputs.values())).num_rows if inputs else 0
    done = StageRun(
        stage=job.stage.name,
        version=job.version,
        batch=job.batch,
        folder=str(job.folder),
        rows_in=counted,
        rows_out=next(iter(made.values())).num_rows,
        rejected=made["rejects"].num_rows,
        seconds=round(time.perf_counter() - started, 6),
        peak_bytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * PEAK_UNIT,
        reused=False,
    )
    write(job.folder, made, told=asdict(done))
    return done
