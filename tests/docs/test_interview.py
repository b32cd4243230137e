"""docs/interview.md shows figures of what ships, and they bear out what the page claims."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from benchmarks.interview import GROUPS, ORDERS, Group, material
from docs.draw_interview import NAMES, PAGE
from docs.draw_interview import ORDERS as ORDER_NAMES

AGREEMENT = slice(2, 6)


def rows() -> Iterator[list[str]]:
    """The cells of the drawn table, a row for each group and order."""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) > 2 and cells[1] in ORDER_NAMES.values():
            yield cells


def test_a_row_for_each_group_in_each_order() -> None:
    counts = {group: len(material().companies(group)) for group in GROUPS}
    expected = [
        (f"{counts[group]} {NAMES[group]}", ORDER_NAMES[order])
        for group in GROUPS
        for order in ORDERS
    ]
    drawn = [(row[0].partition(",")[0], row[1]) for row in rows()]
    assert drawn == expected, "make interview-figures draws them again"


@pytest.mark.parametrize("group", GROUPS)
def test_what_matters_first_is_ahead_of_both_other_orders(group: Group) -> None:
    matters, *others = [
        [float(cell.removesuffix(" %")) for cell in row[AGREEMENT]]
        for row in rows()
        if re.search(rf"\b{NAMES[group]}\b", row[0])
    ]
    for other in others:
        assert all(mine > theirs for mine, theirs in zip(matters, other, strict=True))


def test_after_a_third_nine_layers_in_ten_of_the_examples_agree() -> None:
    assert float(next(rows())[5].removesuffix(" %")) >= 90
