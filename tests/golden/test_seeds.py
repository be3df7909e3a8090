"""The seeds' tables, whole and as they should be: change them on purpose, with `make golden`."""

from __future__ import annotations

import difflib

import duckdb
import pytest

from tests.conftest import SEEDS, Run
from tests.golden.render import HERE, QUERIES, render

FURNITURE = (
    "Search",
    "Helpful keywords",
    "Logo Wide",
    "Refresh",
    "Recent Posts",
    "Translate »",
    "%d bloggers like this:",
)


@pytest.fixture(scope="module")
def tables(seed_run: Run) -> duckdb.DuckDBPyConnection:
    """Return a connection with the views of `open.sql`: what a user of DuckDB sees."""
    connection = duckdb.connect()
    connection.execute((seed_run.current / "open.sql").read_text("utf-8"))
    return connection


@pytest.mark.parametrize("name", QUERIES)
def test_table_is_the_golden_one(name: str, seed_run: Run) -> None:
    golden = (HERE / f"{name}.tsv").read_text("utf-8")
    found = render(seed_run.current, name)
    difference = difflib.unified_diff(golden.splitlines(), found.splitlines(), lineterm="", n=0)
    assert found == golden, "\n".join(difference)


def test_every_seed_is_published(tables: duckdb.DuckDBPyConnection) -> None:
    published = tables.execute("SELECT count(*) FROM sources WHERE status = 'published'").fetchone()
    assert published == (len(list(SEEDS.glob("*.txt"))),)


@pytest.mark.parametrize("words", FURNITURE)
def test_no_furniture_in_a_text(words: str, tables: duckdb.DuckDBPyConnection) -> None:
    lines = "SELECT unnest(string_split(text, chr(10))) AS line FROM documents"
    found = tables.execute(f"SELECT line FROM ({lines}) WHERE trim(line) = ?", [words]).fetchall()
    assert not found


def test_no_long_paragraph_is_lost(tables: duckdb.DuckDBPyConnection) -> None:
    """What is not kept and has 20 words or more is a note, a caption or a standfirst.

    Such a one may be told twice: then the other is a repetition, with label `other`.
    """
    rows = tables.execute(
        """SELECT label, substring(s.text, start + 1, "end" - start)
        FROM blocks b JOIN sources s USING (source_id) WHERE NOT keep"""
    ).fetchall()
    told = {text for label, text in rows if label in ("note", "caption", "description")}
    assert told
    assert [text for _, text in rows if len(text.split()) >= 20 and text not in told] == []


def test_three_stories_on_the_page_that_holds_three(tables: duckdb.DuckDBPyConnection) -> None:
    rows = tables.execute(
        """SELECT position, publisher, published_on::VARCHAR FROM documents
        WHERE uri LIKE '%three-stories%' ORDER BY position"""
    ).fetchall()
    assert [row[0] for row in rows] == [0, 1, 2]
    assert {row[2] for row in rows} == {"2016-10-28"}
    assert [row[1] for row in rows[:2]] == ["TASS", "Press TV"]


@pytest.mark.parametrize(
    ("seed", "day", "at"),
    [
        ("general-assembly-meetings", "2017-09-24", "2017-09-24 12:12:00"),
        ("envoy-received-in-damascus", "2018-07-26", None),
        ("talks-in-sochi", None, None),
        ("coordination-with-iran", None, None),
    ],
)
def test_publication_date(
    seed: str, day: str | None, at: str | None, tables: duckdb.DuckDBPyConnection
) -> None:
    row = tables.execute(
        """SELECT published_on::VARCHAR, published_at::VARCHAR, published_reason
        FROM documents WHERE uri LIKE ?""",
        [f"%{seed}%"],
    ).fetchone()
    assert row is not None
    assert row[:2] == (day, at)
    assert day is not None or row[2]


def test_the_man_of_four_spellings_is_one(tables: duckdb.DuckDBPyConnection) -> None:
    rows = tables.execute(
        """SELECT DISTINCT entity_id FROM mentions
        WHERE type = 'PERSON' AND regexp_matches(surface, '(?i)m[uo]a?ll[ea]m')"""
    ).fetchall()
    assert len(rows) == 1
