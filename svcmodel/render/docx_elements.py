"""Elements of a Word document, made one by one: text goes in as text and can be nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import cast

from docx.oxml.ns import nsmap, qn
from docx.oxml.parser import oxml_parser
from docx.oxml.text.parfmt import CT_PPr
from docx.oxml.xmlchemy import BaseOxmlElement

from svcmodel.render.blocks import Line

Element = BaseOxmlElement

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_W = {"w": nsmap["w"]}
_name = cache(qn)


def element(tag: str, *inside: Element | None, **values: str | int) -> Element:
    """An element such as `w:ind` with its values (`left=100` is w:left="100") and what it holds."""
    attributes = {_name(f"w:{name}"): str(value) for name, value in values.items()}
    made: Element = oxml_parser.makeelement(_name(tag), attributes, _W)
    made.extend([one for one in inside if one is not None])
    return made


def sound(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return _NOT_XML.sub("", text)


def run(
    text: str, *, bold: bool = False, italic: bool = False, style: str | None = None
) -> Element:
    """A run of a text; a line feed breaks the line. `style`: the id of a character style."""
    made = element("w:r", _run_shape(bold, italic, style))
    for number, part in enumerate(sound(text).replace("\r", "").split("\n")):
        if number:
            made.append(element("w:br"))
        if part:
            said = element("w:t")
            said.text = part.replace("\t", " ")
            said.set(_SPACE, "preserve")
            made.append(said)
    return made


def _run_shape(bold: bool, italic: bool, style: str | None) -> Element | None:
    if not (bold or italic or style):
        return None
    return element(
        "w:rPr",
        element("w:rStyle", val=style) if style else None,
        element("w:b") if bold else None,
        element("w:i") if italic else None,
    )


def tab() -> Element:
    """A run that goes to the next tab stop."""
    return element("w:r", element("w:tab"))


def field(instruction: str, shown: str) -> Iterator[Element]:
    """The runs of a field of ours, with what it shows until it is worked out."""
    yield element("w:r", element("w:fldChar", fldCharType="begin"))
    asked = element("w:instrText")
    asked.text = f" {instruction} "
    asked.set(_SPACE, "preserve")
    yield element("w:r", asked)
    yield element("w:r", element("w:fldChar", fldCharType="separate"))
    yield run(shown)
    yield element("w:r", element("w:fldChar", fldCharType="end"))


_ORDER = (
    "pStyle keepNext keepLines pageBreakBefore numPr pBdr shd tabs spacing ind contextualSpacing jc"
    " outlineLvl"
)
_PLACE = {f"w:{name}": number for number, name in enumerate(_ORDER.split())}


def paragraph(inside: Iterable[Element], shape: dict[str, Element]) -> Element:
    """A paragraph; `shape` holds its properties by tag, put in the order that Word asks for."""
    properties = [shape[tag] for tag in sorted(shape, key=_PLACE.__getitem__)]
    return element("w:p", element("w:pPr", *properties) if properties else None, *inside)


def is_paragraph(one: Element) -> bool:
    """Whether an element is a paragraph, and not a table."""
    return bool(one.tag == _name("w:p"))


def shape_of(one: Element) -> CT_PPr:
    """The properties of a paragraph, which know their order; made where there are none."""
    found = one.find(_name("w:pPr"))
    if found is None:
        found = element("w:pPr")
        one.insert(0, found)
    return cast(CT_PPr, found)


def set_style(one: Element, id_: str) -> None:
    """Give a paragraph a style, unless it has one."""
    shape = shape_of(one)
    if shape.find(_name("w:pStyle")) is None:
        shape.insert(0, element("w:pStyle", val=id_))


def keep(one: Element) -> None:
    """Keep a paragraph on the page of the next one."""
    shape = shape_of(one)
    if shape.find(_name("w:keepNext")) is None:
        is_styled = shape.find(_name("w:pStyle")) is not None
        shape.insert(int(is_styled), element("w:keepNext"))


def plain_text(line: Line) -> str:
    """The text of a line as one line."""
    return " ".join(sound("".join(part.text for part in line)).split())
