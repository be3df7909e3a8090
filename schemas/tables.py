"""The tables of a snapshot: what each holds, column by column (version 1 of the schema)."""

from __future__ import annotations

from schemas.columns import (
    DAY,
    ENTITY_ID,
    FLAG,
    INSTANT,
    INTEGER,
    MOMENT,
    RUN_ID,
    SCORE,
    SHA256,
    SHORT_ID,
    TEXT,
    TEXTS,
    Column,
    Table,
)

SCHEMA_VERSION = 1

LABELS = (
    "title",
    "description",
    "dateline",
    "byline",
    "heading",
    "paragraph",
    "list",
    "quote",
    "caption",
    "note",
    "navigation",
    "footer",
    "other",
)
ENTITY_TYPES = ("PERSON", "ORG", "LOC", "NORP", "EVENT", "FAC", "PRODUCT", "WORK", "MISC")
DATE_KINDS = ("DATE", "TIME", "DURATION", "SET")
PRECISIONS = ("second", "minute", "day", "month", "year")
SOURCE_STATUSES = ("published", "rejected", "duplicate")
LANGUAGE_TAG = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"


def _run_id() -> Column:
    return Column(
        name="run_id",
        type=TEXT,
        about="the work whose result this snapshot is (`runs.run_id`)",
        pattern=RUN_ID,
    )


def _source_id(*, nullable: bool = False, references: str | None = None) -> Column:
    return Column(
        name="source_id",
        type=TEXT,
        about="sha256 of the source's bytes" + (", null where they could not be read" * nullable),
        nullable=nullable,
        pattern=SHA256,
        references=references,
    )


def _document_id(*, nullable: bool = False, references: str | None = None) -> Column:
    return Column(
        name="document_id",
        type=TEXT,
        about="the story" + (", null in page furniture" * nullable),
        nullable=nullable,
        pattern=SHORT_ID,
        references=references,
    )


def _count(name: str, about: str, *, nullable: bool = False, minimum: int = 0) -> Column:
    return Column(name=name, type=INTEGER, about=about, nullable=nullable, minimum=minimum)


def _score(name: str, about: str, *, nullable: bool = False) -> Column:
    return Column(name=name, type=SCORE, about=about, nullable=nullable, minimum=0, maximum=1)


def _text(name: str, about: str, *, nullable: bool = True) -> Column:
    return Column(name=name, type=TEXT, about=about, nullable=nullable)


def _choice(name: str, about: str, values: tuple[str, ...], *, nullable: bool = False) -> Column:
    return Column(name=name, type=TEXT, about=about, values=values, nullable=nullable)


SOURCES = Table(
    name="sources",
    row="one input seen",
    about="Every input that a run saw, whatever became of it, with its text.",
    key=("uri",),
    sorted_by=("source_id", "uri"),
    columns=(
        _source_id(nullable=True),
        _text("uri", "file URI; `#line=` and a number for a record", nullable=False),
        _text("media_type", "text/plain or text/html, null where unreadable"),
        _text("encoding", "character encoding that it was decoded with"),
        _count("encoding_errors", "characters that could not be decoded (U+FFFD in the text)"),
        _count("bytes", "size of the source, null where unreadable", nullable=True),
        Column(
            name="modified_at",
            type=INSTANT,
            about="when the file was last changed, by its file system",
            nullable=True,
        ),
        _choice("status", "what became of it", SOURCE_STATUSES),
        _count("documents", "stories found in it"),
        _text("site", "host of the address that it names, by which its lines were counted"),
        _text("text", "decoded text; for HTML the flattened page; null unless published"),
        _run_id(),
    ),
)

DOCUMENTS = Table(
    name="documents",
    row="one story; a page with three stories gives three",
    about="The stories, clean, with what is known of each.",
    key=("document_id",),
    order=(("published_first", "published_on"), ("published_on", "published_last")),
    columns=(
        _document_id(),
        _source_id(references="sources.source_id"),
        _count("position", "place among the stories of its source, from 0"),
        _text("uri", "`sources.uri`", nullable=False),
        _text("url", "the page's own address, where known"),
        _text("site", "host of the url, without www"),
        _text("publisher", "who published it, as the page says"),
        _text("section", "rubric of the site"),
        Column(name="authors", type=TEXTS, about="names of the authors, as in the byline"),
        _text("title", "headline"),
        _text("description", "standfirst or teaser"),
        Column(
            name="language",
            type=TEXT,
            about="language of the body (BCP 47), `und` where unknown",
            pattern=LANGUAGE_TAG,
        ),
        _score("language_confidence", "calibrated probability of the language"),
        Column(name="published_on", type=DAY, about="day of publication", nullable=True),
        Column(
            name="published_first",
            type=DAY,
            about="first day that it can be: of the month, or of two readings of 03/04/2017",
            nullable=True,
        ),
        Column(
            name="published_last",
            type=DAY,
            about="last day that it can be; as published_on where that is exact",
            nullable=True,
        ),
        Column(
            name="published_at",
            type=MOMENT,
            about="time of publication as written, no zone",
            nullable=True,
        ),
        _text("published_zone", "zone or offset as written"),
        _choice("published_precision", "what the date is exact to", PRECISIONS, nullable=True),
        _text("published_method", "kind of evidence that decided"),
        _text("published_evidence", "the characters that say so"),
        _score("published_confidence", "calibrated probability of published_on"),
        _text("published_reason", "why it is null, or doubtful"),
        Column(name="updated_on", type=DAY, about="day of the last change told", nullable=True),
        _text("place", "place in the dateline"),
        _text("text", "clean body: kept blocks joined by a blank line", nullable=False),
        _count("characters", "code points in text"),
        _count("words", "words in text"),
        Column(
            name="cluster_id",
            type=TEXT,
            about="stories with (nearly) the same text share it: the id of the first published",
            pattern=SHORT_ID,
        ),
        Column(
            name="duplicate_of",
            type=TEXT,
            about="the story of the cluster that this one repeats, null for that story",
            nullable=True,
            pattern=SHORT_ID,
            references="documents.document_id",
        ),
        _run_id(),
    ),
)

BLOCKS = Table(
    name="blocks",
    row="one line or paragraph of a source",
    about="Every line of every published source: what it is, whether it is body, and why.",
    key=("source_id", "block"),
    order=(("start", "end"), ("text_start", "text_end")),
    columns=(
        _source_id(references="sources.source_id"),
        _count("block", "place in the source, from 0"),
        _document_id(nullable=True, references="documents.document_id"),
        _count("start", "first character in sources.text"),
        _count("end", "behind the last character in sources.text"),
        _count("text_start", "first character in documents.text, null if not kept", nullable=True),
        _count("text_end", "behind the last in documents.text, null if not kept", nullable=True),
        _choice("label", "what the block is", LABELS),
        Column(name="keep", type=FLAG, about="true for the body"),
        _score("score", "calibrated probability that it is body"),
        _text("reason", "what decided", nullable=False),
        Column(
            name="language",
            type=TEXT,
            about="language of the block, null where too short to tell",
            nullable=True,
            pattern=LANGUAGE_TAG,
        ),
    ),
)

DATES = Table(
    name="dates",
    row="one temporal expression in a text",
    about="Dates, times, durations and sets named in the stories (TIMEX3).",
    key=("document_id", "n"),
    order=(("start", "end"), ("first", "last")),
    columns=(
        _document_id(references="documents.document_id"),
        _count("n", "place in the document, from 0"),
        _count("start", "first character in documents.text"),
        _count("end", "behind the last character"),
        _text("surface", "the characters: text[start:end]", nullable=False),
        _choice("kind", "TIMEX3 type", DATE_KINDS),
        _text("value", "TIMEX3 value, null where it cannot be resolved"),
        Column(name="first", type=DAY, about="first day meant", nullable=True),
        Column(name="last", type=DAY, about="last day meant", nullable=True),
        Column(name="anchor", type=DAY, about="day it was resolved against", nullable=True),
        _text("reason", "why it is unresolved, or doubtful"),
    ),
)

MENTIONS = Table(
    name="mentions",
    row="one name in a text",
    about="Names of people, organisations, places and the like, to the character.",
    key=("document_id", "n"),
    order=(("start", "end"),),
    columns=(
        _document_id(references="documents.document_id"),
        _count("n", "place in the document, from 0"),
        _count("start", "first character in documents.text"),
        _count("end", "behind the last character"),
        _text("surface", "the characters: text[start:end]", nullable=False),
        _choice("type", "kind of thing named", ENTITY_TYPES),
        _score("confidence", "calibrated probability of span and type"),
        Column(
            name="entity_id",
            type=TEXT,
            about="the thing named, null where people judged that it is none",
            nullable=True,
            pattern=ENTITY_ID,
            references="entities.entity_id",
        ),
        _score("link_score", "probability that the mention is of that entity"),
        _text("link_reason", "why it was linked, or stands alone", nullable=False),
    ),
)

ENTITIES = Table(
    name="entities",
    row="one resolved thing",
    about="The things that the mentions name, known to be the same across documents.",
    key=("entity_id",),
    order=(("first_published", "last_published"),),
    columns=(
        Column(name="entity_id", type=TEXT, about="id of the thing", pattern=ENTITY_ID),
        _choice("type", "kind of thing", ENTITY_TYPES),
        _text("name", "the fullest common form", nullable=False),
        Column(name="aliases", type=TEXTS, about="every form met, sorted"),
        Column(
            name="country",
            type=TEXT,
            about="ISO 3166 alpha-2 code, where known",
            nullable=True,
            pattern=r"^[A-Z]{2}$",
        ),
        _count("mentions", "mentions in all documents", minimum=1),
        _count("documents", "documents that name it", minimum=1),
        Column(name="first_published", type=DAY, about="first dated document", nullable=True),
        Column(name="last_published", type=DAY, about="last dated document", nullable=True),
    ),
)

SITE_LINES = Table(
    name="site_lines",
    row="one line that repeats within a site",
    about="Lines that several documents of a site hold: evidence for menus and other furniture.",
    key=("site", "line"),
    order=(("documents", "of"),),
    columns=(
        _text("site", "`sources.site`", nullable=False),
        _text("line", "the line, white space folded, in lower case", nullable=False),
        _count("documents", "documents that hold it, near duplicates as one", minimum=1),
        _count("of", "documents of the site, near duplicates as one", minimum=1),
    ),
)

CHANGE_KINDS = ("merge", "split", "rename", "move")
ENTITY_CHANGES = Table(
    name="entity_changes",
    row="mentions that are another entity's since a snapshot",
    about="What became of the ids of entities, snapshot by snapshot: to follow an old one.",
    key=("snapshot", "old_entity_id", "entity_id"),
    columns=(
        _run_id(),
        _text("snapshot", "name of the snapshot that changed it", nullable=False),
        _choice(
            "kind",
            "merge: the old id is gone, most of it is in the new one; split: a part left it under "
            "a new id; rename: the same thing under a new id; move: mentions went to an entity "
            "that was known before",
            CHANGE_KINDS,
        ),
        Column(
            name="old_entity_id",
            type=TEXT,
            about="the id in the snapshot before",
            pattern=ENTITY_ID,
        ),
        Column(name="entity_id", type=TEXT, about="the id since", pattern=ENTITY_ID),
        _text("old_name", "what it was called", nullable=False),
        _text("name", "what it is called since", nullable=False),
        _count("mentions", "mentions concerned, of those in both snapshots", minimum=1),
        _count("documents", "documents concerned", minimum=1),
    ),
    log=True,
)

REJECTS = Table(
    name="rejects",
    row="one source or row not published",
    about="What was not published, and why; a code has one meaning (docs/rejects.md).",
    key=("uri", "stage", "code", "message"),
    columns=(
        _source_id(nullable=True),
        _text("uri", "`sources.uri`", nullable=False),
        _text("stage", "the stage that refused it", nullable=False),
        _text("code", "what is wrong, in a word", nullable=False),
        _text("message", "what is wrong, in a sentence, and what to do", nullable=False),
        Column(name="retryable", type=FLAG, about="true if trying again may help"),
        _run_id(),
        Column(name="rejected_at", type=INSTANT, about="when"),
    ),
    log=True,
)

CHECKS = Table(
    name="checks",
    row="one expectation on one table",
    about="The gate that this snapshot passed: results of Great Expectations and of the laws.",
    key=("table", "column", "expectation"),
    columns=(
        _text("table", "table checked", nullable=False),
        _text("column", "column checked, empty for the whole table", nullable=False),
        _text("expectation", "what was expected", nullable=False),
        Column(name="success", type=FLAG, about="true if it held"),
        _text("observed", "what was found"),
        _count("unexpected", "rows that failed"),
        _run_id(),
    ),
    log=True,
)

RUNS = Table(
    name="runs",
    row="one run",
    about="The runs that led to this snapshot, itself included.",
    key=("run_id", "started"),
    order=(("started", "finished"),),
    columns=(
        _run_id(),
        Column(name="started", type=INSTANT, about="when it began"),
        Column(name="finished", type=INSTANT, about="when its tables were written"),
        _choice("status", "how it ended", ("published",)),
        _count("sources", "inputs it saw"),
        _count("documents", "stories in its snapshot"),
        _count("rejected", "inputs it rejected"),
        _count("duplicates", "inputs that repeat another's bytes"),
        _count("unchanged", "inputs known from an earlier run"),
        _text("version", "version of Parquetry", nullable=False),
        _text("settings", "settings, as JSON", nullable=False),
        _text("snapshot", "name of its snapshot", nullable=False),
    ),
    log=True,
)

STAGE_RUNS = Table(
    name="stage_runs",
    row="one stage on one batch",
    about="What each stage did with each batch of the run, how fast, and in how much memory.",
    key=("batch", "stage"),
    columns=(
        _run_id(),
        _count("batch", "number of the batch, from 0"),
        _text("stage", "name of the stage", nullable=False),
        _text("version", "digest of the stage's code and reference data", nullable=False),
        _count("rows_in", "rows given"),
        _count("rows_out", "rows made"),
        _count("rejected", "rows or sources refused"),
        Column(name="seconds", type=SCORE, about="wall clock", minimum=0),
        _count("peak_bytes", "peak memory of the process"),
        Column(name="reused", type=FLAG, about="true if the result was there already"),
    ),
    log=True,
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        SOURCES,
        DOCUMENTS,
        BLOCKS,
        DATES,
        MENTIONS,
        ENTITIES,
        SITE_LINES,
        ENTITY_CHANGES,
        REJECTS,
        CHECKS,
        RUNS,
        STAGE_RUNS,
    )
}
