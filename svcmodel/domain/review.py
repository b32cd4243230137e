"""A review: what was measured since, which answers it breaks, whether the advice changes, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from svcmodel.domain.answers import Answer
from svcmodel.domain.comparison import Comparison
from svcmodel.domain.conditions import Span
from svcmodel.domain.plan_design import Certainty
from svcmodel.domain.plan_schedule import Review
from svcmodel.domain.playbooks import KpiThreshold
from svcmodel.domain.records import Day, Words, record
from svcmodel.domain.values import Value


@record
class KpiEntry:
    """A value in a file of measured values. `threshold`: the company's own, before the catalogue's."""

    value: Any
    date: Day | None = None
    note: Words | None = None
    threshold: KpiThreshold | None = None


@record
class KpiValuesFile:
    """A file of measured values: by the id of a measure or of a question. `date`: the day of all."""

    format: Literal["svcmodel/kpi_values/1"]
    date: Day | None = None
    values: dict[Any, Any]


class Measured(NamedTuple):
    """A value that was measured. `question`: the one it answers, where it answers one."""

    id: str
    value: Value
    question: str | None
    date: str | None
    note: str
    threshold: KpiThreshold | None


class LevelTurn(NamedTuple):
    """What became of a criterion's level; None: it did not apply."""

    criterion: str
    before: Span | None
    after: Span | None


AnswerState = Literal["confirmed", "same_level", "broken", "new"]
MeasureState = Literal["within", "beyond", "no_threshold"]


class CheckedAnswer(NamedTuple):
    """An answer beside what was measured.

    `state`: it holds to the letter; it differs but no level with it; some level is another; or there
    was no answer. `levels`: those that changed.
    """

    id: str
    question: str
    before: Answer | None
    after: Answer
    state: AnswerState
    levels: tuple[LevelTurn, ...]


class CheckedMeasure(NamedTuple):
    """A measure beside its threshold. `own`: whether the company agreed on it, else it is orientation."""

    id: str
    value: float
    threshold: KpiThreshold | None
    own: bool
    state: MeasureState
    date: str | None
    note: str


class CheckedDecision(NamedTuple):
    """A decision before and after: what is chosen, how sure it is, and whether little would turn it."""

    layer: str
    before: str
    after: str
    certainty: tuple[Certainty, Certainty]
    close: tuple[bool, bool]


Verdict = Literal["turned", "less_sure", "holds"]
"""Whether the advice is another now, the same but less sure, or holds."""

StepKind = Literal["replan", "settle", "correct", "agree", "record", "go_on"]


class NextStep(NamedTuple):
    """Something to do now. `about`: the layers, measures or questions it is about."""

    kind: StepKind
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReviewAgain:
    """When to look again. `planned`: the review of the plan that falls on the day, where one does."""

    day: str
    planned: Review | None


@dataclass(frozen=True, slots=True)
class ReviewResult:
    """What a review finds; `comparison` splits every change into what it comes from."""

    answers: tuple[CheckedAnswer, ...]
    measures: tuple[CheckedMeasure, ...]
    decisions: tuple[CheckedDecision, ...]
    verdict: Verdict
    steps: tuple[NextStep, ...]
    again: ReviewAgain
    comparison: Comparison
