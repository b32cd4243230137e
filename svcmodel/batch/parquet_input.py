"""Parquet files as pieces of a batch."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from svcmodel.batch.pieces import Missing, Piece, Table, size_of
from svcmodel.errors import Problem

ROWS_IN_PIECE = 16_384


def tables(name: str) -> Iterator[Piece]:
    """The rows of a file, some at a time; what goes wrong on the way ends the file."""
    try:
        with Path(name).open("rb") as source:
            rows = max(1, pq.ParquetFile(source).metadata.num_rows)
            row = 1
            for batch in batches(source):
                share = size_of(name) * len(batch) // rows
                yield Table(name, row, stream_of(batch), share)
                row += len(batch)
    except FileNotFoundError:
        yield Missing(Problem("E001", file=name))
    except (OSError, pa.ArrowException):
        yield Missing(Problem("E006", file=name))


def batches(source: Any, groups: range | None = None) -> Iterator[Any]:
    """The rows of a file, or of some of its groups, some at a time; texts by their numbers.

    Raises `OSError`, `ArrowException`.
    """
    plain = pq.ParquetFile(source).schema_arrow
    texts = [field.name for field in plain if pa.types.is_string(field.type)]
    file = pq.ParquetFile(source, read_dictionary=[name for name in texts if name != "subject"])
    yield from file.iter_batches(ROWS_IN_PIECE, None if groups is None else list(groups))


def stream_of(batch: Any) -> bytes:
    """A batch as an Arrow stream."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    return bytes(sink.getvalue())


def batch_of(data: bytes) -> Any:
    """The batch of a stream."""
    return pa.ipc.open_stream(pa.py_buffer(data)).read_next_batch()
