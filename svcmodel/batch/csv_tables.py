"""Rows of tables: a row for each sheet, in comma-separated text or in Arrow; see `table_heads`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from svcmodel.batch.table_heads import Column, Head
from svcmodel.errors import Problem
from svcmodel.sources.answer_files import ANSWERS
from svcmodel.sources.strict_yaml import Document
from svcmodel.sources.text_files import MAX_BYTES

MOST_REMEMBERED = 4096

csv.field_size_limit(MAX_BYTES)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a table, counted from 0: a line and a column of the table."""

    line: int
    column: int


def data_of_cells(columns: Sequence[Column], cells: Sequence[Any]) -> dict[str, Any]:
    """An answer file's data from the cells of a row; what is None says nothing."""
    answers: dict[str, Any] = {}
    data: dict[str, Any] = {"format": ANSWERS}
    for (_, path, _, answer), cell in zip(columns, cells, strict=True):
        if cell is None:
            continue
        if answer:
            answers[answer] = cell
        elif path[0] != "answers":
            _put(data, path, cell)
        else:
            _beside(answers, path[1], path[2], cell)
    data["answers"] = answers
    return data


def _put(data: dict[str, Any], path: tuple[str, ...], cell: Any) -> None:
    for step in path[:-1]:
        data = data.setdefault(step, {})
    data[path[-1]] = cell


def _beside(answers: dict[str, Any], id_: str, part: str, cell: Any) -> None:
    """Put what stands beside an answer into its long form."""
    said = answers.get(id_)
    if not isinstance(said, dict):
        said = {} if id_ not in answers else {"value": said}
        answers[id_] = said
    said[part] = cell


def document_of_cells(columns: Sequence[Column], cells: Sequence[Any], line: int) -> Document:
    """The same with the place of every cell: the line of its row, and the number of its column."""
    data = data_of_cells(columns, cells)
    spots = {column.path: Spot(line - 1, n) for n, column in enumerate(columns)}
    return Document(data, _place(data, (), spots, Spot(line - 1, 0)), [])


def _place(
    value: Any, path: tuple[str, ...], spots: Mapping[tuple[str, ...], Spot], around: Spot
) -> Any:
    """The places of a value as `Document` keeps them; a long form stands where its first part does."""
    own = spots.get(path[:-1] if path[-1:] == ("value",) else path)
    if not isinstance(value, dict):
        return own or around
    inside: list[Any] = []
    for key, item in value.items():
        place = _place(item, (*path, key), spots, own or around)
        inside += [place[0] if isinstance(place, tuple) else place, place]
    begins = inside[0] if len(path) == 2 and inside else around
    return own or begins, list(value), inside


class CsvRow(NamedTuple):
    """A row of a table, its line and its text, or what is wrong with it."""

    line: int
    cells: tuple[Any, ...]
    text: str = ""
    problem: Problem | None = None


class CsvReader:
    """Reads the rows of one table; what a cell says is remembered by its text."""

    def __init__(self, head: Head) -> None:
        """Ready for rows under a head without problems."""
        self.head = head
        self._known: list[dict[str, Any]] = [{"": None} for _ in head.columns]

    def rows(self, text: str, file: str, line: int) -> Iterator[CsvRow]:
        """The rows in a text that begins at a line; rows of nothing but empty cells are passed over."""
        taken: list[str] = []
        sound = is_text(text)
        lines = _noted(io.StringIO(text, newline=""), taken)
        while True:
            reader = csv.reader(lines, delimiter=self.head.separator, strict=True)
            try:
                for cells in reader:
                    if any(cells):
                        yield self._row(cells, file, line, "".join(taken), sound=sound)
                    line += len(taken)
                    taken.clear()
                return
            except csv.Error as error:
                said = {"detail": str(error)}
                yield CsvRow(line, (), problem=Problem("E116", file, line, 1, values=said))
                line += len(taken)
                taken.clear()

    def _row(self, texts: Sequence[str], file: str, line: int, text: str, *, sound: bool) -> CsvRow:
        columns = self.head.columns
        if len(texts) != len(columns):
            code = "E407" if len(texts) > len(columns) else "E428"
            values = {"limit": str(len(columns)), "got": str(len(texts))}
            at = min(len(texts), len(columns))
            return CsvRow(line, (), problem=Problem(code, file, line, at, values=values))
        for n, cell in () if sound else enumerate(texts):
            if not is_text(cell):
                wrong = Problem("E005", file, line, n + 1, columns[n].name)
                return CsvRow(line, (), problem=wrong)
        cells = [
            known[cell] if cell in known else self._read(n, cell)
            for n, (known, cell) in enumerate(zip(self._known, texts, strict=True))
        ]
        return CsvRow(line, tuple(cells), text.rstrip("\r\n"))

    def _read(self, column: int, text: str) -> Any:
        cell = self.head.columns[column].read(text)
        known = self._known[column]
        if len(known) < MOST_REMEMBERED:
            known[text] = cell
        return cell


def _noted(lines: Iterable[str], taken: list[str]) -> Iterator[str]:
    """The lines, each noted as it is taken."""
    for line in lines:
        taken.append(line)
        yield line


def is_text(text: str) -> bool:
    """Whether it was UTF-8: what was not has been kept as lone surrogates."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def record_end(data: bytes, *, last: bool) -> int:
    """Where the first or the last whole record of a table ends; 0 where none does.

    A line break within quotes is part of a cell; quotes within a cell are doubled, so that their
    number up to the end of a record is even.
    """
    at = data.rfind(b"\n") if last else data.find(b"\n")
    while at >= 0:
        if data.count(b'"', 0, at) % 2 == 0:
            return at + 1
        at = data.rfind(b"\n", 0, at) if last else data.find(b"\n", at + 1)
    return 0
