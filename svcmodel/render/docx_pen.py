"""What a Word document is drawn with: its styles and lists, and the names that links lead to."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from svcmodel.render.blocks import Line, Run
from svcmodel.render.docx_elements import Element, element, run, sound
from svcmodel.render.docx_styles import Lists, Styles

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

Picture = Callable[[str], bytes]
"""Makes a PNG of the text of an SVG."""

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_]")


@dataclass(slots=True)
class Entry:
    """A heading as the contents show it: how deep, what it says and what links name it by.

    `is_named`: by the document, and not for the contents alone.
    """

    depth: int
    text: str
    name: str
    is_named: bool


@dataclass(slots=True)
class Pen:
    """What is drawn with: the document drawn into, its styles and lists, what was drawn already.

    `width`, `height`: of the text of a page, in twentieths of a point.
    """

    word: WordDocument
    styles: Styles
    lists: Lists
    width: int
    height: int
    picture: Picture | None
    entries: list[Entry] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)
    links: list[Element] = field(default_factory=list)
    number: int = 1000

    def next_number(self) -> int:
        """A number that no other thing of the document has."""
        self.number += 1
        return self.number

    def mark(self, id_: str, inside: list[Element]) -> list[Element]:
        """The runs with a bookmark around them, unless that name was given already."""
        if not id_ or id_ in self.marks:
            return inside
        self.marks[id_] = name = self._bookmark(id_)
        number = self.next_number()
        start = element("w:bookmarkStart", id=number, name=name)
        return [start, *inside, element("w:bookmarkEnd", id=number)]

    def _bookmark(self, id_: str) -> str:
        """A name as Word has them: a letter first, then letters and digits, 40 at most."""
        name = _NOT_IN_NAMES.sub("_", id_)
        name = (name if name[0].isalpha() else f"at_{name}")[:40]
        return name if name not in self.marks.values() else f"{name[:32]}_{self.next_number()}"

    def settle_links(self) -> None:
        """Every link to a place that was not drawn becomes plain text."""
        for link in self.links:
            name = self.marks.get(link.get(qn("w:anchor"), ""))
            if name:
                link.set(qn("w:anchor"), name)
                continue
            for inner in list(link):
                shape = inner.find(qn("w:rPr"))
                if shape is not None:
                    inner.remove(shape)
                link.addprevious(inner)
            link.getparent().remove(link)


def runs(pen: Pen, line: Line, *, bold: bool = False) -> list[Element]:
    """The runs of a line; `bold` where the line as a whole stands out."""
    drawn: list[Element] = []
    for part in line:
        styles = [name.capitalize() for name in part.style.split()]
        style = pen.styles.character(*styles) if styles else None
        if part.href:
            drawn.append(_link(pen, part))
        else:
            strong = bold or part.strong
            drawn.append(run(part.text, bold=strong, italic=part.emphasis, style=style))
    return drawn


def _link(pen: Pen, part: Run) -> Element:
    style = pen.styles.character("Hyperlink")
    inner = run(part.text, bold=part.strong, italic=part.emphasis, style=style)
    if part.href.startswith("#"):
        link = element("w:hyperlink", inner, anchor=sound(part.href[1:]), history=1)
        pen.links.append(link)
        return link
    link = element("w:hyperlink", inner, history=1)
    address = sound(part.href)
    known = pen.word.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link.set(qn("r:id"), known)
    return link


def styled(id_: str | None, **shape: Element) -> dict[str, Element]:
    """The properties of a paragraph of a style."""
    given = {f"w:{name}": one for name, one in shape.items()}
    return {"w:pStyle": element("w:pStyle", val=id_), **given} if id_ else given
