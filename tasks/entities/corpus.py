"""The entities of the whole corpus: every mention linked to the thing that it names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from schemas.arrow import schema
from tasks.entities.names.aliases import Aliases, built_in, default_table, read_aliases, table
from tasks.entities.resolve.corpus import Corpus, resolve
from tasks.entities.resolve.judgements import Judged, Judgement, read_judgements, weigh
from tasks.entities.resolve.links import links_of
from tasks.entities.resolve.local import read_document
from tasks.entities.resolve.rows import Rows, Said, rows_of
from tasks.entities.resolve.units import ids_of

MOST_AT_ONCE = 1000  # documents that are held as texts
Files = Iterable[tuple[pa.Table, pa.Table]]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What people know beside the texts: judgements of names, and further aliases."""

    judgements: Sequence[Judgement]
    aliases: Aliases

    @classmethod
    def read(cls, judgements: Path | None, aliases: Path | None) -> Knowledge:
        """Return what the files say; ValueError or OSError where one cannot be read."""
        more = read_aliases(aliases) if aliases else []
        return cls(
            judgements=read_judgements(judgements) if judgements else (),
            aliases=table([*built_in(), *more]) if more else default_table(),
        )


@dataclass(frozen=True, slots=True)
class Resolved:
    """``links`` (a row for each mention, in order) and ``entities``.

    `corpus` is what the next run need not find out again; `warnings` tell what contradicts people.
    """

    tables: dict[str, pa.Table]
    corpus: Corpus
    warnings: tuple[str, ...]


def resolve_corpus(
    files: Files,
    known: Knowledge | None = None,
    *,
    before: Corpus | None = None,
    gone: Sequence[str] = (),
    afresh: bool = False,
) -> Resolved:
    """Return the links and entities of a corpus.

    `files` are pairs of mentions and documents, each pair of the same documents: all of the corpus,
    or those that come to what is known from `before`, while the documents `gone` leave it. `afresh`
    says that judgements are others than before. The result is a function of the corpus: ids too
    follow from names and their days, never from the order in which they came.
    """
    known = known or Knowledge.read(None, None)
    judged = weigh(known.judgements, known.aliases)
    corpus, warnings = resolve(
        before or Corpus.empty(),
        list(_read(files, known.aliases, judged)),
        gone=gone,
        judged=judged,
        aliases=known.aliases,
        afresh=afresh,
    )
    ids = ids_of(corpus.units)
    links = links_of(corpus.rows, corpus.units["unit"].combine_chunks(), ids)
    entities = corpus.units.append_column("entity_id", ids).select(schema("entities").names)
    in_order = entities.sort_by("entity_id").cast(schema("entities"))
    return Resolved({"links": links, "entities": in_order}, corpus, warnings)


def _read(files: Files, aliases: Aliases, judged: Judged) -> Iterator[Rows]:
    for mentions, documents in files:
        named: defaultdict[str, list[tuple[str, str, int]]] = defaultdict(list)
        for row in mentions.select(["document_id", "surface", "type", "start"]).to_pylist():
            named[row["document_id"]].append((row["surface"], row["type"], row["start"]))
        for at in range(0, documents.num_rows, MOST_AT_ONCE):
            some = documents.slice(at, MOST_AT_ONCE)
            yield rows_of(_said(some, named, aliases), judged)


def _said(
    documents: pa.Table, named: dict[str, list[tuple[str, str, int]]], aliases: Aliases
) -> Iterator[Said]:
    for row in documents.select(["document_id", "published_on", "text"]).to_pylist():
        own = named.get(row["document_id"], [])
        things = read_document(row["document_id"], own, row["text"], aliases=aliases)
        yield Said(row["document_id"], row["published_on"], len(own), things)
