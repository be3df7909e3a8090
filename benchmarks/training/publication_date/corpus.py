"""The pages that the votes learn from: WCXB's development part, and pages labelled by us.

`labels.csv` holds no text: the id of a page in `segments`, `scrapinghub` or `wcxb`, the day that we
read on it (empty: it truly has none), and the reason. WCXB's own labels come with its pages; a page
of WCXB without one may have a date that nobody annotated.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

LABELS = Path(__file__).parent / "labels.csv"
ASIDE = 8  # one site in so many is never trained on


@dataclass(frozen=True, slots=True)
class Sample:
    """One page: where it lies, its site, the labelled day; `state` is dated, undated or unknown."""

    key: str
    url: str | None
    site: str
    file: Path
    on: date | None
    state: str
    body: str | None = None  # WCXB: the gold main content

    def html(self) -> str:
        """Return the page, decoded."""
        return gzip.open(self.file).read().decode("utf-8", "replace")

    @property
    def aside(self) -> bool:
        """Is the page kept aside for measuring?"""
        return part(self.site, ASIDE) == 0


def part(site: str, parts: int) -> int:
    """Return the part, of so many, that a site belongs to: fixed by its hash."""
    return int(hashlib.sha256(site.encode()).hexdigest(), 16) % parts


def read_corpus(data: Path) -> list[Sample]:
    """Return all pages below `data` (WCXB dev, segments, scrapinghub), in a fixed order."""
    ours = dict(_ours())
    samples = [*_wcxb(data / "wcxb" / "dev", ours)]
    for name in ("segments", "scrapinghub"):
        samples += _labelled(data / name, name, ours)
    return samples


def _ours() -> Iterator[tuple[str, date | None]]:
    with LABELS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["page"], date.fromisoformat(row["on"]) if row["on"] else None


def _wcxb(folder: Path, ours: dict[str, date | None]) -> Iterator[Sample]:
    for file in sorted((folder / "ground-truth").glob("*.json")):
        record = json.loads(file.read_text("utf-8"))
        truth = record["ground_truth"]
        label = truth.get("publish_date") or ""
        on = date.fromisoformat(label) if len(label) == 10 else None
        key = f"wcxb/{file.stem}"
        state = "dated" if on else "unknown"
        if key in ours:
            on = ours[key]
            state = "dated" if on else "undated"
        page = folder / "html" / f"{file.stem}.html.gz"
        body = truth.get("main_content")
        yield Sample(key, record["url"], _site(record["url"], key), page, on, state, body)


def _labelled(folder: Path, name: str, ours: dict[str, date | None]) -> Iterator[Sample]:
    for page, record in json.loads((folder / "ground-truth.json").read_text("utf-8")).items():
        key = f"{name}/{page}"
        if key in ours:
            url = record.get("url")
            file = folder / "html" / f"{page}.html.gz"
            state = "dated" if ours[key] else "undated"
            yield Sample(key, url, _site(url, key), file, ours[key], state)


def _site(url: str | None, key: str) -> str:
    host = urlsplit(url or "").hostname or key
    return host.removeprefix("www.")
