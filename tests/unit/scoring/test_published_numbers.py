"""Numbers that others have published or that are known exactly, through the functions that score.

Of the books and papers named the numbers were taken from memory or from the test suites of other
programs; all were worked out anew here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from math import exp, prod
from random import Random
from typing import ClassVar

import pytest

from svcmodel.domain.catalogue import Catalogue
from svcmodel.scoring.draws import any_weights, in_order
from svcmodel.scoring.engines import Engine, engine_of
from svcmodel.scoring.smaa import Smaa, additive, smaa
from svcmodel.scoring.tables import score_table
from svcmodel.scoring.weights import criterion_weights, rank_order_centroid

PLAIN, NUMPY = engine_of("plain"), engine_of("numpy")
SAMPLES = 40_000


def near(share: Fraction | float, expected: float) -> bool:
    """Whether a share of the samples is within five standard errors of what it should be."""
    error: float = (expected * (1 - expected) / SAMPLES) ** 0.5
    return abs(float(share) - expected) <= 5 * error


def of_any_weights(matrix: Sequence[Sequence[float]]) -> Smaa:
    return smaa(matrix, any_weights(len(matrix[0]), SAMPLES, NUMPY), NUMPY)


class TestOffices:
    """Goodwin & Wright, Decision Analysis for Management Judgment: where to put an office."""

    WEIGHTS = (32, 26, 23, 10, 6, 3)
    """Of closeness to customers, visibility, image, size, comfort, parking."""
    VALUES = (
        (100, 60, 100, 75, 0, 90),
        (20, 80, 10, 30, 100, 30),
        (80, 70, 0, 0, 10, 100),
        (70, 50, 30, 55, 30, 90),
        (40, 60, 90, 100, 60, 70),
        (0, 0, 70, 0, 80, 0),
        (60, 100, 20, 50, 50, 80),
    )
    TOTALS = (80.8, 39.4, 47.4, 52.3, 64.8, 20.9, 60.2)

    @pytest.mark.parametrize("engine", [PLAIN, NUMPY])
    def test_the_seven_totals(self, engine: Engine) -> None:
        weights = [engine.constant(weight, 1) for weight in self.WEIGHTS]
        totals = [float(column[0]) / 100 for column in additive(self.VALUES, weights, engine)]
        assert [round(total, 1) for total in totals] == list(self.TOTALS)

    def test_the_weights_come_from_swings(self) -> None:
        swings = (100, 80, 70, 30, 20, 10)
        rounded = tuple(round(100 * Fraction(swing, sum(swings))) for swing in swings)
        assert rounded == self.WEIGHTS


class TestRankOrder:
    """Barron & Barrett 1996: weights by rank order centroid."""

    TABLE: ClassVar = {
        2: (0.7500, 0.2500),
        3: (0.6111, 0.2778, 0.1111),
        4: (0.5208, 0.2708, 0.1458, 0.0625),
        5: (0.4567, 0.2567, 0.1567, 0.0900, 0.0400),
        6: (0.4083, 0.2417, 0.1583, 0.1028, 0.0611, 0.0278),
        7: (0.3704, 0.2276, 0.1561, 0.1085, 0.0728, 0.0442, 0.0204),
        8: (0.3397, 0.2147, 0.1522, 0.1106, 0.0793, 0.0543, 0.0335, 0.0156),
        10: (0.2929, 0.1929, 0.1429, 0.1096, 0.0846, 0.0646, 0.0479, 0.0336, 0.0211, 0.0100),
    }

    @pytest.mark.parametrize("size", TABLE)
    def test_the_printed_weights(self, size: int) -> None:
        weights = rank_order_centroid([[str(n)] for n in range(size)])
        assert tuple(round(float(weight), 4) for weight in weights.values()) == self.TABLE[size]
        assert sum(weights.values()) == 1


class TestReversal:
    """Belton & Gear 1983: with values scaled by their sum a copy of B puts A before B."""

    VALUES = ((1, 9, 8), (9, 1, 9), (1, 1, 1))
    """Of A, B and C on three criteria of equal weight."""

    @staticmethod
    def scaled_by_sum(values: Sequence[Sequence[int]]) -> list[float]:
        sums = [sum(column) for column in zip(*values, strict=True)]
        return [sum(v / s for v, s in zip(row, sums, strict=True)) / 3 for row in values]

    def test_the_published_reversal_is_that_of_scaling_by_the_sum(self) -> None:
        before = self.scaled_by_sum(self.VALUES)
        after = self.scaled_by_sum([*self.VALUES, self.VALUES[1]])
        assert [round(score, 2) for score in before] == [0.45, 0.47, 0.08]
        assert [round(score, 2) for score in after] == [0.37, 0.29, 0.06, 0.29]

    def test_a_copy_changes_no_other_score_of_ours(self) -> None:
        weights = [NUMPY.constant(1, 1)] * 3
        before = [float(c[0]) for c in additive(self.VALUES, weights, NUMPY)]
        after = [float(c[0]) for c in additive([*self.VALUES, self.VALUES[1]], weights, NUMPY)]
        assert before == [18, 19, 3]
        assert after == [18, 19, 3, 19]

    def test_a_copied_model_changes_no_row_of_the_table(self, shipped: Catalogue) -> None:
        copy = replace(shipped.models["hybrid"], id="hybrid_again")
        more = replace(shipped, models={**shipped.models, "hybrid_again": copy})
        weights = criterion_weights(shipped)
        before, after = score_table(shipped, weights).points, score_table(more, weights).points
        assert {id_: after[id_] for id_ in before} == before
        assert after["hybrid_again"] == before["hybrid"]


class TestExactCases:
    """What acceptability is can be worked out for a few sets of values."""

    def test_two_specialists_and_one_that_does_both_fairly_well(self) -> None:
        found = of_any_weights([[10, 0], [0, 10], [6, 6]])
        expected = ((0.4, 0.1, 0.5), (0.4, 0.1, 0.5), (0.2, 0.8, 0.0))
        for row, shares in zip(found.ranks, expected, strict=True):
            assert all(near(share, should) for share, should in zip(row, shares, strict=True))
        for first, central in zip(found.first, ((0.8, 0.2), (0.2, 0.8), (0.5, 0.5)), strict=True):
            assert first.central is not None
            for weight, should in zip(first.central, central, strict=True):
                assert abs(float(weight) - should) < 0.005
        assert found.confidence == (Fraction(1),) * 3

    def test_of_four_specialists_each_is_first_as_often_at_the_rank_order_weights(self) -> None:
        found = of_any_weights([[int(n == m) for m in range(4)] for n in range(4)])
        assert all(near(share, 1 / 4) for row in found.ranks for share in row)
        for place, first in enumerate(found.first):
            assert first.central is not None
            for other, weight in enumerate(first.central):
                should = 25 / 48 if other == place else 23 / 144
                assert abs(float(weight) - should) < 0.01

    @pytest.mark.parametrize(
        ("gaps", "printed"),
        [
            ((30, 10, -20), 0.733333),
            ((50, -20, -40), 0.396825),
            ((40, 10, -20, -30, 25), 0.671557),
        ],
    )
    def test_how_often_one_is_ahead_of_another(self, gaps: tuple[int, ...], printed: float) -> None:
        exact = sum(
            Fraction(gap) ** (len(gaps) - 1) / prod(gap - other for other in gaps if other != gap)
            for gap in gaps
            if gap > 0
        )
        assert round(float(exact), 6) == printed
        found = of_any_weights([gaps, [0] * len(gaps)])
        assert near(found.winning[0][1], float(exact))
        assert near(found.winning[1][0], 1 - float(exact))


def on_scale(drawn: Sequence[float], low: float, high: float) -> list[float]:
    """Values on a straight scale from `low`, which is worth 0, to `high`, which is worth 1."""
    return [(value - low) / (high - low) for value in drawn]


def close(found: Sequence[Fraction] | None, printed: Sequence[float], within: float) -> bool:
    assert found is not None
    return all(abs(float(f) - p) <= within for f, p in zip(found, printed, strict=True))


class TestDrugs:
    """Tervonen et al. 2011, Statistics in Medicine 30, 1419-1428: benefit and risk of four drugs.

    The data and what to expect, with the tolerances, as in the tests of JSMAA.
    """

    EFFICACY = ((0, 0), (0.086, 0.056), (0.095, 0.044), (0.113, 0.048))
    """Mean and deviation of the logarithm, for fluoxetine, paroxetine, sertraline, venlafaxine."""
    SIDE_EFFECTS = (
        ((11.7, 2.5), (9.2, 1.86), (15.4, 2.65), (5.5, 2.32)),
        ((7.2, 1.45), (10.6, 1.58), (7.5, 1.48), (15.7, 4.44)),
        ((16.6, 3.27), (21.2, 5.15), (20.2, 3.78), (12.8, 2.45)),
        ((13.7, 1.89), (14.3, 2.93), (15.0, 3.21), (11.2, 3.98)),
        ((18.6, 1.79), (18.3, 3.7), (19.5, 2.6), (31.0, 1.68)),
    )
    """Diarrhoea, dizziness, headache, insomnia, nausea: mean and deviation; less is better."""
    RANKS = (
        (0.20, 0.28, 0.30, 0.22),
        (0.25, 0.29, 0.27, 0.19),
        (0.17, 0.25, 0.29, 0.30),
        (0.39, 0.18, 0.15, 0.29),
    )
    CONFIDENCE = (0.48, 0.44, 0.34, 0.74)
    CENTRAL = (
        (0.08, 0.14, 0.23, 0.18, 0.16, 0.22),
        (0.18, 0.17, 0.15, 0.13, 0.15, 0.22),
        (0.21, 0.10, 0.22, 0.13, 0.15, 0.20),
        (0.18, 0.21, 0.12, 0.21, 0.19, 0.09),
    )

    def test_rank_acceptabilities(self, drugs: Smaa) -> None:
        assert all(close(*rows, 0.02) for rows in zip(drugs.ranks, self.RANKS, strict=True))

    def test_confidence_factors(self, drugs: Smaa) -> None:
        certain = [factor for factor in drugs.confidence if factor is not None]
        assert close(certain, self.CONFIDENCE, 0.03)

    def test_central_weights(self, drugs: Smaa) -> None:
        central = [first.central for first in drugs.first]
        assert all(close(*rows, 0.02) for rows in zip(central, self.CENTRAL, strict=True))


@pytest.fixture(scope="module")
def drugs() -> Smaa:
    random = Random(20_260_115)
    columns = []
    for criterion in (TestDrugs.EFFICACY, *TestDrugs.SIDE_EFFECTS):
        is_benefit = criterion is TestDrugs.EFFICACY
        ends = [mean + side * 1.96 * sd for mean, sd in criterion for side in (-1, 1)]
        low, high = min(ends), max(ends)
        if is_benefit:
            low, high = exp(low), exp(high)
        drawn = [[random.gauss(*spread) for _ in range(SAMPLES)] for spread in criterion]
        if is_benefit:
            drawn = [[exp(value) for value in column] for column in drawn]
        best, worst = (high, low) if is_benefit else (low, high)
        columns.append([on_scale(column, worst, best) for column in drawn])
    values = list(zip(*columns, strict=True))
    return smaa(values, any_weights(6, SAMPLES, PLAIN), PLAIN)


class TestThrombolytics:
    """Heparin beside enoxaparin, under weights not known, in an order, or given.

    The data (beta distributions, fewer cases are better) and what to expect, with the tolerance, as in
    the tests of mcda-elicitation-web.
    """

    SPREADS = (((20, 116), (8, 121)), ((40, 96), (32, 97)), ((1, 135), (5, 124)))
    """Proximal thrombosis, distal thrombosis, bleeding: of heparin and of enoxaparin."""
    SCALES = ((0.25, 0), (0.40, 0.15), (0.1, 0))

    @pytest.mark.parametrize(
        ("weights", "first", "central"),
        [
            (lambda: any_weights(3, SAMPLES, PLAIN), 0.3381, (0.198, 0.278, 0.524)),
            (lambda: in_order([(0,), (2,), (1,)], SAMPLES, PLAIN), 0.1369, (0.524, 0.121, 0.355)),
            (lambda: map(PLAIN.constant, (4, 1, 2), [SAMPLES] * 3), 0.1049, (4 / 7, 1 / 7, 2 / 7)),
        ],
        ids=["any weights", "in order", "given"],
    )
    def test_how_often_heparin_is_first_and_under_which_weights(
        self,
        heparin: list[tuple[list[float], ...]],
        weights: Callable[[], Iterable[list[float]]],
        first: float,
        central: tuple[float, ...],
    ) -> None:
        """Of the weights drawn in order proximal is the weightiest and distal the least."""
        found = smaa(heparin, list(weights()), PLAIN)
        assert abs(float(found.ranks[0][0]) - first) <= 0.02
        assert close(found.first[0].central, central, 0.02)

    def test_how_sure_heparin_is_first_under_its_own_weights(
        self, heparin: list[tuple[list[float], ...]]
    ) -> None:
        found = smaa(heparin, any_weights(3, SAMPLES, PLAIN), PLAIN)
        assert found.confidence[0] is not None
        assert abs(float(found.confidence[0]) - 0.639) <= 0.03


@pytest.fixture(scope="module")
def heparin() -> list[tuple[list[float], ...]]:
    random = Random(20_260_115)
    columns = []
    for spreads, (worst, best) in zip(
        TestThrombolytics.SPREADS, TestThrombolytics.SCALES, strict=True
    ):
        drawn = [[random.betavariate(*s) for _ in range(SAMPLES)] for s in spreads]
        columns.append([on_scale(column, worst, best) for column in drawn])
    return list(zip(*columns, strict=True))
