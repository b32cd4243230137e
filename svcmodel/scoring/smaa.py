"""SMAA-2: what becomes of a comparison when weights, and perhaps values, are not known for sure.

Lahdelma & Salminen 2001, "SMAA-2: Stochastic multicriteria acceptability analysis for group decision
making", Operations Research 49(3) 444-454. Half-width of a share at 95 %: 0.98 / sqrt(samples).

Ties are shared: alternatives of equal value take the ranks they stand on together in equal parts, so
that duplicates get the same rows and every rank is given out once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from svcmodel.scoring.engines import Column, Engine

Cell = float | Column
"""A value: a number, or a column of numbers drawn, one for each weighting."""
Values = Sequence[Sequence[Cell]]
"""A row of values for each alternative, one for each criterion."""
NONE = Fraction(0)


class First(NamedTuple):
    """In what share of the weightings an alternative is first, and the mean weights of those.

    `central` adds up to 1; None where it is never first.
    """

    share: Fraction
    central: tuple[Fraction, ...] | None


class Smaa(NamedTuple):
    """The indices of SMAA-2, for each alternative in the order given.

    `ranks`: share of the weightings at rank 1, 2, ... `first`: the first rank with central weights.
    `confidence`: how often it is first at its own central weights. `winning`: how often it is ahead
    of each alternative; a tie counts for neither.
    """

    ranks: tuple[tuple[Fraction, ...], ...]
    first: tuple[First, ...]
    confidence: tuple[Fraction | None, ...]
    winning: tuple[tuple[Fraction, ...], ...]


def smaa(values: Values, weights: Sequence[Column], engine: Engine) -> Smaa:
    """The indices of additive scores under weightings (one column for each criterion)."""
    scores = additive(values, weights, engine)
    samples = len(scores[0])
    first = firsts(scores, weights, engine)
    return Smaa(
        ranks=tuple(tuple(row) for row in _ranks(scores, engine)),
        first=first,
        confidence=tuple(
            None
            if one.central is None
            else firsts(_at(values, one.central, samples, engine), (), engine)[place].share
            for place, one in enumerate(first)
        ),
        winning=tuple(
            tuple(Fraction(engine.total(engine.above(one, other))) / samples for other in scores)
            for one in scores
        ),
    )


def additive(values: Values, weights: Sequence[Column], engine: Engine) -> list[Column]:
    """The sum of weights times values of each alternative, under every weighting."""
    return [
        engine.weighted_sum(row, weights)
        if all(map(_is_number, row))
        else engine.added(list(map(engine.multiplied, _columns(row, weights, engine), weights)))
        for row in values
    ]


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float)


def _columns(row: Sequence[Cell], weights: Sequence[Column], engine: Engine) -> list[Column]:
    samples = len(weights[0])
    return [engine.constant(cell, samples) if _is_number(cell) else cell for cell in row]


def _at(values: Values, weights: Sequence[Fraction], samples: int, engine: Engine) -> list[Column]:
    """The scores under one weighting, for all values drawn."""
    constants = [engine.constant(float(weight), samples) for weight in weights]
    return additive(values, constants, engine)


def firsts(
    scores: Sequence[Column],
    weights: Sequence[Column],
    engine: Engine,
    *,
    defender: int | None = None,
) -> tuple[First, ...]:
    """How often each alternative has the greatest score, and the mean weights where it has.

    Where several have it, each counts in equal parts; but the `defender` (its number) keeps what it
    ties for. Without weights there are none in the result.
    """
    best = engine.greatest(scores)
    masks = [engine.equal(column, best) for column in scores]
    parts = _tie_parts(masks, defender, engine)
    return tuple(
        _first([(many, shared[place]) for many, shared in parts], weights, len(best), engine)
        for place in range(len(scores))
    )


def _tie_parts(
    masks: list[Column], defender: int | None, engine: Engine
) -> list[tuple[int, list[Column]]]:
    """The masks of the weightings in which one is first, in which two are together, and so on."""
    if sum(map(engine.total, masks)) == len(masks[0]):
        return [(1, masks)]
    if defender is not None:
        held = masks[defender]
        masks = [engine.above(mask, held) for mask in masks]
        masks[defender] = held
    together = engine.added(masks)
    numbers = sorted(many for (many,) in engine.tally([together]))
    places = [(int(many), engine.between(together, many, many)) for many in numbers]
    return [(many, [engine.multiplied(mask, at) for mask in masks]) for many, at in places]


def _first(
    parts: Sequence[tuple[int, Column]], weights: Sequence[Column], samples: int, engine: Engine
) -> First:
    """`parts`: masks of the weightings in which it is first, by how many are first with it."""
    times = sum((Fraction(engine.total(mask)) / many for many, mask in parts), NONE)
    if not times or not weights:
        return First(times / samples, None)
    sums = [
        sum((Fraction(engine.total_where(w, mask)) / many for many, mask in parts), NONE)
        for w in weights
    ]
    whole = sum(sums)
    return First(times / samples, tuple(part / whole for part in sums))


def _ranks(scores: Sequence[Column], engine: Engine) -> Iterator[list[Fraction]]:
    """For each alternative the share of the weightings at each rank."""
    for one in scores:
        ahead = engine.added([engine.above(other, one) for other in scores])
        level = engine.added([engine.equal(other, one) for other in scores])
        shares = [NONE] * len(scores)
        for (better, same), times in engine.tally([ahead, level]).items():
            for rank in range(int(better), int(better + same)):
                shares[rank] += Fraction(times, len(one)) / int(same)
        yield shares
