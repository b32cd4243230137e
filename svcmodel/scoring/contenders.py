"""Who can lead a layer at all: exact, so that nobody else has to be weighed thousands of times.

The weights drawn lie between a least and a greatest for each dimension and add up to one whole. Over
all weights of that kind the greatest value of a linear form is known. If a form stays below some mark
and another above it, the first is behind in every weighting drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from svcmodel.domain.assessment import MIDDLE
from svcmodel.scoring.draws import Columns
from svcmodel.scoring.engines import Engine
from svcmodel.scoring.score_forms import ScoreForm


class Spans(NamedTuple):
    """Between what the weights drawn lie: (least, greatest) of each dimension; and their sums.

    `whole`: what the weights of one weighting add up to.
    """

    ends: tuple[tuple[int, int], ...]
    sums: tuple[int, ...]
    whole: int


def spans_of(weights: Columns, engine: Engine) -> Spans:
    """The spans of weightings, a column for each dimension."""
    sums = tuple(int(engine.total(column)) for column in weights)
    ends = tuple(engine.ends(column) for column in weights)
    return Spans(
        ends=tuple((int(least), int(most)) for least, most in ends),
        sums=sums,
        whole=sum(sums) // len(weights[0]),
    )


def narrowed(form: ScoreForm, spans: Spans) -> ScoreForm:
    """The form without the bottoms that are never the greatest."""
    usual, *further = form.bottoms
    binding = [
        reach
        for reach in further
        if _most([r - u for r, u in zip(reach, usual, strict=True)], spans) > 0
    ]
    return form._replace(bottoms=(usual, *binding))


def contenders(forms: Sequence[ScoreForm], ahead: Sequence[int], spans: Spans) -> list[int]:
    """The places of the forms that may be the greatest in some weighting.

    `ahead`: what each is given to begin with, in millionths of a point.
    """
    middle = [
        MIDDLE * _dot(form.top, spans.sums) // max(_dot(b, spans.sums) for b in form.bottoms)
        + given
        for form, given in zip(forms, ahead, strict=True)
    ]
    first = middle.index(max(middle))
    found = []
    for place, form in enumerate(forms):
        mark = (middle[first] + middle[place]) // 2
        behind = place != first and (
            _stays_below(form, mark - ahead[place], spans)
            and _stays_above(forms[first], mark - ahead[first], spans)
        )
        if not behind:
            found.append(place)
    return found


def _stays_below(form: ScoreForm, mark: int, spans: Spans) -> bool:
    return all(
        _most([MIDDLE * t - mark * b for t, b in zip(form.top, bottom, strict=True)], spans) < 0
        for bottom in form.bottoms
    )


def _stays_above(form: ScoreForm, mark: int, spans: Spans) -> bool:
    return all(
        _most([mark * b - MIDDLE * t for t, b in zip(form.top, bottom, strict=True)], spans) < 0
        for bottom in form.bottoms
    )


def _most(row: Sequence[int], spans: Spans) -> int:
    """The greatest weighted sum of a row: the least weights, and what is left where it is worth most."""
    left = spans.whole - sum(least for least, _ in spans.ends)
    total = 0
    for factor, (least, most) in sorted(zip(row, spans.ends, strict=True), reverse=True):
        more = min(left, most - least)
        total += factor * (least + more)
        left -= more
    return total


def _dot(row: Sequence[int], weights: Sequence[int]) -> int:
    return sum(part * weight for part, weight in zip(row, weights, strict=True))
