"""The pieces charts are drawn from: a sheet that is filled from top to bottom, scales, a legend."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from math import ceil, floor, log10
from typing import NamedTuple

from svcmodel.render.chart_text import text_width, wrapped
from svcmodel.render.chart_types import WIDTH, Anchor, Dot, Label, Path, Rect, Shape

TEXT = 12.0
"""Size of letters."""
SMALL = 11.0
LINE = 14.0
"""From one line of text to the next."""

Key = Callable[["Drawing", float, float], None]
"""Draws the sign of a legend's entry about a middle."""


class Scale(NamedTuple):
    """Values from `low` to `high` on the way from `start` to `end`."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Where a value stands; one beyond an end stands at the end."""
        part = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.start + part * (self.end - self.start)

    def marks(self, most: int = 6) -> tuple[float, ...]:
        """Round values to write at the scale: so many at most."""
        step = _round_step((self.high - self.low) / most)
        first = ceil(self.low / step - 1e-9)
        count = floor(self.high / step + 1e-9) - first
        return tuple(round((first + n) * step, 6) for n in range(count + 1))


def scale_for(values: Iterable[float], start: float, end: float, *, pad: float = 0.0) -> Scale:
    """A scale with round ends that holds every value and `pad` beside them."""
    each = list(values)
    low, high = min(each) - pad, max(each) + pad
    step = _round_step((high - low) / 5 or 1.0)
    low, high = floor(low / step + 1e-9) * step, ceil(high / step - 1e-9) * step
    return Scale(low, high if high > low else low + step, start, end)


def _round_step(least: float) -> float:
    """The smallest of 1, 2, 5, 10, 20, 50 ... and of their tenths that is not less."""
    size = 10.0 ** floor(log10(least))
    return next(size * n for n in (1, 2, 5, 10) if size * n >= least * (1 - 1e-9))


@dataclass
class Drawing:
    """A sheet of `WIDTH` that is drawn on from top to bottom; `y` is how far down it is full."""

    y: float = 0.0
    shapes: list[Shape] = field(default_factory=list)

    @property
    def done(self) -> tuple[Shape, ...]:
        """What was drawn."""
        return tuple(self.shapes)

    @property
    def height(self) -> float:
        """How high the sheet is."""
        return _near(self.y + 4)

    def rect(self, x: float, y: float, width: float, height: float, look: str) -> None:
        """A box."""
        self.shapes.append(Rect(_near(x), _near(y), _near(width), _near(height), look))

    def dot(self, x: float, y: float, radius: float, look: str) -> None:
        """A circle."""
        self.shapes.append(Dot(_near(x), _near(y), radius, look))

    def path(
        self, points: Sequence[tuple[float, float]], look: str, *, closed: bool = False
    ) -> None:
        """Straight lines from point to point."""
        steps = (f"{_near(x):g} {_near(y):g}" for x, y in points)
        self.shapes.append(Path("M" + "L".join(steps) + ("Z" if closed else ""), look))

    def line(self, x: float, y: float, to_x: float, to_y: float, look: str) -> None:
        """A straight line."""
        self.path([(x, y), (to_x, to_y)], look)

    def diamond(self, x: float, y: float, radius: float, look: str) -> None:
        """A square on its corner."""
        corners = [(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)]
        self.path(corners, look, closed=True)

    def cross(self, x: float, y: float, radius: float, look: str) -> None:
        """An x."""
        self.line(x - radius, y - radius, x + radius, y + radius, look)
        self.line(x - radius, y + radius, x + radius, y - radius, look)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        look: str = "ink",
        *,
        anchor: Anchor = "start",
        size: float = TEXT,
    ) -> None:
        """A line of text on its baseline, moved inside where it would be cut at an edge."""
        wide = text_width(text, size, bold=look == "strong")
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        shift = min(0.0, WIDTH - left - wide) or max(0.0, -left)
        self.shapes.append(Label(_near(x + shift), _near(y), text, look, anchor, size, wide))

    def block(
        self, x: float, y: float, lines: Iterable[str], look: str, size: float = TEXT
    ) -> None:
        """Lines of text below each other."""
        for n, line in enumerate(lines):
            self.text(x, y + n * LINE, line, look, size=size)

    def heading(self, text: str) -> None:
        """A heading over rows, with a fine line under it."""
        self.y += LINE + 4
        for line in wrapped(text, WIDTH, TEXT, 2, bold=True):
            self.text(0, self.y, line, "strong")
            self.y += LINE
        self.line(0, self.y - LINE + 5, WIDTH, self.y - LINE + 5, "rule")
        self.y -= LINE - 6

    def axis(self, scale: Scale, top: float, written: Callable[[float], str]) -> None:
        """The marks of a scale from a height down to here, with their values under them."""
        before = -1.0
        for mark in scale.marks():
            x, text = scale.at(mark), written(mark)
            self.shapes.insert(0, Path(f"M{_near(x):g} {_near(top):g}V{_near(self.y):g}", "grid"))
            if x - text_width(text, SMALL) / 2 > before:
                self.text(x, self.y + LINE, text, "soft", anchor="middle", size=SMALL)
                before = x + text_width(text, SMALL) / 2 + 4
        self.y += LINE + 4

    def legend(self, entries: Iterable[tuple[Key, str]]) -> None:
        """What the signs mean, as many beside each other as fit."""
        self.y += LINE + 4
        x = 0.0
        for key, text in entries:
            lines = wrapped(text, WIDTH - 22, SMALL, 3)
            wide = 22 + max(text_width(line, SMALL) for line in lines)
            if x and x + wide > WIDTH:
                x, self.y = 0.0, self.y + LINE + 2
            key(self, x + 8, self.y - 4)
            self.block(x + 22, self.y, lines, "soft", SMALL)
            self.y += LINE * (len(lines) - 1)
            x += wide + 16
        self.y += 4


def _near(length: float) -> float:
    """To a tenth of a unit."""
    return round(length, 1) + 0.0


def box_key(look: str) -> Key:
    """The sign of a legend for what is drawn as bars or cells."""
    return lambda drawing, x, y: drawing.rect(x - 7, y - 4, 14, 8, look)
