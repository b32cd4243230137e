"""Stretches of tables as columns: many rows read at once.

Only what is laid out plainly is read this way: a row to a line, as many cells as the head. Everything
else is read row by row, with the same result.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from pyarrow import csv as arrow_csv

from svcmodel.batch.arrow import ArrowScorer
from svcmodel.batch.columnar_scorer import Scored
from svcmodel.batch.readers import Part
from svcmodel.batch.table_heads import Head
from svcmodel.sources.text_files import sha256

BOUNDS = b",;\t\n"
"""What may stand before and after a quoted cell."""


def scored_table(scorer: ArrowScorer, part: Part, head: Head) -> Scored | None:
    """The results of a stretch of a table; None where it has to be read row by row."""
    data = part.data.replace(b"\r\n", b"\n")
    if b"\r" in data or b"\n\n" in data or data.startswith(b"\n") or b"\0" in data:
        return None
    if not _is_plainly_quoted(data):
        return None
    batch = _table(data, head)
    lines = data.rstrip(b"\n").split(b"\n")
    if batch is None or len(batch) != len(lines):
        return None
    if pa.compute.any(pa.compute.equal(batch.column("subject"), "")).as_py():
        return None  # a row of nothing but empty cells is passed over
    about = part.head.rstrip(b"\r\n") + b"\n"
    hashes = [sha256(about, line) for line in lines]
    return scorer.scored(batch, part.file, part.line, hashes)


def _is_plainly_quoted(data: bytes) -> bool:
    """Whether every quote begins or ends a cell, on one line."""
    outer, *inner = data.split(b'"')
    if len(inner) % 2:
        return False
    between = [outer, *inner[1::2]]
    begins = all(not part or part[-1] in BOUNDS for part in between[:-1])
    ends = all(not part or part[0] in BOUNDS for part in between[1:])
    apart = all(between[1:-1])  # two quotes together stand for one
    return begins and ends and apart and not any(b"\n" in part for part in inner[0::2])


def _table(data: bytes, head: Head) -> Any:
    """The cells as texts; None where they are not laid out as the head says."""
    names = list(head.names)
    try:
        table = arrow_csv.read_csv(
            pa.py_buffer(data),
            arrow_csv.ReadOptions(column_names=names, use_threads=False, block_size=len(data) + 1),
            arrow_csv.ParseOptions(delimiter=head.separator),
            arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowException:
        return None
    batches = table.combine_chunks().to_batches()
    return batches[0] if len(batches) == 1 else None
