"""Which sources there are to read, in which batches, before any of them is read."""

from __future__ import annotations

import os
import shutil
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

import pyarrow as pa

from tasks.ingest.discover import kind_of
from tasks.ingest.read import Limits, RejectError, regular

MOST_BYTES = 64 * 1024 * 1024  # of a batch, whatever its number of documents
RECORD_TYPES = {"record"}

INPUTS = pa.schema(
    [
        pa.field("uri", pa.string(), nullable=False),
        pa.field("place", pa.string(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("offset", pa.int64(), nullable=False),
        pa.field("bytes", pa.int64(), nullable=False),
        pa.field("modified_at", pa.timestamp("us", tz="UTC")),
        pa.field("code", pa.string()),
        pa.field("detail", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One source to read.

    `place` is the file where its bytes lie (another one than `uri` says for records that were
    packed), `offset` and `bytes` where in it. `code` and `detail` are set where it is known
    already that it cannot be read.
    """

    uri: str
    place: str
    kind: str
    offset: int = 0
    bytes: int = 0
    modified_at: datetime | None = None
    code: str | None = None
    detail: str | None = None


def path_of(uri: str) -> Path:
    """Return the path that a file URI names, whatever bytes are in it."""
    return Path(os.fsdecode(unquote_to_bytes(urlsplit(uri).path)))


def inputs_of(path: Path, *, spool: Path, limits: Limits) -> Iterator[Input]:
    """Yield the sources in the file `path`: one, or one for each record.

    Packed records are unpacked into the folder `spool`, once.
    """
    uri = path.as_uri()
    kind = kind_of(path)
    if kind is None:
        yield _refused(uri, "unknown_type", path.suffix)
        return
    try:
        status = regular(path)
    except RejectError as refused:
        yield _refused(uri, refused.code, *refused.particulars.values())
        return
    changed = datetime.fromtimestamp(status.st_mtime_ns // 1000 / 1e6, UTC)
    if kind != "records":
        yield Input(uri=uri, place=uri, kind=kind, bytes=status.st_size, modified_at=changed)
        return
    try:
        place = _unpacked(path, spool, status, limits) if path.suffix.lower() == ".gz" else path
        yield from _records(uri, place, changed)
    except RejectError as refused:
        yield _refused(uri, refused.code, *refused.particulars.values())
    except OSError as error:
        yield _refused(uri, "unreadable", error.strerror or str(error))


def batches(inputs: Iterable[Input], size: int) -> Iterator[pa.Table]:
    """Yield tables (schema `INPUTS`) of at most `size` inputs and some 64 MB."""
    batch: list[Input] = []
    total = 0
    for one in inputs:
        if batch and (len(batch) == size or total + one.bytes > MOST_BYTES):
            yield _table(batch)
            batch, total = [], 0
        batch.append(one)
        total += one.bytes
    if batch:
        yield _table(batch)


def _table(batch: list[Input]) -> pa.Table:
    return pa.Table.from_pylist([asdict(one) for one in batch], schema=INPUTS)


def _refused(uri: str, code: str, *details: object) -> Input:
    detail = str(details[0]) if details else None
    return Input(uri=uri, place=uri, kind="none", code=code, detail=detail)


def _records(uri: str, place: Path, changed: datetime) -> Iterator[Input]:
    offset = 0
    with place.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield Input(
                    uri=f"{uri}#line={number}",
                    place=place.as_uri(),
                    kind="record",
                    offset=offset,
                    bytes=len(line),
                    modified_at=changed,
                )
            offset += len(line)


def _unpacked(path: Path, spool: Path, status: os.stat_result, limits: Limits) -> Path:
    spool.mkdir(parents=True, exist_ok=True)
    name = f"{abs(hash_of(path, status)):016x}.jsonl"
    target = spool / name
    if target.exists():
        return target
    aside = spool / f"{name}.{os.getpid()}"
    try:
        with path.open("rb") as packed, aside.open("wb") as plain:
            _inflate(packed, plain, int(max(status.st_size, 1024) * limits.ratio), limits)
        aside.rename(target)
    finally:
        aside.unlink(missing_ok=True)
    return target


def hash_of(path: Path, status: os.stat_result) -> int:
    """Return a number that changes when the file does."""
    told = f"{path}|{status.st_size}|{status.st_mtime_ns}".encode("utf-8", "surrogateescape")
    return zlib.crc32(told) << 32 | zlib.adler32(told)


def _inflate(packed: object, plain: object, most: int, limits: Limits) -> None:
    import gzip

    with gzip.GzipFile(fileobj=packed) as source:  # type: ignore[call-overload]
        try:
            written = 0
            while piece := source.read(1024 * 1024):
                written += len(piece)
                if written > most:
                    raise RejectError("bomb", ratio=limits.ratio)
                plain.write(piece)  # type: ignore[attr-defined]
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise RejectError("bad_archive", error=error) from None


def clear(spool: Path) -> None:
    """Remove the unpacked records of a finished run."""
    shutil.rmtree(spool, ignore_errors=True)
