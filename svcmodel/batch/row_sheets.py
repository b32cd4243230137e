"""Rows as a workbook: text is text, whatever it begins with, and numbers are numbers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from svcmodel.batch.columns import Kind, Layout
from svcmodel.batch.row_text import HUNDREDTH
from svcmodel.batch.rows import Row
from svcmodel.domain.assessment import MICRO

MOST_ROWS = 1_048_575
"""Rows of a sheet of a workbook below its head; what is more goes on in another sheet."""
LONGEST = 32_767
"""Signs of a cell."""
WRITTEN_ON = datetime(2026, 1, 1)  # noqa: DTZ001 - the same rows give the same bytes, whenever written
SHEET = "svcmodel"


class RowValues:
    """Keeps rows as JSON lists of what their cells will hold, one a line."""

    head = b""

    def __init__(self, layout: Layout) -> None:
        """`layout`: the columns."""
        self.layout, self.kinds = layout, layout.kinds

    def encoded(self, rows: Sequence[Row]) -> bytes:
        """The lines of some rows."""
        lines = [json.dumps(self._cells(row)) + "\n" for row in rows]
        return "".join(lines).encode()

    def of_batch(self, batch: Any) -> bytes:
        """The lines of the rows of a batch."""
        pairs = list(enumerate(self.kinds))
        columns = [
            [None if value is None else CELLS[kind](value) for value in batch.column(n).to_pylist()]
            for n, kind in pairs
        ]
        return "".join(json.dumps(cells) + "\n" for cells in zip(*columns, strict=True)).encode()

    def _cells(self, row: Row) -> list[Any]:
        pairs = zip(self.kinds, self.layout.values(row), strict=True)
        return [None if value is None else CELLS[kind](value) for kind, value in pairs]


def _points(micro: int) -> float:
    rounded = (2 * abs(micro) + HUNDREDTH) // (2 * HUNDREDTH)
    return (rounded if micro >= 0 else -rounded) / 100


CELLS: Mapping[Kind, Any] = {
    "text": str,
    "id": str,
    "ids": " ".join,
    "points": _points,
    "count": int,
    "share": lambda value: value / MICRO,
    "truth": bool,
    "json": str,
}
"""What a cell holds, by the kind of its column."""


def write_workbook(kept: Path, target: Path, layout: Layout) -> None:
    """Make the workbook of the rows kept, in constant memory."""
    import xlsxwriter

    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(str(target), {"constant_memory": True, **plain})
    book.set_properties({"title": SHEET, "created": WRITTEN_ON})
    sheet, at = None, MOST_ROWS
    with kept.open(encoding="utf-8") as lines:
        for line in lines:
            if sheet is None or at == MOST_ROWS:
                sheet, at = _begun(book, layout), 0
            at += 1
            for column, value in enumerate(json.loads(line)):
                _write(sheet, at, column, value)
    if sheet is None:
        _begun(book, layout)
    book.close()


def _begun(book: Any, layout: Layout) -> Any:
    """A sheet with the names of the columns."""
    number = len(book.worksheets()) + 1
    sheet = book.add_worksheet(SHEET if number == 1 else f"{SHEET} {number}")
    sheet.freeze_panes(1, 1)
    bold = book.add_format({"bold": True})
    for column, name in enumerate(layout.names):
        sheet.write_string(0, column, name, bold)
    return sheet


def _write(sheet: Any, row: int, column: int, value: Any) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, value[:LONGEST])
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif value is not None:
        sheet.write_number(row, column, value)
