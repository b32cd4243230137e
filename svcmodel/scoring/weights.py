"""Weights of the dimensions, as people give them, and of the criteria.

A criterion weighs one by default; the weights of the dimensions scale their criteria and keep the
total; a criterion marked important counts double. Weights are exact fractions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product

from svcmodel.domain.answers import AnswerSheet, WeightsFile
from svcmodel.domain.assessment import MICRO
from svcmodel.domain.catalogue import Catalogue
from svcmodel.scoring.draws import reachable

Number = int | float | Fraction
Weights = Mapping[str, Fraction]


def criterion_weights(
    catalogue: Catalogue,
    given: Mapping[str, Number] | None = None,
    important: Iterable[str] = (),
) -> dict[str, Fraction]:
    """Weight of each criterion; without marks they add up to the number of criteria.

    `given`: weights of dimensions. A dimension's weight multiplies its criteria's weights and the
    total is kept, so that only the proportions of the weights given matter.
    """
    by_dimension = dimension_weights(catalogue, given or {})
    raw = {id_: by_dimension[catalogue.dimension_of[id_]] for id_ in catalogue.criteria}
    scale = Fraction(len(raw)) / (sum(raw.values()) or 1)
    factors = mark_factors(catalogue, important)
    return {id_: weight * scale * factors[id_] for id_, weight in raw.items()}


def dimension_weights(catalogue: Catalogue, given: Mapping[str, Number]) -> dict[str, Fraction]:
    """The weight given to each dimension, or else the catalogue's; only proportions matter."""
    return {
        dimension.id: exact(given.get(dimension.id, dimension.weight))
        for dimension in catalogue.head.dimensions
    }


def mark_factors(catalogue: Catalogue, important: Iterable[str]) -> dict[str, int]:
    """What the marks multiply the weight of each criterion by."""
    marked = set(important)
    return {id_: 2 if id_ in marked else 1 for id_ in catalogue.criteria}


def exact(number: Number) -> Fraction:
    """The number as it was typed: 0.1 is one tenth."""
    return number if isinstance(number, Fraction) else Fraction(repr(number))


def with_weights(sheet: AnswerSheet, given: WeightsFile, catalogue: Catalogue) -> AnswerSheet:
    """The sheet with the weights and marks of a file in place of its own.

    Swings are proportions of weights. Ranks and intervals are kept too, since weightings drawn
    around the weights must keep to them. Raises `ValueError` for intervals that leave no weights.
    """
    ranks = tuple((tied,) if isinstance(tied, str) else tied for tied in given.ranks)
    intervals = whole_intervals(given.intervals, catalogue)
    weights: Mapping[str, Number] = given.weights or given.swing
    if ranks:
        weights = rank_order_centroid(ranks)
    elif intervals:
        weights = dict(zip(intervals, interval_centre(list(intervals.values())), strict=True))
    return replace(
        sheet, weights=weights, ranks=ranks, intervals=intervals, important=given.important
    )


def whole_intervals(
    given: Mapping[str, Sequence[int | float]], catalogue: Catalogue
) -> dict[str, tuple[int, int]]:
    """The interval of every dimension in millionths; all from 0 to 1 where none was given."""
    if not given:
        return {}
    ends = {
        dimension.id: given.get(dimension.id, (0, 1)) for dimension in catalogue.head.dimensions
    }
    return {id_: (millionths(low), millionths(high)) for id_, (low, high) in ends.items()}


def millionths(number: int | float) -> int:
    """A number between 0 and 1 in whole millionths, to the nearest."""
    return round(exact(number) * MICRO)


def rank_order_centroid(ranks: Sequence[Sequence[str]]) -> dict[str, Fraction]:
    """The weights of a mere order, the weightiest first: w_k = (1/n) * sum over j = k..n of 1/j.

    Those in one place of the list share the mean of their places. (Barron & Barrett 1996, "Decision
    quality using ranked attribute weights", Management Science 42(11) 1515-1523.)
    """
    size = sum(len(tied) for tied in ranks)
    by_place = [sum(Fraction(1, j) for j in range(k, size + 1)) / size for k in range(1, size + 1)]
    weights: dict[str, Fraction] = {}
    place = 0
    for tied in ranks:
        shared = sum(by_place[place : place + len(tied)]) / len(tied)
        weights |= dict.fromkeys(tied, Fraction(shared))
        place += len(tied)
    return weights


def interval_centre(intervals: Sequence[tuple[int, int]]) -> tuple[Fraction, ...]:
    """The mean of all weights within intervals (millionths), exact; the weights add up to 1.

    A weighting is the lowest weights and what is left, dealt out so that none exceeds its width. Over
    all ways to deal it out the mean is known, so that of the ways that fit follows by inclusion and
    exclusion of the widths exceeded; it takes 2**n terms for n dimensions.
    Raises `ValueError` where no weights lie within.
    """
    reached = reachable(intervals)
    if reached is None:
        raise ValueError("no weights lie within these intervals")
    free = [place for place, (low, high) in enumerate(reached) if low < high]
    widths = [reached[place][1] - reached[place][0] for place in free]
    left = MICRO - sum(low for low, _ in reached)
    volume, moments = 0, [Fraction(0)] * len(free)
    for exceeded in product((0, 1), repeat=len(free)):
        over = [width * times for width, times in zip(widths, exceeded, strict=True)]
        rest = left - sum(over)
        if rest > 0:
            part = (-1) ** sum(exceeded) * rest ** (len(free) - 1)
            volume += part
            mean = Fraction(rest, len(free))
            moments = [m + part * (mean + o) for m, o in zip(moments, over, strict=True)]
    centre = [Fraction(low) for low, _ in reached]
    for place, moment in zip(free, moments, strict=True):
        centre[place] += moment / volume
    return tuple(weight / MICRO for weight in centre)
