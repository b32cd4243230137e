"""A page of HTML as a tree, for tests: refuses tags that do not match."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "br", "hr", "img", "input", "wbr"})
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


class MalformedError(Exception):
    """A tag that is never opened or never closed, or an attribute given twice."""


@dataclass
class Element:
    """A tag, its attributes and what is in it: elements and texts in their order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    content: list[Element | str] = field(default_factory=list)

    @property
    def children(self) -> list[Element]:
        return [item for item in self.content if isinstance(item, Element)]

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    @property
    def text(self) -> str:
        """Everything in it that is read, on one line."""
        return " ".join(" ".join(self.texts()).split())

    def texts(self) -> Iterator[str]:
        for item in self.content:
            if isinstance(item, str):
                yield item
            else:
                yield from item.texts()

    def walk(self) -> Iterator[Element]:
        yield self
        for child in self.children:
            yield from child.walk()

    def all(self, *tags: str, of: str | None = None) -> list[Element]:
        """Every element with one of the tags, and the class `of` where one is named."""
        return [
            element
            for element in self.walk()
            if (not tags or element.tag in tags) and (of is None or of in element.classes)
        ]

    def one(self, *tags: str, of: str | None = None) -> Element:
        found = self.all(*tags, of=of)
        assert len(found) == 1, f"{len(found)} of {tags}"
        return found[0]

    def by_id(self, id_: str) -> Element:
        return next(e for e in self.walk() if e.attributes.get("id") == id_)

    def chunks(self) -> list[str]:
        """The texts that stand in it, each on one line, without those of the style."""
        found: list[str] = []
        for element in self.walk():
            if element.tag != "style":
                texts = (item for item in element.content if isinstance(item, str))
                found += [line for text in texts if (line := " ".join(text.split()))]
        return found


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("#document")
        self.open = [self.root]

    def _add(self, tag: str, attrs: list[tuple[str, str | None]]) -> Element:
        attributes = {name: value or "" for name, value in attrs}
        if len(attributes) != len(attrs):
            raise MalformedError(f"<{tag}> has an attribute twice: {attrs}")
        element = Element(tag, attributes)
        self.open[-1].content.append(element)
        return element

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = self._add(tag, attrs)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._add(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].tag != tag:
            raise MalformedError(f"</{tag}> closes <{self.open[-1].tag}>, line {self.getpos()[0]}")
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].content.append(data)


def parse_page(html: str) -> Element:
    """The tree of a page. Raises `MalformedError`."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    if len(builder.open) > 1:
        raise MalformedError(f"<{builder.open[-1].tag}> is never closed")
    return builder.root
