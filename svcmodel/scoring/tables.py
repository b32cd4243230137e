"""The score as a table of integers: what each level of each criterion adds to each model.

    score_m = 50 + (50 / N_m) * sum_c w_c * e_cm * (r_cm(level_c) - rho_c)

e: strength; r: response, in quarter steps, -1..1 for `both`, 0..1 for `high`, 1..0 for `low`;
rho: mean of r over the reference population. N_m = sum_c w_c * |e_cm| + shrink, or the greatest sum
that any answers can reach where that is more, so that every score lies within 0 and 100. A sum of
independent terms: each is the exact Shapley contribution of its answer (linear additive game).

Every term is rounded once, to a millionth of a point; scores, ranges and contributions are sums of
these integers and nothing else, so all engines give the same bits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import lcm

from svcmodel.domain.assessment import MICRO, MIDDLE
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import Span
from svcmodel.domain.models import Effect, ServiceModel, When
from svcmodel.scoring.weights import Weights

QUARTERS: Mapping[When, tuple[int, int, int, int, int]] = {
    "both": (-4, -2, 0, 2, 4),
    "high": (0, 1, 2, 3, 4),
    "low": (4, 3, 2, 1, 0),
}
"""Responses of the levels 1 to 5, in quarters."""


Counts = tuple[int, ...]
"""How often each of the five levels occurs in the reference population, smoothed."""


@dataclass(frozen=True)
class ScoreTable:
    """Millionths of a point by model, criterion and level: `points[model][criterion][level - 1]`."""

    points: Mapping[str, Mapping[str, tuple[int, ...]]]
    counts: Mapping[str, tuple[int, ...]]
    weights: Weights
    _means: dict[tuple[str, str, Span], int] = field(default_factory=dict)

    def term(self, model: str, criterion: str, span: Span) -> int:
        """What a criterion adds: at one level the table's entry, on a span the reference mean of it.

        The whole scale (unknown) adds exactly nothing, since rho is the mean over the whole scale.
        """
        row = self.points[model][criterion]
        if span.low == span.high:
            return row[span.low - 1]
        if span == (1, 5):
            return 0
        key = (model, criterion, span)
        if key not in self._means:
            counts = self.counts[criterion][span.low - 1 : span.high]
            total = sum(n * p for n, p in zip(counts, row[span.low - 1 : span.high], strict=True))
            self._means[key] = _divide(total, sum(counts))
        return self._means[key]

    def bounds(self, model: str, criterion: str, span: Span) -> tuple[int, int]:
        """The least and the most a criterion adds on a span."""
        row = self.points[model][criterion][span.low - 1 : span.high]
        return min(row), max(row)


def score_table(catalogue: Catalogue, weights: Weights) -> ScoreTable:
    """The table of a catalogue under given weights."""
    smoothing = catalogue.reference.smoothing
    frequencies = catalogue.reference.frequencies
    counts = {
        id_: tuple(n + smoothing for n in frequencies.get(id_, (0, 0, 0, 0, 0)))
        for id_ in catalogue.criteria
    }
    unit = lcm(*(weight.denominator for weight in weights.values()))
    whole = {id_: int(weight * unit) for id_, weight in weights.items()}
    shrink = catalogue.head.shrink * unit
    points = {
        model.id: _model_rows(model, counts, whole, shrink) for model in catalogue.models.values()
    }
    return ScoreTable(points, counts, weights)


def _model_rows(
    model: ServiceModel, counts: Mapping[str, Counts], weights: Mapping[str, int], shrink: int
) -> dict[str, tuple[int, ...]]:
    """The rows of one model: exact terms first, then each rounded once.

    `weights` and `shrink` are integers in one unit, which cancels out.
    """
    terms = {}
    for criterion, effect in model.effects.items():
        numerators, denominator = _centred(effect, counts[criterion])
        terms[criterion] = tuple(weights[criterion] * n for n in numerators), denominator
    usual = shrink + sum(abs(e.strength) * weights[c] for c, e in model.effects.items())
    norm = max(usual * MICRO, _reach(terms))
    return {
        criterion: tuple(_divide(MIDDLE * MICRO * n, denominator * norm) for n in numerators)
        for criterion, (numerators, denominator) in terms.items()
    }


def _centred(effect: Effect, counts: Counts) -> tuple[tuple[int, ...], int]:
    """Terms e * (r - rho) of the five levels as integers over one denominator."""
    quarters = QUARTERS[effect.when]
    total = sum(counts)
    mean = sum(n * q for n, q in zip(counts, quarters, strict=True))
    return tuple([effect.strength * (q * total - mean) for q in quarters]), 4 * total


def _reach(terms: Mapping[str, tuple[tuple[int, ...], int]]) -> int:
    """The most that answers can add up to, upwards or downwards, in millionths and rounded up.

    A little more is allowed for, so that rounding terms cannot carry a score past 0 or 100.
    """
    up = sum(-(-MICRO * max(n) // d) for n, d in terms.values())
    down = sum(-(MICRO * min(n) // d) for n, d in terms.values())
    reach = max(up, down)
    return reach + reach * (len(terms) + 1) // (50 * MICRO) + 1


def _divide(top: int, bottom: int) -> int:
    """Integer division to the nearest, halves away from zero (the same for both signs)."""
    quotient = (2 * abs(top) + bottom) // (2 * bottom)
    return quotient if top >= 0 else -quotient
