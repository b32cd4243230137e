"""How wide the columns of a table are, by what their cells hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from math import isqrt

from svcmodel.render.blocks import Block, Cell, Listing, Paragraph, plain

PAGE = 120
"""Characters of a table on one line."""

GAP = 4
"""Characters that the space between two columns takes."""

WORD = 16
"""Characters; a longer word may be broken where a column is narrow."""


def column_widths(rows: Sequence[Sequence[Cell]]) -> list[int]:
    """The widths of the columns in characters, the gap after each included, `PAGE` at most in all.

    A column has its share by what its usual and its longest cell hold (to the power of 3/4, so that
    short ones keep some air), but at least the width of its longest word and at most that of its
    longest cell.
    """
    columns = _columns(rows)
    texts = [[cell_text(cell) for cell in cells] for cells in columns]
    least = [min(WORD, max(map(longest_word, cells), default=1)) for cells in columns]
    most = [max(map(len, column), default=1) for column in texts]
    held = [sum(map(len, t)) + len(t) * longest for t, longest in zip(texts, most, strict=True)]
    shares = [1 + isqrt(size * isqrt(size)) for size in held]
    widths: dict[int, int] = {}
    left = PAGE - GAP * len(columns)
    while free := [place for place in range(len(columns)) if place not in widths]:
        whole = sum(shares[place] for place in free)
        wished = {place: left * shares[place] // whole for place in free}
        low = {place: least[place] for place in free if wished[place] < least[place]}
        high = {place: most[place] for place in free if wished[place] > most[place]}
        settled = low or high or wished
        widths |= settled
        left -= sum(settled.values())
    return [widths[place] + GAP for place in range(len(columns))]


def _columns(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """The cells of each column, without those that are wider than one."""
    columns: list[list[Cell]] = [[] for _ in range(max(map(row_width, rows), default=0))]
    for row in rows:
        for place, cell in zip(accumulate((c.span for c in row), initial=0), row, strict=False):
            if cell.span == 1:
                columns[place].append(cell)
    return columns


def row_width(row: Sequence[Cell]) -> int:
    """How many columns a row takes."""
    return sum(cell.span for cell in row)


def longest_word(cell: Cell) -> int:
    """The characters of the longest word of a cell; a number is one word."""
    text = cell_text(cell)
    return max(map(len, [text] if cell.number else re.split(r"[ \n]", text)))


def cell_text(cell: Cell) -> str:
    """The text of the paragraphs and lists of a cell."""
    return " ".join(_texts(cell.blocks))


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield plain(block.line)
        elif isinstance(block, Listing):
            for item in block.items:
                yield from _texts(item)
