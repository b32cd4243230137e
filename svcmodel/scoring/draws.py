"""Chance that is the same everywhere: a stated generator of 64-bit numbers, and weights drawn by it.

The generator is SplitMix64 (Steele, Lea & Flood 2014, "Fast splittable pseudorandom number
generators"), read as a counter: the n-th number is the mix of seed + n * GAMMA.

Weights are whole numbers that add up to the same whole in every weighting. With whole parameters
a_1 .. a_n a Dirichlet draw is made of integer spacings: a_1 + ... + a_n - 1 numbers of 16 bits are
put in order, and the weights are the gaps between every a_1-th, (a_1 + a_2)-th ... of them. A number
stands for the middle of its cell of 1/65,536, so that the first and the last gap are as long as the
others. Every parameter 1 is the uniform distribution of all weights.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import reduce
from itertools import accumulate
from math import inf, lcm
from typing import NamedTuple

from svcmodel.domain.assessment import MICRO
from svcmodel.scoring.engines import Column, Engine

GAMMA = 0x9E3779B97F4A7C15
FIRST_MIX = 30, 0xBF58476D1CE4E5B9
SECOND_MIX = 27, 0x94D049BB133111EB
LAST_SHIFT = 31
MASK = (1 << 64) - 1
SEED = 20_260_115

WORD = 1 << 16
WORDS_IN_NUMBER = 4
WHOLE = 2 * WORD
"""What the weights of a weighting drawn by spacings add up to."""
PARAMETERS_SUM = 30
"""How closely the weights drawn keep to the given ones: as 30 votes do to what they are drawn from."""
TRIES_AT_MOST = 1_000
"""How many weightings are proposed for each one wanted before drawing is given up."""

_LANES = 64
"""How many numbers are mixed in one large integer, each in the lower half of 128 bits."""
_ONES = sum(1 << (128 * lane) for lane in range(_LANES))
_STEPS = sum((2 * lane * GAMMA & MASK) << (128 * lane) for lane in range(_LANES))
_LOW = _ONES * MASK

Columns = list[Column]
"""A column of weights for each dimension; the entries in one place are one weighting."""
Held = tuple[Column, float, float]
"""A column and the least and the most that its entries may be."""


class RatioBound(NamedTuple):
    """Bounds of the weight of `one` dimension over the weight of an `other`, named by number."""

    one: int
    other: int
    least: Fraction
    most: Fraction


def random_bytes(seed: int, count: int, first: int = 1) -> bytes:
    """So many bytes, eight from each number from the `first` on, the lowest byte first.

    Numbers are mixed 128 at a time, side by side in two large integers: eight times as fast as one
    after another.
    """
    blocks = []
    for start in range(first, first + -(-count // 8), 2 * _LANES):
        even = _mixed(_STEPS + _ONES * (seed + start * GAMMA & MASK) & _LOW)
        odd = _mixed(_STEPS + _ONES * (seed + (start + 1) * GAMMA & MASK) & _LOW)
        blocks.append((even | odd << 64).to_bytes(16 * _LANES, "little"))
    return b"".join(blocks)[:count]


def _mixed(lanes: int) -> int:
    """The mix of as many states as there are lanes."""
    for shift, factor in (FIRST_MIX, SECOND_MIX):
        lanes = (lanes ^ lanes >> shift & _LOW) * factor & _LOW
    return lanes ^ lanes >> LAST_SHIFT & _LOW


def apportioned(whole: int, shares: Sequence[int | Fraction], least: int = 0) -> tuple[int, ...]:
    """Whole numbers that add up to `whole` in the proportions of the shares, each at least `least`.

    By largest remainder; among equals the first. `whole` must be `least` for each, or more. Shares
    that are all nothing count as equal.
    """
    unit = lcm(*(share.denominator for share in shares))
    exact = [whole * share.numerator * (unit // share.denominator) for share in shares]
    total = sum(exact) // whole or 1
    parts = [max(least, due // total) for due in exact]
    while sum(parts) < whole:
        parts[max(range(len(parts)), key=lambda n: exact[n] - parts[n] * total)] += 1
    while sum(parts) > whole:
        above = [n for n, part in enumerate(parts) if part > least]
        parts[max(above, key=lambda n: parts[n] * total - exact[n])] -= 1
    return tuple(parts)


def centred_parameters(weights: Sequence[int | Fraction]) -> tuple[int, ...]:
    """Dirichlet parameters of sum 30 (or one each, where there are more), centred on the weights."""
    return apportioned(max(PARAMETERS_SUM, len(weights)), weights, least=1)


def dirichlet(parameters: Sequence[int], samples: int, engine: Engine, seed: int = SEED) -> Columns:
    """Weightings drawn with whole Dirichlet parameters; they add up to `WHOLE`."""
    return _spacings(parameters, samples, engine, seed, first=1)


def any_weights(size: int, samples: int, engine: Engine, seed: int = SEED) -> Columns:
    """Weightings of so many dimensions, all equally likely; they add up to `WHOLE`."""
    return dirichlet((1,) * size, samples, engine, seed)


def _spacings(
    parameters: Sequence[int], samples: int, engine: Engine, seed: int, first: int
) -> Columns:
    *ends, last = accumulate(parameters)
    if not ends:
        return [engine.constant(WHOLE, samples)]
    drawn = engine.words(seed, first, samples, last - 1)
    cuts = engine.order_statistics(drawn, [end - 1 for end in ends])
    return engine.gaps(cuts, WHOLE)


def in_order(
    ranks: Sequence[Sequence[int]], samples: int, engine: Engine, seed: int = SEED
) -> Columns:
    """Weightings that keep an order and are else equally likely: any weights, sorted.

    `ranks`: the numbers of the dimensions, the weightiest first; those in one place of the list may
    come in any order among themselves. The mean of such weightings are the weights by rank order
    centroid.
    """
    size = sum(len(tied) for tied in ranks)
    return engine.in_order(any_weights(size, samples, engine, seed), ranks)


def within(
    intervals: Sequence[tuple[int, int]], samples: int, engine: Engine, seed: int = SEED
) -> Columns:
    """Weightings inside an interval for each dimension, all equally likely; they add up to a million.

    `intervals`: least and greatest weight in millionths. The widest one takes what the others, drawn
    each in its own interval, leave; what does not fit there is rejected.
    Raises `ValueError` where nothing fits.
    """
    reached = reachable(intervals)
    if reached is None:
        raise ValueError("no weights lie within these intervals")
    if len(reached) == 1:
        return [engine.constant(MICRO, samples)]
    widest = max(range(len(reached)), key=lambda n: reached[n][1] - reached[n][0])
    others = [interval for n, interval in enumerate(reached) if n != widest]

    def propose(first: int, rows: int) -> tuple[Columns, list[Held]]:
        words = engine.columns(engine.words(seed, first, rows, len(others)))
        columns = [
            engine.floored(engine.weighted_sum((high - low + 1,), [word]), WORD, plus=low)
            for word, (low, high) in zip(words, others, strict=True)
        ]
        rest = engine.weighted_sum((-1,) * len(others), columns, plus=MICRO)
        columns.insert(widest, rest)
        return columns, [(rest, *reached[widest])]

    return _accepted(propose, len(others), samples, engine)


def reachable(intervals: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...] | None:
    """The intervals (millionths) less what no weighting can reach; None where there is none at all."""
    lows, highs = sum(low for low, _ in intervals), sum(high for _, high in intervals)
    if not lows <= MICRO <= highs or any(low > high for low, high in intervals):
        return None
    return tuple(
        (max(low, high - (highs - MICRO)), min(high, low + (MICRO - lows)))
        for low, high in intervals
    )


def in_ratio(
    size: int, bounds: Sequence[RatioBound], samples: int, engine: Engine, seed: int = SEED
) -> Columns:
    """Weightings of so many dimensions that keep to bounds of ratios, else equally likely.

    `bounds`: one or more. The weights add up to `WHOLE`; what does not keep to the bounds is rejected.
    Raises `ValueError` where hardly any does.
    """

    def propose(first: int, rows: int) -> tuple[Columns, list[Held]]:
        columns = _spacings((1,) * size, rows, engine, seed, first)
        sides = [
            (row, (columns[bound.one], columns[bound.other]))
            for bound in bounds
            for row in (
                (bound.least.denominator, -bound.least.numerator),
                (-bound.most.denominator, bound.most.numerator),
            )
        ]
        return columns, [(engine.weighted_sum(row, pair), 0, inf) for row, pair in sides]

    return _accepted(propose, size - 1, samples, engine)


def _accepted(
    propose: Callable[[int, int], tuple[Columns, list[Held]]],
    words: int,
    samples: int,
    engine: Engine,
) -> Columns:
    """The first so many proposals that hold.

    `propose(first, rows)`: weightings made of so many `words` each, from that number of the generator
    on, and what must hold of them. Raises `ValueError` after too many tries.
    """
    gathered: Columns = []
    numbers = -(-samples * words // WORDS_IN_NUMBER)
    for attempt in range(TRIES_AT_MOST):
        first = 1 + attempt * numbers
        columns, held = propose(first, samples)
        fits = reduce(engine.multiplied, [engine.between(*each) for each in held])
        fitting = [engine.kept(column, fits) for column in columns]
        gathered = list(map(engine.joined, gathered, fitting)) if gathered else fitting
        if len(gathered[0]) >= samples:
            return [column[:samples] for column in gathered]
    raise ValueError(f"fewer than one in {TRIES_AT_MOST} weightings keep to the bounds")
