"""The rows of a calendar: what they are called, how high they are, and how they share pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from svcmodel.domain.calendar import number_of
from svcmodel.render.chart_shapes import SMALL, Scale
from svcmodel.render.chart_text import wrapped
from svcmodel.render.chart_types import WIDTH

NAMES = 196.0
"""Room for the names of tasks."""
PLOT = (204.0, WIDTH - 2)
ROW_LINE = 12.5
ROW_SPACE = 6.0
HEAD = 30.0
"""What a heading takes."""
HIGHEST = 640.0
"""How high the rows of one chart may be, so that it fits on a page."""


class Row(NamedTuple):
    """A line of the calendar: from a day to a day, at the latest to another.

    `look`: of its bar; `milestone` for a day that is marked.
    """

    name: str
    start: str
    end: str
    latest: str
    look: str


class Group(NamedTuple):
    """Rows under a heading."""

    heading: str
    rows: Sequence[Row]


def calendar(rows: Sequence[Row]) -> Scale:
    """From the first day of the rows to the last that they may take; four weeks at least."""
    start = number_of(min(row.start for row in rows))
    end = number_of(max(row.latest for row in rows)) + 1
    return Scale(start, max(end, start + 28), *PLOT)


def name_lines(row: Row) -> tuple[str, ...]:
    """The name of a row in up to three lines."""
    return wrapped(row.name, NAMES, SMALL, 3, bold=row.look == "critical")


def parts_of(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """The rows in parts of about the same number, none too high for a page."""
    count = int(high_of(rows) // HIGHEST) + 1
    for n in range(count):
        yield rows[len(rows) * n // count : len(rows) * (n + 1) // count]


def packed(groups: Sequence[Group]) -> Iterator[list[Group]]:
    """The groups in their order, as many together as are not too high for a page."""
    part: list[Group] = []
    for group in groups:
        if part and sum(high_of(each.rows) + HEAD for each in [*part, group]) > HIGHEST:
            yield part
            part = []
        part.append(group)
    yield part


def high_of(rows: Sequence[Row]) -> float:
    """How high rows are together."""
    return sum(ROW_LINE * len(name_lines(row)) + ROW_SPACE for row in rows)
