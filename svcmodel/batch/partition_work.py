"""What is done with one partition: its parts are read, scored, and written down once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any, NamedTuple, cast

from svcmodel.batch.arrow_rows import GroupedRows
from svcmodel.batch.parquet_input import batches, stream_of
from svcmodel.batch.partitions import Partition, file_system, open_binary
from svcmodel.batch.pieces import (
    BLOCK,
    KINDS,
    LONGEST,
    Named,
    Stretch,
    blocks_of,
    head_of,
    kind_of,
    stretches_of,
)
from svcmodel.batch.readers import Loaded, Part
from svcmodel.batch.worker import Tally, Worker
from svcmodel.errors import Problem
from svcmodel.sources.text_files import MAX_BYTES


class Site(NamedTuple):
    """Where a batch works. `folder`: of the output. `base`: of the names that are relative."""

    folder: str
    base: str


class Made(NamedTuple):
    """What has become of a partition. `lines`: how many lines of its file it has, if it is of lines."""

    problems: tuple[Problem, ...]
    scored: int
    failed: int
    warned: int
    lines: int


def made(worker: Worker, partition: Partition, site: Site, mark: str) -> Made:
    """Score a partition and write its file.

    `mark`: of whoever does it, so that two who do the same never write to one file. The file takes
    its place when it is whole; who comes later puts the same in its place again.
    """
    total, lines = Tally(), 0
    output = PartFile(worker, site.folder, partition.number, mark)
    with output:
        for part in _parts(partition, site.base):
            lines += part.data.count(b"\n") if partition.kind == "lines" else 0
            tally = worker.tally(Loaded("", (part,)))
            for written in tally.written:
                output.add(written)
            total.problems += tally.problems
            total.scored += tally.scored
            total.failed += tally.failed
            total.warned += tally.warned
    return Made(tuple(total.problems), total.scored, total.failed, total.warned, lines)


def _parts(partition: Partition, base: str) -> Iterator[Part]:
    """The parts of a partition, a few at a time; what goes wrong on the way is one of them."""
    if partition.problem is not None:
        yield Part(partition.problem.file, problems=(partition.problem,))
        return
    for name in partition.names:
        try:
            with open_binary(name, base) as stream:
                yield from _of_stream(partition, name, stream)
        except FileNotFoundError:
            yield Part(name, problems=(Problem("E001", file=name),))
        except (OSError, ValueError):  # what pyarrow raises for a broken file is a ValueError too
            yield Part(name, problems=(Problem("E006", file=name),))


def _of_stream(partition: Partition, name: str, stream: Any) -> Iterator[Part]:
    match partition.kind:
        case "parquet":
            row = partition.row
            for batch in batches(stream, range(partition.start, partition.end)):
                yield Part(name, "parquet", row, stream_of(batch))
                row += len(batch)
        case "lines":
            line = 1
            for block in _lines(stream, partition.start, partition.end):
                yield Part(name, "lines", line, block)
                line += block.count(b"\n")
        case "table":
            yield from _of_table(partition, name, stream)
        case _:
            yield from _of_file(name, stream)


def _of_table(partition: Partition, name: str, stream: Any) -> Iterator[Part]:
    """A stretch of a table, under the table's head."""
    head, _ = head_of(stream.read(BLOCK))
    stream.seek(partition.start)
    line, own = partition.row, cast("IO[bytes]", _Until(stream, partition.end))
    for block in blocks_of("csv", b"", own, BLOCK):
        yield Part(name, "csv", line, block, head)
        line += block.count(b"\n")


class _Until:
    """A stream that ends before it ends."""

    def __init__(self, stream: Any, end: int) -> None:
        """`end`: the first byte that is not read."""
        self.stream, self.end = stream, end

    def read(self, size: int) -> bytes:
        """Up to so many bytes."""
        found: bytes = self.stream.read(min(size, self.end - self.stream.tell()))
        return found


def _of_file(name: str, stream: IO[bytes]) -> Iterator[Part]:
    """A file: whole where it is no larger than a sheet may be, else as the stretches of a long one."""
    kind = KINDS.get(name[name.rfind(".") :].lower(), "")
    if kind != "csv":
        data = stream.read(MAX_BYTES + 1)
        if len(data) <= MAX_BYTES:
            yield Part(name, kind or kind_of(data), 1, data)
            return
        stream.seek(0)
    for piece in stretches_of(Named(name, kind), stream):
        if isinstance(piece, Stretch):
            yield Part(name, piece.kind, piece.line, piece.data, piece.head)


def _lines(stream: Any, start: int, end: int) -> Iterator[bytes]:
    """The lines that begin within a stretch of bytes, many at a time."""
    if start:
        stream.seek(start - 1)
        stream.readline(LONGEST)
    at = stream.tell()
    while at < end:
        data = stream.read(min(BLOCK, end - at))
        if not data.endswith(b"\n"):
            data += stream.readline(LONGEST)
        if not data:
            return
        at += len(data)
        yield data


def lines_before(name: str, start: int, base: str) -> int:
    """How many lines of a file begin before a stretch of it."""
    with open_binary(name, base) as stream:
        return sum(block.count(b"\n") for block in _lines(stream, 0, start))


class PartFile:
    """The file of a partition, written beside its place."""

    def __init__(self, worker: Worker, folder: str, number: int, mark: str) -> None:
        """The rest as for `made`."""
        self.format, self.layout, self.encoder = worker.order.format, worker.layout, worker.encoder
        self.system, self.number = file_system(folder), number
        self.place = part_name(folder, number, self.format)
        self.beside = f"{folder}/{HIDDEN}{number:05}.{mark}"
        self.rows: Any = None

    def __enter__(self) -> None:
        """Begin the file."""
        self.stream = self.system.open(self.beside, "wb")
        if self.format == "parquet":
            self.rows = GroupedRows(self.stream, self.layout)
        elif self.number == 0:
            self.stream.write(self.encoder.head)

    def add(self, written: bytes) -> None:
        """Add rows as the format's encoder has them."""
        if self.rows is None:
            self.stream.write(written)
        else:
            self.rows.add(written)

    def __exit__(self, kind: object, _error: object, _trace: object) -> None:
        """Put the file in its place, if it is whole."""
        if kind is None and self.rows is not None:
            self.rows.finish()
        self.stream.close()
        if kind is None:
            self.system.mv(self.beside, self.place)
        else:
            self.system.rm(self.beside)


HIDDEN = ".part-"
"""How the name of a file begins that is being written."""


def part_name(folder: str, number: int, format_: str) -> str:
    """Where the file of a partition stands."""
    return f"{folder}/part-{number:05}.{format_}"
