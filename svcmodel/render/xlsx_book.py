"""A workbook: cells that are data whatever they say, live tables, and how things look."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from math import ceil
from typing import Any, NamedTuple
from zipfile import ZipFile

from svcmodel.domain.calendar import number_of
from svcmodel.domain.records import Lang
from svcmodel.render.xlsx_looks import CONDITIONS, LOOKS, MONTHS_OF
from svcmodel.render.zip_times import same_bytes

LONGEST = 32_767
"""Signs in one cell, counted as Excel does: in halves of UTF-16."""
CUT = "…"

_EPOCH = number_of("1899-12-30")
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LIKE_FORMULA = ("=", "+", "-", "@", "\t", "\n")
_LINE, _HIGHEST = 15, 400
"""Points of one line of text, and of the highest row a program takes."""
_FIT = 1.1
"""How many letters stand in the width of a figure, wide ones and bold ones among them."""
_A4, _A3 = 9, 8
_CORE = "docProps/core.xml"
_WHEN = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
_END = b"</cp:coreProperties>"
HEAD = 2
"""The row of a sheet's table, from 0: above it stand its title and its note."""


class Day(NamedTuple):
    """A cell that holds a date, YYYY-MM-DD."""

    day: str


class Formula(NamedTuple):
    """A cell that is computed, with the value it has now."""

    text: str
    value: str | float


Cell = str | float | int | Day | Formula | None


class Column(NamedTuple):
    """A column of a table. `formula`: what a new row of it is given; `total`: what stands below it.

    `upright`: whether the heading is written from below, where many narrow columns stand together.
    """

    header: str
    width: float
    look: str = "text"
    formula: str = ""
    total: Formula | str | None = None
    upright: bool = False


def cell_text(text: str) -> str:
    """A text as a cell can hold it: no sign that XML cannot, and no longer than Excel takes."""
    held = text
    if not text.isprintable():
        held = _NOT_XML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    if held.startswith("<r>") and held.endswith("</r>"):
        held += " "  # else XlsxWriter takes it for markup of its own and writes it as such
    if len(held) <= LONGEST // 2:
        return held
    halves = held.encode("utf-16-le")
    if len(halves) <= 2 * LONGEST:
        return held
    return halves[: 2 * (LONGEST - len(CUT))].decode("utf-16-le", "ignore") + CUT


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column of a width, where lines break between words."""
    return sum(_wrapped(line, int(width * _FIT)) for line in text.split("\n"))


def _wrapped(line: str, room: int) -> int:
    if len(line) <= room:
        return 1
    lines, used = 1, -1
    for length in map(len, line.split(" ")):
        used += 1 + length
        if used > room:
            new = ceil(length / room)
            lines += new if used > length else new - 1
            used = length - room * (new - 1)
    return lines


def serial(day: str) -> int:
    """A day (YYYY-MM-DD) as the number that a cell holds for it."""
    return number_of(day) - _EPOCH


def column_name(column: int) -> str:
    """The letters of a column, counted from 0."""
    name = ""
    number = column + 1
    while number:
        number, letter = divmod(number - 1, 26)
        name = chr(65 + letter) + name
    return name


def cell_name(row: int, column: int) -> str:
    """A cell as formulas name it."""
    return f"{column_name(column)}{row + 1}"


def _dated(data: bytes, date: str, lang: Lang) -> bytes:
    """The properties of a workbook: made and changed on a day, in a language.

    XlsxWriter takes the time of the clock where it is given no `datetime`, and names no language.
    """
    with ZipFile(BytesIO(data)) as parts:
        core = parts.read(_CORE)
    dated = _WHEN.sub(rb"\g<1>" + f"{date}T00:00:00Z".encode() + rb"\g<2>", core)
    return dated.replace(_END, f"<dc:language>{lang}</dc:language>".encode() + _END)


class Book:
    """A workbook in memory; `file` ends it. `lang` says how months are written."""

    def __init__(self, lang: Lang) -> None:
        from xlsxwriter import Workbook  # here: only a workbook needs it

        self._data = BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._book = Workbook(self._data, options)
        self._formats: dict[tuple[str, bool], Any] = {}
        self._lang = lang

    def file(self, title: str, date: str) -> bytes:
        """The workbook as a file of a day (YYYY-MM-DD)."""
        self._book.set_properties({"title": cell_text(title)[:255]})
        self._book.close()
        data = self._data.getvalue()
        return same_bytes(data, date, {_CORE: _dated(data, date, self._lang)})

    def page(self, name: str, title: str) -> Page:
        """A new sheet with its title."""
        return Page(self, self._book.add_worksheet(name), title)

    def look(self, name: str, *, quoted: bool = False) -> Any:
        """How a cell looks. `quoted`: what looks like a formula stays text when somebody edits it."""
        if (name, quoted) not in self._formats:
            look = {"valign": "top", **LOOKS[name]}
            if look.get("num_format") in MONTHS_OF:
                look["num_format"] = MONTHS_OF[look["num_format"]][self._lang]
            self._formats[name, quoted] = self._book.add_format({**look, "quote_prefix": quoted})
        return self._formats[name, quoted]

    def condition(self, name: str) -> Any:
        """How a cell looks where a condition holds."""
        if (name, False) not in self._formats:
            self._formats[name, False] = self._book.add_format(CONDITIONS[name])
        return self._formats[name, False]


class Page:
    """A sheet of the workbook. `sheet`: the worksheet itself; `next`: the first row still free."""

    def __init__(self, book: Book, sheet: Any, title: str) -> None:
        self.book = book
        self.sheet = sheet
        self.title = cell_text(title)
        self.next = 1
        sheet.hide_gridlines(2)
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&L&A&R&P / &N")
        self.write(0, 0, self.title, "title")
        sheet.set_row(0, 26)

    def write(self, row: int, column: int, cell: Cell, look: str = "text") -> None:
        """Write a cell."""
        match cell:
            case None | "":
                self.sheet.write_blank(row, column, None, self.book.look(look))
            case str():
                text = cell_text(cell)
                quoted = text.startswith(_LIKE_FORMULA)
                self.sheet.write_string(row, column, text, self.book.look(look, quoted=quoted))
            case Day(day):
                self.sheet.write_number(row, column, serial(day), self.book.look(look))
            case Formula(text, value):
                now = cell_text(value) if isinstance(value, str) else value
                self.sheet.write_formula(row, column, text, self.book.look(look), now)
            case _:
                self.sheet.write_number(row, column, cell, self.book.look(look))
        self.next = max(self.next, row + 1)

    def notes(self, lines: Iterable[str], widths: Sequence[float], row: int = 1) -> None:
        """Sentences over the whole width of a table, in one cell as high as it takes."""
        told = "\n".join(line for line in lines if line)
        if told:
            self.over(row, 0, told, widths, "note")

    def over(self, row: int, first: int, text: str, widths: Sequence[float], look: str) -> None:
        """A text over as many columns as widths are given, in one cell as high as it takes."""
        if len(widths) > 1:
            last = first + len(widths) - 1
            self.sheet.merge_range(row, first, row, last, "", self.book.look(look))
        self.write(row, first, text, look)
        self.fit(row, [text], [sum(widths)])

    def table(
        self, id_: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], top: int = HEAD
    ) -> None:
        """A live table with filters whose headings stand in row `top`; it has a row at least."""
        totals = any(column.total is not None for column in columns)
        bottom = top + len(rows) + totals
        heads = [self._head(column) for column in columns]
        options = {
            "name": id_,
            "title": self.title,
            "style": "Table Style Light 1",
            "columns": heads,
            "total_row": totals,
        }
        self.sheet.add_table(top, 0, bottom, len(columns) - 1, options)
        widths = [column.width for column in columns]
        for row, cells in enumerate(rows, start=top + 1):
            for place, (cell, column) in enumerate(zip(cells, columns, strict=True)):
                self.write(row, place, cell, column.look)
            self.fit(row, cells, widths)
        if totals:
            for place, column in enumerate(columns):
                self.write(bottom, place, column.total, f"{column.look}_total")
        for place, column in enumerate(columns):
            self.sheet.set_column(place, place, column.width)
        if any(column.upright for column in columns):
            self.sheet.set_row(top, 130)
        else:
            self.fit(top, [column.header for column in columns], widths)
        self.next = bottom + 1

    def fit(self, row: int, cells: Sequence[Cell], widths: Sequence[float]) -> None:
        """Make a row as high as its texts take: not every program does so by itself."""
        texts = ((cell, width) for cell, width in zip(cells, widths, strict=True))
        lines = [lines_of(cell, width) for cell, width in texts if isinstance(cell, str)]
        self.sheet.set_row(row, min(_LINE * max(lines, default=1) + 3, _HIGHEST))

    def _head(self, column: Column) -> dict[str, Any]:
        head = self.book.look("head_upright" if column.upright else "head")
        given: dict[str, Any] = {"header": column.header, "header_format": head}
        if column.formula:
            given["formula"] = column.formula
        match column.total:
            case Formula(text, value):
                given |= {"total_function": text, "total_value": value}
            case str(text):
                given["total_string"] = text
        return given

    def set_up(self, frozen: int, *, pages: tuple[int, int] = (1, 0), wide: bool = False) -> None:
        """The head and so many columns stay in sight.

        `pages`: how many pages it is printed on, across and down; 0 is as many as it takes. `wide`:
        for pages of twice the size.
        """
        self.sheet.freeze_panes(HEAD + 1, frozen)
        self.sheet.repeat_rows(HEAD)
        self.sheet.set_landscape()
        if wide:
            self.sheet.set_paper(_A3)
        self.sheet.fit_to_pages(*pages)

    def where(self, first: tuple[int, int], last: tuple[int, int], rule: str, look: str) -> None:
        """Cells look otherwise where a formula, said of the first of them, holds."""
        criteria = {"type": "formula", "criteria": rule, "format": self.book.condition(look)}
        self.sheet.conditional_format(*first, *last, criteria)

    def choose(self, first: tuple[int, int], last: tuple[int, int], choices: list[str]) -> None:
        """Cells offer a list to choose from and take nothing else."""
        self.sheet.data_validation(*first, *last, {"validate": "list", "source": choices})
