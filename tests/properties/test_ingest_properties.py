"""Reading: any bytes are text or a refusal with a code, within their limits."""

from __future__ import annotations

import gzip
import io
import json
import tempfile
from datetime import UTC
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.rejects import REASONS
from schemas.settings import Fields, Settings
from tasks.ingest.decode import NotTextError, UndecodableError, decode
from tasks.ingest.limits import attributes, depth, lines
from tasks.ingest.plan import _records, batches, inputs_of, instant, path_of
from tasks.ingest.read import Limits, RejectError, whole
from tasks.ingest.records import parse
from tasks.ingest.select import select
from tasks.ingest.stage import ingest

ENCODINGS = ("utf-8", "utf-16", "utf-32", "utf-8-sig", "utf-16-le", "utf-16-be")
QUICK = settings(max_examples=60, deadline=None)
text = st.text(min_size=1)
names = st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1)


@QUICK
@given(st.binary(), st.booleans())
def test_any_bytes_are_text_or_refused(raw: bytes, html: bool) -> None:
    try:
        found = decode(raw, html=html)
    except (NotTextError, UndecodableError):
        return
    found.text.encode()
    assert found.errors <= found.text.count("\ufffd")


@QUICK
@given(
    st.text(st.characters(categories=["L", "N", "Zs"]), min_size=4), st.sampled_from(ENCODINGS[:4])
)
def test_text_comes_back_from_its_encoding(content: str, encoding: str) -> None:
    assert decode(content.encode(encoding)).text == content


@QUICK
@given(st.text(st.sampled_from("abcdefg-_79 "), max_size=20), st.binary(max_size=40))
def test_no_declared_encoding_breaks_it(label: str, rest: bytes) -> None:
    raw = f'<meta charset="{label}">'.encode() + rest + b"\xff\xe9"
    try:
        decode(raw, html=True).text.encode()
    except (NotTextError, UndecodableError):
        return


@QUICK
@given(st.text())
def test_any_line_is_a_record_or_refused_with_a_known_code(line: str) -> None:
    try:
        record = parse(line, Fields())
    except RejectError as refused:
        assert refused.code in REASONS  # noqa: PT017
        REASONS[refused.code].text(**refused.particulars)
        return
    record.content.encode()


@QUICK
@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists, max_leaves=5))
def test_a_text_field_of_any_type_is_text_or_refused(value: object) -> None:
    try:
        assert parse(json.dumps({"text": value}), Fields()).content is not None
    except RejectError as refused:
        assert refused.code in {"bad_record", "no_text"}  # noqa: PT017


@QUICK
@given(st.lists(st.binary(max_size=30)), st.integers(1, 40))
def test_records_tile_the_file(pieces: list[bytes], most: int) -> None:
    raw = b"\n".join(pieces)
    found = list(_records(io.BytesIO(raw), most))
    for number, offset, length in found:
        line = raw[offset : offset + length]
        assert line.strip()
        assert raw.count(b"\n", 0, offset) == number - 1
    assert len(found) == sum(bool(line.strip()) for line in raw.split(b"\n"))


@QUICK
@given(st.binary(max_size=200), st.integers(1, 300), st.floats(1, 50))
def test_no_archive_unpacks_beyond_its_limits(raw: bytes, most: int, ratio: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt.gz"
        path.write_bytes(gzip.compress(raw * 20))
        try:
            assert len(whole(path, Limits(bytes=most, ratio=ratio))) <= most
        except RejectError as refused:
            assert refused.code in {"too_large", "bomb"}  # noqa: PT017


@QUICK
@given(st.binary(max_size=100))
def test_any_bytes_named_gz_are_read_or_refused(raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name in ("a.txt.gz", "b.jsonl.gz"):
            path = Path(folder) / name
            path.write_bytes(raw)
            limits = Limits(bytes=1000, ratio=10)
            for one in inputs_of(path, spool=Path(folder) / "spool", limits=limits):
                assert one.code is None or one.code in REASONS
            try:
                whole(path, limits)
            except RejectError as refused:
                assert refused.code in REASONS  # noqa: PT017


@QUICK
@given(names.filter(lambda name: name not in (".", "..")))
def test_a_uri_leads_back_to_its_path(name: str) -> None:
    path = Path("/some/folder") / name
    assert path_of(path.as_uri()) == path
    assert "#" not in path.as_uri()


@QUICK
@given(st.integers(-(2**70), 2**70))
def test_any_time_of_change_is_a_time(nanoseconds: int) -> None:
    assert instant(nanoseconds).tzinfo is UTC


@QUICK
@given(st.lists(st.tuples(st.sampled_from("abc"), text)))
def test_the_least_uri_is_published_in_any_order(pairs: list[tuple[str, str]]) -> None:
    assert select(pairs) == select(reversed(pairs))
    assert all(select(pairs)[source] <= uri for source, uri in pairs)


@QUICK
@given(text)
def test_limits_count_what_is_there(html: str) -> None:
    assert 0 <= depth(html) <= html.count("<")
    assert 0 <= attributes(html) <= html.count("=")
    assert lines(html) == len(html.split("\n"))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.binary(max_size=60), min_size=1, max_size=6), st.integers(1, 3))
def test_every_input_is_a_source_whatever_is_in_it(contents: list[bytes], size: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        suffixes = (".txt", ".html", ".jsonl", ".txt.gz")
        inputs = []
        for number, raw in enumerate(contents):
            path = Path(folder) / f"{number}{suffixes[number % 4]}"
            path.write_bytes(raw)
            limits = Limits(bytes=50, ratio=10)
            inputs += inputs_of(path, spool=Path(folder) / "spool", limits=limits)
        seen = []
        for batch in batches(inputs, size):
            made = ingest({"plan/inputs": batch}, Settings(max_bytes=50))
            refused = set(made["rejects"]["uri"].to_pylist())
            for row in made["sources"].to_pylist():
                assert (row["content"] is None) == (row["uri"] in refused)
                seen.append(row["uri"])
        assert seen == [one.uri for one in inputs]
