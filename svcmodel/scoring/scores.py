"""Scores, their ranges and the contributions they are the sums of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from svcmodel.domain.assessment import MICRO, MIDDLE, Contribution, CriterionLevel
from svcmodel.domain.conditions import Span
from svcmodel.scoring.tables import ScoreTable


class Score(NamedTuple):
    """A score in millionths, its least and greatest completion, and its terms."""

    micro: int
    range: tuple[int, int]
    range_graded: tuple[int, int]
    contributions: tuple[Contribution, ...]


def score(table: ScoreTable, model: str, levels: Mapping[str, CriterionLevel]) -> Score:
    """The score of one model: 50 points and what each answered criterion adds.

    A criterion that does not apply adds nothing; an unknown one adds nothing and opens the range.
    """
    contributions = tuple(
        Contribution(criterion, level.span, table.term(model, criterion, level.span))
        for criterion in table.points[model]
        if (level := levels[criterion]).span is not None and level.answered
    )
    return Score(
        micro=MIDDLE + sum(contribution.micro for contribution in contributions),
        range=_range(table, model, levels, graded=False),
        range_graded=_range(table, model, levels, graded=True),
        contributions=tuple(sorted(contributions, key=lambda c: (-abs(c.micro), c.criterion))),
    )


def _range(
    table: ScoreTable, model: str, levels: Mapping[str, CriterionLevel], *, graded: bool
) -> tuple[int, int]:
    low = high = MIDDLE
    for criterion in table.points[model]:
        level = levels[criterion]
        span = level.graded if graded and level.hull is None else level.possible
        if span is not None:
            least, most = ends(table, model, criterion, span, may_fall=level.may_fall)
            low, high = low + least, high + most
    return max(0, low), min(100 * MICRO, high)


def ends(
    table: ScoreTable, model: str, criterion: str, span: Span, *, may_fall: bool
) -> tuple[int, int]:
    """The least and the most a criterion adds; what may fall away may also add nothing."""
    least, most = table.bounds(model, criterion, span)
    return (min(least, 0), max(most, 0)) if may_fall else (least, most)


def swing(table: ScoreTable, level: CriterionLevel) -> int:
    """The most that knowing a criterion's level could still move any one model's score."""
    span = level.possible
    if span is None:
        return 0
    zero = [0] if level.may_fall else []
    bounds = (
        [*table.bounds(model, level.criterion, span), *zero]
        for model, rows in table.points.items()
        if level.criterion in rows
    )
    return max((max(ends) - min(ends) for ends in bounds), default=0)
