"""The table of contents of a Word document: links that lead, in a field that Word can work out anew.

Page numbers are known to no one before Word lays the pages out, and a field marked as old makes Word
ask a question whenever the document is opened. So the entries are links without numbers; "Update
field" in Word puts the numbers in.
"""

from __future__ import annotations

from collections.abc import Iterator

from svcmodel.render.docx_elements import Element, element, paragraph, run
from svcmodel.render.docx_pen import Entry, Pen, styled

DEPTH = 1
"""Word's own pane of headings shows the rest."""

FIELD = f'TOC \\o "1-{DEPTH}" \\h \\z \\u'


def draw_contents(pen: Pen, heading: str) -> Iterator[Element]:
    """The contents of what was drawn, under a heading; nothing where there is one entry only."""
    entries = [entry for entry in pen.entries if entry.depth <= DEPTH]
    if len(entries) < 2:
        return
    style = pen.styles.paragraph("TOC Heading")
    shape = styled(style, keepNext=element("w:keepNext"))
    title = paragraph([run(heading, bold=style is None)], shape)
    lines = [_line(pen, entry) for entry in entries]
    lines[0][1:1] = [*_field_runs("begin", FIELD, "separate")]
    lines[-1].append(element("w:r", element("w:fldChar", fldCharType="end")))
    kind = element(
        "w:docPartObj",
        element("w:docPartGallery", val="Table of Contents"),
        element("w:docPartUnique"),
    )
    content = element("w:sdtContent", title, *lines)
    yield element("w:sdt", element("w:sdtPr", kind), content)


def _line(pen: Pen, entry: Entry) -> Element:
    style = pen.styles.paragraph(f"toc {entry.depth}")
    shape = styled(style)
    if style is None:
        shape["w:ind"] = element("w:ind", left=240 * (entry.depth - 1))
    link = element("w:hyperlink", run(entry.text), anchor=pen.marks[entry.name], history=1)
    made = paragraph([link], shape)
    if not shape:
        made.insert(0, element("w:pPr"))
    return made


def _field_runs(begin: str, instruction: str, end: str) -> Iterator[Element]:
    yield element("w:r", element("w:fldChar", fldCharType=begin))
    asked = element("w:instrText")
    asked.text = instruction
    yield element("w:r", asked)
    yield element("w:r", element("w:fldChar", fldCharType=end))
