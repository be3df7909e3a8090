"""The corpus of damaged inputs is large, varied, and the same every time."""

import codecs
import gzip
import json
import stat
import zlib
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest

from tests.faults.damage.specimen import Sizes
from tests.faults.damaged import Damaged, write_corpus

SMALL = Sizes(
    line=20_000, random=10_000, depth=1_000, attributes=1_000, marks=1_000, bomb=4 * 1024 * 1024
)


def _plain(corpus: list[Damaged]) -> list[Damaged]:
    return [item for item in corpus if stat.S_ISREG(item.path.lstat().st_mode)]


def _digests(corpus: list[Damaged], root: Path) -> dict[str, str]:
    return {
        str(item.path.relative_to(root)): sha256(item.path.read_bytes()).hexdigest()
        for item in _plain(corpus)
        if item.kind != "unreadable"
    }


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("damaged")


@pytest.fixture(scope="module")
def corpus(root: Path) -> list[Damaged]:
    return write_corpus(root, sizes=SMALL)


def test_at_least_300_inputs_of_100_kinds(corpus: list[Damaged]) -> None:
    assert len(corpus) >= 300
    assert len({item.kind for item in corpus}) >= 100
    assert len({item.path for item in corpus}) == len(corpus)
    expectations = Counter(item.expect for item in corpus)
    assert min(expectations[which] for which in ("reject", "published", "either")) >= 60


def test_every_item_lies_in_the_folder(corpus: list[Damaged], root: Path) -> None:
    found = {path for path in root.rglob("*") if path.is_symlink() or not path.is_dir()}
    folders = {item.path for item in corpus if item.kind == "folder-named-file"}
    assert found | folders == {item.path for item in corpus}


def test_the_same_seed_gives_the_same_bytes(
    corpus: list[Damaged], root: Path, tmp_path: Path
) -> None:
    again = write_corpus(tmp_path / "again", sizes=SMALL)
    assert _digests(again, tmp_path / "again") == _digests(corpus, root)
    other = write_corpus(tmp_path / "other", seed=2, sizes=SMALL)
    assert _digests(other, tmp_path / "other") != _digests(corpus, root)


def test_what_must_be_published_is_nobodys_duplicate(corpus: list[Damaged], root: Path) -> None:
    digests = _digests(corpus, root)
    counts = Counter(digests.values())
    sure = [item for item in _plain(corpus) if item.expect != "either" and item.kind != "empty"]
    twice = [item.path for item in sure if counts[digests[str(item.path.relative_to(root))]] > 1]
    assert twice == []


def test_what_must_be_said_is_there(corpus: list[Damaged]) -> None:
    asked = [item for item in corpus if item.says and item.path.suffix == ".txt"]
    assert len(asked) >= 60
    for item in asked:
        if item.kind.startswith("encoding-"):
            continue  # Encoding the text would have failed where a letter is missing.
        content = item.path.read_bytes()
        wide = [codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE]
        marks = zip(wide, ("utf-32", "utf-32", "utf-16", "utf-16"), strict=True)
        encoding = next((name for mark, name in marks if content.startswith(mark)), "utf-8")
        assert item.says is not None
        assert item.says in content.decode(encoding), item.path


def test_bombs_are_bombs(corpus: list[Damaged]) -> None:
    bombs = [item.path.read_bytes() for item in corpus if item.kind == "gzip-bomb"]
    assert len(bombs) == 4
    for bomb in bombs:
        assert len(gzip.decompress(bomb)) > 1000 * len(bomb)
    cut = [item for item in corpus if item.kind == "gzip-truncated"]
    for item in cut:
        with pytest.raises((EOFError, zlib.error, gzip.BadGzipFile)):
            gzip.decompress(item.path.read_bytes())


def test_hopeless_lines_hold_no_text(corpus: list[Damaged]) -> None:
    for item in corpus:
        if item.kind != "json-hopeless-line" or item.expect != "reject":
            continue
        try:
            record = json.loads(item.path.read_bytes())
        except ValueError:
            continue
        text = record.get("text") if isinstance(record, dict) else None
        assert not (isinstance(text, str) and text.strip()), item.path
