"""The entities of the whole corpus: every mention linked to the thing that it names."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from schemas.arrow import from_rows, schema

LINKS = pa.schema(
    [
        schema("mentions").field(name)
        for name in ("document_id", "n", "entity_id", "link_score", "link_reason")
    ]
)
ENTITIES = schema("entities")


def resolve_corpus(
    mentions: Iterable[pa.Table], documents: Iterable[pa.Table], previous: pa.Table | None = None
) -> dict[str, pa.Table]:
    """Return ``links`` (a row for each mention, in order) and ``entities``."""
    del previous
    published = {
        row["document_id"]: row["published_on"]
        for table in documents
        for row in table.select(["document_id", "published_on"]).to_pylist()
    }
    links: list[dict[str, Any]] = []
    things: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for table in mentions:
        for row in table.select(["document_id", "n", "surface", "type"]).to_pylist():
            thing = hashlib.sha256(f"{row['type']}|{row['surface'].casefold()}".encode())
            entity_id = thing.hexdigest()[:32]
            things[entity_id].append(row)
            links.append(
                {
                    "document_id": row["document_id"],
                    "n": row["n"],
                    "entity_id": entity_id,
                    "link_score": 1.0,
                    "link_reason": "same characters",
                }
            )
    entities = [_entity(key, rows, published) for key, rows in sorted(things.items())]
    links.sort(key=lambda row: (row["document_id"], row["n"]))
    return {"links": from_rows(links, LINKS), "entities": from_rows(entities, ENTITIES)}


def _entity(
    entity_id: str, rows: list[dict[str, Any]], published: dict[str, Any]
) -> dict[str, Any]:
    names = Counter(row["surface"] for row in rows)
    documents = {row["document_id"] for row in rows}
    days = sorted(day for day in (published[document] for document in documents) if day)
    return {
        "entity_id": entity_id,
        "type": rows[0]["type"],
        "name": min(names, key=lambda name: (-names[name], name)),
        "aliases": sorted(names),
        "country": None,
        "mentions": len(rows),
        "documents": len(documents),
        "first_published": days[0] if days else None,
        "last_published": days[-1] if days else None,
    }
