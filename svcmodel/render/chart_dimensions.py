"""What each dimension gives the models: a small radar for each chosen one, and all side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import cos, pi, sin

from svcmodel.domain.assessment import MIDDLE, ModelResult
from svcmodel.render.chart_names import ChartNames
from svcmodel.render.chart_shapes import LINE, SMALL, TEXT, Drawing, Scale, box_key, scale_for
from svcmodel.render.chart_text import wrapped
from svcmodel.render.chart_types import WIDTH, Anchor, Chart, Column
from svcmodel.render.report_names import DIGITS
from svcmodel.render.rounding import points, shares

RADIUS = 52.0
HALF = WIDTH / 2
NAMES = 116.0
CELLS = 122.0
"""From where on the cells of the heat map stand."""
DEEP = 6.0
"""Points from which on a cell is no darker."""


class DimensionCharts(ChartNames):
    """Draws what the dimensions give the models of a result."""

    def radar(self) -> Chart | None:
        """What each dimension gives to the chosen models, a small radar for each; None for none."""
        chosen = [self.assessment.model(c.chosen) for c in self.assessment.design.layers.values()]
        told = [result for result in chosen if result.contributions]
        if not told:
            return None
        given = {result.id: self.by_dimension(result) for result in told}
        values = [value for row in given.values() for value in row]
        scale = scale_for([*values, 0.0], 0, RADIUS, pad=0.5)
        drawing = Drawing()
        pairs = (f"{n} {name}" for n, name in enumerate(self.dimensions, start=1))
        numbered = [pair.replace(" ", "\u00a0") for pair in pairs]
        for line in wrapped(", ".join(numbered), WIDTH, SMALL, 3):
            drawing.y += LINE
            drawing.text(0, drawing.y, line, "soft", size=SMALL)
        titles = [self._title(result) for result in told]
        titled = LINE * max(map(len, titles))
        for n, result in enumerate(told):
            _lines(drawing, HALF * (n % 2 + 0.5), drawing.y + 18, titles[n])
            self._net(drawing, scale, given[result.id], (HALF * (n % 2 + 0.5), titled))
            if n % 2 or n == len(told) - 1:
                drawing.y += 2 * RADIUS + 48 + titled
        drawing.legend([(_ring, self.words("charts.key.ring"))])
        return Chart(
            id="dimensions",
            title=self.words("charts.radar.title"),
            alt=self.words("charts.radar.alt", parts="; ".join(map(self._strongest, told))),
            height=drawing.height,
            shapes=drawing.done,
            columns=self._dimension_columns(),
            rows=tuple(self._dimension_rows(told)),
        )

    def heat(self) -> Chart:
        """Every model of the ranking and what each dimension gives it, as a table with shades."""
        results = self.best_supported()
        drawing = Drawing()
        width = (WIDTH - CELLS) / len(self.dimensions)
        self._heads(drawing, width)
        for result in results:
            lines = wrapped(self.name(result.id), NAMES, TEXT, 2)
            high = max(22.0, LINE * len(lines) + 4)
            drawing.block(0, drawing.y + high / 2 + 4 - LINE * (len(lines) - 1) / 2, lines, "ink")
            for n, value in enumerate(self.by_dimension(result)):
                x = CELLS + n * width
                drawing.rect(x, drawing.y, width - 2, high - 2, shade(value))
                middle = x + width / 2 - 1
                drawing.text(
                    middle, drawing.y + high / 2 + 3, self.signed(value), "cell", anchor="middle"
                )
            drawing.y += high
        drawing.legend(
            [
                (box_key("up3"), self.words("charts.key.gives")),
                (box_key("down3"), self.words("charts.key.takes")),
            ]
        )
        return Chart(
            id="heat",
            title=self.words("charts.heat.title"),
            alt=self._heat_told(results),
            height=drawing.height,
            shapes=drawing.done,
            columns=self._dimension_columns(),
            rows=tuple(self._dimension_rows(results)),
        )

    @property
    def dimensions(self) -> list[str]:
        """The names of the dimensions."""
        return [dimension.name.to(self.lang) for dimension in self.catalogue.head.dimensions]

    def by_dimension(self, result: ModelResult) -> list[float]:
        """What each dimension gives a model; as printed it adds up to the printed score less 50."""
        sums = {dimension.id: 0 for dimension in self.catalogue.head.dimensions}
        for part in result.contributions:
            sums[self.catalogue.dimension_of[part.criterion]] += part.micro
        whole = round(points(result.micro, DIGITS) - points(MIDDLE, DIGITS), DIGITS)
        return shares(list(sums.values()), whole, DIGITS)

    def _title(self, result: ModelResult) -> tuple[str, ...]:
        """The name of a model with its score, which is never cut, in one line or two."""
        room, score = HALF - 8, f"·\u00a0{self.points_text(result.micro)}"
        lines = wrapped(f"{self.name(result.id)} {score}", room, TEXT, 2, bold=True)
        if lines[-1].endswith(score):
            return lines
        return *wrapped(self.name(result.id), room, TEXT, 1, bold=True), score

    def _net(
        self,
        drawing: Drawing,
        scale: Scale,
        values: Sequence[float],
        place: tuple[float, float],
    ) -> None:
        """A small radar of one model; `place`: its middle, and how high the title above it is."""
        x, y = place[0], drawing.y + RADIUS + 28 + place[1]
        corners = len(values)
        for n in range(corners):
            drawing.line(x, y, *_corner(x, y, RADIUS, n, corners), "grid")
        drawing.path(
            [_corner(x, y, RADIUS, n, corners) for n in range(corners)], "net", closed=True
        )
        zero = [_corner(x, y, scale.at(0), n, corners) for n in range(corners)]
        drawing.path(zero, "ring", closed=True)
        reach = [_corner(x, y, scale.at(value), n, corners) for n, value in enumerate(values)]
        drawing.path(reach, "reach", closed=True)
        for n, (at_x, at_y) in enumerate(reach):
            drawing.dot(at_x, at_y, 2.5, "dot")
            self._corner_text(drawing, (x, y), n, corners, self.signed(values[n]))

    def _corner_text(
        self, drawing: Drawing, middle: tuple[float, float], n: int, corners: int, value: str
    ) -> None:
        x, y = _corner(*middle, RADIUS + 8, n, corners)
        side = round(x - middle[0])
        anchor: Anchor = "middle" if abs(side) < 3 else "start" if side > 0 else "end"
        below = 10 if y > middle[1] + RADIUS / 2 else 4 if anchor != "middle" else 0
        drawing.text(x, y + below, f"{n + 1}: {value}", "soft", anchor=anchor, size=SMALL)

    def _strongest(self, result: ModelResult) -> str:
        """What gives a model most and what least, as a part of a sentence."""
        named = list(zip(self.by_dimension(result), self.dimensions, strict=True))
        (most, best), (least, worst) = max(named), min(named)
        return self.words(
            "charts.radar.one",
            model=self.name(result.id),
            best=best,
            most=self.signed(most),
            worst=worst,
            least=self.signed(least),
        )

    def _heat_told(self, results: Sequence[ModelResult]) -> str:
        cells = [
            (value, self.name(result.id), dimension)
            for result in results
            for value, dimension in zip(self.by_dimension(result), self.dimensions, strict=True)
        ]
        (most, best, by), (least, worst, through) = max(cells), min(cells)
        values = {"best": best, "by": by, "most": self.signed(most)}
        values |= {"worst": worst, "through": through, "least": self.signed(least)}
        return self.words("charts.heat.alt", **values)

    def _heads(self, drawing: Drawing, width: float) -> None:
        """The names of the columns, every other one a line higher, so that none meets the next."""
        drawing.y += 2 * LINE
        for n, name in enumerate(self.dimensions):
            x = CELLS + (n + 0.5) * width - 1
            up = LINE if n % 2 else 0
            drawing.text(x, drawing.y - 4 - up, name, "soft", anchor="middle", size=SMALL)
            if up:
                drawing.line(x, drawing.y - LINE - 1, x, drawing.y, "step")

    def _dimension_columns(self) -> tuple[Column, ...]:
        names = (Column(name, is_number=True) for name in self.dimensions)
        return Column(self.words("charts.column.model")), *names

    def _dimension_rows(self, results: Sequence[ModelResult]) -> Iterator[tuple[str, ...]]:
        for result in results:
            yield self.name(result.id), *map(self.signed, self.by_dimension(result))


def shade(value: float) -> str:
    """The look of a cell: up to three shades for what is given, and for what is taken."""
    depth = min(3, int(3 * abs(value) / DEEP + 0.5))
    return f"{'up' if value > 0 else 'down'}{depth}" if depth else "flat"


def _corner(x: float, y: float, radius: float, n: int, corners: int) -> tuple[float, float]:
    """The n-th corner of a regular shape that stands on a side."""
    turn = 2 * pi * n / corners - pi / 2
    return x + radius * cos(turn), y + radius * sin(turn)


def _lines(drawing: Drawing, x: float, y: float, lines: Sequence[str]) -> None:
    """The lines of a title about a middle."""
    for n, line in enumerate(lines):
        drawing.text(x, y + n * LINE, line, "strong", anchor="middle")


def _ring(drawing: Drawing, x: float, y: float) -> None:
    drawing.line(x - 8, y, x + 8, y, "ring")
