"""A dataset behind an s3:// address: its objects, and a pointer that is replaced conditionally.

<address>/parquetry.json           says that the prefix is ours, and in which format
<address>/current                  one line: the snapshot that readers see (``snapshots/000007``)
<address>/snapshots/000007/        immutable: tables, manifest.json, open.sql

There is no lock: of two publishers the one that replaces `current` first wins, for an object store
refuses to replace what has changed meanwhile (``If-Match``), and to make what is there already
(``If-None-Match``). Endpoint, region and credentials come from the usual ``AWS_...`` variables.
The client is obstore, over Apache Arrow's object_store (an extra: pip install parquetry[s3]).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from tasks.publishing.folder import FORMAT, MANIFEST, MARKER, FolderError

SCHEME = "s3://"
POINTER = "current"
OPEN_SQL = "open.sql"
AT_ONCE = 8  # objects under way
PATIENCE = {"max_retries": 5, "retry_timeout": timedelta(seconds=60)}
Seen = Mapping[str, str]


class StoreError(OSError):
    """The object store does not answer, or refuses; the message says what it said."""


class ChangedError(RuntimeError):
    """Somebody else has published meanwhile."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """Objects below an address; `store` is of obstore."""

    address: str
    store: Any

    def of(self, name: str) -> str:
        """Return the address of a snapshot."""
        return f"{self.address}/snapshots/{name}"


def is_address(data: str) -> bool:
    """Tell whether a dataset lies behind an address and not in a folder."""
    return data.startswith(SCHEME)


def opened(address: str) -> Bucket:
    """Return the bucket and prefix of an address; FolderError where it cannot be one."""
    try:
        from obstore.exceptions import BaseError
        from obstore.store import from_url
    except ImportError:
        raise FolderError(f"{SCHEME} needs: pip install 'parquetry[s3]'") from None
    address = address.rstrip("/")
    plain = os.environ.get("AWS_ENDPOINT_URL", "").startswith("http://")
    try:
        store = from_url(address, retry_config=PATIENCE, client_options={"allow_http": plain})
    except (BaseError, ValueError) as error:
        raise FolderError(f"{address} cannot be used: {_told(error)}") from None
    return Bucket(address, store)


def adopt(bucket: Bucket) -> None:
    """Make the prefix ours unless it is; FolderError where it is something else's."""
    import obstore

    with _answers(bucket):
        found = _read(bucket, MARKER)
        if found is None:
            others = (key for key in _keys(bucket, "") if not key.startswith("snapshots/"))
            if stranger := next(others, None):
                raise FolderError(
                    f"{bucket.address} is not a data folder of ours: it holds {stranger}. "
                    "Name an empty prefix with --data"
                )
            found = json.dumps({"format": FORMAT}).encode()
            obstore.put(bucket.store, MARKER, found)  # whoever else does so writes the same
        told = json.loads(found)["format"]
    if told != FORMAT:
        raise FolderError(f"{bucket.address} has format {told}, this version writes {FORMAT}")


def pointed(bucket: Bucket) -> tuple[str, Seen] | None:
    """Return the name of the snapshot that readers see, and what the pointer is known by."""
    import obstore

    with _answers(bucket):
        try:
            got = obstore.get(bucket.store, POINTER)
        except FileNotFoundError:
            return None
        name = bytes(got.bytes()).decode().strip().rsplit("/", 1)[-1]
        told = {"e_tag": got.meta["e_tag"], "version": got.meta["version"]}
        return name, {key: value for key, value in told.items() if value}


def manifest_of(bucket: Bucket, name: str) -> bytes:
    """Return a snapshot's manifest; FolderError where there is none."""
    with _answers(bucket):
        found = _read(bucket, f"snapshots/{name}/{MANIFEST}")
    if found is None:
        raise FolderError(f"there is no snapshot {bucket.of(name)}")
    return found


def names(bucket: Bucket) -> list[str]:
    """Return the names that are taken, oldest first, also by what was never published."""
    import obstore

    with _answers(bucket):
        listed = obstore.list_with_delimiter(bucket.store, "snapshots")["common_prefixes"]
    found = (one.rsplit("/", 1)[-1] for one in listed)
    return sorted((name for name in found if name.isdigit()), key=int)


def next_name(bucket: Bucket) -> str:
    """Return the name of the snapshot to come: beyond all that are taken."""
    return f"{max(map(int, names(bucket)), default=0) + 1:06d}"


def send(bucket: Bucket, snapshot: Path, name: str, seen: Seen | None) -> None:
    """Publish a whole local snapshot as `name` where the pointer is still as `seen`.

    Its first object takes the name, the manifest comes last, then the pointer is replaced. Raises
    ChangedError, having taken back what was sent, where another one took the name or the pointer.
    """
    import obstore
    from obstore.exceptions import AlreadyExistsError

    files = sorted(path for path in snapshot.rglob("*") if path.is_file())
    last = {snapshot / OPEN_SQL, snapshot / MANIFEST}
    with _answers(bucket):
        try:
            first = (snapshot / OPEN_SQL).read_bytes()
            obstore.put(bucket.store, f"snapshots/{name}/{OPEN_SQL}", first, mode="create")
        except AlreadyExistsError:
            raise ChangedError(f"another run is publishing to {bucket.address}") from None
        _put_all(bucket, snapshot, [path for path in files if path not in last], name)
        _put_all(bucket, snapshot, [snapshot / MANIFEST], name)
    try:
        point(bucket, name, seen)
    except ChangedError:
        remove(bucket, name)
        raise


def point(bucket: Bucket, name: str, seen: Seen | None) -> None:
    """Make `name` current where the pointer is as `seen` (None: where there is none)."""
    import obstore
    from obstore.exceptions import AlreadyExistsError, PreconditionError

    mode: Any = dict(seen) if seen else "create"
    with _answers(bucket):
        try:
            obstore.put(bucket.store, POINTER, f"snapshots/{name}\n".encode(), mode=mode)
        except (AlreadyExistsError, PreconditionError, FileNotFoundError):
            now = pointed(bucket)
            # A put that was tried again after a lost answer is refused for what it did itself.
            if now is None or now[0] != name:
                raise ChangedError(
                    f"another snapshot was published meanwhile: {bucket.of(now[0]) if now else ''}"
                ) from None


def fetch(bucket: Bucket, name: str, target: Path) -> None:
    """Write all objects of a snapshot into the new folder `target`."""
    import obstore

    def get(key: str) -> None:
        path = target / key.removeprefix(f"snapshots/{name}/")
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            for piece in obstore.get(bucket.store, key).stream():
                file.write(piece)

    with _answers(bucket), ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(get, _keys(bucket, f"snapshots/{name}")))


def remove(bucket: Bucket, name: str) -> None:
    """Remove a snapshot, its manifest first: half of one is none."""
    import obstore

    with _answers(bucket):
        keys = list(_keys(bucket, f"snapshots/{name}"))
        keys.sort(key=lambda key: not key.endswith(f"/{MANIFEST}"))
        for some in (keys[:1], keys[1:]):
            if some:
                obstore.delete(bucket.store, some)


def retire(bucket: Bucket, keep: int, oldest: float) -> list[str]:
    """Remove snapshots beyond the newest `keep`, and those published before `oldest`.

    So goes what a killed run left unfinished, once a later snapshot is current: its publisher, if
    there still was one, could no longer win. The current one stays. Returns the names of snapshots.
    """
    seen = pointed(bucket)
    now = seen[0] if seen else "0"
    since = {name: _finished(bucket, name) for name in reversed(names(bucket))}
    whole = {name: at for name, at in since.items() if at is not None}
    old = [
        name
        for place, (name, at) in enumerate(whole.items())
        if name != now and (place >= keep or at < oldest)
    ]
    unfinished = [name for name in since if name not in whole and int(name) < int(now)]
    for name in (*unfinished, *old):
        remove(bucket, name)
    return old


def _finished(bucket: Bucket, name: str) -> float | None:
    """When the last object of a snapshot was written; None for one that is not whole."""
    import obstore

    with _answers(bucket):
        try:
            head = obstore.head(bucket.store, f"snapshots/{name}/{MANIFEST}")
        except FileNotFoundError:
            return None
    return float(head["last_modified"].timestamp())


def _put_all(bucket: Bucket, snapshot: Path, files: Sequence[Path], name: str) -> None:
    import obstore

    def put(path: Path) -> None:
        key = f"snapshots/{name}/{path.relative_to(snapshot).as_posix()}"
        obstore.put(bucket.store, key, path)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(put, files))


def _read(bucket: Bucket, key: str) -> bytes | None:
    import obstore

    try:
        return bytes(obstore.get(bucket.store, key).bytes())
    except FileNotFoundError:
        return None


def _keys(bucket: Bucket, prefix: str) -> Iterator[str]:
    import obstore

    for page in obstore.list(bucket.store, prefix):
        yield from (str(one["path"]) for one in page)


@contextmanager
def _answers(bucket: Bucket) -> Iterator[None]:
    """Say what is wrong with the store in its own words, as an OSError like any other."""
    from obstore.exceptions import BaseError

    try:
        yield
    except BaseError as error:
        raise StoreError(f"{bucket.address}: {_told(error)}") from error


def _told(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:300] if lines else type(error).__name__
