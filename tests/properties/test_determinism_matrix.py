"""The same inputs give the same bytes: a sample of `python -m tests.matrix`."""

from __future__ import annotations

from pathlib import Path

from tests.matrix import SETTINGS, arrived, told_apart, write_documents

SAMPLE = ("hash seed 4242", "in worker processes", "on the last day of 1999")


def test_one_hash_for_all_settings_and_orders(tmp_path: Path) -> None:
    assert len(SETTINGS) >= 12
    (tmp_path / "in").mkdir()
    inputs = write_documents(tmp_path / "in")
    hashes = {told_apart(inputs, how) for how in SETTINGS if how.name in SAMPLE}
    hashes |= {arrived(inputs, order, tmp_path / f"data-{order}") for order in range(2)}
    assert len(hashes) == 1
