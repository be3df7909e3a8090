"""What is fuzzed: functions that take any bytes, with the laws that what they return must hold."""

from __future__ import annotations

import datetime
import gzip
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from schemas.rejects import REASONS
from schemas.settings import Fields
from tasks.boilerplate.extract import extract_html, extract_text
from tasks.boilerplate.page import Page
from tasks.dates.mentions import find_dates
from tasks.dates.published import publication_date
from tasks.entities.names import match_names
from tasks.ingest.decode import decode
from tasks.ingest.limits import attributes, depth
from tasks.ingest.plan import inputs_of
from tasks.ingest.read import Limits, RejectError, part, whole
from tasks.ingest.records import parse
from tests.faults.mutation import DATE_WORDS, HTML_WORDS, NAME_WORDS

ANCHORS = (None, datetime.date(2016, 2, 29), datetime.date(1, 1, 1), datetime.date(9999, 12, 31))
LANGUAGES = ("en", "en", "en", "de", "fr", "es", "ru", "ar", "ja", "und", "xx")
TYPES = ("PERSON", "ORG", "LOC", "PRODUCT")
LIMITS = Limits(bytes=5000, ratio=20)


@dataclass(frozen=True, slots=True)
class Target:
    """A function of bytes; its share of executions, the longest input, and how inputs are made.

    `invents` is the share of inputs that are made of `words`, the others are mutated seeds.
    """

    run: Callable[[bytes], object]
    weight: float
    most: int = 3000
    words: Sequence[str] = ()
    invents: float = 0.0


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogatepass" if raw[:1] == b"T" else "replace")


def _any_text(raw: bytes) -> str:
    try:
        return _text(raw)
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _decode(raw: bytes, *, html: bool = False) -> None:
    found = decode(raw, html=html)
    found.text.encode()
    assert found.errors <= found.text.count("\ufffd")


def _limits(raw: bytes) -> None:
    text = _any_text(raw)
    assert 0 <= depth(text) <= text.count("<")
    assert 0 <= attributes(text) <= text.count("=")


@cache
def _folder() -> Path:
    fast = Path("/dev/shm")
    folder = tempfile.TemporaryDirectory(dir=fast if fast.is_dir() else None)
    _folders.append(folder)
    return Path(folder.name)


_folders: list[tempfile.TemporaryDirectory[str]] = []  # so that they live as long as we do


def _readers(raw: bytes) -> None:
    suffix = (".txt", ".html", ".jsonl", ".txt.gz", ".jsonl.gz")[len(raw) % 5]
    path = _folder() / f"a{suffix}"
    path.write_bytes(gzip.compress(raw, 1) if suffix.endswith(".gz") and len(raw) % 3 else raw)
    spool = _folder() / "spool"
    for one in inputs_of(path, spool=spool, limits=LIMITS):
        assert one.code is None or one.code in REASONS
        if one.code is None and one.kind == "record":
            got = part(Path(one.place.removeprefix("file://")), one.offset, one.bytes, LIMITS)
            assert got.strip()
    for left in spool.iterdir() if spool.exists() else ():
        left.unlink()
    try:
        assert len(whole(path, LIMITS)) <= LIMITS.bytes
    except RejectError as refused:
        assert refused.code in REASONS  # noqa: PT017
        REASONS[refused.code].text(**refused.particulars)
    os.unlink(path)  # noqa: PTH108


def _records(raw: bytes) -> None:
    try:
        parse(_any_text(raw), Fields()).content.encode()
    except RejectError as refused:
        REASONS[refused.code].text(**refused.particulars)


def _dates(raw: bytes) -> None:
    text = _any_text(raw)
    found = find_dates(
        text, anchor=ANCHORS[len(raw) % 4], language=LANGUAGES[len(raw) % len(LANGUAGES)]
    )
    behind = 0
    for one in found:
        assert one.surface == text[one.start : one.end] != ""
        assert one.start >= behind
        behind = one.end
        assert one.first is None or one.last is None or one.first <= one.last
        assert one.value or one.reason


def _published(raw: bytes) -> None:
    text = _any_text(raw)
    found = publication_date(html=text) if raw[:1] == b"<" else publication_date(text=text)
    assert 0 <= found.confidence <= 1
    assert found.on is not None or found.reason


def _lawful(page: Page) -> None:
    page.text.encode("utf-8", "surrogatepass")
    behind = 0
    for block in page.blocks:
        assert behind <= block.start <= block.end <= len(page.text)
        behind = block.end
        if block.keep and block.story is not None:
            body = page.stories[block.story].text
            assert page.text[block.start : block.end] == body[block.text_start : block.text_end]
    for story in page.stories:
        assert story.text == "\n\n".join(
            page.text[block.start : block.end] for block in story.blocks if block.keep
        )


def _names(raw: bytes) -> None:
    one, _, other = _any_text(raw).partition("|")
    kind = TYPES[len(raw) % 4]
    there, back = match_names(one, other, kind), match_names(other, one, kind)
    assert 0 <= there <= 1
    assert there == back


TARGETS: dict[str, Target] = {
    "decode": Target(_decode, 20),
    "decode-html": Target(lambda raw: _decode(raw, html=True), 8),
    "records": Target(_records, 14),
    "readers": Target(_readers, 12),
    "limits": Target(_limits, 12),
    "names": Target(_names, 12, most=120, words=NAME_WORDS, invents=0.8),
    "dates": Target(_dates, 12, most=600, words=DATE_WORDS, invents=0.7),
    "published": Target(_published, 2, most=1500, words=HTML_WORDS, invents=0.3),
    "text": Target(lambda raw: _lawful(extract_text(_any_text(raw))), 4, most=1500),
    "html": Target(
        lambda raw: _lawful(extract_html(_any_text(raw))),
        4,
        most=1500,
        words=HTML_WORDS,
        invents=0.5,
    ),
}
