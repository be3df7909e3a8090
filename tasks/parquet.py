"""Reading one Parquet file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


def read_file(path: Path, columns: Sequence[str] | None = None) -> pa.Table:
    """Return the rows of one file; of some columns, where they are named.

    `pq.read_table` takes every file for a dataset, and hands its work to threads: many times
    dearer for the small files that a snapshot has many of, and slow on a busy machine.
    """
    with pq.ParquetFile(path, pre_buffer=False) as file:
        return file.read(columns=list(columns) if columns is not None else None, use_threads=False)
