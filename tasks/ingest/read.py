"""Reading one input: its bytes, within limits, or the reason why not."""

from __future__ import annotations

import os
import stat
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

CHUNK = 1024 * 1024
GZIP = 16 + zlib.MAX_WBITS
KINDS = {
    stat.S_IFDIR: "folder",
    stat.S_IFIFO: "pipe",
    stat.S_IFSOCK: "socket",
    stat.S_IFCHR: "device",
    stat.S_IFBLK: "device",
}


class RejectError(Exception):
    """An input that is not published: a code of `schemas.rejects` and its particulars."""

    def __init__(self, code: str, **particulars: object) -> None:
        super().__init__(code)
        self.code = code
        self.particulars = particulars


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes that a source may have, and how many times its size an archive may unpack to."""

    bytes: int
    ratio: float


def regular(path: Path) -> os.stat_result:
    """Return the status of `path`; raise RejectError unless it is a file that may be opened."""
    try:
        status = path.stat()
    except FileNotFoundError:
        raise RejectError("vanished") from None
    except OSError as error:
        raise RejectError("unreadable", error=error.strerror or error) from None
    if not stat.S_ISREG(status.st_mode):
        raise RejectError("not_a_file", kind=KINDS.get(stat.S_IFMT(status.st_mode), "special file"))
    return status


def is_file(path: Path) -> bool:
    """Tell whether there is such a file, as far as one may look."""
    try:
        return path.is_file()
    except OSError:
        return False


def readable(path: Path) -> bool:
    """Tell whether the file can be opened and read, without reading more than a byte."""
    try:
        with opened(path) as file:
            file.read(1)
    except (RejectError, OSError):
        return False
    return True


def opened(path: Path) -> BinaryIO:
    """Return the file, open for reading; raise RejectError where it cannot be or is no file.

    It is looked at again once it is open, and without waiting for a writer: between the two looks
    a pipe or a device may have taken its place.
    """
    regular(path)
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise RejectError("vanished") from None
    except OSError as error:
        raise RejectError("unreadable", error=error.strerror or error) from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise RejectError("not_a_file", kind="special file")
    return os.fdopen(descriptor, "rb")


def whole(path: Path, limits: Limits) -> bytes:
    """Return the bytes of the file, unpacked where its name ends in .gz."""
    size = regular(path).st_size
    if path.suffix.lower() == ".gz":
        return _unpacked(path, limits)
    if size > limits.bytes:
        raise RejectError("too_large", bytes=size, limit=limits.bytes)
    return _read(path, limits.bytes)


def part(path: Path, offset: int, length: int, limits: Limits) -> bytes:
    """Return `length` bytes of the file from `offset`: one record of many."""
    if length > limits.bytes:
        raise RejectError("too_large", bytes=length, limit=limits.bytes)
    try:
        with opened(path) as file:
            file.seek(offset)
            raw = file.read(length)
    except OSError as error:
        raise RejectError("unreadable", error=error.strerror or error) from None
    if len(raw) < length:
        raise RejectError("vanished")  # the file has been cut since the plan was made
    return raw


def _read(path: Path, limit: int) -> bytes:
    try:
        with opened(path) as file:
            raw = file.read(limit + 1)
    except OSError as error:
        raise RejectError("unreadable", error=error.strerror or error) from None
    if len(raw) > limit:
        raise RejectError("too_large", bytes=len(raw), limit=limit)
    return raw


def _unpacked(path: Path, limits: Limits) -> bytes:
    packed = _read(path, limits.bytes)
    most = min(limits.bytes, int(max(len(packed), CHUNK // 1024) * limits.ratio))
    parts: list[bytes] = []
    total = 0
    rest = packed
    while rest:
        unpacker = zlib.decompressobj(GZIP)
        try:
            piece = unpacker.decompress(rest, most - total + 1)
        except zlib.error as error:
            if parts and not rest.startswith(b"\x1f\x8b"):
                break  # padding behind the last member, which gzip itself ignores
            raise RejectError("bad_archive", error=error) from None
        total += len(piece)
        if total > most:
            _refuse_unpacked(total, limits)
        if not unpacker.eof:
            raise RejectError("bad_archive", error="it ends too early")
        parts.append(piece)
        rest = unpacker.unused_data.lstrip(b"\0")
    return b"".join(parts)


def _refuse_unpacked(total: int, limits: Limits) -> None:
    if total > limits.bytes:
        raise RejectError("too_large", bytes=total, limit=limits.bytes)
    raise RejectError("bomb", ratio=limits.ratio, limit=limits.ratio)
