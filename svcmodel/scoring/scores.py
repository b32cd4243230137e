"""Scores, their ranges and the contributions they are the sums of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from svcmodel.domain.assessment import MICRO, MIDDLE, Contribution, CriterionLevel
from svcmodel.domain.conditions import Span
from svcmodel.scoring.tables import ScoreTable

SpanOf = Mapping[str, Span | None]


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
        range=_range(table, model, {id_: level.span for id_, level in levels.items()}),
        range_graded=_range(table, model, {id_: level.graded for id_, level in levels.items()}),
        contributions=tuple(sorted(contributions, key=lambda c: (-abs(c.micro), c.criterion))),
    )


def _range(table: ScoreTable, model: str, spans: SpanOf) -> tuple[int, int]:
    low = high = MIDDLE
    for criterion in table.points[model]:
        span = spans[criterion]
        if span is not None:
            least, most = table.bounds(model, criterion, span)
            low, high = low + least, high + most
    return max(0, low), min(100 * MICRO, high)


def swing(table: ScoreTable, criterion: str, span: Span) -> int:
    """The most that knowing a criterion's level could still move any one model's score."""
    moves = (
        most - least
        for model, rows in table.points.items()
        if criterion in rows
        for least, most in (table.bounds(model, criterion, span),)
    )
    return max(moves, default=0)
