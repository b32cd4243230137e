"""From a piece of a batch to its sheets, one after another; what cannot be read is a problem."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from functools import cache, partial
from typing import NamedTuple

from svcmodel.batch.csv_tables import CsvReader, data_of_cells, document_of_cells
from svcmodel.batch.json_sheets import json_file
from svcmodel.batch.pieces import KINDS, Files, Missing, Piece, Stretch, Table, kind_of
from svcmodel.batch.placed_documents import moved, place_of_yaml_key, strict_document
from svcmodel.batch.plain_yaml import PlainReader
from svcmodel.batch.quick_answers import QuickReader
from svcmodel.batch.quick_lines import QuickLines
from svcmodel.batch.sheets import Raw, Sheet
from svcmodel.batch.table_heads import Head, head_names, read_head, separator_of
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import Question
from svcmodel.errors import Problem, UnreadableInputError
from svcmodel.sources.questionnaire_files import shipped_questionnaires
from svcmodel.sources.strict_yaml import parse_yaml
from svcmodel.sources.text_files import decode, read_bytes, sha256

_MARKER = re.compile(rb"^---(?=[ \t\r\n]|\Z)", re.MULTILINE)
_NOTHING = re.compile(rb"(?:\s*(?:#[^\n]*)?(?:\n|\Z))*\Z")


class Part(NamedTuple):
    """Bytes of a file from some line on, or why there are none; `head`: of a table."""

    file: str
    kind: str = ""
    line: int = 1
    data: bytes = b""
    head: bytes = b""
    problems: tuple[Problem, ...] = ()


class Loaded(NamedTuple):
    """A piece with everything it reads in memory, and the hash by which it is known again."""

    key: str
    parts: tuple[Part, ...]


def load(piece: Piece) -> Loaded:
    """A piece loaded. A file that cannot be read any more is a problem of it."""
    match piece:
        case Files():
            parts = tuple(_file(name) for name in piece.names)
        case Stretch():
            parts = (Part(piece.file, piece.kind, piece.line, piece.data, piece.head),)
        case Missing():
            parts = (Part(piece.problem.file, problems=(piece.problem,)),)
        case Table():
            parts = (Part(piece.file, "parquet", piece.row, piece.data),)
    return Loaded(_key(parts), parts)


def _file(name: str) -> Part:
    try:
        data = read_bytes(name)
    except UnreadableInputError as error:
        return Part(name, problems=error.problems)
    return Part(name, _kind(name, data), 1, data)


def _key(parts: tuple[Part, ...]) -> str:
    said: list[bytes] = []
    for part in parts:
        place = f"\0{part.line}\0{len(part.data)}\0{part.problems}\0"
        said += [os.fsencode(part.file), place.encode(errors="replace"), part.head, part.data]
    return sha256(*said)


class SheetReader:
    """Reads the sheets of pieces; what it learns of a table serves its later stretches."""

    def __init__(
        self, catalogue: Catalogue, bank: Mapping[str, Question], answers: QuickReader
    ) -> None:
        """`catalogue`, `bank`: what the columns of a table may be; `answers`: reads usual ones."""
        self.catalogue, self.bank = catalogue, bank
        self.lines = QuickLines(answers, frozenset(shipped_questionnaires()))
        self.head = cache(partial(_head, catalogue, bank))
        self.table = cache(CsvReader)
        self.plain = PlainReader()

    def sheets(self, part: Part) -> Iterator[Sheet]:
        """The sheets of a part, in order."""
        if part.problems:
            yield part.problems
        elif part.kind == "parquet":
            yield from self._of_table(part)
        else:
            yield from self._of_bytes(part.kind, part.data, part.file, part.line, part.head)

    def _of_table(self, part: Part) -> Iterator[Sheet]:
        """The rows of a piece of a Parquet file."""
        from svcmodel.batch.arrow import raw_rows  # needs pyarrow
        from svcmodel.batch.parquet_input import batch_of

        batch = batch_of(part.data)
        head = read_head(batch.schema.names, ",", self.catalogue, self.bank, part.file)
        if not head.problems:
            yield from raw_rows(batch, head, part.file, part.line)
        elif part.line == 1:
            yield head.problems

    def _of_bytes(
        self, kind: str, data: bytes, file: str, line: int, head: bytes
    ) -> Iterator[Sheet]:
        if kind == "csv":
            yield from self._rows(data, file, line, head)
        elif kind == "lines":
            yield from self.lines.sheets(data, file, line)
        elif kind == "json":
            yield from json_file(data, file)
        else:
            yield from self._yaml_documents(data, file, line)

    def _rows(self, data: bytes, file: str, line: int, head: bytes) -> Iterator[Sheet]:
        """The sheets of a stretch of a table; a wrong head is said once, with its first rows."""
        wrong, columns = self.columns(head, file)
        if wrong or columns is None:
            if line == 1 + head.count(b"\n"):
                yield wrong
            return
        about = head.rstrip(b"\r\n") + b"\n"
        for row in self.table(columns).rows(_lenient(data), file, line):
            if row.problem is not None:
                yield (row.problem,)
                continue
            cells = row.cells
            yield Raw(
                file,
                data_of_cells(columns.columns, cells),
                sha256(about, row.text.encode(errors="surrogateescape")),
                partial(document_of_cells, columns.columns, cells, row.line),
                columns.names,
                partial(columns.key_place, cells, row.line),
            )

    def _yaml_documents(self, data: bytes, file: str, line: int) -> Iterator[Sheet]:
        """The documents of a file; lines of three hyphens stand between them."""
        starts = [found.start() for found in _MARKER.finditer(data)] if b"---" in data else []
        if starts and _is_empty(data[: starts[0]]):
            starts[0] = 0
        else:
            starts.insert(0, 0)
        for start, end in zip(starts, [*starts[1:], len(data)], strict=True):
            part = data[start:end]
            if len(starts) > 1 and _is_empty(part.removeprefix(b"---")):
                continue
            yield self._yaml_document(part, file, line - 1 + data.count(b"\n", 0, start))

    def _yaml_document(self, data: bytes, file: str, before: int) -> Sheet:
        """One document; `before`: how many lines of the file stand above it."""
        try:
            text = decode(data, file)
        except UnreadableInputError as error:
            return tuple(moved(problem, before) for problem in error.problems)
        read = self.plain.read(text)
        if read is None:
            document = parse_yaml(text)
            read = None if document.problems else document.data
        made = partial(strict_document, text, file, before)
        place = partial(place_of_yaml_key, text, before)
        return Raw(file, read, sha256(data), made, key_place=place)

    def columns(self, head: bytes, file: str) -> tuple[tuple[Problem, ...], Head | None]:
        """What is wrong with the head of a table, or its columns."""
        try:
            columns = self.head(decode(head, file), file)
        except UnreadableInputError as error:
            return error.problems, None
        return columns.problems, columns


def _head(catalogue: Catalogue, bank: Mapping[str, Question], text: str, file: str) -> Head:
    separator = separator_of(text)
    return read_head(head_names(text, separator), separator, catalogue, bank, file)


def _kind(name: str, data: bytes) -> str:
    suffix = name[name.rfind(".") :].lower()
    return KINDS.get(suffix, "") or kind_of(data)


def _lenient(data: bytes) -> str:
    """The text of a stretch; what is not UTF-8 is marked, for the reader of rows to refuse."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode(errors="surrogateescape")


def _is_empty(part: bytes) -> bool:
    """Whether there is nothing but space, comments and directives."""
    lines = part.splitlines()
    return all(not text.strip() or text.lstrip().startswith((b"#", b"%")) for text in lines)
