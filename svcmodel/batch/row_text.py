"""Rows as text: comma-separated, or one JSON object a line.

Nothing in a cell may act as more than text. What people wrote is quoted where it holds any sign a
table could mean something by, and has an apostrophe put before it where a spreadsheet would take it
for a formula.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from svcmodel.batch.columns import Kind, Layout
from svcmodel.batch.rows import Row
from svcmodel.domain.assessment import MICRO

HUNDREDTH = MICRO // 100
POINTS = tuple(repr(hundredths / 100) for hundredths in range(100 * 100 + 1))
"""How points with two decimals are written, by hundredths."""

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the beginning of a formula."""


def points_text(micro: int | None) -> str:
    """Millionths of a point as points with two decimals, halves away from zero."""
    if micro is None:
        return ""
    if 0 <= micro <= 100 * MICRO:
        return POINTS[(micro + HUNDREDTH // 2) // HUNDREDTH]
    rounded = (2 * abs(micro) + HUNDREDTH) // (2 * HUNDREDTH)
    return repr((rounded if micro >= 0 else -rounded) / 100)


def safe_text(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    bare = text.lstrip()
    return f"'{text}" if text.startswith(FORMULA) or bare.startswith(FORMULA) else text


def csv_cell(text: str) -> str:
    """A cell of what people wrote."""
    safe = safe_text(text)
    if safe.isalnum() and safe.isascii():
        return safe
    return '"' + safe.replace('"', '""') + '"'


Texts = Sequence[str]
Encoder = Callable[[Sequence[Any]], Texts]


def _points(values: Sequence[Any]) -> Texts:
    return [
        POINTS[(v + HUNDREDTH // 2) // HUNDREDTH]
        if v is not None and 0 <= v <= 100 * MICRO
        else points_text(v)
        for v in values
    ]


def _counts(values: Sequence[Any]) -> Texts:
    return ["" if value is None else str(value) for value in values]


def _shares(values: Sequence[Any]) -> Texts:
    return ["" if value is None else repr(value / MICRO) for value in values]


def _truths(values: Sequence[Any]) -> Texts:
    return ["" if value is None else "yes" if value else "no" for value in values]


def _lists(values: Sequence[Any]) -> Texts:
    return [" ".join(value) for value in values]


def _texts(values: Sequence[Any]) -> Texts:
    return [csv_cell(value) for value in values]


CSV: Mapping[Kind, Encoder] = {
    "text": _texts,
    "id": lambda values: values,
    "ids": _lists,
    "points": _points,
    "count": _counts,
    "share": _shares,
    "truth": _truths,
    "json": lambda values: ['"' + value.replace('"', '""') + '"' for value in values],
}
"""How values of each kind are written in comma-separated text. Ids hold no sign of any meaning."""


def _or_null(encoder: Encoder) -> Encoder:
    def encoded(values: Sequence[Any]) -> Texts:
        texts = encoder(values)
        return [text or "null" for text in texts] if None in values else texts

    return encoded


def _json(values: Sequence[Any]) -> Texts:
    return [json.dumps(value, ensure_ascii=False) for value in values]


JSON: Mapping[Kind, Encoder] = {
    "text": _json,
    "id": lambda values: [f'"{value}"' for value in values],
    "ids": lambda values: ['["' + '", "'.join(ids) + '"]' if ids else "[]" for ids in values],
    "points": _or_null(_points),
    "count": _or_null(_counts),
    "share": _or_null(_shares),
    "truth": _json,
    "json": lambda values: values,
}
"""How values of each kind are written in JSON."""


def csv_line(cells: Sequence[str]) -> str:
    """A line of cells as they are to stand in it."""
    return ",".join(cells) + "\n"


def json_line(layout: Layout) -> Callable[[Sequence[str]], str]:
    """What makes a line of an object of values as they are to stand in it."""
    names = [json.dumps(name).replace("%", "%%") for name in layout.names]
    template = "{" + ", ".join(f"{name}: %s" for name in names) + "}\n"
    return lambda values: template % tuple(values)


class CsvText:
    """Writes rows as comma-separated text, one line each."""

    def __init__(self, layout: Layout) -> None:
        """`layout`: the columns."""
        self.parts = [(group.values, CSV[group.kind]) for group in layout.groups]
        self.head = csv_line(layout.names).encode()

    def encoded(self, rows: Sequence[Row]) -> bytes:
        """The lines of some rows."""
        return _lines(rows, self.parts, csv_line)


class JsonLines:
    """Writes rows as JSON, one object a line."""

    head = b""

    def __init__(self, layout: Layout) -> None:
        """`layout`: the columns."""
        self.parts = [(group.values, JSON[group.kind]) for group in layout.groups]
        self.line = json_line(layout)

    def encoded(self, rows: Sequence[Row]) -> bytes:
        """The lines of some rows."""
        return _lines(rows, self.parts, self.line)


def _lines(
    rows: Sequence[Row],
    parts: Sequence[tuple[Callable[[Row], Sequence[Any]], Encoder]],
    line: Callable[[Sequence[str]], str],
) -> bytes:
    lines = [
        line([text for values, encoder in parts for text in encoder(values(row))]) for row in rows
    ]
    return "".join(lines).encode(errors="replace")
