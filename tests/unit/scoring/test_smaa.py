"""The indices of SMAA-2: what holds for any values and weights, on both engines."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from svcmodel.scoring.draws import any_weights
from svcmodel.scoring.engines import engine_of
from svcmodel.scoring.smaa import Smaa, Values, additive, firsts, smaa

PLAIN, NUMPY = engine_of("plain"), engine_of("numpy")
NONE, ONE = Fraction(0), Fraction(1)
HALF = Fraction(1, 2)

matrices = st.integers(1, 5).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(-3, 3), min_size=size, max_size=size), min_size=1, max_size=5
    )
)


def run(matrix: list[list[int]], samples: int = 60, seed: int = 1) -> Smaa:
    """The indices, the same on both engines."""
    plain, numpy = (
        smaa(matrix, any_weights(len(matrix[0]), samples, engine, seed), engine)
        for engine in (PLAIN, NUMPY)
    )
    assert plain == numpy
    return plain


@settings(max_examples=60)
@drawn(matrices)
def test_every_rank_is_given_out_once_and_every_alternative_has_one(
    matrix: list[list[int]],
) -> None:
    ranks = run(matrix).ranks
    assert all(sum(row) == 1 for row in ranks)
    assert all(sum(column) == 1 for column in zip(*ranks, strict=True))


@settings(max_examples=60)
@drawn(matrices)
def test_the_first_rank_is_what_the_firsts_say(matrix: list[list[int]]) -> None:
    found = run(matrix)
    assert [row[0] for row in found.ranks] == [first.share for first in found.first]
    assert all((first.central is None) == (first.share == 0) for first in found.first)
    assert all(sum(first.central) == 1 for first in found.first if first.central)
    assert [c is None for c in found.confidence] == [f.central is None for f in found.first]


@settings(max_examples=40)
@drawn(matrices, st.data())
def test_duplicates_get_identical_rows(matrix: list[list[int]], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(matrix) - 1))
    found = run([*matrix, matrix[place]])
    for indices in (found.ranks, found.first, found.confidence):
        assert indices[place] == indices[-1]
    assert found.winning[place][-1] == found.winning[-1][place] == 0
    assert found.winning[place][:place] == found.winning[-1][:place]


@settings(max_examples=40)
@drawn(matrices, st.integers(1, 9), st.integers(-9, 9))
def test_values_on_another_scale_change_nothing(
    matrix: list[list[int]], factor: int, plus: int
) -> None:
    other = [[factor * value + plus for value in row] for row in matrix]
    assert run(other) == run(matrix)


@settings(max_examples=40)
@drawn(matrices)
def test_of_two_either_is_ahead_or_they_are_level(matrix: list[list[int]]) -> None:
    winning = run(matrix).winning
    for one, row in enumerate(winning):
        assert row[one] == 0
        assert all(row[other] + winning[other][one] <= 1 for other in range(len(row)))


def test_two_that_tie_share_the_ranks_they_stand_on() -> None:
    found = run([[2, 2], [2, 2], [1, 1]])
    assert found.ranks == ((HALF, HALF, NONE), (HALF, HALF, NONE), (NONE, NONE, ONE))
    assert found.confidence == (HALF, HALF, None)


def test_the_same_seed_gives_the_same_and_another_seed_does_not() -> None:
    matrix = [[3, 0, 1], [0, 3, 1], [1, 1, 2]]
    assert run(matrix, seed=5) == run(matrix, seed=5)
    assert run(matrix, seed=5) != run(matrix, seed=6)


def test_values_drawn_for_each_weighting_are_taken_with_it() -> None:
    weights = [[3.0, 1.0, 1.0], [1.0, 1.0, 3.0]]
    values: Values = [[[1.0, 1.0, 0.0], [0.0, 0.0, 0.0]], [0.5, [0.0, 1.0, 0.0]]]
    assert additive(values, weights, PLAIN) == [[3.0, 1.0, 0.0], [1.5, 1.5, 0.5]]


def test_more_criteria_than_are_summed_at_once_are_summed_too() -> None:
    random = Random(4)
    matrix = [[random.randrange(-9, 9) for _ in range(13)] for _ in range(3)]
    weights = any_weights(13, 20, PLAIN)
    expected = [
        [
            sum(v * w for v, w in zip(row, weighting, strict=True))
            for weighting in zip(*weights, strict=True)
        ]
        for row in matrix
    ]
    assert additive(matrix, weights, PLAIN) == expected


class TestDefender:
    SCORES = ([1.0, 2.0, 2.0, 0.0], [1.0, 2.0, 1.0, 0.0], [0.0, 2.0, 1.0, 0.0])

    def test_without_one_ties_count_in_equal_parts(self) -> None:
        shares = [first.share for first in firsts(self.SCORES, (), PLAIN)]
        third = Fraction(1, 3)
        assert shares == [
            (HALF + third + 1 + third) / 4,
            (HALF + third + third) / 4,
            (third + third) / 4,
        ]

    def test_it_keeps_what_it_ties_for(self) -> None:
        shares = [first.share for first in firsts(self.SCORES, (), PLAIN, defender=1)]
        assert shares == [Fraction(1, 4), Fraction(3, 4), 0]

    def test_central_weights_are_those_of_the_weightings_it_leads(self) -> None:
        weights = [[1.0, 2.0, 4.0, 3.0], [3.0, 2.0, 0.0, 1.0]]
        first, second, third = firsts(self.SCORES, weights, PLAIN, defender=1)
        assert first.central == (ONE, NONE)
        assert second.central == (HALF, HALF)
        assert third.central is None
