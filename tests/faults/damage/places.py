"""What is in the folder and is no plain file: links, pipes, folders, files nobody may read."""

import os
from collections.abc import Iterator
from pathlib import Path
from random import Random

from tests.faults.damage.prose import english

LINKS = (
    ("loop-of-one.txt", "loop-of-one.txt", "symlink-loop"),
    ("loop-of-two-a.txt", "loop-of-two-b.txt", "symlink-loop"),
    ("loop-of-two-b.txt", "loop-of-two-a.txt", "symlink-loop"),
    ("folder-loop", ".", "symlink-folder-loop"),
    ("parent-loop", "..", "symlink-folder-loop"),
    ("dangling.txt", "nothing-here.txt", "symlink-dangling"),
    ("dangling.html", "no/such/folder/page.html", "symlink-dangling"),
    ("outside.txt", "/etc/passwd", "symlink-outside"),
    ("outside-folder", "/etc", "symlink-outside"),
    ("endless.txt", "/dev/zero", "symlink-device"),
    ("nothing.txt", "/dev/null", "symlink-device"),
    ("inside.txt", "behind-the-link.txt", "symlink-inside"),
)


def make(folder: Path, rng: Random) -> Iterator[tuple[Path, str]]:
    """Make them all in `folder`; yields the path and the kind of each."""
    for name, target, kind in LINKS:
        path = folder / name
        path.symlink_to(target)
        yield path, kind
    behind = folder / "behind-the-link.txt"
    behind.write_bytes(english(rng).text.encode())
    yield behind, "linked-to"
    twin = folder / "hard-link.txt"
    twin.hardlink_to(behind)
    yield twin, "hard-link"
    pipe = folder / "pipe.txt"
    os.mkfifo(pipe)
    yield pipe, "fifo"
    for name in ("folder.txt", "folder.html", "folder.txt.gz"):
        (folder / name).mkdir()
        yield folder / name, "folder-named-file"
    deep = folder / Path(*(["deep"] * 60))
    deep.mkdir(parents=True)
    (deep / "buried.txt").write_bytes(english(rng).text.encode())
    yield deep / "buried.txt", "buried"
    for name in ("unreadable.txt", "unreadable.html", "unreadable.jsonl"):
        path = folder / name
        path.write_bytes(english(rng).text.encode())
        path.chmod(0)  # The superuser reads it all the same.
        yield path, "unreadable"
