"""Reading a workbook back: its live tables as rows by their headings."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import Any

from openpyxl import load_workbook  # type: ignore[import-untyped] # it ships no types


def open_workbook(data: bytes, *, formulas: bool = False) -> Any:
    """The workbook with the values of its cells, or with their formulas.

    Bars in cells are told in an extension that openpyxl passes over and warns of.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".* extension is not supported")
        return load_workbook(BytesIO(data), data_only=not formulas)


def table(book: Any, id_: str) -> list[dict[str, Any]]:
    """The rows of a live table, by the headings of its columns; without its totals."""
    page, found = next((page, page.tables[id_]) for page in book if id_ in page.tables)
    head, *rows = ([cell.value for cell in row] for row in page[found.ref])
    rows = rows[: len(rows) - (found.totalsRowCount or 0)]
    return [dict(zip(head, row, strict=True)) for row in rows]
