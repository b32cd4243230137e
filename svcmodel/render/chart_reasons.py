"""What a score is made of: from 50 points to the score, criterion by criterion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from svcmodel.domain.assessment import MIDDLE, ModelResult
from svcmodel.render.chart_names import ChartNames
from svcmodel.render.chart_shapes import LINE, TEXT, Drawing, Scale, box_key, scale_for
from svcmodel.render.chart_text import wrapped
from svcmodel.render.chart_types import WIDTH, Chart, Column
from svcmodel.render.report_names import DIGITS
from svcmodel.render.rounding import points, shares

NAMES = 176.0
PLOT = (186.0, 374.0)
BAR = 12.0
TOP = 6
"""How many criteria of a score are shown; the others are one bar together."""


class Bar(NamedTuple):
    """A part of a waterfall: what it is called, and where it begins and ends, in points."""

    name: str
    begin: float
    end: float


class ReasonCharts(ChartNames):
    """Draws what the scores of a result are made of."""

    def waterfalls(self) -> dict[str, Chart]:
        """For every chosen model that has reasons, by its id: from 50 points to its score."""
        chosen = [self.assessment.model(c.chosen) for c in self.assessment.design.layers.values()]
        return {result.id: self.waterfall(result) for result in chosen if result.contributions}

    def waterfall(self, result: ModelResult) -> Chart:
        """From 50 points to the score of a model, by the criteria that weigh most and the rest."""
        bars = self.bars(result)
        ends = [end for bar in bars for end in (bar.begin, bar.end)]
        scale = scale_for(ends, *PLOT, pad=0.5)
        score = points(result.micro, DIGITS)
        drawing = Drawing(y=4)
        top = drawing.y
        self._whole(drawing, scale, self.words("charts.waterfall.start"), ends[0])
        for bar in bars:
            self._bar(drawing, scale, bar)
        self._whole(drawing, scale, self.words("charts.waterfall.score"), score)
        drawing.axis(scale, top, self.words.figure)
        looks = dict.fromkeys(map(_look, bars))
        drawing.legend([(box_key(look), self.words(f"charts.key.{look}")) for look in looks])
        name = self.name(result.id)
        return Chart(
            id=f"reasons-{result.id}",
            title=self.words("charts.waterfall.title", model=name, points=self.written(score)),
            alt=self._fall_told(name, bars, score),
            height=drawing.height,
            shapes=drawing.done,
            columns=(
                Column(self.words("charts.column.criterion")),
                Column(self.words("charts.column.points"), is_number=True),
            ),
            rows=tuple(self._fall_rows(bars, score)),
        )

    def bars(self, result: ModelResult) -> list[Bar]:
        """The bars of a waterfall; as they are printed they lead from 50 to the printed score."""
        whole = round(points(result.micro, DIGITS) - points(MIDDLE, DIGITS), DIGITS)
        parts = shares([c.micro for c in result.contributions], whole, DIGITS)
        names = [
            self.catalogue.criteria[c.criterion].name.to(self.lang) for c in result.contributions
        ]
        pairs = list(zip(names, parts, strict=True))
        rest = pairs[TOP:]
        if len(rest) > 1:
            name = self.words("charts.waterfall.rest", count=len(rest))
            pairs = [*pairs[:TOP], (name, round(sum(part for _, part in rest), DIGITS))]
        bars, at = [], points(MIDDLE, DIGITS)
        for name, part in pairs:
            bars.append(Bar(name, at, round(at + part, DIGITS)))
            at = bars[-1].end
        return bars

    def _whole(self, drawing: Drawing, scale: Scale, name: str, value: float) -> None:
        """The first or the last row of a waterfall: a mark at so many points."""
        drawing.text(0, drawing.y + 15, name, "strong")
        x = scale.at(value)
        drawing.line(x, drawing.y + 2, x, drawing.y + 18, "end")
        drawing.text(WIDTH, drawing.y + 15, self.written(value), "strong", anchor="end")
        drawing.y += 20

    def _bar(self, drawing: Drawing, scale: Scale, bar: Bar) -> None:
        lines = wrapped(bar.name, NAMES, TEXT, 2)
        high = LINE * len(lines) + 6
        drawing.block(0, drawing.y + 15, lines, "ink")
        middle = drawing.y + high / 2
        left, right = sorted((scale.at(bar.begin), scale.at(bar.end)))
        drawing.rect(left, middle - BAR / 2, right - left, BAR, _look(bar))
        x = scale.at(bar.end)
        drawing.line(x, middle + BAR / 2, x, drawing.y + high + 4, "step")
        value = self.signed(round(bar.end - bar.begin, DIGITS))
        drawing.text(WIDTH, middle + 4, value, anchor="end")
        drawing.y += high

    def _fall_told(self, name: str, bars: Sequence[Bar], score: float) -> str:
        parts = [f"{bar.name} {self.signed(round(bar.end - bar.begin, DIGITS))}" for bar in bars]
        listed = "; ".join(parts)
        return self.words(
            "charts.waterfall.alt", model=name, parts=listed, points=self.written(score)
        )

    def _fall_rows(self, bars: Sequence[Bar], score: float) -> Iterator[tuple[str, ...]]:
        yield self.words("charts.waterfall.start"), self.written(points(MIDDLE, DIGITS))
        for bar in bars:
            yield bar.name, self.signed(round(bar.end - bar.begin, DIGITS))
        yield self.words("charts.waterfall.score"), self.written(score)


def _look(bar: Bar) -> str:
    """Whether a part speaks for the model or against it."""
    return "for" if bar.end >= bar.begin else "against"
