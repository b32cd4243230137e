"""Who cannot lead in any weighting drawn is told beforehand, and never wrongly."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from svcmodel.domain.assessment import MIDDLE
from svcmodel.scoring.contenders import contenders, narrowed, spans_of
from svcmodel.scoring.draws import any_weights, dirichlet
from svcmodel.scoring.engines import engine_of
from svcmodel.scoring.score_forms import ScoreForm

PLAIN = engine_of("plain")

tops = st.lists(st.integers(-50, 50), min_size=3, max_size=3).map(tuple)
bottoms = st.lists(st.integers(1, 90), min_size=3, max_size=3).map(tuple)
forms = st.builds(ScoreForm, tops, st.lists(bottoms, min_size=1, max_size=3).map(tuple))
parameters = st.lists(st.integers(1, 12), min_size=3, max_size=3)


def fit(form: ScoreForm, weights: tuple[float, ...]) -> Fraction:
    def dot(row: tuple[int, ...]) -> Fraction:
        return sum((part * Fraction(w) for part, w in zip(row, weights, strict=True)), Fraction(0))

    return dot(form.top) / max(dot(bottom) for bottom in form.bottoms)


@settings(max_examples=200)
@drawn(st.lists(forms, min_size=1, max_size=5), parameters, st.integers(1, 30), st.data())
def test_whoever_is_first_in_some_weighting_is_among_them(
    rivals: list[ScoreForm], spread: list[int], samples: int, data: st.DataObject
) -> None:
    given = st.integers(-20, 20).map(lambda points: points * 1_000_000)
    ahead = data.draw(st.lists(given, min_size=len(rivals), max_size=len(rivals)))
    columns = dirichlet(spread, samples, PLAIN)
    found = contenders(rivals, ahead, spans_of(columns, PLAIN))
    for weights in zip(*columns, strict=True):
        fits = [
            fit(form, weights) + Fraction(more, MIDDLE)
            for form, more in zip(rivals, ahead, strict=True)
        ]
        assert {place for place, value in enumerate(fits) if value == max(fits)} <= set(found)


@settings(max_examples=100)
@drawn(forms, parameters)
def test_a_narrowed_form_is_the_same_within_its_spans(form: ScoreForm, spread: list[int]) -> None:
    columns = dirichlet(spread, 20, PLAIN)
    narrow = narrowed(form, spans_of(columns, PLAIN))
    assert narrow.fits(columns, PLAIN) == form.fits(columns, PLAIN)
    assert set(narrow.bottoms) <= set(form.bottoms)


def test_the_further_apart_and_the_closer_drawn_the_fewer_are_left() -> None:
    """At fits of 0.4 throughout, 0.1 to 0.3 by the weights, and 0.3; a million is 0.02."""
    even, leaning, lower = (
        ScoreForm(top, ((10, 10, 10),)) for top in ((4, 4, 4), (1, 3, 3), (3, 3, 3))
    )
    rivals = [even, leaning, lower]
    wide = spans_of(any_weights(3, 500, PLAIN), PLAIN)
    close = spans_of(dirichlet((10, 10, 10), 500, PLAIN), PLAIN)
    assert contenders(rivals, [0, 0, 0], wide) == [0]
    assert contenders(rivals, [0, 8_000_000, 5_000_000], wide) == [0, 1, 2]
    assert contenders(rivals, [0, 3_000_000, 0], wide) == [0, 1]
    assert contenders(rivals, [0, 3_000_000, 0], close) == [0]


def test_a_reach_that_never_binds_is_left_out() -> None:
    form = ScoreForm((1, 1, 1), ((10, 10, 10), (12, 4, 4), (9, 9, 9)))
    close = spans_of(dirichlet((10, 10, 10), 500, PLAIN), PLAIN)
    assert narrowed(form, close).bottoms == ((10, 10, 10),)
    wide = spans_of(any_weights(3, 500, PLAIN), PLAIN)
    assert narrowed(form, wide).bottoms == ((10, 10, 10), (12, 4, 4))
