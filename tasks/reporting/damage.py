"""Whether a snapshot is still what was published."""

from __future__ import annotations

from pathlib import Path

from tasks.publishing.snapshot import describe, read_manifest


def damaged(snapshot: Path) -> list[str]:
    """Return a line for every file that is missing, strange, or not as the manifest tells."""
    found = []
    expected = set()
    for table in read_manifest(snapshot)["tables"].values():
        for file in table["files"]:
            path = snapshot / file["path"]
            expected.add(path)
            if not path.is_file():
                found.append(f"{file['path']} is missing")
            elif describe(snapshot, path, file["rows"]).sha256 != file["sha256"]:
                found.append(f"{file['path']} is not what was published")
    strange = sorted(set(snapshot.glob("*/*.parquet")) - expected)
    return [*found, *(f"{path.relative_to(snapshot)} was never published" for path in strange)]
