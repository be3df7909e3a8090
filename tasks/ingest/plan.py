"""Which sources there are to read, in which batches, before any of them is read."""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote_to_bytes, urlsplit

import pyarrow as pa

from tasks.ingest.discover import kind_of
from tasks.ingest.read import Limits, RejectError, opened, regular

MOST_BYTES = 64 * 1024 * 1024  # of a batch, whatever its number of documents
MOST_BATCHES = 100  # of one size: with more sources batches grow, for every task run has its price
MOST_GROWN = 8
FOR_EACH = 4  # batches that each worker gets, at least: at the end none waits long for the others
LEAST = 250  # of which batches are not made smaller for that
EARLIEST = datetime(1, 1, 1, tzinfo=UTC)
LATEST = datetime(9999, 12, 31, tzinfo=UTC)

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

    Packed records are unpacked into the folder `spool`, once. What cannot be read is one input
    with a code; an OSError is raised only where the spool cannot be written.
    """
    uri = path.as_uri()
    kind = kind_of(path)
    if kind is None:
        yield _refused(uri, "unknown_type", path.suffix)
        return
    try:
        status = regular(path)
        changed = instant(status.st_mtime_ns)
        if kind != "records":
            yield Input(uri=uri, place=uri, kind=kind, bytes=status.st_size, modified_at=changed)
            return
        place = _unpacked(path, spool, status, limits) if path.suffix.lower() == ".gz" else path
        records = _listed(place, limits.bytes)
    except RejectError as refused:
        yield _refused(uri, refused.code, *refused.particulars.values())
        return
    for number, offset, length in records:
        yield Input(
            uri=f"{uri}#line={number}",
            place=place.as_uri(),
            kind="record",
            offset=offset,
            bytes=length,
            modified_at=changed,
        )
    if not records:
        yield _refused(uri, "empty")


def instant(nanoseconds: int) -> datetime:
    """Return a time of change to the microsecond, within the years that a datetime can tell."""
    least, most = (int(limit.timestamp()) * 1_000_000 for limit in (EARLIEST, LATEST))
    return EARLIEST + timedelta(microseconds=min(max(nanoseconds // 1000, least), most) - least)


def sized(size: int, inputs: int, *, workers: int) -> int:
    """Return how many of so many inputs a batch takes: `size`, or up to eight times that.

    Fewer where several workers would not get their share of batches else.
    """
    fair = max(-(-inputs // (workers * FOR_EACH)), LEAST)
    if workers > 1 and fair < size:
        return fair
    return min(max(size, -(-inputs // MOST_BATCHES)), size * MOST_GROWN)


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
    columns = [[getattr(one, name) for one in batch] for name in INPUTS.names]
    return pa.table(columns, schema=INPUTS)


def _refused(uri: str, code: str, *details: object) -> Input:
    detail = str(details[0]) if details else None
    return Input(uri=uri, place=uri, kind="none", code=code, detail=detail)


def _listed(place: Path, most: int) -> list[tuple[int, int, int]]:
    try:
        with opened(place) as file:
            return list(_records(file, most))
    except OSError as error:
        raise RejectError("unreadable", error=error.strerror or error) from None


def _records(file: BinaryIO, most: int) -> Iterator[tuple[int, int, int]]:
    """Yield number, offset and length of every line with something in it, in pieces of `most`."""
    offset = 0
    for number in count(1):
        piece = file.readline(most + 1)
        if not piece:
            return
        length, filled = len(piece), bool(piece.strip())
        while not piece.endswith(b"\n") and (piece := file.readline(most + 1)):
            length, filled = length + len(piece), filled or bool(piece.strip())
        if filled:
            yield number, offset, length
        offset += length


def _unpacked(path: Path, spool: Path, status: os.stat_result, limits: Limits) -> Path:
    spool.mkdir(parents=True, exist_ok=True)
    target = spool / f"{name_of(path, status)}.jsonl"
    if target.exists():
        return target
    aside = target.with_suffix(f".{os.getpid()}")
    try:
        with opened(path) as packed, aside.open("wb") as plain:
            most = int(max(status.st_size, 1024) * limits.ratio)
            for piece in _inflated(packed, most, limits):
                plain.write(piece)
        aside.rename(target)
    finally:
        aside.unlink(missing_ok=True)
    return target


def name_of(path: Path, status: os.stat_result) -> str:
    """Return a name for what is unpacked of a file: another one once the file has changed."""
    told = f"{path}|{status.st_size}|{status.st_mtime_ns}".encode("utf-8", "surrogateescape")
    return hashlib.sha256(told).hexdigest()[:32]


def _inflated(packed: BinaryIO, most: int, limits: Limits) -> Iterator[bytes]:
    import gzip

    total = 0
    with gzip.GzipFile(fileobj=packed) as source:
        while True:
            try:
                piece = source.read(1024 * 1024)
            except (EOFError, zlib.error, gzip.BadGzipFile) as error:
                raise RejectError("bad_archive", error=error) from None
            except OSError as error:
                raise RejectError("unreadable", error=error.strerror or error) from None
            if not piece:
                return
            total += len(piece)
            if total > most:
                raise RejectError("bomb", ratio=limits.ratio)
            yield piece
