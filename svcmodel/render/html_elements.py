"""A page of HTML as a tree of elements, read leniently: a tag left open ends where it must."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import accumulate

VOID = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    }
)
BLOCKS = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "details",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "ul",
    }
)
_ENDS = {
    "li": ("li",),
    "dt": ("dt", "dd"),
    "dd": ("dt", "dd"),
    "tr": ("tr", "td", "th"),
    "td": ("td", "th"),
    "th": ("td", "th"),
}
"""The elements that a start tag ends where they are still open."""


@dataclass(slots=True)
class Element:
    """A tag, its attributes and what is in it; `source` is the text of an `<svg>` as written."""

    tag: str
    attributes: dict[str, str]
    content: list[Element | str] = field(default_factory=list)
    source: str = ""

    @property
    def classes(self) -> str:
        """The names of its classes, as written."""
        return self.attributes.get("class", "")

    def elements(self) -> Iterator[Element]:
        """The elements that stand directly in it."""
        return (item for item in self.content if isinstance(item, Element))

    def walk(self) -> Iterator[Element]:
        """It and every element below it, in reading order."""
        yield self
        for child in self.elements():
            yield from child.walk()

    def text(self) -> str:
        """Everything that is read in it, on one line."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for item in self.content:
            if isinstance(item, str):
                yield item
            else:
                yield from item._texts()


class _Builder(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.line_starts = [0, *accumulate(len(line) + 1 for line in html.split("\n"))]
        self.open = [Element("#page", {})]
        self.drawing_from = 0

    def place(self) -> int:
        line, column = self.getpos()
        return self.line_starts[line - 1] + int(column)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        ended = _ENDS.get(tag, ())
        while self.open[-1].tag in ended or (self.open[-1].tag == "p" and tag in BLOCKS):
            self.open.pop()
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].content.append(element)
        if tag == "svg":
            self.drawing_from = self.place()
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not any(element.tag == tag for element in self.open):
            return
        while (element := self.open.pop()).tag != tag:
            pass
        if tag == "svg":
            end = self.html.find(">", self.place()) + 1
            element.source = self.html[self.drawing_from : end]

    def handle_data(self, data: str) -> None:
        self.open[-1].content.append(data)


def read_elements(html: str) -> Element:
    """The tree of a page."""
    builder = _Builder(html)
    builder.feed(html)
    builder.close()
    return builder.open[0]
