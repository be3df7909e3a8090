"""The tables that tell what happened: rejects, runs, stage_runs, checks; and the law of counts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from schemas.arrow import extended, from_rows, schema
from tasks.publishing.corpus import CHECKED, Corpus
from tasks.publishing.snapshot import read_table
from tasks.staging import StageRun, read
from tasks.validation.gate import Check

if TYPE_CHECKING:
    from tasks.publishing.publish import Work


class LostError(RuntimeError):
    """The sources do not add up: something went missing, so nothing is published."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What a snapshot holds: sources by what became of them, and stories."""

    sources: int
    published: int
    rejected: int
    duplicates: int
    documents: int


def counts(assembled: Path, rejects: pa.Table, *, expected: int) -> Counts:
    """Count the sources of the assembled snapshot.

    Raises LostError unless they are as many as went in (`expected`), each published, rejected or a
    duplicate, each uri once, each rejected one with its reason and no other with one.
    """
    became: Counter[str] = Counter()
    uris: set[str] = set()
    rejected: set[str] = set()
    documents = 0
    for table in read_table(assembled, "sources", ["uri", "status", "documents"]):
        for row in table.to_pylist():
            became[row["status"]] += 1
            uris.add(row["uri"])
            documents += row["documents"]
            if row["status"] == "rejected":
                rejected.add(row["uri"])
    found = Counts(
        sources=became.total(),
        published=became["published"],
        rejected=became["rejected"],
        duplicates=became["duplicate"],
        documents=documents,
    )
    stories = sum(table.num_rows for table in read_table(assembled, "documents", ["position"]))
    _balance("sources that went in", expected, found.sources)
    _balance("sources with a uri of their own", found.sources, len(uris))
    _balance("stories told by sources", documents, stories)
    if rejected != (told := set(rejects["uri"].to_pylist())):
        odd = sorted(rejected ^ told)[:3]
        raise LostError(f"rejected sources and reasons do not match: {', '.join(odd)}")
    return found


def _balance(what: str, expected: int, found: int) -> None:
    if expected != found:
        raise LostError(f"{what}: {expected} expected, {found} found; nothing was published")


def rejects_table(
    corpus: Corpus, *, run_id: str, at: datetime, earlier: Sequence[pa.Table] = ()
) -> pa.Table:
    """Return the table ``rejects``: those of the last snapshot that still hold, then the new."""
    old = [extended(table, schema("rejects")) for table in earlier]
    rows = [row | {"run_id": run_id} for row in corpus.rejects(old)]
    for folder in corpus.checked:
        new = read(folder, f"{CHECKED}/rejects").to_pylist()
        rows += [row | {"run_id": run_id, "rejected_at": at} for row in new]
    rows.sort(key=lambda row: (row["uri"], row["stage"], row["code"], row["message"]))
    return from_rows(rows, schema("rejects"))


def checks_table(checks: Sequence[Check], run_id: str) -> pa.Table:
    """Return the table ``checks``."""
    fields = ("table", "column", "expectation", "success", "observed", "unexpected")
    rows = [{name: getattr(c, name) for name in fields} | {"run_id": run_id} for c in checks]
    return from_rows(rows, schema("checks"))


def stage_runs_table(stage_runs: Sequence[StageRun], run_id: str) -> pa.Table:
    """Return the table ``stage_runs``."""
    rows = []
    for done in sorted(stage_runs, key=lambda done: (done.batch, done.stage)):
        row = asdict(done) | {"run_id": run_id}
        del row["folder"]
        rows.append(row)
    return from_rows(rows, schema("stage_runs"))


def runs_table(work: Work, snapshot: str, earlier: Sequence[pa.Table] = ()) -> pa.Table:
    """Return the table ``runs``: the earlier ones and this one."""
    row = {
        "run_id": work.run_id,
        "started": work.started,
        "finished": work.finished,
        "status": "published",
        "sources": work.counts.sources,
        "documents": work.counts.documents,
        "rejected": work.counts.rejected,
        "duplicates": work.counts.duplicates,
        "unchanged": work.unchanged,
        "version": work.version,
        "settings": json.dumps(work.settings, sort_keys=True, ensure_ascii=False),
        "snapshot": snapshot,
    }
    old = [extended(table, schema("runs")) for table in earlier]
    return pa.concat_tables([*old, from_rows([row], schema("runs"))])
