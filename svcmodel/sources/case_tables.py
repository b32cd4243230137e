"""What is answered of cases, in `answers.csv`: a row for each case, a column for each criterion.

A cell is a level and how it is known (`4s` stated, `3i` inferred), `n` for not applicable, or empty.
A column may also be a yes-or-no question of the bank, with `y` or `n`. No cell holds a comma.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import Question, YesNo
from svcmodel.domain.values import show
from svcmodel.errors import Problem, UnreadableInputError
from svcmodel.sources.folders import Folder
from svcmodel.sources.readers import nearest
from svcmodel.sources.text_files import decode, read_bytes

ANSWERS = "answers.csv"
ID = "id"
LEVELS = {f"{level}{how}": level for how in "si" for level in range(1, 6)}
"""What a cell of a criterion says, but for how the level is known."""
NOT_APPLICABLE = "n"
YES_OR_NO = {"y": True, "n": False}

_LINE_END = re.compile(r"\r\n|\r|\n")


class Cell(NamedTuple):
    """A cell of a table and its place, from 1."""

    text: str
    line: int
    column: int


class Row(NamedTuple):
    """What a row says of a case: levels by how they are known, and answers to yes-or-no questions."""

    stated: dict[str, int]
    inferred: dict[str, int]
    not_applicable: list[str]
    answers: dict[str, bool]


def read_rows(
    reader: Folder,
    catalogue: Catalogue,
    bank: Mapping[str, Question],
    ids: Collection[str],
) -> dict[str, Row]:
    """What the table of a folder says of each case; `ids`: the cases. The problems are kept.

    Nothing in it is passed over: a column, a row or a cell that means nothing is noted, and so is a
    case without a row (E401).
    """
    name = reader.name(ANSWERS)
    try:
        data = read_bytes(reader.root / ANSWERS, name)
        text = decode(data, name)
    except UnreadableInputError as error:
        reader.problems += error.problems
        return {}
    reader.contents[ANSWERS] = data
    yes_or_no = [id_ for id_, question in bank.items() if isinstance(question, YesNo)]
    table = _Table(name, reader.problems, catalogue.criteria, yes_or_no, ids)
    return table.rows(text)


class _Table(NamedTuple):
    """What the cells of a table may say; what is wrong goes to `problems`."""

    name: str
    problems: list[Problem]
    criteria: Collection[str]
    yes_or_no: Collection[str]
    cases: Collection[str]

    def rows(self, text: str) -> dict[str, Row]:
        """The rows by case."""
        lines = list(_lines(text))
        head, body = (lines[0], lines[1:]) if lines else ([Cell("", 1, 1)], [])
        if not self._is_head(head):
            return {}
        found: dict[str, Row] = {}
        for cells in body:
            self._read(head, cells, found)
        for case in self.cases:
            if case not in found:
                self._note(Cell("", 0, 0), "E401", case, key=case)
        return found

    def _is_head(self, head: Sequence[Cell]) -> bool:
        """Whether there is a column of ids; every column must be known and stand once."""
        names = [cell.text for cell in head]
        columns = (ID, *self.criteria, *self.yes_or_no)
        for number, cell in enumerate(head):
            if cell.text in names[:number]:
                self._note(cell, "E421", cell.text, id=show(cell.text))
            elif cell.text not in columns and ID in names:
                near = nearest(cell.text, columns)
                self._note(cell, "E420", cell.text, id=show(cell.text), nearest=near)
        if ID not in names:
            self._note(head[0], "E401", ID, key=ID)
        return ID in names

    def _read(self, head: Sequence[Cell], cells: Sequence[Cell], found: dict[str, Row]) -> None:
        """Read one row, unless it is not as long as the first or names no case of ours."""
        if len(cells) != len(head):
            code = "E407" if len(cells) > len(head) else "E428"
            self._note(cells[0], code, cells[0].text, limit=str(len(head)), got=str(len(cells)))
            return
        row = Row({}, {}, [], {})
        case = next(cell for column, cell in zip(head, cells, strict=True) if column.text == ID)
        if case.text not in self.cases:
            near = nearest(case.text, self.cases)
            self._note(case, "E420", case.text, id=show(case.text), nearest=near)
        elif case.text in found:
            self._note(case, "E421", case.text, id=case.text)
        found.setdefault(case.text, row)
        for column, cell in zip(head, cells, strict=True):
            if column.text in self.criteria:
                self._level(case.text, column.text, cell, row)
            elif column.text in self.yes_or_no:
                self._answer(case.text, column.text, cell, row)

    def _level(self, case: str, criterion: str, cell: Cell, row: Row) -> None:
        if cell.text == NOT_APPLICABLE:
            row.not_applicable.append(criterion)
        elif cell.text in LEVELS:
            known = row.stated if cell.text.endswith("s") else row.inferred
            known[criterion] = LEVELS[cell.text]
        elif cell.text:
            self._refuse(case, criterion, cell, [*LEVELS, NOT_APPLICABLE])

    def _answer(self, case: str, question: str, cell: Cell, row: Row) -> None:
        if cell.text in YES_OR_NO:
            row.answers[question] = YES_OR_NO[cell.text]
        elif cell.text:
            self._refuse(case, question, cell, list(YES_OR_NO))

    def _refuse(self, case: str, column: str, cell: Cell, allowed: Sequence[str]) -> None:
        expected, got = ", ".join(allowed), show(cell.text)
        near = nearest(got, allowed)
        self._note(cell, "E404", f"{case}.{column}", expected=expected, got=got, nearest=near)

    def _note(self, cell: Cell, code: str, path: str, **values: str) -> None:
        at = show(path)
        self.problems.append(Problem(code, self.name, cell.line, cell.column, at, values))


def _lines(text: str) -> Iterator[list[Cell]]:
    """The cells of every line that is not empty, without the spaces and quotes around them."""
    for number, line in enumerate(_LINE_END.split(text), start=1):
        if line.strip():
            pieces = line.split(",")
            starts = [1 + sum(len(piece) + 1 for piece in pieces[:n]) for n in range(len(pieces))]
            yield [
                Cell(piece.strip().strip('"').strip(), number, start + _indent(piece))
                for piece, start in zip(pieces, starts, strict=True)
            ]


def _indent(piece: str) -> int:
    return len(piece) - len(piece.lstrip())
