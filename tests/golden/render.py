"""The tables of the seeds as text that a person can read and review.

``python -m tests.golden.render DATA`` writes them from a data folder; look at the difference
before you commit it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import duckdb

HERE = Path(__file__).parent / "tables"
SEED = "regexp_extract(s.uri, '[^/]+$')"
QUERIES = {
    "documents": f"""
        SELECT {SEED} AS seed, d.position, d.title, d.description, d.publisher, d.section,
            array_to_string(d.authors, '; ') AS authors, d.place, d.url, d.language,
            d.published_on, d.published_at, d.published_precision, d.published_method,
            d.published_evidence, d.published_reason, d.updated_on, d.words
        FROM documents d JOIN sources s USING (source_id) ORDER BY ALL""",
    "blocks": f"""
        SELECT {SEED} AS seed, b.block, d.position AS story, b.label, b.keep,
            substring(s.text, b.start + 1, least(b.end - b.start, 72)) AS begins
        FROM blocks b JOIN sources s USING (source_id) LEFT JOIN documents d USING (document_id)
        ORDER BY ALL""",
    "dates": f"""
        SELECT {SEED} AS seed, d.position AS story, t.n, t.surface, t.kind, t.value, t.first,
            t.last, t.reason
        FROM dates t JOIN documents d USING (document_id) JOIN sources s ON s.uri = d.uri
        ORDER BY ALL""",
    "mentions": f"""
        SELECT {SEED} AS seed, d.position AS story, m.n, m.surface, m.type, e.name AS entity
        FROM mentions m JOIN documents d USING (document_id) JOIN sources s ON s.uri = d.uri
        LEFT JOIN entities e USING (entity_id) ORDER BY ALL""",
    "entities": """
        SELECT type, name, country, mentions, documents, first_published, last_published,
            array_to_string(aliases, '; ') AS aliases
        FROM entities ORDER BY type, mentions DESC, name""",
}


def render(snapshot: Path, name: str) -> str:
    """Return the golden form of one table: tab-separated, a header, `-` for null."""
    with duckdb.connect() as connection:
        connection.execute((snapshot / "open.sql").read_text("utf-8"))
        found = connection.execute(QUERIES[name])
        header = [column[0] for column in found.description or []]
        rows = [header, *([_cell(value) for value in row] for row in found.fetchall())]
    return "".join("\t".join(row) + "\n" for row in rows)


def _cell(value: Any) -> str:
    return "-" if value is None else " ".join(str(value).split())


def main() -> None:
    """Write the golden tables from the data folder that is named."""
    snapshot = (Path(sys.argv[1]) / "current").resolve()
    HERE.mkdir(exist_ok=True)
    for name in QUERIES:
        (HERE / f"{name}.tsv").write_text(render(snapshot, name), "utf-8")


if __name__ == "__main__":
    main()
