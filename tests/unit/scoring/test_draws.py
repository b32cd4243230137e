"""Chance that is stated: the generator's own numbers, and what becomes of them, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import accumulate, pairwise

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from svcmodel.domain.assessment import MICRO
from svcmodel.scoring.draws import (
    FIRST_MIX,
    GAMMA,
    MASK,
    SECOND_MIX,
    SEED,
    WHOLE,
    RatioBound,
    any_weights,
    apportioned,
    centred_parameters,
    dirichlet,
    in_order,
    in_ratio,
    random_bytes,
    reachable,
    within,
)
from svcmodel.scoring.engines import Column, Engine, engine_of
from tests.program import ROOT

PLAIN, NUMPY = engine_of("plain"), engine_of("numpy")
SEEDS = st.integers(-(2**70), 2**70)
PUBLISHED = [
    6457827717110365317,
    3203168211198807973,
    9817491932198370423,
    4593380528125082431,
    16408922859458223821,
]
"""The first numbers of SplitMix64 from the seed 1234567, as other implementations give them."""


def numbers(seed: int, count: int, first: int = 1) -> list[int]:
    data = random_bytes(seed, 8 * count, first)
    return [int.from_bytes(data[at : at + 8], "little") for at in range(0, 8 * count, 8)]


def split_mix(seed: int, count: int) -> list[int]:
    """The generator one number after another, as it is written in the paper."""
    said = []
    for n in range(1, count + 1):
        z = seed + n * 0x9E3779B97F4A7C15 & MASK
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & MASK
        z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
        said.append(z ^ z >> 31)
    return said


def rows(columns: list[Column]) -> list[tuple[int, ...]]:
    """The weightings as whole numbers."""
    whole = [[int(entry) for entry in column] for column in columns]
    assert all(
        n == entry
        for kept, column in zip(whole, columns, strict=True)
        for n, entry in zip(kept, column, strict=True)
    )
    return list(zip(*whole, strict=True))


def alike(draw: Callable[[Engine], list[Column]]) -> list[tuple[int, ...]]:
    """What a draw gives, the same on both engines."""
    plain = rows(draw(PLAIN))
    assert plain == rows(draw(NUMPY))
    return plain


class TestGenerator:
    def test_it_gives_the_published_numbers(self) -> None:
        assert numbers(1234567, 5) == PUBLISHED

    @drawn(SEEDS, st.integers(0, 700))
    def test_many_at_once_are_those_one_after_another(self, seed: int, count: int) -> None:
        assert numbers(seed, count) == split_mix(seed, count)

    @drawn(SEEDS, st.integers(1, 300), st.integers(1, 300))
    def test_it_can_be_read_from_any_number_on(self, seed: int, first: int, count: int) -> None:
        assert numbers(seed, count, first) == split_mix(seed, first + count - 1)[first - 1 :]

    def test_a_count_of_bytes_is_kept_to(self) -> None:
        assert random_bytes(7, 13) == random_bytes(7, 1000)[:13]

    @drawn(SEEDS, st.integers(1, 40), st.integers(1, 12), st.integers(1, 20))
    def test_both_engines_read_the_same_words(
        self, seed: int, first: int, count: int, size: int
    ) -> None:
        words = [tuple(map(int, row)) for row in NUMPY.words(seed, first, count, size)]
        assert list(PLAIN.words(seed, first, count, size)) == words

    def test_the_method_page_states_it_with_its_seed(self) -> None:
        page = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
        assert all(f"{number:X}" in page for number in (GAMMA, FIRST_MIX[1], SECOND_MIX[1]))
        assert f"The seed is {SEED}." in page


class TestApportioning:
    @drawn(
        st.lists(st.fractions(0, 100), min_size=1, max_size=8),
        st.integers(8, 60),
        st.integers(0, 1),
    )
    def test_parts_add_up_and_stay_near_their_share(
        self, shares: list[Fraction], whole: int, least: int
    ) -> None:
        parts = apportioned(whole, shares, least)
        assert sum(parts) == whole
        assert min(parts) >= least
        total = sum(shares, Fraction(0))
        if least == 0 and total:
            exact = [whole * share / total for share in shares]
            assert all(abs(p - e) < 1 for p, e in zip(parts, exact, strict=True))

    @pytest.mark.parametrize(
        ("weights", "expected"),
        [
            ([1, 1, 1, 1, 1], (6, 6, 6, 6, 6)),
            ([2, 1, 1, 1, 1], (10, 5, 5, 5, 5)),
            ([1, 1], (15, 15)),
            ([3], (30,)),
            ([1000, 1, 1, 1, 1], (26, 1, 1, 1, 1)),
            ([0, 1, 1, 1, 1], (1, 8, 7, 7, 7)),
            ([1] * 40, (1,) * 40),
        ],
    )
    def test_parameters_are_centred_on_the_weights(
        self, weights: list[int], expected: tuple[int, ...]
    ) -> None:
        assert centred_parameters(weights) == expected


class TestSpacings:
    @settings(max_examples=30)
    @drawn(st.lists(st.integers(1, 9), min_size=2, max_size=6), SEEDS, st.integers(1, 60))
    def test_weights_are_the_gaps_between_numbers_put_in_order(
        self, parameters: list[int], seed: int, samples: int
    ) -> None:
        """Read off the generator's bytes here once more, one weighting after another."""
        size = sum(parameters) - 1
        data = random_bytes(seed, 2 * size * samples)
        words = [int.from_bytes(data[at : at + 2], "little") for at in range(0, len(data), 2)]
        expected = []
        for start in range(0, len(words), size):
            ordered = sorted(words[start : start + size])
            cuts = [2 * ordered[end - 1] + 1 for end in accumulate(parameters[:-1])]
            expected.append(tuple(b - a for a, b in pairwise([0, *cuts, WHOLE])))
        assert alike(lambda engine: dirichlet(parameters, samples, engine, seed)) == expected

    def test_a_single_dimension_has_all_the_weight(self) -> None:
        assert alike(lambda engine: dirichlet((30,), 3, engine)) == [(WHOLE,)] * 3

    def test_the_means_and_the_spread_are_those_of_the_distribution(self) -> None:
        """Six standard errors; variance a (s - a) / (s^2 (s + 1)) for a parameter a of sum s."""
        parameters, samples = (12, 6, 6, 5, 1), 20_000
        for place, column in enumerate(dirichlet(parameters, samples, NUMPY)):
            mean = parameters[place] / 30
            variance = mean * (1 - mean) / 31
            assert abs(column.mean() / WHOLE - mean) < 6 * (variance / samples) ** 0.5
            assert column.var() / WHOLE**2 == pytest.approx(variance, rel=0.08)

    def test_another_seed_gives_other_weights(self) -> None:
        one, other = (rows(any_weights(5, 50, PLAIN, seed)) for seed in (1, 2))
        assert not set(one) & set(other)


class TestOrder:
    RANKS = ((2,), (0, 4), (1,), (3,))

    def test_every_weighting_keeps_the_order_and_level_ones_come_either_way(self) -> None:
        weights = alike(lambda engine: in_order(self.RANKS, 500, engine))
        assert all(w[2] >= max(w[0], w[4]) >= min(w[0], w[4]) >= w[1] >= w[3] for w in weights)
        assert {w[0] > w[4] for w in weights} == {True, False}
        assert {sum(w) for w in weights} == {WHOLE}

    def test_the_weights_are_those_of_any_weighting_dealt_out_anew(self) -> None:
        free = rows(any_weights(5, 200, PLAIN))
        ordered = rows(in_order(self.RANKS, 200, PLAIN))
        assert [sorted(w) for w in free] == [sorted(w) for w in ordered]


ends = st.tuples(st.integers(0, MICRO), st.integers(0, MICRO)).map(lambda e: (min(e), max(e)))


class TestIntervals:
    @settings(max_examples=60)
    @drawn(st.lists(ends, min_size=1, max_size=5), SEEDS)
    def test_every_weighting_lies_within(self, intervals: list[tuple[int, int]], seed: int) -> None:
        if reachable(intervals) is None:
            with pytest.raises(ValueError, match="no weights"):
                within(intervals, 20, PLAIN, seed)
            return
        weights = alike(lambda engine: within(intervals, 20, engine, seed))
        assert len(weights) == 20
        for row in weights:
            assert sum(row) == MICRO
            assert all(a <= w <= b for w, (a, b) in zip(row, intervals, strict=True))

    def test_intervals_that_leave_one_weighting_give_it(self) -> None:
        fifth = (MICRO // 5, MICRO // 5)
        weights = alike(lambda engine: within([fifth] * 5, 4, engine))
        assert weights == [(MICRO // 5,) * 5] * 4

    def test_what_no_weighting_can_reach_is_cut_off(self) -> None:
        assert reachable([(600_000, MICRO), (0, MICRO)]) == ((600_000, MICRO), (0, 400_000))
        assert reachable([(0, 300_000), (0, 900_000)]) == ((100_000, 300_000), (700_000, 900_000))
        assert reachable([(0, 300_000), (0, 600_000)]) is None
        assert reachable([(600_000, MICRO), (500_000, MICRO)]) is None
        assert reachable([(600_000, 500_000), (0, MICRO)]) is None


class TestRatios:
    def test_every_weighting_keeps_to_the_bounds(self) -> None:
        bounds = [
            RatioBound(0, 1, Fraction(2), Fraction(3)),
            RatioBound(2, 0, Fraction(1, 4), Fraction(1)),
        ]
        weights = alike(lambda engine: in_ratio(5, bounds, 300, engine))
        assert len(weights) == 300
        assert {sum(w) for w in weights} == {WHOLE}
        assert all(2 * w[1] <= w[0] <= 3 * w[1] and w[0] <= 4 * w[2] <= 4 * w[0] for w in weights)

    def test_bounds_that_contradict_each_other_are_refused_and_not_tried_for_ever(self) -> None:
        bounds = [
            RatioBound(0, 1, Fraction(2), Fraction(3)),
            RatioBound(1, 0, Fraction(2), Fraction(3)),
        ]
        with pytest.raises(ValueError, match="keep to the bounds"):
            in_ratio(5, bounds, 10, PLAIN)
