"""Nothing at all, noise, other formats under a text's name, flipped and missing bytes."""

import gzip
import io
import zipfile
from collections.abc import Iterator
from random import Random

from tests.faults.damage.prose import english
from tests.faults.damage.specimen import Expect, Sizes, Specimen

WHITESPACE = ("\n", " " * 4000, "\r\n" * 700, "\t \t\n" * 90, "\u00a0\n\n" * 50, "\u3000" * 80)
INVISIBLE = ("\u200b" * 300, "\ufeff", "\u2060\n" * 40, "\x0c" * 20)
ENDINGS = (".txt", ".html", ".jsonl")


def pdf() -> bytes:
    """A PDF of one page with its objects, its cross-reference table and its trailer."""
    drawing = b"BT /F1 24 Tf 72 720 Td (A page that is no text file) Tj ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n"
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % table)


def archive(*members: str) -> bytes:
    """A ZIP archive with members of these names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in members:
            made.writestr(zipfile.ZipInfo(name), f"This is the member {name!r}.\n" * 40)
    return out.getvalue()


def formats(rng: Random) -> dict[str, bytes]:
    """Files of other formats, each with its true first bytes."""
    noise = rng.randbytes
    return {
        "pdf": pdf(),
        "png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x10\x00\x00\x00\x10\x08\x06"
        + noise(3000),
        "jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01" + noise(3000),
        "zip": archive("news.txt", "more/news.txt"),
        "zip-slip": archive("../../../tmp/slipped.txt", "/slipped.txt", "..\\slipped.txt"),
        "docx": archive("[Content_Types].xml", "word/document.xml"),
        "gzip": gzip.compress(english(rng).text.encode(), mtime=0),
        "elf": b"\x7fELF\x02\x01\x01" + bytes(9) + noise(3000),
        "sqlite": b"SQLite format 3\x00\x10\x00\x01\x01" + bytes(80) + noise(3000),
        "parquet": b"PAR1" + noise(3000) + b"PAR1",
        "mp3": b"ID3\x04\x00\x00\x00\x00\x00\x21" + noise(3000),
    }


def specimens(rng: Random, sizes: Sizes) -> Iterator[Specimen]:
    """Empty and blank files, noise, other formats, flipped bytes, cut files."""
    yield Specimen("empty", ".txt", b"", "reject")
    for ending in (".html", ".jsonl"):  # The same bytes again: a reject or a duplicate.
        yield Specimen("empty", ending, b"", "either")
    for blank in WHITESPACE:
        yield Specimen("whitespace-only", ".txt", blank.encode(), "reject")
    for blank in INVISIBLE:
        yield Specimen("invisible-only", ".txt", blank.encode(), "either")
    yield Specimen("whitespace-only", ".html", b" \n" * 99, "reject")
    yield Specimen("whitespace-only", ".jsonl", b"\n\n \n" * 99, "either")
    yield Specimen("random-bytes", ".txt", rng.randbytes(sizes.random), "reject")
    for ending in (*ENDINGS, ".txt.gz"):
        for size in (512, 20_000):
            yield Specimen("random-bytes", ending, rng.randbytes(size), "reject")
    for name, content in formats(rng).items():
        for ending in ENDINGS:
            # A few bytes after the end keep the three files from being each other's duplicates.
            own = content + ending.encode()
            # Who looks at the first bytes and unpacks the gzip reads it rightly.
            expect: Expect = "either" if name == "gzip" else "reject"
            yield Specimen(f"{name}-named-text", ending, own, expect)
    yield Specimen("pdf-truncated", ".txt", pdf()[:200], "reject")
    yield from flipped(rng)
    yield from cut(rng)


def flipped(rng: Random) -> Iterator[Specimen]:
    """Articles with a few or with many of their bytes replaced by noise."""
    for ending in (".txt", ".html"):
        for count in (1, 3, 10, 30, 100, 300):
            article = english(rng)
            content = bytearray((article.text if ending == ".txt" else article.html).encode())
            for _ in range(count):
                content[rng.randrange(len(content))] = rng.randrange(256)
            yield Specimen("flipped-bytes", ending, bytes(content), "either")


def cut(rng: Random) -> Iterator[Specimen]:
    """Pages that end anywhere, as an interrupted download leaves them."""
    for _ in range(16):
        content = english(rng).html.encode()
        yield Specimen("truncated-page", ".html", content[: rng.randrange(1, 1200)], "either")
