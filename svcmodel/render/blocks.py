"""A document as a tree of blocks, from which PDF and Word are drawn.

A style is the HTML class of what a block or a run came from ("note", "facts", "mark"). Who draws
the tree may give it a look and may leave it: nothing is said by a style alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a line in one shape; `href` is "#id" or an address. A line feed breaks the line."""

    text: str
    strong: bool = False
    emphasis: bool = False
    href: str = ""
    style: str = ""


Line: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 2 to 6 (the title of the document is level 1); `id` is what links name."""

    level: int
    id: str
    line: Line


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    line: Line
    style: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; every item holds blocks."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False
    style: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: `heading` of its column or row, a `number`, `span` columns wide."""

    blocks: tuple[Block, ...]
    heading: bool = False
    number: bool = False
    span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `head` is its first row, or empty."""

    id: str
    caption: Line
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    style: str = ""


@dataclass(frozen=True, slots=True)
class Definitions:
    """Named things and what is said of each; `ids` are what links name, "" for none."""

    pairs: tuple[tuple[Line, tuple[Block, ...]], ...]
    style: str = ""
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quotation:
    """Somebody's own words, and what they were asked."""

    label: Line
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture, as the text of an `<svg>`; its numbers stand in a table after it."""

    id: str
    caption: Line
    alt: str
    svg: str


Block: TypeAlias = Heading | Paragraph | Listing | Table | Definitions | Quotation | Figure


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document; `lang` is a code such as "es"."""

    lang: str
    title: str
    subtitle: str
    blocks: tuple[Block, ...]


def plain(line: Line) -> str:
    """The text of a line without its shape."""
    return "".join(run.text for run in line)
