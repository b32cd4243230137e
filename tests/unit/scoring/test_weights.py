"""Weights as people give them: swings, an order, intervals."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from svcmodel.domain.answers import WeightsFile
from svcmodel.domain.assessment import MICRO
from svcmodel.scoring.draws import WHOLE, in_order, reachable, within
from svcmodel.scoring.engines import engine_of
from svcmodel.scoring.weights import (
    criterion_weights,
    interval_centre,
    rank_order_centroid,
    with_weights,
)
from tests.builders import catalogue_of, criterion, layer, made, model, sheet_of

CATALOGUE = catalogue_of(
    layers=[layer("only", "m")],
    criteria=[criterion(id_) for id_ in ("a", "b", "c")],
    models=[model("m", "only", kind="baseline")],
    dimension_of={"c": "means"},
)
"""Two dimensions, `people` of two criteria and `means` of one."""


def file(**said: object) -> WeightsFile:
    built: WeightsFile = made(WeightsFile, {"format": "svcmodel/weights/1", **said})
    return built


class TestOrder:
    def test_level_dimensions_share_the_mean_of_their_places(self) -> None:
        weights = rank_order_centroid([["a"], ["b", "c"], ["d"]])
        apart = rank_order_centroid([["a"], ["b"], ["c"], ["d"]])
        assert weights["a"], weights["d"] == (apart["a"], apart["d"])
        assert weights["b"] == weights["c"] == (apart["b"] + apart["c"]) / 2
        assert sum(weights.values()) == 1

    def test_all_level_is_equal_weights(self) -> None:
        assert set(rank_order_centroid([["a", "b", "c"]]).values()) == {Fraction(1, 3)}

    def test_they_are_the_mean_of_all_weightings_in_that_order(self) -> None:
        """Four standard errors: no weight spreads more than 0.2."""
        samples, ranks = 20_000, [[3], [1, 4], [0], [2]]
        centroid = rank_order_centroid([[str(n) for n in tied] for tied in ranks])
        for place, column in enumerate(in_order(ranks, samples, engine_of("numpy"))):
            expected = float(centroid[str(place)])
            assert abs(column.mean() / WHOLE - expected) < 4 * 0.2 / samples**0.5


ends = st.tuples(st.integers(0, MICRO), st.integers(0, MICRO)).map(lambda e: (min(e), max(e)))


class TestIntervals:
    @pytest.mark.parametrize(
        ("intervals", "centre"),
        [
            ([(0, MICRO)] * 4, [Fraction(1, 4)] * 4),
            ([(0, MICRO)], [Fraction(1)]),
            ([(300_000, 500_000), (0, MICRO)], [Fraction(2, 5), Fraction(3, 5)]),
            ([(500_000, MICRO), (0, MICRO), (0, MICRO)], [Fraction(2, 3), *[Fraction(1, 6)] * 2]),
            ([(0, 500_000), *[(0, MICRO)] * 2], [Fraction(2, 9), *[Fraction(7, 18)] * 2]),
            ([(200_000, 200_000), *[(0, MICRO)] * 2], [Fraction(1, 5), *[Fraction(2, 5)] * 2]),
            ([(200_000, 200_000), (800_000, MICRO)], [Fraction(1, 5), Fraction(4, 5)]),
        ],
    )
    def test_the_centre_is_exact(
        self, intervals: Sequence[tuple[int, int]], centre: list[Fraction]
    ) -> None:
        """By hand: of three weights with the first at most a half, cut 1/4 of 1/3 off at mean 2/3."""
        assert list(interval_centre(intervals)) == centre

    @settings(max_examples=40)
    @drawn(st.lists(ends, min_size=2, max_size=5))
    def test_the_centre_is_the_mean_of_what_is_drawn_within(
        self, intervals: list[tuple[int, int]]
    ) -> None:
        """Six standard errors of a weight that may lie anywhere in its interval, and the grid."""
        reached = reachable(intervals)
        if reached is None:
            with pytest.raises(ValueError, match="no weights"):
                interval_centre(intervals)
            return
        samples = 4_000
        centre = interval_centre(intervals)
        assert sum(centre) == 1
        columns = within(intervals, samples, engine_of("numpy"))
        for column, (low, high), expected in zip(columns, reached, centre, strict=True):
            error = (high - low) / 2 / samples**0.5
            assert low <= expected * MICRO <= high
            assert abs(column.mean() - float(expected * MICRO)) <= 6 * error + 20


class TestFiles:
    def test_swings_are_proportions(self) -> None:
        swung = with_weights(sheet_of(), file(swing={"people": 100, "means": 25}), CATALOGUE)
        plain = with_weights(sheet_of(), file(weights={"people": 4, "means": 1}), CATALOGUE)
        weights = [criterion_weights(CATALOGUE, sheet.weights) for sheet in (swung, plain)]
        assert weights[0] == weights[1]

    def test_a_swing_of_nothing_leaves_a_dimension_out(self) -> None:
        sheet = with_weights(sheet_of(), file(swing={"people": 100, "means": 0}), CATALOGUE)
        assert criterion_weights(CATALOGUE, sheet.weights)["c"] == 0

    def test_an_order_is_kept_with_its_weights(self) -> None:
        sheet = with_weights(sheet_of(), file(ranks=["means", "people"]), CATALOGUE)
        assert sheet.ranks == (("means",), ("people",))
        assert sheet.weights == {"means": Fraction(3, 4), "people": Fraction(1, 4)}

    def test_intervals_are_kept_in_millionths_with_their_centre(self) -> None:
        sheet = with_weights(sheet_of(), file(intervals={"means": [0.1, 0.3]}), CATALOGUE)
        assert sheet.intervals == {"people": (0, MICRO), "means": (100_000, 300_000)}
        assert sheet.weights == {"people": Fraction(4, 5), "means": Fraction(1, 5)}

    def test_a_file_takes_the_place_of_all_that_the_sheet_said_of_weights(self) -> None:
        before = with_weights(sheet_of(), file(ranks=["means", "people"]), CATALOGUE)
        after = with_weights(before, file(important=["a"]), CATALOGUE)
        assert after == sheet_of(important=("a",))
