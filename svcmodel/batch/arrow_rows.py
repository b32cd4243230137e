"""Results as Arrow: the columns of a batch, points in whole millionths."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import parquet as pq

from svcmodel.batch.columns import Group, Kind, Layout
from svcmodel.batch.results import Results, ids_of
from svcmodel.batch.rows import NO_ROW, Row
from svcmodel.errors import Problem

TYPES: Mapping[Kind, Any] = {
    "text": pa.string(),
    "id": pa.string(),
    "ids": pa.list_(pa.string()),
    "points": pa.int64(),
    "count": pa.int64(),
    "share": pa.int64(),
    "truth": pa.bool_(),
    "json": pa.string(),
}
"""The Arrow type of each kind."""
MICRO = "_micro"
"""The ending of columns that hold millionths."""
PROBLEMS = pa.field("problems", pa.string())
"""What is wrong with a row, and what it warns of: codes, each with its column."""
ROWS_TOGETHER = 100_000
"""How many rows a group of a Parquet file has, at least."""


def schema_of(layout: Layout) -> Any:
    """The schema of a batch's result."""
    names = (arrow_name(n, k) for n, k in zip(layout.names, layout.kinds, strict=True))
    types = (TYPES[kind] for kind in layout.kinds)
    return pa.schema(list(zip(names, types, strict=True)))


def arrow_name(name: str, kind: Kind) -> str:
    """The name of a column in Arrow: what is in millionths says so."""
    return name + MICRO if kind in ("points", "share") else name


def record_batch(
    results: Results, layout: Layout, problems: Mapping[int, Sequence[Problem]] | None = None
) -> Any:
    """The results as a record batch. With `problems` (by row) all rows are in it, and what is wrong."""
    arrays = [array for group in layout.groups for array in _arrays(results, group)]
    schema = schema_of(layout)
    if problems is None:
        batch = pa.RecordBatch.from_arrays(arrays, schema=schema)
        return batch if results.sound.all() else batch.filter(pa.array(results.sound))
    sound = pa.array(results.sound)
    unsound = [n for n, name in enumerate(schema.names) if name != "subject"]
    if not results.sound.all():
        for number in unsound:
            arrays[number] = pa.compute.if_else(sound, arrays[number], None)
    told: list[str | None] = [None] * len(results.sound)
    for row, found in problems.items():
        told[row] = "; ".join(f"{problem.code} {problem.path}".rstrip() for problem in found)
    arrays.append(pa.array(told, pa.string()))
    return pa.RecordBatch.from_arrays(arrays, schema=schema.append(PROBLEMS))


def _arrays(results: Results, group: Group) -> list[Any]:
    """The arrays of the columns of a group."""
    return BUILDERS[group.name](results, group)


def _taken(words: Sequence[str], numbers: Any) -> Any:
    if len(words) == 1:
        return pa.repeat(pa.scalar(words[0], pa.string()), len(numbers))
    return pa.array(words, pa.string()).take(pa.array(numbers))


def _subject(results: Results, _group: Group) -> list[Any]:
    subjects = results.subjects
    return [subjects.cast(pa.string()) if isinstance(subjects, pa.Array) else pa.array(subjects)]


def _design(results: Results, group: Group) -> list[Any]:
    places = [group.whole.index(name) for name in group.columns]
    return [_taken(results.models, results.chosen[:, place]) for place in places]


def _core(results: Results, _group: Group) -> list[Any]:
    size, rows = results.core_list.shape[1], len(results.core_list)
    offsets = pa.array(np.arange(rows + 1, dtype=np.int32) * size)
    return [pa.ListArray.from_arrays(offsets, _taken(results.core, results.core_list.ravel()))]


def _excluded(results: Results, _group: Group) -> list[Any]:
    found, number = np.unique(results.excluded, return_inverse=True)
    lists = [ids_of(results.models, int(bits)) for bits in found]
    return [pa.array(lists, TYPES["ids"]).take(pa.array(number))]


def _numbers(pick: Callable[[Results], Any]) -> Callable[[Results, Group], list[Any]]:
    def arrays(results: Results, group: Group) -> list[Any]:
        table = pick(results)
        places = [group.whole.index(name) for name in group.columns]
        return [pa.array(np.ascontiguousarray(table[:, place])) for place in places]

    return arrays


def _ranks(results: Results, group: Group) -> list[Any]:
    places = [group.whole.index(name) for name in group.columns]
    ranks = [np.ascontiguousarray(results.ranks[:, place]) for place in places]
    return [pa.array(own, mask=own == 0) for own in ranks]


def _versions(results: Results, group: Group) -> list[Any]:
    """The versions: alike for all rows of a questionnaire but for the day and the hash."""
    said = [group.all_values(NO_ROW._replace(questionnaire=q)) for q in results.questionnaires]
    arrays = []
    for name in group.columns:
        place = group.whole.index(name)
        if name == "on":
            arrays.append(_taken(results.days, results.day))
        elif name == "answers_hash":
            rows = len(results.day)
            hashes = results.hashes
            arrays.append(pa.repeat("", rows) if hashes is None else pa.array(hashes))
        else:
            arrays.append(_taken([values[place] for values in said], results.questionnaire))
    return arrays


BUILDERS: Mapping[str, Callable[[Results, Group], list[Any]]] = {
    "subject": _subject,
    "design": _design,
    "core": _core,
    "excluded": _excluded,
    "coverage": _numbers(lambda results: results.share[:, None]),
    "answered": _numbers(lambda results: results.answered[:, None]),
    "scores": _numbers(lambda results: results.scores),
    "ranges": _numbers(lambda results: np.hstack([results.lows, results.highs])),
    "ranks": _ranks,
    "versions": _versions,
}
"""How the arrays of each group are made."""


class ArrowStreams:
    """Keeps rows as Arrow streams, one after another."""

    head = b""

    def __init__(self, layout: Layout) -> None:
        """`layout`: the columns."""
        self.layout, self.schema = layout, schema_of(layout)

    def encoded(self, rows: Sequence[Row]) -> bytes:
        """A stream of one batch with the rows."""
        columns = list(zip(*(self.layout.values(row) for row in rows), strict=True))
        columns = columns or [()] * len(self.schema)
        arrays = [
            pa.array([list(v) if isinstance(v, tuple) else v for v in values], field.type)
            for values, field in zip(columns, self.schema, strict=True)
        ]
        return self.stream(pa.RecordBatch.from_arrays(arrays, schema=self.schema))

    def stream(self, batch: Any) -> bytes:
        """A stream of one batch."""
        if not len(batch):
            return b""
        sink = pa.BufferOutputStream()
        packed = pa.ipc.IpcWriteOptions(compression="lz4")  # hashes are alike from row to row
        with pa.ipc.new_stream(sink, self.schema, options=packed) as writer:
            writer.write_batch(batch)
        return bytes(sink.getvalue())


class GroupedRows:
    """Writes Arrow streams as a Parquet file, a group of rows at a time."""

    def __init__(self, target: Any, layout: Layout) -> None:
        """`target`: a path, or a stream to be written."""
        self.schema = schema_of(layout)
        self.writer = pq.ParquetWriter(target, self.schema)
        self.waiting: list[Any] = []

    def add(self, stream: Any) -> None:
        """Add the rows of a stream."""
        self.waiting += pa.ipc.open_stream(stream)
        if sum(map(len, self.waiting)) >= ROWS_TOGETHER:
            self._write()

    def finish(self) -> None:
        """Write what waits, and the end of the file."""
        if self.waiting:
            self._write()
        self.writer.close()

    def _write(self) -> None:
        self.writer.write_table(pa.Table.from_batches(self.waiting, self.schema))
        self.waiting = []


def write_parquet(kept: Path, target: Path, layout: Layout) -> None:
    """Make the Parquet file of the streams kept, one after another."""
    rows = GroupedRows(target, layout)
    with pa.OSFile(str(kept)) as source:
        while source.tell() < source.size():
            rows.add(source)
    rows.finish()
