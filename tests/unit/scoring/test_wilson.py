"""Wilson's interval against published values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svcmodel.domain.assessment import MICRO
from svcmodel.scoring.wilson import share

PUBLISHED = [
    (1, 10, 0.0179, 0.4042),
    (0, 10, 0.0, 0.2775),
    (81, 263, 0.2553, 0.3662),  # this and the next three: Newcombe 1998, table I, method 3
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0, 0.1611),
    (1, 29, 0.0061, 0.1718),
]


@pytest.mark.parametrize(("hits", "of", "low", "high"), PUBLISHED)
def test_the_interval_is_the_published_one(hits: int, of: int, low: float, high: float) -> None:
    found = share(hits, of)
    assert (found.hits, found.of) == (hits, of)
    assert round(found.low / MICRO, 4) == low
    assert round(found.high / MICRO, 4) == high


def test_of_nothing_everything_is_possible() -> None:
    assert share(0, 0)[2:] == (0, MICRO)


def _parts(most: int) -> st.SearchStrategy[tuple[int, int]]:
    return st.integers(1, most).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@given(_parts(10**6))
def test_the_interval_holds_the_share_and_stays_within_0_and_1(part: tuple[int, int]) -> None:
    hits, of = part
    found = share(hits, of)
    assert 0 <= found.low <= MICRO * hits // of + 1
    assert MICRO * hits // of <= found.high <= MICRO


@given(_parts(10**4))
def test_misses_have_the_interval_of_hits_turned_round(part: tuple[int, int]) -> None:
    hits, of = part
    found, turned = share(hits, of), share(of - hits, of)
    assert abs(found.low + turned.high - MICRO) <= 2
    assert abs(found.high + turned.low - MICRO) <= 2
