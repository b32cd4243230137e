"""Blocks drawn as a Word document's own things: headings, lists, tables, links, pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docx.oxml.ns import qn
from docx.shared import Pt, Twips

from svcmodel.render.blocks import (
    Block,
    Definitions,
    Figure,
    Heading,
    Line,
    Listing,
    Paragraph,
    Quotation,
    Table,
)
from svcmodel.render.docx_elements import (
    Element,
    element,
    is_paragraph,
    keep,
    paragraph,
    plain_text,
    set_style,
    shape_of,
    tab,
)
from svcmodel.render.docx_pen import Entry, Pen, runs, styled
from svcmodel.render.docx_pictures import draw_figure
from svcmodel.render.docx_styles import INDENT
from svcmodel.render.docx_tables import draw_table

MAX_DEPTH = 4
"""The deepest heading; deeper ones look like it."""

TOGETHER = 1500
"""The letters up to which a task stays on one page; a longer one may be parted."""

NAME_WIDTH = 3400
"""Where the answers stand beside the names in a short list of names, in twentieths of a point."""

LEADING = 300
"""The letters up to which a paragraph stays on the page of the table after it."""

AFTER_TABLE = Pt(8)
INTRODUCTION = 3
"""The paragraphs before the first of several parts that stay with it."""

ASIDES = frozenset({"note", "facts"})
"""What stays with the next paragraph where it stands right under a heading."""

SIDE_BY_SIDE = ("", "answers")
LONGEST_NAME = 40
"""The lists in which short names stand beside what is said of them, and the letters of such a name."""


def draw_blocks(pen: Pen, blocks: Iterable[Block], depth: int = 0) -> list[Element]:
    """The paragraphs and tables of blocks; `depth` counts the lists around them."""
    drawn: list[Element] = []
    before: Block | None = None
    for block in blocks:
        found = list(_draw(pen, block, depth))
        if drawn and found:
            _join(drawn, found, block, after_picture=isinstance(before, Figure))
        if isinstance(before, Heading) and _is_aside(block):
            keep(found[0])
        drawn += found
        before = block
    return drawn


def _is_aside(block: Block) -> bool:
    """Whether a block only says something about what comes after it."""
    return isinstance(block, Paragraph) and not ASIDES.isdisjoint(block.style.split())


def _join(drawn: list[Element], found: list[Element], block: Block, *, after_picture: bool) -> None:
    """Room after a table, and what leads to a table or to a part on the page of that.

    The caption of a picture stays with the picture: the table of its numbers may begin a page.
    """
    if _is_of_parts(block):
        for one in filter(is_paragraph, drawn[-INTRODUCTION:]):
            keep(one)
    elif is_paragraph(drawn[-1]):
        if not is_paragraph(found[0]) and not after_picture and _letters(drawn[-1]) <= LEADING:
            keep(drawn[-1])
    elif not is_paragraph(found[0]):
        drawn.append(paragraph([], {}))  # else Word would take two tables for one
    elif not isinstance(block, Heading):
        shape_of(found[0]).get_or_add_spacing().before = AFTER_TABLE


def _letters(one: Element) -> int:
    """How many letters an element says."""
    return sum(len(said.text or "") for said in one.iter(qn("w:t")))


def _is_of_parts(block: Block) -> bool:
    """Whether a block is a list of parts of the text, each with its heading."""
    return isinstance(block, Listing) and isinstance(block.items[0][0], Heading)


def _draw(pen: Pen, block: Block, depth: int) -> Iterator[Element]:
    if isinstance(block, Heading):
        yield _heading(pen, block)
    elif isinstance(block, Paragraph):
        yield _paragraph(pen, block.line, block.style)
    elif isinstance(block, Listing):
        yield from _listing(pen, block, depth)
    elif isinstance(block, Table):
        yield from draw_table(pen, block, draw_blocks)
    elif isinstance(block, Definitions):
        yield from _definitions(pen, block, depth)
    elif isinstance(block, Quotation):
        yield from _quotation(pen, block)
    else:
        yield from draw_figure(pen, block)


def _heading(pen: Pen, heading: Heading) -> Element:
    depth = min(heading.level - 1, MAX_DEPTH)
    style = pen.styles.heading(depth)
    shape = styled(style)
    if style is None or not pen.styles.is_heading(style, depth):
        shape["w:keepNext"] = element("w:keepNext")
        shape["w:outlineLvl"] = element("w:outlineLvl", val=depth - 1)
    id_ = heading.id or f"heading-{len(pen.entries) + 1}"
    pen.entries.append(Entry(depth, plain_text(heading.line), id_, bool(heading.id)))
    return paragraph(pen.mark(id_, runs(pen, heading.line, bold=style is None)), shape)


def _paragraph(pen: Pen, line: Line, classes: str) -> Element:
    """A paragraph; a class of the page is a style of the template where that has one of the name."""
    names = [name.capitalize() for name in classes.split()]
    style = pen.styles.paragraph(*names) if names else None
    is_label = "label" in classes.split()
    shape = styled(style)
    if is_label:
        shape["w:keepNext"] = element("w:keepNext")
    return paragraph(runs(pen, line, bold=is_label and style is None), shape)


def _listing(pen: Pen, listing: Listing, depth: int) -> Iterator[Element]:
    """A real list; items that begin with a heading are parts of the text, as the heading says."""
    begun = None
    for item in listing.items:
        if item and isinstance(item[0], Heading):
            yield from _kept_together(draw_blocks(pen, item, depth))
            continue
        begun = begun or pen.lists.begin(depth, ordered=listing.ordered)
        first = item[0].line if item and isinstance(item[0], Paragraph) else ()
        shape = pen.lists.shape(depth, ordered=listing.ordered, begun=begun)
        yield paragraph(runs(pen, first), shape)
        for drawn in draw_blocks(pen, item[1:] if first else item, depth + 1):
            yield _set_in(drawn, depth)


def _set_in(drawn: Element, depth: int) -> Element:
    """What follows in an item of a list, set in like its first line."""
    if is_paragraph(drawn) and not drawn.xpath("./w:pPr/w:numPr | ./w:pPr/w:pStyle"):
        shape_of(drawn).ind_left = Twips(INDENT * (depth + 1))
    return drawn


def _kept_together(drawn: list[Element]) -> list[Element]:
    """The paragraphs of a short part on one page: each but the last stays with the next."""
    if sum(map(_letters, drawn)) <= TOGETHER:
        for one in drawn[:-1]:
            if is_paragraph(one):
                keep(one)
    return drawn


def _definitions(pen: Pen, block: Definitions, depth: int) -> Iterator[Element]:
    """Names and what is said of them; in a list of answers both stand on one line."""
    for number, (name, said) in enumerate(block.pairs):
        id_ = block.ids[number] if number < len(block.ids) else ""
        only = said[0] if len(said) == 1 and block.style in SIDE_BY_SIDE else None
        if isinstance(only, Paragraph) and len(plain_text(name)) <= LONGEST_NAME:
            yield _side_by_side(pen, pen.mark(id_, runs(pen, name)), only)
            continue
        style = pen.styles.paragraph("Term")
        shape = styled(style, keepNext=element("w:keepNext"))
        yield paragraph(pen.mark(id_, runs(pen, name, bold=style is None)), shape)
        yield from _described(pen, draw_blocks(pen, said, depth))


def _described(pen: Pen, drawn: list[Element]) -> Iterator[Element]:
    """What is said of a name; its remark stays on the page of what it remarks on."""
    style = pen.styles.paragraph("Definition")
    for number, one in enumerate(drawn, start=1):
        if is_paragraph(one):
            if style:
                set_style(one, style)
            if number < len(drawn):
                keep(one)
        yield one


def _side_by_side(pen: Pen, name: list[Element], said: Paragraph) -> Element:
    style = pen.styles.paragraph("Pair")
    shape = styled(style)
    if style is None:
        shape["w:tabs"] = element("w:tabs", element("w:tab", val="left", pos=NAME_WIDTH))
        shape["w:ind"] = element("w:ind", left=NAME_WIDTH, hanging=NAME_WIDTH)
    return paragraph([*name, tab(), *runs(pen, said.line)], shape)


def _quotation(pen: Pen, quotation: Quotation) -> Iterator[Element]:
    if quotation.label:
        yield _paragraph(pen, quotation.label, "label")
    style = pen.styles.paragraph("Quote", "Intense Quote")
    for line in quotation.lines:
        shape = styled(style) if style else {"w:ind": element("w:ind", left=INDENT)}
        yield paragraph(runs(pen, line), shape)
