"""The gate: asked for yes or no first, it says the same as when it is asked for all."""

from __future__ import annotations

from unittest.mock import patch

import pyarrow as pa
import pytest

from tasks.validation.gate import gate
from tasks.validation.part import read_part
from tests.chain import now, process
from tests.light import LIGHT

pytestmark = pytest.mark.filterwarnings("default")  # of Great Expectations and pandas


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pa.Table]:
    home = tmp_path_factory.mktemp("gate")
    (home / "in").mkdir()
    for number in range(4):
        (home / "in" / f"{number}.txt").write_text(f"Anna met Bruno {number}.")
    process([home / "in"], home / "data", stages=LIGHT)
    return read_part(now(home / "data"), "part-00000.parquet")


@pytest.mark.parametrize("name", ["documents", "mentions", "dates"])
def test_the_short_answer_is_the_long_one(tables: dict[str, pa.Table], name: str) -> None:
    short = gate(name, tables[name])
    with patch("tasks.validation.gate._hold", return_value=False):
        assert gate(name, tables[name]) == short
    assert all(check.success for check in short)


def test_what_fails_is_named_with_its_rows(tables: dict[str, pa.Table]) -> None:
    mentions = tables["mentions"]
    wrong = pa.array([2.0, *[0.5] * (mentions.num_rows - 1)])
    at = mentions.schema.get_field_index("confidence")
    failed = [
        one
        for one in gate("mentions", mentions.set_column(at, "confidence", wrong))
        if not one.success
    ]
    assert [(one.column, one.unexpected) for one in failed] == [("confidence", 1)]
    assert failed[0].rows == (f"{mentions['document_id'][0].as_py()}/0",)
