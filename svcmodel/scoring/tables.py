"""The score as a table of integers: what each level of each criterion adds to each model.

    score_m = 50 + (50 / N_m) * sum_c w_c * e_cm * (r_cm(level_c) - rho_c)

e: strength; r: response, in quarter steps, -1..1 for `both`, 0..1 for `high`, 1..0 for `low`;
rho: mean of r over the reference population. Fitted strengths carry each model's scale, so N is one
number for all models; where a model has none, N_m = sum_c w_c * |e_cm| + shrink. Where answers can
reach a greater sum that is N instead, so that every score lies within 0 and 100. A sum of
independent terms: each is the exact Shapley contribution of its answer (linear additive game).

Every term is rounded once, to a millionth of a point; scores, ranges and contributions are sums of
these integers and nothing else, so all engines give the same bits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import lcm
from typing import NamedTuple

from svcmodel.domain.assessment import MICRO, MIDDLE
from svcmodel.domain.catalogue import Catalogue, CatalogueHead
from svcmodel.domain.conditions import Span
from svcmodel.domain.models import ServiceModel, When
from svcmodel.scoring.weights import Weights

QUARTERS: Mapping[When, tuple[int, int, int, int, int]] = {
    "both": (-4, -2, 0, 2, 4),
    "high": (0, 1, 2, 3, 4),
    "low": (4, 3, 2, 1, 0),
}
"""Responses of the levels 1 to 5, in quarters."""


Counts = tuple[int, ...]
"""How often each of the five levels occurs in the reference population, smoothed."""
Term = tuple[tuple[int, ...], int]
"""Five numerators and their denominator: what each level adds."""


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
            self._means[key] = divide(total, sum(counts))
        return self._means[key]

    def bounds(self, model: str, criterion: str, span: Span) -> tuple[int, int]:
        """The least and the most a criterion adds on a span."""
        row = self.points[model][criterion][span.low - 1 : span.high]
        return min(row), max(row)


def score_table(catalogue: Catalogue, weights: Weights) -> ScoreTable:
    """The table of a catalogue under given weights."""
    counts = smoothed_counts(catalogue)
    unit = lcm(*(weight.denominator for weight in weights.values()))
    whole = {id_: int(weight * unit) for id_, weight in weights.items()}
    points = {
        model.id: _model_rows(model_terms(model, counts, whole, catalogue.head, unit))
        for model in catalogue.models.values()
    }
    return ScoreTable(points, counts, weights)


def points_at_full_response(catalogue: Catalogue, model: ServiceModel) -> dict[str, int]:
    """What each effect of a model adds where r is 1 and not 0, in millionths of a point.

    That is from the level at which it counts for nothing to the end of the scale, with weight 1.
    """
    counts = smoothed_counts(catalogue)
    ones = dict.fromkeys(catalogue.criteria, 1)
    norm = _norm(model_terms(model, counts, ones, catalogue.head))
    return {
        id_: divide(MIDDLE * MICRO * effect.used, norm) for id_, effect in model.effects.items()
    }


def smoothed_counts(catalogue: Catalogue) -> dict[str, Counts]:
    """How often each level of every criterion occurs in the reference population, smoothed."""
    smoothing = catalogue.reference.smoothing
    frequencies = catalogue.reference.frequencies
    return {
        id_: tuple(n + smoothing for n in frequencies.get(id_, (0, 0, 0, 0, 0)))
        for id_ in catalogue.criteria
    }


class ModelTerms(NamedTuple):
    """What a model's score is made of before it is scaled, exact and all in one unit.

    `terms`: for each criterion w * e * (r - rho) of the five levels, integers over one denominator;
    `sizes`: w * |e|, nothing where the strengths are fitted. N is `fixed` and the sum of the sizes,
    or what the terms can reach.
    """

    terms: Mapping[str, Term]
    sizes: Mapping[str, int]
    fixed: int


def model_terms(
    model: ServiceModel,
    counts: Mapping[str, Counts],
    weights: Mapping[str, int],
    head: CatalogueHead,
    unit: int = 1,
) -> ModelTerms:
    """The terms of a model; the weights are integers, `unit` of them for a weight of one."""
    fitted = model.is_fitted
    terms, sizes = {}, {}
    for criterion, effect in model.effects.items():
        responses, denominator = _centred(effect.when, counts[criterion])
        strength = weights[criterion] * effect.used
        terms[criterion] = tuple([strength * r for r in responses]), denominator
        sizes[criterion] = 0 if fitted else abs(strength)
    return ModelTerms(terms, sizes, (head.scale if fitted else head.shrink) * unit)


def _model_rows(model: ModelTerms) -> dict[str, tuple[int, ...]]:
    """The rows of one model: exact terms, each rounded once."""
    norm = _norm(model)
    return {
        criterion: tuple(divide(MIDDLE * MICRO * n, denominator * norm) for n in numerators)
        for criterion, (numerators, denominator) in model.terms.items()
    }


def _norm(model: ModelTerms) -> int:
    """N of a model, in millionths."""
    return max((model.fixed + sum(model.sizes.values())) * MICRO, _reach(model.terms))


@lru_cache(maxsize=1024)
def _centred(when: When, counts: Counts) -> Term:
    """The responses r - rho of the five levels as integers over one denominator."""
    quarters = QUARTERS[when]
    total = sum(counts)
    mean = sum(n * q for n, q in zip(counts, quarters, strict=True))
    return tuple([q * total - mean for q in quarters]), 4 * total


def _reach(terms: Mapping[str, Term]) -> int:
    """The most that answers can add up to, upwards or downwards, in millionths and rounded up.

    A little more is allowed for, so that rounding terms cannot carry a score past 0 or 100.
    """
    up = sum(-(-MICRO * max(n) // d) for n, d in terms.values())
    down = sum(-(MICRO * min(n) // d) for n, d in terms.values())
    reach = max(up, down)
    return reach + reach * (len(terms) + 1) // (50 * MICRO) + 1


def divide(top: int, bottom: int) -> int:
    """Integer division to the nearest, halves away from zero (the same for both signs)."""
    quotient = (2 * abs(top) + bottom) // (2 * bottom)
    return quotient if top >= 0 else -quotient
