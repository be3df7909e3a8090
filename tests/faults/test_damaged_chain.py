"""The corpus of damaged inputs through the whole chain: each is published or rejected, and told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from schemas.rejects import REASONS
from tasks.publishing.verify import verify
from tests.chain import now, process, rows
from tests.faults.damage.specimen import Sizes
from tests.faults.damaged import Damaged, write_corpus

SMALL = Sizes(
    line=20_000, random=10_000, depth=5_000, attributes=5_000, marks=5_000, bomb=4 * 1024 * 1024
)
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("chain")


@pytest.fixture(scope="module")
def corpus(home: Path) -> Iterator[list[Damaged]]:
    yield write_corpus(home / "in", sizes=SMALL)
    for path in (home / "in" / "places").glob("unreadable*"):
        path.chmod(0o600)


@pytest.fixture(scope="module")
def sources(corpus: list[Damaged], home: Path) -> Rows:
    del corpus
    process([home / "in"], home / "data")
    found: Rows = defaultdict(list)
    for row in rows(now(home / "data"), "sources"):
        found[row["uri"].partition("#")[0]].append(row)
    return found


def test_none_is_lost_and_none_is_let_in(corpus: list[Damaged], sources: Rows) -> None:
    for item in corpus:
        became = {row["status"] for row in sources[item.path.as_uri()]}
        assert became or not item.counted, item
        if item.expect == "reject" and became:
            assert "rejected" in became, item
        if item.expect == "published":
            assert became & {"published", "duplicate"}, item


def test_each_reject_has_a_known_code(sources: Rows, home: Path) -> None:
    assert sources
    rejects = rows(now(home / "data"), "rejects")
    assert {row["code"] for row in rejects} <= set(REASONS)
    assert {row["stage"] for row in rejects} == {"ingest"}
    assert all("\x1b" not in row["message"] + row["uri"] for row in rejects)


def test_the_snapshot_is_whole_and_a_second_run_does_nothing(sources: Rows, home: Path) -> None:
    assert sources
    assert list(verify(now(home / "data"))) == []
    assert process([home / "in"], home / "data") is None


def test_nothing_was_written_outside(sources: Rows, home: Path) -> None:
    assert sources
    assert sorted(path.name for path in home.iterdir()) == ["data", "in"]
    written = [path for path in (home / "data").rglob("*") if path.is_file()]
    assert all(path.name.isascii() and path.name.isprintable() for path in written)
