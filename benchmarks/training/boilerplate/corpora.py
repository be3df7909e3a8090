"""The pages with gold bodies, and the pages with strings that must and must not be in the body."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tasks.boilerplate.addresses import host

#: One site of this many is kept aside, for measuring only.
ASIDE = 7


@dataclass(frozen=True, slots=True)
class Sample:
    """One page: `body` is the gold body (None where there is none), `must` and `never` strings."""

    name: str
    corpus: str
    kind: str
    url: str
    html: str
    body: str | None
    title: str = ""
    author: str = ""
    date: str = ""
    must: tuple[str, ...] = ()
    never: tuple[str, ...] = ()

    @property
    def site(self) -> str:
        """The registered part of the host, roughly: its last two labels."""
        return ".".join((host(self.url) or self.name).split(".")[-2:])

    @property
    def aside(self) -> bool:
        """Whether the page's site is kept aside for measuring."""
        return zlib.crc32(self.site.encode()) % ASIDE == 0


def read(data: Path) -> Iterator[Sample]:
    """Yield every page of the three corpora under `data`, in a fixed order."""
    yield from _wcxb(data / "wcxb" / "dev")
    yield from _scrapinghub(data / "scrapinghub")
    yield from _segments(data / "segments")


def _html(file: Path) -> str:
    return gzip.decompress(file.read_bytes()).decode("utf-8", "replace")


def _wcxb(folder: Path) -> Iterator[Sample]:
    for file in sorted((folder / "ground-truth").glob("*.json")):
        record: dict[str, Any] = json.loads(file.read_text("utf-8"))
        gold = record["ground_truth"]
        page_type = ((record.get("_internal") or {}).get("page_type") or {}).get("primary")
        yield Sample(
            name=f"wcxb-{file.stem}",
            corpus="wcxb",
            kind="collection" if page_type == "category" else page_type or "article",
            url=record.get("url") or "",
            html=_html(folder / "html" / f"{file.stem}.html.gz"),
            body=gold.get("main_content") or "",
            title=gold.get("title") or "",
            author=gold.get("author") or "",
            date=gold.get("publish_date") or "",
            must=tuple(gold.get("with") or ()),
            never=tuple(gold.get("without") or ()),
        )


def _scrapinghub(folder: Path) -> Iterator[Sample]:
    records = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    for name, gold in sorted(records.items()):
        yield Sample(
            name=f"scrapinghub-{name}",
            corpus="scrapinghub",
            kind="article",
            url=gold.get("url") or "",
            html=_html(folder / "html" / f"{name}.html.gz"),
            body=gold["articleBody"],
        )


def _segments(folder: Path) -> Iterator[Sample]:
    records = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    for name, gold in sorted(records.items()):
        yield Sample(
            name=f"segments-{name}",
            corpus="segments",
            kind="segments",
            url=gold.get("url") or "",
            html=_html(folder / "html" / f"{name}.html.gz"),
            body=None,
            must=tuple(gold["must"]),
            never=tuple(gold["never"]),
        )
