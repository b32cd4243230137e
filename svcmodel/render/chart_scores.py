"""The models of each decision by their score, and by how many other weightings they lead in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from svcmodel.domain.assessment import MICRO, MIDDLE, LayerChoice, ModelResult
from svcmodel.render.chart_names import ChartNames
from svcmodel.render.chart_shapes import LINE, TEXT, Drawing, Key, Scale, box_key, scale_for
from svcmodel.render.chart_text import wrapped
from svcmodel.render.chart_types import WIDTH, Chart
from svcmodel.render.report_names import DIGITS
from svcmodel.render.rounding import points

NAMES = 132.0
"""Room for the names of models."""
PLOT = (142.0, 374.0)
"""From where to where the scale goes; to the right of it stand the values."""
ROW = 19.0
SHARES = Scale(0, 100, *PLOT)


class ScoreCharts(ChartNames):
    """Draws the scores of a result."""

    def ranking(self) -> Chart:
        """Every decision with its models: score, range, and what a model needed against the baseline."""
        results = [r for choice in self.choices for r in self.members(choice.layer)]
        ends = [end for r in results for end in (*r.range, r.micro)]
        needs = [self.needed(choice.layer) for choice in self.choices]
        scale = scale_for((end / MICRO for end in [*ends, *needs, MIDDLE]), *PLOT, pad=1)
        drawing = Drawing()
        for choice in self.choices:
            self._layer(drawing, scale, choice)
        middle = scale.at(MIDDLE / MICRO)
        drawing.line(middle, LINE, middle, drawing.y, "middle")
        drawing.axis(scale, LINE, self.words.figure)
        drawing.legend(self._score_keys(results))
        heads = self.columns(("layer", "model"), ("points", "range", "needs"))
        rows = [row for choice in self.choices for row in self._score_rows(choice)]
        columns, told = self.without_empty(heads, rows)
        return Chart(
            id="ranking",
            title=self.words("charts.ranking.title"),
            alt=self._told("charts.ranking", [self._stands(choice) for choice in self.choices]),
            height=drawing.height,
            shapes=drawing.done,
            columns=columns,
            rows=told,
        )

    def leads(self) -> Chart:
        """Every decision with the models that lead it in some weighting, and in how many of 100."""
        drawing = Drawing()
        rows: list[tuple[str, ...]] = []
        for choice in self.choices:
            leading = self._leading(choice.layer)
            if leading:
                drawing.heading(self.layer_name(choice.layer))
            for result, share in leading:
                self._lead_row(drawing, choice, result, share)
                rows.append((self.layer_name(choice.layer), self.name(result.id), str(share)))
        drawing.axis(SHARES, LINE, self.words.figure)
        drawing.legend(
            [
                (box_key("for"), self.words("charts.key.chosen")),
                (box_key("other"), self.words("charts.key.other")),
            ]
        )
        told = (self._leads_told(choice) for choice in self.choices)
        return Chart(
            id="leads",
            title=self.words("charts.leads.title"),
            alt=self._told("charts.leads", [each for each in told if each]),
            height=drawing.height,
            shapes=drawing.done,
            columns=self.columns(("layer", "model"), ("weightings",)),
            rows=tuple(rows),
        )

    @property
    def choices(self) -> tuple[LayerChoice, ...]:
        """The decisions."""
        return tuple(self.assessment.design.layers.values())

    def members(self, layer: str) -> list[ModelResult]:
        """The models of a layer as they compete, the best first, what is ruled out last."""
        ids = {model.id for model in self.catalogue.in_layer[layer]}
        return [result for result in self.assessment.models if result.id in ids]

    def _told(self, path: str, parts: Sequence[str]) -> str:
        return self.words(f"{path}.alt", parts="; ".join(parts))

    def _layer(self, drawing: Drawing, scale: Scale, choice: LayerChoice) -> None:
        drawing.heading(self.layer_name(choice.layer))
        top = drawing.y + 3
        for result in self.members(choice.layer):
            self._score_row(drawing, scale, choice, result)
        if self.catalogue.layers[choice.layer].threshold > 0:
            at = scale.at(self.needed(choice.layer) / MICRO)
            drawing.line(at, top, at, drawing.y + 3, "needed")

    def _score_row(
        self, drawing: Drawing, scale: Scale, choice: LayerChoice, result: ModelResult
    ) -> None:
        """A model: its name, its range as a bar, its score as a sign, its points."""
        chosen = result.id == choice.chosen
        y = self._name(drawing, result, chosen=chosen)
        low, high = (scale.at(end / MICRO) for end in result.range)
        if low < high:
            drawing.rect(low, y - 2.5, high - low, 5, "range")
        sign = "out" if result.status == "excluded" else "chosen" if chosen else "other"
        if result.id == self.catalogue.layers[choice.layer].baseline and not chosen:
            sign = "baseline"
        _SIGNS[sign](drawing, scale.at(result.micro / MICRO), y)
        look = "strong" if chosen else "ink"
        value = self.points_text(result.micro)
        drawing.text(WIDTH, y + 4, value, look, anchor="end", size=TEXT)

    def _name(self, drawing: Drawing, result: ModelResult, *, chosen: bool) -> float:
        """The name of a row in one line or two; gives the middle of the row."""
        lines = wrapped(self.name(result.id), NAMES, TEXT, 2, bold=chosen)
        first = drawing.y + ROW - 4
        drawing.block(0, first, lines, "strong" if chosen else "ink")
        drawing.y += ROW + LINE * (len(lines) - 1)
        return first - 4 + LINE * (len(lines) - 1) / 2

    def _lead_row(
        self, drawing: Drawing, choice: LayerChoice, result: ModelResult, share: int
    ) -> None:
        chosen = result.id == choice.chosen
        y = self._name(drawing, result, chosen=chosen)
        width = SHARES.at(share) - SHARES.start
        drawing.rect(SHARES.start, y - 5, width, 10, "for" if chosen else "other")
        drawing.text(WIDTH, y + 4, str(share), "strong" if chosen else "ink", anchor="end")

    def _leading(self, layer: str) -> list[tuple[ModelResult, int]]:
        """Who leads a layer in some weighting, in how many of 100, the most first."""
        found = [r for r in self.members(layer) if r.lead_share]
        found.sort(key=lambda r: -(r.lead_share or 0))
        shares = self.lead_shares(layer)
        return [(result, shares[result.id]) for result in found]

    def _stands(self, choice: LayerChoice) -> str:
        """How a decision stands, as a part of a sentence."""
        values = {
            "layer": self.layer_name(choice.layer),
            "chosen": self.name(choice.chosen),
            "points": self.points_text(self.assessment.model(choice.chosen).micro),
        }
        if choice.runner_up is None:
            return self.words("charts.ranking.alone", **values)
        values["rival"] = self.name(choice.runner_up)
        values["other"] = self.points_text(self.assessment.model(choice.runner_up).micro)
        return self.words("charts.ranking.stands", **values)

    def _leads_told(self, choice: LayerChoice) -> str:
        """Who leads a decision how often, as a part of a sentence."""
        models = [
            self.words("charts.leads.one", model=self.name(result.id), share=share)
            for result, share in self._leading(choice.layer)
        ]
        if not models:
            return ""
        layer, listed = self.layer_name(choice.layer), self.words.listed(models)
        return self.words("charts.leads.stands", layer=layer, models=listed)

    def _score_rows(self, choice: LayerChoice) -> Iterator[tuple[str, ...]]:
        layer = self.catalogue.layers[choice.layer]
        needed = self.points_text(self.needed(layer.id)) if layer.threshold > 0 else ""
        for result in self.members(layer.id):
            name = self.name(result.id)
            if result.status == "excluded":
                name = self.words("charts.out", model=name)
            low, high = (points(end, DIGITS) for end in result.range)
            texts = [self.words.number(end, DIGITS) for end in (low, high)]
            spread = "–".join(texts) if low < high else ""
            held = "" if result.id == layer.baseline else needed
            yield layer.name.to(self.lang), name, self.points_text(result.micro), spread, held

    def _score_keys(self, results: Sequence[ModelResult]) -> Iterator[tuple[Key, str]]:
        yield _chosen, self.words("charts.key.chosen")
        yield _other, self.words("charts.key.other")
        yield _baseline, self.words("charts.key.baseline")
        if any(result.status == "excluded" for result in results):
            yield _out, self.words("charts.key.out")
        if any(result.range[0] < result.range[1] for result in results):
            yield _range, self.words("charts.key.range")
        yield _needed, self.words("charts.key.needed")
        yield _middle, self.words("charts.key.middle")


def _chosen(drawing: Drawing, x: float, y: float) -> None:
    drawing.dot(x, y, 5.5, "dot")


def _other(drawing: Drawing, x: float, y: float) -> None:
    drawing.dot(x, y, 4, "hollow")


def _baseline(drawing: Drawing, x: float, y: float) -> None:
    drawing.rect(x - 4, y - 4, 8, 8, "hollow")


def _out(drawing: Drawing, x: float, y: float) -> None:
    drawing.cross(x, y, 4, "out")


def _range(drawing: Drawing, x: float, y: float) -> None:
    drawing.rect(x - 8, y - 2.5, 16, 5, "range")


def _needed(drawing: Drawing, x: float, y: float) -> None:
    drawing.line(x, y - 6, x, y + 6, "needed")


def _middle(drawing: Drawing, x: float, y: float) -> None:
    drawing.line(x, y - 6, x, y + 6, "middle")


_SIGNS = {"chosen": _chosen, "other": _other, "baseline": _baseline, "out": _out}
"""How the score of a model is marked."""
