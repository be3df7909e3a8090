"""A dataset behind an s3:// address, on a real S3 API server: publishing, races, kills, reading."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import obstore
import pytest
from typer.testing import CliRunner

from flows.command_line import app
from tasks.publishing import bucket as remote
from tasks.publishing.bucket import Bucket, ChangedError, StoreError
from tasks.publishing.folder import FolderError
from tasks.publishing.home import home_of, manifest_at, snapshot_at
from tasks.publishing.publish import OvertakenError
from tests.chain import fingerprint, now, process, statuses
from tests.conftest import ROOT
from tests.light import LIGHT
from tests.objects import BUCKET, object_store

pytestmark = pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow")  # of moto

Store = tuple[str, Path]


@pytest.fixture(scope="module")
def server() -> Iterator[dict[str, str]]:
    with object_store() as environment:
        yield environment


@pytest.fixture
def address(server: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> str:
    """Return an address of which nobody knows yet."""
    for name, value in server.items():
        monkeypatch.setenv(name, value)
    return f"s3://{BUCKET}/{uuid4().hex}"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for number in range(4):
        write(tmp_path / "in", number)
    return tmp_path / "in"


def write(folder: Path, number: int) -> None:
    (folder / f"{number}.txt").write_text(f"Anna met Bruno {number}.")


def run(inbox: Path, address: str, machine: str = "one", **settings: Any) -> Path | None:
    """Process as one of several machines, each with a working copy of its own."""
    work = inbox.parent / machine
    return process([inbox], address, stages=LIGHT, work=work, **settings)


def in_store(bucket: Bucket) -> list[str]:
    return sorted(str(one["path"]) for page in obstore.list(bucket.store) for one in page)


def test_the_tables_are_those_of_a_folder_byte_for_byte(inbox: Path, address: str) -> None:
    process([inbox], inbox.parent / "data", stages=LIGHT)
    run(inbox, address)
    with snapshot_at(address) as there:
        assert fingerprint(there) == fingerprint(now(inbox.parent / "data"))
    pointer = obstore.get(remote.opened(address).store, "current").bytes()
    assert bytes(pointer) == b"snapshots/000001\n"


def test_another_machine_goes_on_from_what_is_published(inbox: Path, address: str) -> None:
    run(inbox, address)
    write(inbox, 9)
    assert run(inbox, address, machine="two") is not None
    assert run(inbox, address, machine="two") is None  # there is nothing new
    process([inbox], inbox.parent / "data", stages=LIGHT)
    with snapshot_at(address) as there:
        assert there.name == "000002"
        assert fingerprint(there, without=["run_id"]) == fingerprint(
            now(inbox.parent / "data"), without=["run_id"]
        )


def test_of_two_that_publish_one_wins_and_the_other_says_so(inbox: Path, address: str) -> None:
    run(inbox, address)
    write(inbox, 9)
    send = remote.send

    def overtaken(*args: Any) -> None:
        with patch("tasks.publishing.publish.send", send):
            run(inbox, address, machine="two")
        send(*args)

    with (
        patch("tasks.publishing.publish.send", overtaken),
        pytest.raises(OvertakenError, match="run again"),
    ):
        run(inbox, address)
    bucket = remote.opened(address)
    assert remote.names(bucket) == ["000001", "000002"]
    with snapshot_at(address, "2") as winners:
        assert "9.txt" in statuses(winners)
    assert CliRunner().invoke(app, ["verify", "--data", address]).exit_code == 0
    write(inbox, 10)
    assert run(inbox, address) is not None  # the loser, again
    with snapshot_at(address) as there:
        assert set(statuses(there)) == {f"{number}.txt" for number in (0, 1, 2, 3, 9, 10)}


def test_of_many_that_publish_at_once_one_wins(inbox: Path, address: str) -> None:
    """All are ready to send at the same moment, each founded on the same snapshot."""
    run(inbox, address)
    write(inbox, 9)
    bucket = remote.opened(address)
    seen = remote.pointed(bucket)
    assert seen is not None
    with snapshot_at(address) as whole:
        ready, won, lost = threading.Barrier(4), [], []

        def publish(number: int) -> None:
            ready.wait()
            try:
                remote.send(bucket, whole, f"{number:06d}", seen[1])
                won.append(f"{number:06d}")
            except ChangedError:
                lost.append(number)

        threads = [threading.Thread(target=publish, args=(number,)) for number in (2, 2, 3, 4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert (len(won), len(lost)) == (1, 3)
    now_there = remote.pointed(bucket)
    assert now_there is not None
    assert now_there[0] == won[0]
    assert remote.names(bucket) == ["000001", *won]


KILLED = """
import os, signal, sys
from pathlib import Path
from tasks.publishing import bucket
from tests.chain import process
from tests.light import LIGHT
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
setattr(bucket, sys.argv[1], die)
process([sys.argv[2]], sys.argv[3], stages=LIGHT, work=Path(sys.argv[4]))
"""


@pytest.mark.parametrize("at", ["_put_all", "point"])
def test_a_kill_before_the_pointer_leaves_the_last_snapshot(
    at: str, inbox: Path, address: str
) -> None:
    run(inbox, address)
    with snapshot_at(address) as there:
        before = fingerprint(there)
    write(inbox, 9)
    command = [sys.executable, "-c", KILLED, at, str(inbox), address, str(inbox.parent / "one")]
    killed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    bucket = remote.opened(address)
    assert "000002" in remote.names(bucket)  # it had begun to send
    with snapshot_at(address) as there:
        assert (there.name, fingerprint(there)) == ("000001", before)
    assert run(inbox, address) is not None
    with snapshot_at(address) as there:
        assert "9.txt" in statuses(there)
    whole = {name for name in remote.names(bucket) if manifest_at(address, name)}
    assert whole == set(remote.names(bucket))  # nothing unfinished is left


def test_old_snapshots_go_and_the_current_one_stays(inbox: Path, address: str) -> None:
    for number in range(5, 8):
        write(inbox, number)
        run(inbox, address, keep_snapshots=2)
    assert remote.names(remote.opened(address)) == ["000002", "000003"]


def test_readers_take_the_address(inbox: Path, address: str) -> None:
    def told(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, [*arguments, "--data", address])
        return done.exit_code, done.output

    assert told("show") == (2, f"parquetry: there is no snapshot yet in {address}\n")
    assert told("retry")[0] == told("forget", "--missing")[0] == 2
    assert in_store(remote.opened(address)) == []  # a mistyped name makes no dataset
    run(inbox, address)
    write(inbox, 9)
    run(inbox, address)
    assert told("show", "--address") == (0, f"{address}/snapshots/000002\n")
    code, out = told("show", "1")
    assert code == 0
    assert "documents                4 rows" in out
    assert told("verify") == (0, "snapshot 000002: whole\n")
    assert told("diff", "1") == (1, told("diff", "1", "000002")[1])
    assert told("diff", f"{address}/snapshots/000001", "1")[0] == 0
    assert told("show", "7") == (2, f"parquetry: there is no snapshot 7 in {address}\n")


def test_a_damaged_object_is_found_and_nothing_is_founded_on_it(inbox: Path, address: str) -> None:
    run(inbox, address)
    store = remote.opened(address).store
    key = "snapshots/000001/mentions/part-00000.parquet"
    raw = bytearray(obstore.get(store, key).bytes())
    raw[len(raw) // 2] ^= 1
    obstore.put(store, key, bytes(raw))
    found = CliRunner().invoke(app, ["verify", "--data", address])
    assert found.exit_code == 1
    assert "mentions/part-00000.parquet is not as it was published" in found.output
    with pytest.raises(FolderError, match="not as it was published"):
        run(inbox, address, machine="two")


def test_a_prefix_of_somebody_else_is_refused(inbox: Path, address: str) -> None:
    bucket = remote.opened(address)
    obstore.put(bucket.store, "thesis.docx", b"mine")
    with pytest.raises(FolderError, match="not a data folder of ours"):
        run(inbox, address)
    assert in_store(bucket) == ["thesis.docx"]


def test_an_address_of_another_kind_makes_no_folder(inbox: Path, address: str) -> None:
    with pytest.raises(FolderError, match="s3://"):
        run(inbox, address.replace("s3:", "gs:"))


def test_what_cannot_be_reached_is_told_in_one_line(inbox: Path, address: str) -> None:
    nowhere = address.replace(BUCKET, "no-such-bucket")
    with pytest.raises(StoreError, match="no-such-bucket"):
        run(inbox, nowhere)
    done = CliRunner().invoke(app, ["run", str(inbox), "--data", nowhere])
    assert done.exit_code == 2
    assert done.output.startswith(f"parquetry: {nowhere}: ")
    assert len(done.output.splitlines()) == 1


def test_a_working_copy_follows_when_the_dataset_is_gone(inbox: Path, address: str) -> None:
    run(inbox, address)
    bucket = remote.opened(address)
    obstore.delete(bucket.store, in_store(bucket))
    assert run(inbox, address) is not None
    with snapshot_at(address) as there:
        assert len(statuses(there)) == 4
    from schemas.settings import Settings

    home = home_of(Settings(data=address, work=inbox.parent / "one"))
    assert [one.name for one in (home / "snapshots").iterdir()] == ["000001"]
