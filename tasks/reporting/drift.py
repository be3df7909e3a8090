"""Whether what a run read of a site is unlike what was read of it before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from urllib.parse import urlsplit

from tasks.publishing.snapshot import read_table

LEAST_NEW, LEAST_OLD = 20, 40  # fewer tell nothing
LEAST_JUMP = 0.1  # less may be certain, but is no reason to wake anybody
DEVIATIONS = 4.0  # of the difference of two shares; by chance once in 30,000

Seen = tuple[str, str, bool]  # site, measure, whether it holds of one document


@dataclass(frozen=True, slots=True)
class Drift:
    """The share of a site's documents of which `measure` holds jumped."""

    site: str
    measure: str
    before: float
    now: float
    documents: int

    def told(self) -> str:
        """Return one line for a person."""
        return (
            f"{self.site}: {self.measure} {self.before:.0%} before, "
            f"{self.now:.0%} of {self.documents:,} documents now"
        )


def drifts(snapshot: Path, previous: Path | None) -> list[Drift]:
    """Return what jumped between the documents of `previous` and those that are new since."""
    if previous is None or previous == snapshot:
        return []
    known = set(_sources(previous))
    old, new = Counter[Seen](), Counter[Seen]()
    for identity, seen in _seen(snapshot):
        (old if identity in known else new)[seen] += 1
    found = (_compared(site, measure, old, new) for site, measure in _pairs(new))
    return [drift for drift in found if drift]


def _pairs(new: Counter[Seen]) -> list[tuple[str, str]]:
    return sorted({(site, measure) for site, measure, _ in new})


def _compared(site: str, measure: str, old: Counter[Seen], new: Counter[Seen]) -> Drift | None:
    was, count_was = old[site, measure, True], old[site, measure, False]
    now, count_now = new[site, measure, True], new[site, measure, False]
    count_was, count_now = count_was + was, count_now + now
    if count_was < LEAST_OLD or count_now < LEAST_NEW:
        return None
    before, after = was / count_was, now / count_now
    pooled = (was + now + 1) / (count_was + count_now + 2)
    spread = sqrt(pooled * (1 - pooled) * (1 / count_was + 1 / count_now))
    if after - before < max(LEAST_JUMP, DEVIATIONS * spread):
        return None
    return Drift(site, measure, before, after, count_now)


def _sources(snapshot: Path) -> Iterator[tuple[str, str]]:
    for table in read_table(snapshot, "sources", ["uri", "source_id"]):
        for row in table.to_pylist():
            yield row["uri"], row["source_id"] or ""


def _seen(snapshot: Path) -> Iterator[tuple[tuple[str, str], Seen]]:
    for table in read_table(snapshot, "sources", ["uri", "source_id", "status"]):
        for row in table.to_pylist():
            identity = (row["uri"], row["source_id"] or "")
            yield identity, (place(row["uri"]), "rejected", row["status"] == "rejected")
    columns = ["uri", "source_id", "site", "language", "published_on"]
    for table in read_table(snapshot, "documents", columns):
        for row in table.to_pylist():
            identity = (row["uri"], row["source_id"])
            site = row["site"] or place(row["uri"])
            yield identity, (site, "without a date", row["published_on"] is None)
            yield identity, (site, "of unknown language", row["language"] == "und")


def place(uri: str) -> str:
    """Return the host of an address, or the folder of a file."""
    parts = urlsplit(uri)
    return parts.hostname or parts.path.rsplit("/", 1)[0] or "/"
