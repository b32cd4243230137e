"""The tables of a Word document: as wide as the text, each column by what it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import cast

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.text.run import CT_R
from docx.shared import Pt

from svcmodel.render.blocks import Block, Cell, Definitions, Listing, Paragraph, Table
from svcmodel.render.docx_elements import (
    Element,
    element,
    is_paragraph,
    keep,
    paragraph,
    plain_text,
    set_style,
    shape_of,
)
from svcmodel.render.docx_pen import Pen, runs, styled

PADDING = 90
"""Left and right of what a cell holds, in twentieths of a point."""

SIZES = {9.0: "Table Text", 8.0: "Table Small"}
"""Sizes of the letters of a table, in points, and their styles: the first that parts no word is taken."""

_WIDE = {**dict.fromkeys("il.,:;'|!jI·", 0.26), **dict.fromkeys('frt()[]-/ "', 0.34)}
_WIDE |= {**dict.fromkeys("mMW%@", 0.86), **dict.fromkeys("w—ABCDEGHKNOPQRSTUVXYZ", 0.64)}

SHORT = 8
"""The rows up to which a table stays on one page."""

DrawBlocks = Callable[[Pen, tuple[Block, ...]], list[Element]]


def length(text: str, size: float) -> float:
    """About how long a text is in letters of a size, in twentieths of a point."""
    return sum(_WIDE.get(sign, 0.53) for sign in text) * size * 20


def fit(table: Table, width: int) -> tuple[float, list[int]]:
    """The size of the letters and the width of every column; together as wide as the text."""
    columns = max((sum(c.span for c in row) for row in (table.head, *table.rows)), default=0)
    for size in SIZES:
        least, most = _wanted(table, columns, size)
        if sum(least) <= width:
            break
    if sum(most) <= width or sum(least) >= width:
        base = most if sum(most) <= width else least
        shares = [width * own / sum(base) for own in base]
    else:
        shares = _shared(least, most, _usual(table, columns, size), width)
    whole = [int(share) for share in shares]
    return size, [*whole[:-1], width - sum(whole[:-1])]


def _shared(least: list[float], most: list[float], usual: list[float], width: float) -> list[float]:
    """The width shared by what columns usually say; none less than its longest word needs."""
    shares = dict(enumerate(least))
    left, open_ = float(width), set(shares)
    while open_:
        asked = sum(usual[at] for at in open_) or 1.0
        offered = {at: left * usual[at] / asked for at in open_}
        fixed = {at: least[at] for at in open_ if offered[at] < least[at]}
        fixed = fixed or {at: most[at] for at in open_ if offered[at] > most[at]}
        shares |= fixed or offered
        open_ -= (fixed or offered).keys()
        left -= sum(fixed.values())
    whole = sum(shares.values())
    return [shares[at] * width / whole for at in range(len(least))]


def _usual(table: Table, columns: int, size: float) -> list[float]:
    """How long what a column says is on average, long texts counting somewhat less."""
    said = [0.0] * columns
    for row in table.rows:
        at = 0
        for cell in row:
            said[at] += sum(length(text, size) for text in cell_texts(cell)) ** 0.8
            at += cell.span
    return said


def _wanted(table: Table, columns: int, size: float) -> tuple[list[float], list[float]]:
    """For each column, what its longest word needs and what its longest line would like."""
    least, most = [2.0 * PADDING + 100] * columns, [2.0 * PADDING + 100] * columns
    for row in (table.head, *table.rows):
        at = 0
        for cell in row:
            if cell.span == 1:
                bold = 1.06 if cell.heading else 1.0
                for text in cell_texts(cell):
                    words = (length(word, size) for word in text.split())
                    needed = max(words, default=0) * bold + 2 * PADDING + 20
                    least[at] = max(least[at], needed)
                    most[at] = max(most[at], length(text, size) * bold + 2 * PADDING + 20)
            at += cell.span
    return least, most


def cell_texts(cell: Cell) -> Iterator[str]:
    """The texts of the paragraphs of a cell."""
    for block in cell.blocks:
        if isinstance(block, Paragraph):
            yield plain_text(block.line)
        elif isinstance(block, Listing):
            for item in block.items:
                yield from cell_texts(Cell(item))
        elif isinstance(block, Definitions):
            for name, said in block.pairs:
                yield plain_text(name)
                yield from cell_texts(Cell(said))


def draw_table(pen: Pen, table: Table, draw_blocks: DrawBlocks) -> Iterator[Element]:
    """The caption of a table and the table; `draw_blocks` draws what its cells hold."""
    size, columns = fit(table, pen.width)
    if not columns:
        return
    if table.caption:
        named = styled(pen.styles.paragraph("Caption"), keepNext=element("w:keepNext"))
        yield paragraph(pen.mark(table.id, runs(pen, table.caption)), named)
    ours = pen.styles.first("table", "Plan Table")
    style = ours or pen.styles.first("table", "Table Grid")
    look = _Look(pen.styles.paragraph(SIZES[size]), size, bold=ours is None)
    numbers = _numbers(table, len(columns))
    made = element(
        "w:tbl",
        _properties(table, columns, style, plain_text(table.caption)),
        element("w:tblGrid", *(element("w:gridCol", w=width) for width in columns)),
    )
    if table.head:
        cells = [
            _drawn(draw_blocks(pen, c.blocks), look, right=at in numbers, is_head=True)
            for at, c in enumerate(table.head)
        ]
        made.append(_row(table.head, cells, columns, is_head=True))
    for row in table.rows:
        cells = [_drawn(draw_blocks(pen, c.blocks), look, right=c.number) for c in row]
        made.append(_row(row, cells, columns))
    _keep_rows(made, has_head=bool(table.head))
    yield made


@dataclass(frozen=True, slots=True)
class _Look:
    """How the text of a table looks: the id of a style, or letters of a size, bold in the head."""

    style: str | None
    size: float
    bold: bool


def _drawn(
    drawn: list[Element], look: _Look, *, right: bool, is_head: bool = False
) -> list[Element]:
    """What stands in a cell, which ends with a paragraph, as it looks in a table."""
    if not drawn or not is_paragraph(drawn[-1]):
        drawn.append(paragraph([], {}))
    for one in filter(is_paragraph, drawn):
        if look.style is None:
            spacing = shape_of(one).get_or_add_spacing()
            spacing.before = spacing.after = Pt(1)
            for inner in one.iter(qn("w:r")):
                _small(inner, look.size, bold=look.bold and is_head)
        else:
            set_style(one, look.style)
        if right:
            shape_of(one).jc_val = WD_ALIGN_PARAGRAPH.RIGHT
    return drawn


def _small(inner: Element, size: float, *, bold: bool) -> None:
    shape = cast(CT_R, inner).get_or_add_rPr()
    shape.get_or_add_sz().val = Pt(size)
    if bold:
        shape.get_or_add_b().val = True


def _keep_rows(made: Element, *, has_head: bool) -> None:
    """A short table stays on one page; of a long one, its head and its last row are not left alone."""
    rows = made.findall(qn("w:tr"))
    kept = rows[:-1] if len(rows) <= SHORT else [*rows[: 1 + has_head], rows[-2]]
    for row in kept:
        for one in row.iter(qn("w:p")):
            keep(one)


def _numbers(table: Table, columns: int) -> frozenset[int]:
    """The columns that hold numbers only, whose heading stands where they stand."""
    holds = [row for row in table.rows if len(row) == columns]
    return frozenset(at for at in range(columns) if holds and all(row[at].number for row in holds))


def _properties(table: Table, columns: list[int], style: str | None, alternative: str) -> Element:
    has_names = any(row and row[0].heading for row in table.rows)
    has_total = bool(table.rows) and table.rows[-1][0].heading and table.rows[-1][0].span > 1
    return element(
        "w:tblPr",
        element("w:tblStyle", val=style) if style else None,
        element("w:tblW", w=sum(columns), type="dxa"),
        None if style else _borders(),
        element("w:tblLayout", type="fixed"),
        element(
            "w:tblCellMar",
            element("w:left", w=PADDING, type="dxa"),
            element("w:right", w=PADDING, type="dxa"),
        ),
        _special(head=bool(table.head), total=has_total, names=has_names),
        element("w:tblCaption", val=alternative) if alternative else None,
    )


def _special(*, head: bool, total: bool, names: bool) -> Element:
    """Which rows and columns the style shows in their own way; older programs read the sum."""
    rows = {"firstRow": (head, 0x20), "lastRow": (total, 0x40), "firstColumn": (names, 0x80)}
    rows |= {"lastColumn": (False, 0x100), "noHBand": (True, 0x200), "noVBand": (True, 0x400)}
    whole = sum(value for given, value in rows.values() if given)
    given = {name: int(shown) for name, (shown, _) in rows.items()}
    return element("w:tblLook", val=f"{whole:04X}", **given)


def _borders() -> Element:
    sides = ("top", "bottom", "insideH")
    lines = (element(f"w:{side}", val="single", sz=4, space=0, color="A6A6A6") for side in sides)
    return element("w:tblBorders", *lines)


def _row(
    row: tuple[Cell, ...], cells: list[list[Element]], columns: list[int], *, is_head: bool = False
) -> Element:
    repeated = element("w:tblHeader") if is_head else None
    made = element("w:tr", element("w:trPr", element("w:cantSplit"), repeated))
    at = 0
    for cell, inside in zip(row, cells, strict=True):
        shape = element(
            "w:tcPr",
            element("w:tcW", w=sum(columns[at : at + cell.span]), type="dxa"),
            element("w:gridSpan", val=cell.span) if cell.span > 1 else None,
            element("w:vAlign", val="bottom") if is_head else None,
        )
        made.append(element("w:tc", shape, *inside))
        at += cell.span
    return made
