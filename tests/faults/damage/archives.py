"""Compressed inputs: cut, forged, doubled, and small ones that unpack to something huge."""

import gzip
import io
import json
import tarfile
import zlib
from collections.abc import Iterator
from random import Random

from tests.faults.damage.noise import archive
from tests.faults.damage.prose import english
from tests.faults.damage.specimen import Sizes, Specimen


def pack(content: bytes) -> bytes:
    """The content as one gzip member without a clock in its header."""
    return gzip.compress(content, mtime=0)


def bomb(size: int, unit: bytes) -> bytes:
    """A gzip member that unpacks to `size` bytes of `unit`; over 1,000 times its own length."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    chunk = unit * (1024 * 1024 // len(unit))
    out = [packer.compress(chunk) for _ in range(max(1, size // len(chunk)))]
    return b"".join([*out, packer.flush()])


def tar_slip() -> bytes:
    """A tar archive whose members lie outside the folder it is unpacked in."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as made:
        for name in ("../../slipped.txt", "/slipped.txt"):
            content = b"This file should never be written.\n"
            member = tarfile.TarInfo(name)
            member.size = len(content)
            made.addfile(member, io.BytesIO(content))
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        made.addfile(link)
    return out.getvalue()


def specimens(rng: Random, sizes: Sizes) -> Iterator[Specimen]:
    """Gzip files, and archives that hold more than one file."""
    yield from bombs(rng, sizes)
    yield from cut(rng)
    yield from forged(rng)
    for suffix, content in (
        (".zip", archive("../../slipped.txt", "/slipped.txt", "fine.txt")),
        (".tar", tar_slip()),
    ):
        yield Specimen("archive-slip", suffix, content, "reject", counted=False)
        yield Specimen(
            "archive-slip-packed", f"{suffix}.gz", pack(content), "reject", counted=False
        )
        yield Specimen("archive-slip-as-text", ".txt.gz", pack(content + b" "), "reject")


def bombs(rng: Random, sizes: Sizes) -> Iterator[Specimen]:
    """Ratios over 1,000; bombs in bombs; members without number."""
    for suffix in (".txt.gz", ".html.gz", ".jsonl.gz"):
        unit = {".txt.gz": b"\0", ".html.gz": b"<", ".jsonl.gz": b"["}[suffix]
        yield Specimen("gzip-bomb", suffix, bomb(sizes.bomb, unit), "reject")
    letters = bomb(sizes.bomb, b"a")
    yield Specimen("gzip-bomb", ".txt.gz", letters, "reject")
    yield Specimen("gzip-bomb-twice", ".txt.gz.gz", pack(letters), "reject", counted=False)
    yield Specimen("gzip-bomb-twice", ".txt.gz", pack(letters + b"\0"), "reject")
    tail = pack(english(rng).text.encode()) + bomb(sizes.bomb, b" ")
    yield Specimen("gzip-bomb-behind-text", ".txt.gz", tail, "either")
    yield Specimen("gzip-many-members", ".txt.gz", pack(b"") * 20_000, "reject")
    words = pack(b"Word. ") * 5_000
    yield Specimen("gzip-many-members", ".txt.gz", words, "either")


def cut(rng: Random) -> Iterator[Specimen]:
    """Members that end too early: in the header, in the data, in the trailer."""
    for suffix in (".txt.gz", ".html.gz"):
        for part in (0.02, 0.1, 0.3, 0.5, 0.8, 0.95):
            article = english(rng)
            whole = pack((article.text if "txt" in suffix else article.html).encode())
            yield Specimen("gzip-truncated", suffix, whole[: int(len(whole) * part)], "reject")
        whole = pack(english(rng).text.encode())
        for missing in (1, 4, 8):
            yield Specimen("gzip-trailer-cut", suffix, whole[:-missing], "either")
    lines = "\n".join(json.dumps({"text": english(rng).text}) for _ in range(20)).encode()
    yield Specimen("gzip-truncated", ".jsonl.gz", pack(lines)[:-600], "either")


def forged(rng: Random) -> Iterator[Specimen]:
    """Wrong checksums, reserved flags, garbage after the end, gzip in gzip, no gzip at all."""
    whole = pack(english(rng).text.encode())
    yield Specimen("gzip-bad-checksum", ".txt.gz", whole[:-8] + b"\1\2\3\4" + whole[-4:], "either")
    yield Specimen("gzip-bad-length", ".txt.gz", whole[:-4] + b"\xff\xff\xff\xff", "either")
    yield Specimen("gzip-bad-method", ".txt.gz", whole[:2] + b"\x07" + whole[3:], "reject")
    yield Specimen("gzip-reserved-flags", ".txt.gz", whole[:3] + b"\xe0" + whole[4:], "either")
    middle = len(whole) // 2
    yield Specimen(
        "gzip-bad-data", ".txt.gz", whole[:middle] + bytes(20) + whole[middle + 20 :], "reject"
    )
    for garbage in (b"\0", b"\0" * 512, b"garbage", rng.randbytes(4000), b"\x1f\x8b"):
        trailed = pack(english(rng).text.encode()) + garbage
        yield Specimen("gzip-trailing-garbage", ".txt.gz", trailed, "either")
    yield Specimen("gzip-of-gzip", ".txt.gz", pack(pack(english(rng).text.encode())), "either")
    yield Specimen("gzip-of-nothing", ".txt.gz", pack(b""), "reject")
    yield Specimen("gzip-of-random", ".html.gz", pack(rng.randbytes(5000)), "reject")
    yield Specimen("not-gzip", ".txt.gz", english(rng).text.encode(), "either")
    article = english(rng)
    half = article.text.encode()
    members = pack(half[:400]) + pack(half[400:])
    yield Specimen("gzip-two-members", ".txt.gz", members, "published", article.says)
    article = english(rng)
    plain = pack(article.text.encode())
    named = plain[:3] + b"\x08" + plain[4:10] + b"../../../tmp/slipped.txt\0" + plain[10:]
    yield Specimen("gzip-named-outside", ".txt.gz", named, "published", article.says)
    yield Specimen("zlib-not-gzip", ".txt.gz", zlib.compress(half), "reject")
