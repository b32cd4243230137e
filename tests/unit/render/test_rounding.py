from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from svcmodel.domain.assessment import MICRO
from svcmodel.render.rounding import of_hundred, points, shares

micros = st.integers(-100 * MICRO, 100 * MICRO)
digits = st.integers(0, 6)


def printed(values: list[float], places: int) -> list[Decimal]:
    """What is read off the page: the decimals shown, added by hand."""
    return [Decimal(f"{value:.{places}f}") for value in values]


@pytest.mark.parametrize(
    ("micro", "places", "expected"),
    [
        (57_425_000, 2, 57.43),
        (57_424_999, 2, 57.42),
        (-7_425_000, 2, -7.43),
        (500_000, 0, 1.0),
        (-500_000, 0, -1.0),
        (499_999, 0, 0.0),
        (50_000_000, 1, 50.0),
        (1, 6, 0.000001),
        (0, 2, 0.0),
    ],
)
def test_points_are_rounded_to_the_nearest_with_halves_away_from_zero(
    micro: int, places: int, expected: float
) -> None:
    assert points(micro, places) == expected


@drawn(micros, digits)
def test_rounding_treats_plus_and_minus_alike(micro: int, places: int) -> None:
    assert points(-micro, places) == -points(micro, places)


@drawn(st.lists(micros, min_size=1, max_size=40), digits)
def test_printed_parts_add_up_to_the_printed_whole(parts: list[int], places: int) -> None:
    whole = points(sum(parts), places)
    rounded = shares(parts, whole, places)
    assert sum(printed(rounded, places)) == printed([whole], places)[0]


@drawn(st.lists(micros, min_size=1, max_size=40), digits)
def test_no_part_is_off_by_a_whole_unit(parts: list[int], places: int) -> None:
    unit = 10**-places
    for part, shown in zip(parts, shares(parts, points(sum(parts), places), places), strict=True):
        assert abs(shown - part / MICRO) < unit + 1e-9


@drawn(micros, st.lists(micros, max_size=10))
def test_parts_that_need_no_rounding_are_left_alone(first: int, rest: list[int]) -> None:
    parts = [part // 10_000 * 10_000 for part in (first, *rest)]
    exact = [part / MICRO for part in parts]
    assert shares(parts, points(sum(parts), 2), 2) == exact


def test_the_units_that_are_missing_go_to_the_parts_that_lost_most() -> None:
    parts = [1_006_000, 1_009_000, 1_007_000]
    assert shares(parts, 3.02, 2) == [1.0, 1.01, 1.01]


def test_among_equals_the_earlier_part_gets_it() -> None:
    assert shares([333_333, 333_333, 333_334], 1.0, 1) == [0.3, 0.3, 0.4]
    assert shares([250_000, 250_000, 250_000, 250_000], 1.0, 1) == [0.3, 0.3, 0.2, 0.2]


def test_negative_parts_are_rounded_down_first_like_the_others() -> None:
    assert shares([-333_333, -333_333, -333_334], -1.0, 1) == [-0.3, -0.3, -0.4]
    assert shares([1_250_000, -1_250_000], 0.0, 1) == [1.3, -1.3]


@pytest.mark.parametrize(
    ("micros", "told"),
    [
        ([660_000, 335_000, 5_000], [66, 33, 1]),
        ([655_500, 337_500, 7_000], [65, 34, 1]),
        ([994_000, 3_000, 3_000], [98, 1, 1]),
        ([999_999, 1], [99, 1]),
        ([MICRO, 0], [100, 0]),
        ([333_333, 333_333, 333_333], [34, 33, 33]),
        ([900_000, 4_000], [90, 1]),
        ([995_000], [99]),
        ([], []),
    ],
)
def test_shares_of_a_hundred_add_up_and_never_say_all_or_none_where_it_is_not(
    micros: list[int], told: list[int]
) -> None:
    assert of_hundred(micros) == told


def test_nothing_to_share_is_no_problem() -> None:
    assert shares([], 0.0, 2) == []


@drawn(st.lists(micros, min_size=1, max_size=20), st.integers(-3, 3))
def test_a_whole_some_units_away_from_the_parts_is_still_met(parts: list[int], off: int) -> None:
    whole = round(points(sum(parts), 2) + off / 100, 2)
    assert sum(printed(shares(parts, whole, 2), 2)) == printed([whole], 2)[0]
