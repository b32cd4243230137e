"""An answer sheet: what one company said, with its weights, marks and constraints."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Annotated, Literal

from svcmodel.domain.conditions import Span
from svcmodel.domain.records import Bounds, Id, Lang, Length, Many, Some, Words, record
from svcmodel.domain.values import Value

Grade = Literal["guess", "stated", "documented", "measured"]
State = Literal["given", "unknown", "not_applicable"]
Swing = Annotated[int | float, Bounds(0, 100)]
Share = Annotated[int | float, Bounds(0, 1)]


@dataclass(frozen=True, slots=True)
class Answer:
    """One reply. `value` for a question's own value, `span` where a criterion's level was given."""

    id: str
    state: State
    value: Value | None = None
    span: Span | None = None
    grade: Grade | None = None
    note: str = ""
    source: str = ""
    by: str = ""


@dataclass(frozen=True)
class Segment:
    """A group of the company's customers. `share`: per cent of them, where it is known.

    `answers` go before the company's own; what the segment says nothing of is as for the company.
    """

    id: str
    name: str
    share: int | float | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict)


@record
class Constraint:
    """What the client rules out or keeps, why, and until which day (YYYY-MM-DD)."""

    id: Id
    keep: Id | None = None
    rule_out: Many[Id] = ()
    reason: Words
    until: str | None = None

    def fault(self) -> str | None:
        """E417 unless it either keeps a model or rules some out."""
        return "E417" if (self.keep is None) == (not self.rule_out) else None


@record
class WeightsFile:
    """A file of weights of the dimensions and marks; the weights in at most one of four ways.

    `weights`: proportions. `swing`: how much going from the worst to the best on a dimension is worth
    beside the others, 0 to 100. `ranks`: the dimensions, the weightiest first; those in a list within
    it are level. `intervals`: least and greatest share of the whole weight, 0 to 1.
    """

    format: Literal["svcmodel/weights/1"]
    weights: Annotated[dict[Id, int | float], Length(1)] = field(default_factory=dict)
    swing: Annotated[dict[Id, Swing], Length(1)] = field(default_factory=dict)
    ranks: Some[Id | Some[Id]] = ()
    intervals: Annotated[dict[Id, Annotated[Many[Share], Length(2, 2)]], Length(1)] = field(
        default_factory=dict
    )
    important: Annotated[Many[Id], Length(0, 5)] = ()


@record
class TeamMember:
    """Someone who works on the plan: the roles they hold, and the days a week they have for it."""

    name: Words
    roles: Some[Id]
    days_a_week: Annotated[int | float, Bounds(above=0, most=7)]


@dataclass(frozen=True)
class AnswerSheet:
    """All that was said of one company. `hash` is the SHA-256 of the file it was read from.

    `weights`: of the dimensions. `ranks`, `intervals`: what they come from where people gave an order
    of the dimensions, the weightiest first, or the least and greatest weight of each (millionths).
    `parked`: questions put off, each with the day. `notes`: what was noted beside the questions.
    """

    subject: str
    lang: Lang | None = None
    questionnaire: str = "full"
    date: str | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict)
    weights: Mapping[str, int | float | Fraction] = field(default_factory=dict)
    ranks: tuple[tuple[str, ...], ...] = ()
    intervals: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    important: tuple[str, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    segments: tuple[Segment, ...] = ()
    team: tuple[TeamMember, ...] = ()
    parked: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    hash: str = ""

    def value(self, question: str) -> Value | None:
        """The value given to a question, or None where none was."""
        answer = self.answers.get(question)
        return answer.value if answer is not None and answer.state == "given" else None
