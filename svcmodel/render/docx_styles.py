"""The styles and lists of a Word template, ours or a client's, and what serves where one is missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.parts.numbering import NumberingPart

from svcmodel.render.docx_elements import Element, element

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_BULLETS = ("•", "–", "·")
INDENT = 360
"""How far a list is set in, a level, in twentieths of a point."""


class Styles:
    """Which styles there are, by kind and by their English names, as Word files have them always."""

    def __init__(self, word: WordDocument) -> None:
        self._ids: dict[tuple[str, str], str] = {}
        self._elements: dict[str, Element] = {}
        for style in word.part.styles.element.findall(qn("w:style")):
            name = style.find(qn("w:name"))
            id_ = style.get(qn("w:styleId"))
            if name is not None and id_:
                kind = style.get(qn("w:type"), "paragraph")
                self._ids[kind, str(name.get(qn("w:val"), "")).lower()] = id_
                self._elements[id_] = style

    def first(self, kind: str, *names: str) -> str | None:
        """The id of the first style of those names that there is."""
        found = (self._ids.get((kind, name.lower())) for name in names)
        return next(filter(None, found), None)

    def paragraph(self, *names: str) -> str | None:
        """The id of a paragraph style, or None for the usual one."""
        return self.first("paragraph", *names)

    def character(self, *names: str) -> str | None:
        """The id of a character style, or None."""
        return self.first("character", *names)

    def heading(self, depth: int) -> str | None:
        """The id of the heading style of a depth, or of the nearest above it."""
        return self.paragraph(*(f"heading {level}" for level in range(depth, 0, -1)))

    def is_heading(self, id_: str, depth: int) -> bool:
        """Whether a style is the heading of just that depth."""
        return self._ids.get(("paragraph", f"heading {depth}")) == id_

    def has_tabs(self, id_: str) -> bool:
        """Whether a style says where its tabs stand."""
        return bool(self._elements[id_].xpath("./w:pPr/w:tabs/w:tab"))

    def list_number(self, id_: str) -> str | None:
        """The number of the list that a style belongs to, or None."""
        return next(iter(self._elements[id_].xpath("./w:pPr/w:numPr/w:numId/@w:val")), None)


class Lists:
    """The lists of a document: those of its styles, and ours where its styles have none."""

    def __init__(self, word: WordDocument, styles: Styles) -> None:
        self._word, self._styles = word, styles
        self._ours: dict[bool, str] = {}

    def shape(self, depth: int, *, ordered: bool, begun: str | None) -> dict[str, Element]:
        """The properties of an item's paragraph; `begun`: the number `begin` gave for the list."""
        name = "List Number" if ordered else "List Bullet"
        nested = f"{name} {depth + 1}" if depth else name
        style = self._styles.paragraph(nested)
        own = style is not None and self._styles.list_number(style) is not None
        shape: dict[str, Element] = {}
        if style := style or self._styles.paragraph(name, "List Paragraph"):
            shape["w:pStyle"] = element("w:pStyle", val=style)
        if begun or not own:
            level = 0 if own else min(depth, len(_BULLETS) - 1)
            number = begun or self._list_of_ours(ordered=False)
            shape["w:numPr"] = element(
                "w:numPr", element("w:ilvl", val=level), element("w:numId", val=number)
            )
        return shape

    def begin(self, depth: int, *, ordered: bool) -> str | None:
        """The number of a list that counts from one again; None where nothing is counted."""
        if not ordered:
            return None
        style = self._styles.paragraph(f"List Number {depth + 1}" if depth else "List Number")
        number = self._styles.list_number(style) if style else None
        kind = self._kind(number) if number else None
        if kind is None:
            kind = self._kind(self._list_of_ours(ordered=True))
        over = element("w:lvlOverride", element("w:startOverride", val=1), ilvl=0)
        return self._add(str(kind), over)

    def _numbering(self) -> Element:
        for relation in self._word.part.rels.values():
            if relation.reltype == RELATIONSHIP_TYPE.NUMBERING:
                found: Element = relation.target_part.element
                return found
        made: Element = parse_xml(f"<w:numbering {_W}/>")
        name, package = PackURI("/word/numbering.xml"), self._word.part.package
        part = NumberingPart(name, CONTENT_TYPE.WML_NUMBERING, made, package)
        self._word.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
        return made

    def _kind(self, number: str) -> str | None:
        """Which kind of list (`w:abstractNum`) a list is of."""
        path = f"./w:num[@w:numId='{int(number)}']/w:abstractNumId/@w:val"
        return next(iter(self._numbering().xpath(path)), None)

    def _list_of_ours(self, *, ordered: bool) -> str:
        if ordered not in self._ours:
            numbering = self._numbering()
            kind = _next(numbering.xpath("./w:abstractNum/@w:abstractNumId"))
            levels = list(_levels(ordered=ordered))
            several = element("w:multiLevelType", val="hybridMultilevel")
            made = element("w:abstractNum", several, *levels, abstractNumId=kind)
            first = numbering.find(qn("w:num"))
            if first is None:
                numbering.append(made)
            else:
                first.addprevious(made)
            self._ours[ordered] = self._add(str(kind))
        return self._ours[ordered]

    def _add(self, kind: str, *inside: Element) -> str:
        numbering = self._numbering()
        number = _next(numbering.xpath("./w:num/@w:numId"))
        made = element("w:num", element("w:abstractNumId", val=kind), *inside, numId=number)
        last = numbering.findall(qn("w:num"))
        if last:
            last[-1].addnext(made)
        else:
            numbering.append(made)
        return str(number)


def _next(taken: list[str]) -> int:
    return max((int(number) for number in taken if number.isdecimal()), default=0) + 1


def _levels(*, ordered: bool) -> Iterator[Element]:
    for level, bullet in enumerate(_BULLETS):
        left = INDENT * (level + 1)
        yield element(
            "w:lvl",
            element("w:start", val=1),
            element("w:numFmt", val="decimal" if ordered else "bullet"),
            element("w:lvlText", val=f"%{level + 1}." if ordered else bullet),
            element("w:lvlJc", val="left"),
            element("w:pPr", element("w:ind", left=left, hanging=INDENT)),
            ilvl=level,
        )
