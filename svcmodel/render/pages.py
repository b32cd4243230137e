"""A page of headings and paragraphs, drawn for a terminal or filled into a template."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import NamedTuple

MAX_WIDTH = 110
INDENT = "  "


class Line(NamedTuple):
    """A paragraph, or with `mark` an item of a list; `strong`: how much of its start is stressed."""

    text: str
    mark: str = ""
    strong: str = ""


class Section(NamedTuple):
    """A heading and its lines."""

    heading: str
    lines: tuple[Line, ...]


class Page(NamedTuple):
    """A title and sections; sections without lines are left out."""

    title: str
    sections: tuple[Section, ...]


def page_of(title: str, *sections: tuple[str, list[Line]]) -> Page:
    """A page of the sections that have lines."""
    return Page(title, tuple(Section(head, tuple(lines)) for head, lines in sections if lines))


def plain_page(page: Page, width: int, *, colour: bool) -> str:
    """The page as text of at most `width` columns; escape codes only with `colour`."""
    lines = list(_lines(page, min(width, MAX_WIDTH)))
    if not colour:
        return "\n".join(text.rstrip() for text, _ in lines) + "\n"
    from rich.console import Console
    from rich.text import Text

    console = Console(width=4 * MAX_WIDTH, force_terminal=True, color_system="standard")
    with console.capture() as captured:
        for text, style in lines:
            console.print(Text(text.rstrip(), style=style), highlight=False, soft_wrap=True)
    return captured.get()


def _lines(page: Page, width: int) -> Iterator[tuple[str, str]]:
    for part in wrap(page.title, width):
        yield part, "bold"
    for section in page.sections:
        yield "", ""
        yield section.heading, "bold cyan"
        for line in section.lines:
            first = f"{INDENT}{line.mark} " if line.mark else INDENT
            rest = " " * len(first)
            text = f"{line.strong} {line.text}".strip()
            for part in wrap(text, width, initial_indent=first, subsequent_indent=rest):
                yield part, ""
