"""Partitions: the parts of a batch's input that a cluster works on, each read where it is worked on.

A partition is some small files, some row groups of a Parquet file, or a stretch of bytes of a file of
JSON lines or of a table. Inputs are files as in any batch, or addresses that fsspec knows (`s3://...`).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from glob import has_magic
from pathlib import Path
from typing import Any, Literal, NamedTuple

from svcmodel.batch.pieces import (
    BLOCK,
    KINDS,
    SMALL,
    Missing,
    blocks_of,
    head_of,
    named_files,
)
from svcmodel.errors import Problem
from svcmodel.sources.text_files import sha256

Kind = Literal["files", "lines", "table", "parquet", "missing"]
BYTES_EACH = 1 << 26
ROWS_EACH = 1 << 17
FILES_EACH = 512
AWAY = "://"
"""What stands in an address and in no name of a file."""


@dataclass(frozen=True, slots=True)
class Partition:
    """A partition. `start`, `end`: bytes of a file, or row groups; `row`: the first row, from 1.

    Of a table, `row` is the line it begins in.

    `key`: what it is known by again: names, sizes, and when they were last changed. `problem`: why
    there is nothing to read.
    """

    kind: Kind
    names: tuple[str, ...]
    key: str
    size: int
    start: int = 0
    end: int = 0
    row: int = 1
    problem: Problem | None = None
    number: int = 0


class Sizes(NamedTuple):
    """How large partitions are to be, about: in bytes of lines, rows of Parquet, and files."""

    bytes: int = BYTES_EACH
    rows: int = ROWS_EACH
    files: int = FILES_EACH


USUAL = Sizes()


class Source(NamedTuple):
    """A file to be read: its size, and what changes when it does."""

    name: str
    kind: str
    size: int = 0
    version: str = ""
    problem: Problem | None = None


def partitions(
    paths: Iterable[str], besides: Iterable[str] = (), folder: str = "", sizes: Sizes = USUAL
) -> Iterator[Partition]:
    """The partitions of some inputs, in their order, each with its number.

    `besides`, `folder`: files, and all in a folder, that are our own and no inputs.
    """
    own = tuple(besides)
    sources = (
        source
        for path in paths
        for source in _sources(path, own)
        if not (folder and _is_below(source.name, folder))
    )
    for number, partition in enumerate(_made(sources, sizes)):
        yield replace(partition, number=number)


def _made(sources: Iterable[Source], sizes: Sizes) -> Iterator[Partition]:
    """The partitions of some files: small ones together."""
    waiting: list[Source] = []
    for source in sources:
        if waiting and (not _is_small(source) or _is_full(waiting, sizes)):
            yield _whole(waiting)
            waiting = []
        if _is_small(source):
            waiting.append(source)
        else:
            yield from _of(source, sizes)
    if waiting:
        yield _whole(waiting)


def _is_below(name: str, folder: str) -> bool:
    place = name if AWAY in name else os.path.realpath(name)
    return place.startswith(folder.rstrip("/") + "/")


def open_binary(name: str, base: str = "") -> Any:
    """A file, or what stands at an address, to be read; `base`: where relative names begin.

    Raises `OSError`.
    """
    return file_system(name).open(name, "rb") if AWAY in name else Path(base, name).open("rb")


def file_system(address: str) -> Any:
    """The file system of an address."""
    return _system_and_place(address)[0]


def _system_and_place(address: str) -> tuple[Any, str]:
    from fsspec.core import url_to_fs  # type: ignore[import-untyped]  # needs fsspec

    system, place = url_to_fs(address)
    return system, str(place)


def _sources(path: str, besides: tuple[str, ...]) -> Iterator[Source]:
    if AWAY in path:
        yield from _away(path)
        return
    for file in named_files([path], besides):
        if isinstance(file, Missing):
            yield Source(file.problem.file, "", problem=file.problem)
            continue
        try:
            found = Path(file.name).stat()
            yield Source(file.name, file.kind, found.st_size, str(found.st_mtime_ns))
        except FileNotFoundError:
            yield Source(file.name, "", problem=Problem("E001", file=file.name))
        except (OSError, ValueError):
            yield Source(file.name, "", problem=Problem("E006", file=file.name))


def _away(address: str) -> Iterator[Source]:
    """The files at an address: one, a folder with all below it, or those of a pattern."""
    system, place = _system_and_place(address)
    if system.isdir(place):
        names = [name for name in sorted(system.find(place)) if _is_wanted(name[len(place) :])]
    else:
        names = sorted(system.glob(place)) if has_magic(place) else [place]
    if not names:
        yield Source(address, "", problem=Problem("E324", file=address))
    for name in names:
        whole = str(system.unstrip_protocol(name))
        try:
            size, version = int(system.info(name)["size"]), str(system.ukey(name))
        except OSError:
            yield Source(whole, "", problem=Problem("E001", file=whole))
            continue
        yield Source(whole, KINDS.get(Path(name).suffix.lower(), "yaml"), size, version)


def _is_wanted(below: str) -> bool:
    """Whether a file of a folder is an input: of a kind we know, and not hidden."""
    hidden = any(part.startswith((".", "_")) for part in below.split("/"))
    return not hidden and KINDS.get(Path(below).suffix.lower()) is not None


def _is_small(source: Source) -> bool:
    return not source.problem and source.kind in SMALL and source.size <= BYTES_EACH


def _is_full(sources: list[Source], sizes: Sizes) -> bool:
    """Whether some files are enough for a partition."""
    size = sum(source.size for source in sources)
    return len(sources) >= sizes.files or size >= sizes.bytes


def _whole(sources: list[Source]) -> Partition:
    names = tuple(source.name for source in sources)
    return Partition("files", names, _key(*sources), sum(source.size for source in sources))


def _of(source: Source, sizes: Sizes) -> Iterator[Partition]:
    if source.problem:
        yield Partition("missing", (source.name,), _key(source), 0, problem=source.problem)
    elif source.kind == "lines":
        for start in range(0, max(1, source.size), sizes.bytes):
            end = min(start + sizes.bytes, source.size)
            key = _key(source, start, end)
            yield Partition("lines", (source.name,), key, end - start, start, end)
    elif source.kind == "parquet":
        yield from _row_groups(source, sizes)
    elif source.kind == "csv" and source.size > sizes.bytes:
        yield from _of_table(source, sizes)
    else:
        yield _whole([source])


def _of_table(source: Source, sizes: Sizes) -> Iterator[Partition]:
    """The partitions of a table: read once from its beginning, since a line may break within quotes."""

    def partition(start: int, end: int, line: int) -> Partition:
        key = _key(source, start, end)
        return Partition("table", (source.name,), key, end - start, start, end, line)

    size = min(BLOCK, sizes.bytes)
    try:
        with open_binary(source.name) as stream:
            head, data = head_of(stream.read(size))
            start = end = len(head)
            first = line = 1 + head.count(b"\n")
            for block in blocks_of("csv", data, stream, size):
                end, line = end + len(block), line + block.count(b"\n")
                if end - start >= sizes.bytes:
                    yield partition(start, end, first)
                    start, first = end, line
    except OSError:
        yield _unreadable(source)
        return
    if end > start or start == len(head):
        yield partition(start, end, first)


def _unreadable(source: Source) -> Partition:
    problem = Problem("E006", file=source.name)
    return Partition("missing", (source.name,), _key(source), 0, problem=problem)


def _row_groups(source: Source, sizes: Sizes) -> Iterator[Partition]:
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    try:
        with open_binary(source.name) as stream:
            about = ParquetFile(stream).metadata
            rows = [about.row_group(number).num_rows for number in range(about.num_row_groups)]
    except (OSError, ArrowException):
        yield _unreadable(source)
        return
    start, row = 0, 1
    for end in range(1, len(rows) + 1):
        own = sum(rows[start:end])
        if own >= sizes.rows or end == len(rows):
            size = source.size * own // max(1, sum(rows))
            key = _key(source, start, end)
            yield Partition("parquet", (source.name,), key, size, start, end, row)
            start, row = end, row + own


def _key(*said: Source | int) -> str:
    return sha256(repr(said).encode(errors="replace"))
