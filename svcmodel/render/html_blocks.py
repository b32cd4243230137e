"""The blocks of a page of HTML, so that every form of a document says what its template says.

Left out is what serves on a screen only: `data-only="screen"`, `nav`, `script`, `style`,
`template`, `.skip`, what is hidden from readers (`aria-hidden`) and drawings outside a figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from svcmodel.render.blocks import (
    Block,
    Cell,
    Definitions,
    Document,
    Figure,
    Heading,
    Line,
    Listing,
    Paragraph,
    Quotation,
    Run,
    Table,
    plain,
)
from svcmodel.render.html_elements import BLOCKS, Element, read_elements

_SPACES = re.compile(r"[ \t\n\r\f]+")
_UNREAD = frozenset({"nav", "script", "style", "template", "head", "noscript", "svg"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_NUMBERS = frozenset({"figure", "score", "number"})
_SVG = 'xmlns="http://www.w3.org/2000/svg"'

_PLAIN = Run("")

_Node = Element | str


def read_blocks(html: str) -> Document:
    """The document that a page of HTML holds."""
    page = read_elements(html)
    elements = {element.tag: element for element in reversed(list(page.walk()))}
    body = elements.get("main") or elements.get("body") or page
    head = elements.get("h1") or elements.get("title") or Element("h1", {})
    header = elements.get("header") or Element("header", {})
    beside = [e for e in header.content if isinstance(e, Element) and e is not head and _read(e)]
    return Document(
        lang=elements.get("html", page).attributes.get("lang", ""),
        title=head.text(),
        subtitle=" · ".join(filter(None, (plain(_capital(_line(e.content))) for e in beside))),
        blocks=tuple(_blocks([e for e in body.content if e is not head])),
    )


def _read(node: _Node) -> bool:
    return isinstance(node, str) or not (
        node.tag in _UNREAD
        or node.attributes.get("data-only") == "screen"
        or node.attributes.get("aria-hidden") == "true"
        or "skip" in node.classes.split()
    )


def _blocks(content: Iterable[_Node], style: str = "") -> Iterator[Block]:
    """The blocks of what stands in an element; loose text becomes a paragraph of the style."""
    loose: list[_Node] = []
    for node in filter(_read, content):
        if isinstance(node, Element) and node.tag in BLOCKS:
            yield from _paragraph(loose, style)
            loose = []
            yield from _block(node)
        else:
            loose.append(node)
    yield from _paragraph(loose, style)


def _paragraph(content: Iterable[_Node], style: str) -> Iterator[Block]:
    if line := _line(content):
        yield Paragraph(line, style)


def _block(element: Element) -> Iterable[Block]:
    tag = element.tag
    if tag in _HEADINGS:
        return _heading(element)
    if tag in ("p", "pre", "summary", "figcaption"):
        return _paragraph(element.content, element.classes or ("label" if tag == "summary" else ""))
    if tag in ("ul", "ol"):
        return _listing(element)
    if tag == "table":
        return [_table(element)]
    if tag == "dl":
        return _definitions(element)
    if tag == "blockquote":
        return [Quotation((), tuple(_lines(element)))]
    if tag == "figure":
        return _figure(element)
    return _named(_blocks(element.content), element.attributes.get("id", ""))


def _heading(element: Element) -> Iterator[Block]:
    if line := _line(element.content):
        level = max(2, _HEADINGS[element.tag])
        yield Heading(level, element.attributes.get("id", ""), line)


def _named(blocks: Iterable[Block], id_: str) -> list[Block]:
    """The blocks, the first of which takes the name of what holds them, as links use that."""
    found = list(blocks)
    if id_ and found and isinstance(found[0], Heading | Table | Figure):
        found[0] = replace(found[0], id=id_)
    return found


def _listing(element: Element) -> Iterator[Block]:
    entries = (item for item in element.elements() if item.tag == "li" and _read(item))
    found = (_named(_blocks(e.content), e.attributes.get("id", "")) for e in entries)
    if items := tuple(tuple(blocks) for blocks in found if blocks):
        yield Listing(items, ordered=element.tag == "ol", style=element.classes)


def _definitions(element: Element) -> Iterator[Block]:
    pairs: list[tuple[Line, tuple[Block, ...]]] = []
    ids: list[str] = []
    capital = "entries" in element.classes.split()
    for item, id_ in _named_things(element):
        if item.tag == "dt":
            pairs.append((_line(item.content), ()))
            ids.append(item.attributes.get("id", id_))
        elif item.tag == "dd" and pairs:
            said = _blocks(item.content, item.classes)
            pairs[-1] = (pairs[-1][0], (*pairs[-1][1], *(map(_raised, said) if capital else said)))
    if pairs:
        yield Definitions(tuple(pairs), element.classes, tuple(ids))


def _named_things(element: Element) -> Iterator[tuple[Element, str]]:
    """The names and descriptions of a `<dl>`, each with the id of the `<div>` around it."""
    for item in filter(_read, element.elements()):
        if item.tag == "div":
            id_ = item.attributes.get("id", "")
            yield from ((inner, id_) for inner in item.elements() if _read(inner))
        else:
            yield item, ""


def _table(element: Element) -> Table:
    caption: Line = ()
    head: tuple[Cell, ...] = ()
    rows: list[tuple[Cell, ...]] = []
    for part in filter(_read, element.elements()):
        if part.tag == "caption" and "hidden" not in part.classes.split():
            caption = _line(part.content)
        for row in [part] if part.tag == "tr" else filter(_read, part.elements()):
            cells = tuple(_cell(c) for c in row.elements() if c.tag in ("td", "th") and _read(c))
            if part.tag == "thead" and not head:
                head = cells
            elif cells:
                rows.append(cells)
    return Table(element.attributes.get("id", ""), caption, head, tuple(rows), element.classes)


def _cell(element: Element) -> Cell:
    heading = element.tag == "th"
    blocks = tuple(_blocks(element.content))
    span = element.attributes.get("colspan", "")
    return Cell(
        blocks if heading else tuple(map(_raised, blocks)),
        heading,
        number=not _NUMBERS.isdisjoint(element.classes.split()),
        span=int(span) if span.isdecimal() and span.isascii() else 1,
    )


def _figure(element: Element) -> Iterator[Block]:
    """A drawing or somebody's words, with their caption; then whatever else stands there."""
    inside = {e.tag: e for e in element.walk()}
    caption = _line(inside["figcaption"].content) if "figcaption" in inside else ()
    drawing, words = inside.get("svg"), inside.get("blockquote")
    if drawing and drawing.attributes.get("aria-hidden") != "true":
        id_ = element.attributes.get("id", "")
        yield Figure(id_, caption, _alternative(drawing, caption), _drawing(drawing))
        caption = ()
    elif words:
        yield Quotation(caption, tuple(_lines(words)))
        caption = ()
    if caption:
        yield Paragraph(caption, "label")
    left = [e for e in element.content if getattr(e, "tag", "") not in ("figcaption", "blockquote")]
    yield from _blocks(left)


def _alternative(drawing: Element, caption: Line) -> str:
    """What is read out for a drawing: its label, its title and description, or its caption."""
    said = [e.text() for e in drawing.elements() if e.tag in ("title", "desc")]
    return drawing.attributes.get("aria-label") or " ".join(said) or plain(caption)


def _drawing(drawing: Element) -> str:
    """The text of a drawing as a file of its own, which must name what it is written in."""
    named = "xmlns" in drawing.attributes
    return drawing.source if named else drawing.source.replace("<svg", f"<svg {_SVG}", 1)


def _lines(element: Element) -> Iterator[Line]:
    for block in _blocks(element.content):
        if isinstance(block, Paragraph):
            yield block.line


def _line(content: Iterable[_Node]) -> Line:
    """The runs of a line: blanks as a browser shows them, neighbours of one shape joined."""
    pieces: list[tuple[Run, str]] = []
    for shape, text in _pieces(content, _PLAIN):
        last, before = pieces[-1] if pieces else (_PLAIN, "\n")
        if before.endswith((" ", "\n")):
            text = text.lstrip(" ")
        if text == "\n":
            before = before.rstrip(" ")
        if pieces and (shape == last or (text in (" ", "\n") and not last.href)):
            pieces[-1] = (last, before + text)
        elif text:
            pieces.append((shape, text))
    if pieces:
        pieces[-1] = (pieces[-1][0], pieces[-1][1].rstrip(" \n"))
    runs = (
        Run(text, shape.strong, shape.emphasis, shape.href, shape.style)
        for shape, text in pieces
        if text
    )
    return tuple(_capital((run,))[0] if run.style == "mark" else run for run in runs)


def _pieces(content: Iterable[_Node], shape: Run) -> Iterator[tuple[Run, str]]:
    """The texts of a line, each with the shape it is in."""
    for node in filter(_read, content):
        if isinstance(node, str):
            yield shape, _SPACES.sub(" ", node)
        elif node.tag == "br":
            yield shape, "\n"
        elif node.tag == "img":
            yield shape, node.attributes.get("alt", "")
        else:
            yield from _pieces(node.content, _shaped(node, shape))


def _shaped(element: Element, shape: Run) -> Run:
    tag = element.tag
    if tag in ("b", "strong"):
        return replace(shape, strong=True)
    if tag in ("i", "em"):
        return replace(shape, emphasis=True)
    if tag == "a":
        href = element.attributes.get("href", "")
        return replace(shape, href=href if href.startswith(("#", "https://", "http://")) else "")
    style = element.classes or (tag if tag in ("code", "small") else "")
    return replace(shape, style=style) if style else shape


def _raised(block: Block) -> Block:
    """A paragraph with a capital at its beginning, as the page's style writes it there."""
    return replace(block, line=_capital(block.line)) if isinstance(block, Paragraph) else block


def _capital(line: Line) -> Line:
    if not line or not line[0].text[:1].islower():
        return line
    first = line[0].text
    return (replace(line[0], text=first[0].upper() + first[1:]), *line[1:])
