"""The table of contents of a Word document: links with page numbers, as far as headings are named.

Every number is a field that names the bookmark of its heading. Office programs that lay out the pages
when they open a file show the numbers at once; Word works them out when the document is printed or
saved as PDF, and with "Update field". To do so on opening it would ask the reader a question first:
a field marked as old and the setting for it both bring that about. So no field is marked, and none
shows a number that nobody has worked out. The entries stand in no field of their own, as the numbers
within such a one are taken as they are and not worked out when a file is opened.
"""

from __future__ import annotations

from collections.abc import Iterator

from svcmodel.render.docx_elements import Element, element, field, paragraph, run, tab
from svcmodel.render.docx_pen import Entry, Pen, styled

DEPTH = 2
"""Sections, and of what is below them the headings that links name, as those of the steps."""


def draw_contents(pen: Pen, heading: str) -> Iterator[Element]:
    """The contents of what was drawn, under a heading; nothing where there is one entry only."""
    entries = [
        entry
        for entry in pen.entries
        if entry.depth == 1 or (entry.depth <= DEPTH and entry.is_named)
    ]
    if len(entries) < 2:
        return
    style = pen.styles.paragraph("TOC Heading")
    shape = styled(style, keepNext=element("w:keepNext"))
    yield paragraph([run(heading, bold=style is None)], shape)
    for entry in entries:
        yield _line(pen, entry)


def _line(pen: Pen, entry: Entry) -> Element:
    style = pen.styles.paragraph(f"toc {entry.depth}")
    shape = styled(style)
    if style is None:
        shape["w:ind"] = element("w:ind", left=240 * (entry.depth - 1))
    if style is None or not pen.styles.has_tabs(style):
        end = element("w:tab", val="right", leader="dot", pos=pen.width)
        shape["w:tabs"] = element("w:tabs", end)
    name = pen.marks[entry.name]
    shown = [run(entry.text), tab(), *field(f"PAGEREF {name} \\h", "")]
    return paragraph([element("w:hyperlink", *shown, anchor=name, history=1)], shape)
