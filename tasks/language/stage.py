"""The language stage: the language of every story and of every block."""

from __future__ import annotations

from collections import defaultdict

import pyarrow as pa

from schemas.arrow import schema
from schemas.settings import Settings
from tasks.language.detection import detect_blocks, detect_documents
from tasks.language.language import UNKNOWN
from tasks.stage import Stage, Tables

STORIES = pa.schema(
    [schema("documents").field(name) for name in ("document_id", "language", "language_confidence")]
)
BLOCKS = pa.schema([schema("blocks").field(name) for name in ("source_id", "block", "language")])


def detect_language(tables: Tables, settings: Settings) -> dict[str, pa.Table]:
    """Return ``stories`` and ``blocks`` with their languages.

    A story's language is that of its body blocks, whatever frame the page has around them.
    """
    del settings
    sources = tables["remove-boilerplate/sources"]
    texts = dict(
        zip(sources["source_id"].to_pylist(), sources["text"].to_pylist(), strict=True),
    )
    blocks = tables["remove-boilerplate/blocks"].select(
        ["source_id", "document_id", "start", "end", "keep"]
    )
    lines: list[str] = []
    bodies: defaultdict[str, list[str]] = defaultdict(list)
    for block in blocks.to_pylist():
        line = texts[block["source_id"]][block["start"] : block["end"]]
        lines.append(line)
        if block["keep"]:
            bodies[block["document_id"]].append(line)
    ids = tables["remove-boilerplate/stories"]["document_id"].to_pylist()
    found = detect_documents([bodies[document] for document in ids])
    codes = [language.code for language in detect_blocks(lines)]
    return {
        "stories": pa.Table.from_arrays(
            [
                pa.array(ids, pa.string()),
                pa.array([language.code for language in found], pa.string()),
                pa.array([language.confidence for language in found], pa.float64()),
            ],
            schema=STORIES,
        ),
        "blocks": pa.Table.from_arrays(
            [
                tables["remove-boilerplate/blocks"]["source_id"].combine_chunks(),
                tables["remove-boilerplate/blocks"]["block"].combine_chunks(),
                pa.array([None if code == UNKNOWN else code for code in codes], pa.string()),
            ],
            schema=BLOCKS,
        ),
    }


DETECT_LANGUAGE = Stage(
    name="detect language",
    package="language",
    reads=(
        "remove-boilerplate/stories",
        "remove-boilerplate/blocks",
        "remove-boilerplate/sources",
    ),
    run=detect_language,
)
