"""What has changed since the last snapshot: which files to read, which rows go with them."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tasks.ingest.known import Known, Seen, file_of
from tasks.ingest.plan import Input, path_of
from tasks.ingest.read import readable

PERHAPS_MENDED = frozenset({"unreadable", "vanished"})  # by what leaves no trace in the file


@dataclass(slots=True)
class Change:
    """What a run does to the last snapshot.

    `replaced` are uris that are read again or forgotten. `dropped` are source_ids whose rows go.
    `demoted` are uris that stay as duplicates, for a lesser uri has the same bytes now. `adopted`
    maps the uri of a source that goes to that of the duplicate which takes its place.
    """

    replaced: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    demoted: list[str] = field(default_factory=list)
    adopted: dict[str, str] = field(default_factory=dict)
    unchanged: int = 0
    passed_over: int = 0

    def save(self, file: Path) -> None:
        """Write it to a file: it may be too long for a parameter of a task."""
        file.write_text(json.dumps(asdict(self)), "utf-8")

    @classmethod
    def load(cls, file: Path) -> Change:
        """Return what `save` wrote."""
        return cls(**json.loads(file.read_text("utf-8")))


def unchanged(one: Input, known: Known) -> bool:
    """Tell whether the last snapshot holds this input as it is, by size and time of change.

    The size of what is packed, or of a record, is not that of the file: there the time decides.
    An input that cannot even be opened is unchanged if that is what is known of it.
    """
    seen = known.seen.get(one.uri)
    if seen is None:
        return False
    if one.code is not None:
        return seen.code == one.code
    if seen.modified_at != one.modified_at:
        return False
    if seen.code in PERHAPS_MENDED:
        return not readable(path_of(one.uri))
    return _same_size(one, seen)


def _same_size(one: Input, seen: Seen) -> bool:
    packed = one.kind == "record" or one.uri.lower().endswith(".gz")
    refused_unread = seen.bytes is None and seen.code is not None
    return packed or refused_unread or seen.bytes == one.bytes


def changed(
    files: Iterable[list[Input]], known: Known, change: Change, *, again: Container[str]
) -> Iterator[Input]:
    """Yield the inputs to read, file by file; fill `change` with what they replace.

    A file of which one record changed is read again whole, and so are the files in `again`.
    """
    for inputs in files:
        uri = file_of(inputs[0].uri)
        old = known.files.get(uri, [])
        as_before = len(old) == len(inputs) and all(unchanged(one, known) for one in inputs)
        if as_before and uri not in again:
            change.unchanged += len(inputs)
            continue
        change.replaced += old
        yield from inputs


def of_other_kind(known: Known, replaced: set[str]) -> set[str]:
    """Return files that must be read because what they duplicate goes and is of another kind.

    The same bytes make other rows as HTML than as text, so a page cannot take a text's place.
    """
    files: set[str] = set()
    for source, holder in known.holders.items():
        if holder not in replaced:
            continue
        others = [uri for uri in known.duplicates.get(source, []) if uri not in replaced]
        files |= {file_of(uri) for uri in others if kind_in(uri) != kind_in(holder)}
    return files


def kind_in(uri: str) -> str:
    """Return how a source is read, by its uri: text, html, record, or another ending."""
    from tasks.ingest.discover import kind_of

    if "#" in uri:
        return "record"
    return kind_of(path_of(uri)) or "unknown"
