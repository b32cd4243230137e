"""Rows of cells as lines of aligned text."""

from __future__ import annotations

from collections.abc import Collection, Sequence


def aligned(
    rows: Sequence[Sequence[str]], *, to_the_right: Collection[int] = (), gap: str = "  "
) -> list[str]:
    """One line for each row, every column as wide as its widest cell.

    `to_the_right`: the numbers of the columns whose cells stand at the right, from 0.
    """
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]

    def cell(number: int, text: str) -> str:
        width = widths[number]
        return text.rjust(width) if number in to_the_right else text.ljust(width)

    return [gap.join(cell(n, text) for n, text in enumerate(row)).rstrip() for row in rows]
