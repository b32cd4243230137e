"""What a chart is: shapes in a box, what one sees in a sentence, and the numbers behind it.

Lengths are in the units of the box (`WIDTH` of them across, a unit is a pixel at natural size). A `look`
is a name: the template that draws the shapes says what colours it has.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

WIDTH = 420.0
"""Of every chart: narrow enough to be read on a telephone, and natural size on paper."""

Anchor = Literal["start", "middle", "end"]


class Rect(NamedTuple):
    """A box from its upper left corner."""

    x: float
    y: float
    width: float
    height: float
    look: str
    kind: str = "rect"


class Dot(NamedTuple):
    """A circle about its middle."""

    x: float
    y: float
    radius: float
    look: str
    kind: str = "dot"


class Path(NamedTuple):
    """A line or an area, written as the `d` of an SVG path."""

    d: str
    look: str
    kind: str = "path"


class Label(NamedTuple):
    """One line of text on its baseline. `size`: of the letters; `wide`: how wide it is reckoned."""

    x: float
    y: float
    text: str
    look: str
    anchor: Anchor
    size: float
    wide: float
    kind: str = "label"

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of where the letters may be."""
        left = self.x - {"start": 0.0, "middle": self.wide / 2, "end": self.wide}[self.anchor]
        return left, self.y - 0.76 * self.size, left + self.wide, self.y + 0.22 * self.size


Shape = Rect | Dot | Path | Label


class Column(NamedTuple):
    """A column of a chart's numbers."""

    name: str
    is_number: bool = False


class Chart(NamedTuple):
    """A chart as it is drawn and told.

    `alt`: what one sees, for whoever does not see it. `columns`, `rows`: its numbers, the first column
    naming the row; no rows where a table beside the chart holds them.
    """

    id: str
    title: str
    alt: str
    height: float
    shapes: tuple[Shape, ...]
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    width: float = WIDTH
