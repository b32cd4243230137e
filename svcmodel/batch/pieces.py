"""From the paths a batch is given to pieces of work, in order, a little at a time.

A piece is small enough to be held in memory many times over and large enough to be worth sending to
another process: some files, or a stretch of a long one that ends where a sheet ends. Files beside
each other come by name, so the same inputs always make the same pieces.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from glob import has_magic
from pathlib import Path
from stat import S_ISREG
from typing import IO, NamedTuple

from svcmodel.batch.csv_tables import record_end
from svcmodel.errors import Problem
from svcmodel.sources.text_files import MAX_BYTES, STDIN, is_folder

FILES_IN_PIECE = 64
BLOCK = 1 << 22
"""How many bytes of a long file make a piece."""
LONGEST = MAX_BYTES
"""How many bytes a sheet, a line or a document of a long file may have."""

KINDS = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".csv": "csv",
    ".parquet": "parquet",
}
"""What a file holds, by its ending."""
SMALL = ("yaml", "json")
"""What is read as a whole, unless it is long."""


@dataclass(frozen=True, slots=True)
class Files:
    """Whole files to be read where the work is done."""

    names: tuple[str, ...]
    size: int = 0


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a long file. `kind`: `lines`, `csv` or `yaml`; `line`: its first, from 1.

    `head`: the first line of a table.
    """

    file: str
    kind: str
    line: int
    data: bytes
    head: bytes = b""

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.data)


@dataclass(frozen=True, slots=True)
class Table:
    """A batch of rows of a Parquet file, as an Arrow stream. `row`: its first, from 1."""

    file: str
    row: int
    data: bytes
    bytes_of_file: int = 0

    @property
    def size(self) -> int:
        """How many bytes of the file it stands for, as far as is known."""
        return self.bytes_of_file


@dataclass(frozen=True, slots=True)
class Missing:
    """An input that cannot be read, and why."""

    problem: Problem

    @property
    def size(self) -> int:
        """Nothing."""
        return 0


Piece = Files | Stretch | Table | Missing


class Named(NamedTuple):
    """A file to be read and what it holds."""

    name: str
    kind: str


def named_files(paths: Iterable[str], besides: Iterable[str] = ()) -> Iterator[Named | Missing]:
    """The files that some paths stand for: files, folders with all below them, patterns, `-`.

    `besides`: files of our own that are no inputs. Links to folders are not followed, so that no loop
    of links is walked; names that begin with a dot are passed over.
    """
    own = {os.path.realpath(name) for name in besides if name not in ("", STDIN)}
    names = {os.path.basename(name) for name in own}  # noqa: PTH119 - to look closer at few
    for path in paths:
        yield from (
            found
            for found in _of_path(path)
            if isinstance(found, Missing)
            or os.path.basename(found.name) not in names  # noqa: PTH119
            or os.path.realpath(found.name) not in own
        )


def _of_path(path: str) -> Iterator[Named | Missing]:
    if path == STDIN:
        yield Named(STDIN, "")
    elif is_folder(Path(path)):
        yield from _in_folder(path)
    elif has_magic(path) and not Path(path).exists():
        yield from _of_pattern(path)
    else:
        yield _named(path)


def _of_pattern(pattern: str) -> Iterator[Named | Missing]:
    """The files of a pattern that the shell has left to us."""
    anchor = Path(pattern).anchor
    found = sorted(Path(anchor).glob(pattern.removeprefix(anchor)))
    if not found:
        yield Missing(Problem("E324", file=pattern))
    for path in found:
        yield from _in_folder(str(path)) if is_folder(path) else [_named(str(path))]


def _named(name: str) -> Named:
    """A file that was asked for by its name: YAML, where its ending says nothing."""
    return Named(name, KINDS.get(Path(name).suffix.lower(), "yaml"))


def _in_folder(folder: str) -> Iterator[Named | Missing]:
    empty = True
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            kind = KINDS.get(Path(name).suffix.lower())
            if kind is not None and not name.startswith("."):
                empty = False
                yield _regular(os.path.join(place, name), kind)  # noqa: PTH118 - a quarter as long
    if empty:
        yield Missing(Problem("E324", file=folder))


def _regular(name: str, kind: str) -> Named | Missing:
    """A file found in a folder. What may never end (a pipe, a device) is not read unless named."""
    try:
        found = os.stat(name)  # noqa: PTH116 - a quarter as long
    except FileNotFoundError:
        return Missing(Problem("E001", file=name))
    except OSError:
        return Missing(Problem("E006", file=name))
    return Named(name, kind) if S_ISREG(found.st_mode) else Missing(Problem("E006", file=name))


def pieces(
    files: Iterable[Named | Missing], most: int = FILES_IN_PIECE, block: int = BLOCK
) -> Iterator[Piece]:
    """The pieces of some files, in their order.

    `most`, `block`: how many files, or bytes of a long one, make a piece.
    """
    waiting: list[str] = []
    size = 0
    for file in files:
        own = size_of(file.name) if isinstance(file, Named) and file.kind in SMALL else None
        if waiting and (own is None or len(waiting) == most or size + own > BLOCK):
            yield Files(tuple(waiting), size)
            waiting, size = [], 0
        if isinstance(file, Named) and own is not None and own <= MAX_BYTES:
            waiting.append(file.name)
            size += own
        else:
            yield from [file] if isinstance(file, Missing) else _stretches(file, block)
    if waiting:
        yield Files(tuple(waiting), size)


def size_of(name: str) -> int:
    """How many bytes a file has; what cannot be known counts nothing."""
    try:
        return Path(name).stat().st_size
    except (OSError, ValueError):
        return 0


def _stretches(file: Named, block: int) -> Iterator[Piece]:
    """The stretches of a long file; what goes wrong on the way ends it, and only it."""
    if file.kind == "parquet":
        from svcmodel.batch.parquet_input import tables  # needs pyarrow

        yield from tables(file.name)
        return
    try:
        if file.name == STDIN:
            yield from stretches_of(file, sys.stdin.buffer, block)
        else:
            with Path(file.name).open("rb") as stream:
                yield from stretches_of(file, stream, block)
    except FileNotFoundError:
        yield Missing(Problem("E001", file=file.name))
    except (OSError, ValueError):
        yield Missing(Problem("E006", file=file.name))


def stretches_of(file: Named, stream: IO[bytes], block: int = BLOCK) -> Iterator[Piece]:
    """The stretches of a file that is read from a stream."""
    first = stream.read(block)
    kind = file.kind or kind_of(first)
    if kind == "json":
        yield _whole(file.name, first + stream.read(max(0, LONGEST + 1 - len(first))))
        return
    head, data = head_of(first) if kind == "csv" else (b"", first)
    line = 1 + head.count(b"\n")
    for stretch in blocks_of(kind, data, stream, block):
        yield Stretch(file.name, kind, line, stretch, head)
        line += stretch.count(b"\n")


def _whole(name: str, data: bytes) -> Piece:
    """A JSON file, which cannot be cut anywhere."""
    if len(data) > LONGEST:
        return Missing(Problem("E003", file=name, values={"limit": f"{LONGEST // 1_000_000} MB"}))
    return Stretch(name, "json", 1, data)


def head_of(data: bytes) -> tuple[bytes, bytes]:
    """The first record of a table, and the rest."""
    end = record_end(data, last=False) or len(data)
    return data[:end], data[end:]


def blocks_of(kind: str, data: bytes, stream: IO[bytes], size: int) -> Iterator[bytes]:
    """The stream cut where sheets end; a sheet that has no end within measure is cut all the same."""
    while more := stream.read(size):
        data += more
        end = _end_of_sheet(kind, data)
        if end or len(data) > LONGEST:
            end = end or len(data)
            yield data[:end]
            data = data[end:]
    if data.strip():
        yield data


def _end_of_sheet(kind: str, data: bytes) -> int:
    """Where the last whole sheet of the data ends; 0 where none does."""
    if kind == "csv":
        return record_end(data, last=True)
    if kind == "lines":
        return data.rfind(b"\n") + 1
    return max(data.rfind(b"\n---\n"), data.rfind(b"\n---\r"), data.rfind(b"\n--- ")) + 1


def kind_of(data: bytes) -> str:
    """What standard input holds, by how it begins."""
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    first, _, _ = start.partition(b"\n")
    if start.startswith(b"["):
        return "json"
    if start.startswith(b"{"):
        return "lines" if first.rstrip().endswith(b"}") else "json"
    separated = b"," in first or b";" in first
    return "csv" if separated and b":" not in first else "yaml"
