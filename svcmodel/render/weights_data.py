"""What the page needs to weigh the dimensions otherwise: the integers of the score, and its words.

The script of the page (`weights.js.j2`) does with these integers what `scoring.tables` and
`scoring.design` do, so that it shows what `svcmodel score --weights` says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from svcmodel.domain.answers import AnswerSheet
from svcmodel.domain.assessment import MICRO, MIDDLE, Assessment
from svcmodel.domain.catalogue import Catalogue, Layer
from svcmodel.domain.questions import Question
from svcmodel.render.report_names import DIGITS, Names
from svcmodel.render.rounding import points
from svcmodel.render.words import Words
from svcmodel.scoring.choose_design import active_limits, fixed_channels
from svcmodel.scoring.design import Candidate, candidates
from svcmodel.scoring.levels import read_levels
from svcmodel.scoring.tables import QUARTERS, smoothed_counts
from svcmodel.scoring.weights import dimension_weights, mark_factors

LEAST, MOST = 1, 10
"""The ends of a slider; a weight is always above nothing."""
EVEN = 5
"""Where all sliders stand when all dimensions weigh the same."""
TEXTS: Mapping[str, tuple[str, ...]] = {
    "same": (),
    "unchanged": (),
    "changed": ("changes",),
    "one_change": ("layer", "after", "before"),
    "chosen": (),
    "chosen_now": (),
    "chosen_before": (),
    "out": (),
    "held": ("needed",),
    "copied": (),
}
"""What the script says, with the places that it fills in."""


class Slider(NamedTuple):
    """The weight of a dimension."""

    id: str
    name: str
    value: int


class TrialRow(NamedTuple):
    """A model as it stands with the weights of the plan; `exact`: its points for machines."""

    id: str
    name: str
    points: str
    exact: str
    note: str
    chosen: bool


class TrialLayer(NamedTuple):
    """A decision with its models, the best first."""

    id: str
    name: str
    rows: tuple[TrialRow, ...]


@dataclass(frozen=True, slots=True)
class WeightsTrial:
    """The part of a page where the weights can be moved.

    `near`: whether the weights of the plan do not fit the sliders, so that these start beside them.
    `file`: the file of weights that says the same as the sliders. `data`: for the script, plain
    mappings, lists, texts and integers.
    """

    least: int
    most: int
    sliders: tuple[Slider, ...]
    near: bool
    layers: tuple[TrialLayer, ...]
    file: str
    data: Mapping[str, Any]


def weights_trial(
    catalogue: Catalogue,
    bank: Mapping[str, Question],
    sheet: AnswerSheet,
    assessment: Assessment,
    words: Words,
) -> WeightsTrial:
    """The trial of weights for an assessed sheet, in the language of `words`."""
    return _Trial(catalogue, bank, sheet, assessment, words).whole()


def slider_values(weights: Sequence[Fraction]) -> tuple[tuple[int, ...], bool]:
    """Where the sliders stand for these weights, and whether that is exactly their proportions."""
    largest = max(weights)
    if min(weights) == largest:
        return (EVEN,) * len(weights), True
    for most in range(MOST, LEAST, -1):
        scaled = [weight * most / largest for weight in weights]
        if all(each.denominator == 1 and each >= LEAST for each in scaled):
            return tuple(int(each) for each in scaled), True
    near = (max(LEAST, round(weight * MOST / largest)) for weight in weights)
    return tuple(near), False


def weights_file(weights: Mapping[str, int], important: Sequence[str]) -> str:
    """A file of weights, as `--weights` reads it."""
    listed = ", ".join(f"{id_}: {weight}" for id_, weight in weights.items())
    lines = ["format: svcmodel/weights/1", f"weights: {{{listed}}}"]
    if important:
        lines.append(f"important: [{', '.join(important)}]")
    return "\n".join(lines) + "\n"


class _Trial(Names):
    """Puts the trial together."""

    def __init__(
        self,
        catalogue: Catalogue,
        bank: Mapping[str, Question],
        sheet: AnswerSheet,
        assessment: Assessment,
        words: Words,
    ) -> None:
        super().__init__(assessment, catalogue, words)
        self.sheet = sheet
        self.facts = read_levels(catalogue, bank, sheet).facts
        self.results = {result.id: result for result in assessment.models}
        layers = catalogue.head.layers
        self.members = {
            layer.id: [r.id for r in assessment.models if self._is_in(r.id, layer)]
            for layer in layers
        }
        self.models = [id_ for members in self.members.values() for id_ in members]
        self.places = {id_: place for place, id_ in enumerate(self.models)}

    def _is_in(self, model: str, layer: Layer) -> bool:
        return any(each.id == model for each in self.catalogue.in_layer[layer.id])

    def whole(self) -> WeightsTrial:
        """The trial."""
        given = dimension_weights(self.catalogue, self.sheet.weights)
        values, exact = slider_values(list(given.values()))
        weights = dict(zip(given, values, strict=True))
        names = {each.id: each.name.to(self.lang) for each in self.catalogue.head.dimensions}
        return WeightsTrial(
            least=LEAST,
            most=MOST,
            sliders=tuple(Slider(id_, names[id_], value) for id_, value in weights.items()),
            near=not exact,
            layers=tuple(self._layer(layer) for layer in self.catalogue.head.layers),
            file=weights_file(weights, self.sheet.important),
            data=self._data(weights),
        )

    def _layer(self, layer: Layer) -> TrialLayer:
        rows = tuple(self._row(layer, id_) for id_ in self.members[layer.id])
        return TrialLayer(layer.id, layer.name.to(self.lang), rows)

    def _row(self, layer: Layer, id_: str) -> TrialRow:
        result, chosen = self.results[id_], self.assessment.design.layers[layer.id].chosen
        note = "chosen" if id_ == chosen else "out" if result.status == "excluded" else ""
        return TrialRow(
            id=id_,
            name=self.name(id_),
            points=self.words.number(points(result.micro, DIGITS), DIGITS),
            exact=f"{points(result.micro, 2):.2f}",
            note=self.words(f"charts.what_if.{note}") if note else "",
            chosen=id_ == chosen,
        )

    def _data(self, weights: Mapping[str, int]) -> dict[str, Any]:
        """Everything the script computes with."""
        said = {
            name: self.words(f"charts.what_if.{name}", **{each: f"{{{each}}}" for each in places})
            for name, places in TEXTS.items()
        }
        limits = active_limits(
            self.catalogue, self.facts, self.sheet.constraints, self.assessment.on
        )
        fixed = fixed_channels(self.catalogue, self.facts, limits, self.assessment.on)
        return {
            "micro": MICRO,
            "middle": MIDDLE,
            "responses": [list(QUARTERS[when]) for when in ("both", "high", "low")],
            "dimensions": list(weights),
            "start": list(weights.values()),
            "important": list(self.sheet.important),
            "criteria": self._criteria(),
            "models": [self._model(id_) for id_ in self.models],
            "layers": [
                self._contest(layer, candidates(self.catalogue, self.results, layer, limits), fixed)
                for layer in self.catalogue.head.layers
            ],
            "planned": [self.results[id_].micro for id_ in self.models],
            "comma": self.words.number(0.5, 1)[1],
            "texts": said,
        }

    def _criteria(self) -> list[list[int]]:
        """Of each criterion its dimension, its mark, the counts of its levels, and the levels answered.

        The last two are 0 where nothing is counted.
        """
        numbers = [dimension.id for dimension in self.catalogue.head.dimensions]
        marks = mark_factors(self.catalogue, self.sheet.important)
        counts = smoothed_counts(self.catalogue)
        found = []
        for id_ in self.catalogue.criteria:
            level = self.assessment.levels[id_]
            counted = level.answered and level.span is not None
            ends = list(level.span or (0, 0)) if counted else [0, 0]
            place = numbers.index(self.catalogue.dimension_of[id_])
            found.append([place, marks[id_], *counts[id_], *ends])
        return found

    def _model(self, id_: str) -> dict[str, Any]:
        """Of a model its name, what N has beside its effects, and the effects as threes."""
        record, head = self.catalogue.models[id_], self.catalogue.head
        places = {criterion: n for n, criterion in enumerate(self.catalogue.criteria)}
        whens = list(QUARTERS)
        return {
            "id": id_,
            "name": record.name.to(self.lang),
            "fixed": head.scale if record.is_fitted else head.shrink,
            "fitted": record.is_fitted,
            "effects": [
                [places[criterion], whens.index(effect.when), effect.used]
                for criterion, effect in record.effects.items()
            ],
        }

    def _contest(
        self, layer: Layer, entrants: Sequence[Candidate], fixed: frozenset[str]
    ) -> dict[str, Any]:
        """Of a decision who competes, who may be chosen, and what that must go together with."""
        return {
            "id": layer.id,
            "name": layer.name.to(self.lang),
            "baseline": self.places[layer.baseline],
            "threshold": layer.needed(0),
            "members": [self.places[id_] for id_ in self.members[layer.id]],
            "out": [
                self.places[id_]
                for id_ in self.members[layer.id]
                if self.results[id_].status == "excluded"
            ],
            "chosen": self.places[self.assessment.design.layers[layer.id].chosen],
            "entrants": [
                {
                    "model": self.places[each.id],
                    "moves": int(each.moves),
                    "favour": each.favour,
                    "conflicts": [
                        self.places[id_] for id_ in sorted(each.conflicts & set(self.places))
                    ],
                    "lacks": [self.places[id_] for id_ in sorted(each.lacks - fixed)],
                }
                for each in entrants
                if each.conflicts.isdisjoint(fixed) and each.lacks - fixed <= set(self.places)
            ],
        }
