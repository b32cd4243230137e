"""What a plan says of its design: decisions, duties, what is ruled out, what is not known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from svcmodel.domain.answers import Grade, State
from svcmodel.domain.assessment import OpenFact, OpenQuestion, Readiness
from svcmodel.domain.conditions import Span
from svcmodel.domain.plan_rules import Ground
from svcmodel.domain.questions import Question
from svcmodel.domain.records import Text
from svcmodel.domain.values import Value

Certainty = Literal["settled", "very_likely", "may_change"]
"""How sure a decision is: proved, likely by draws, or neither."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the company answered to a question, as it was given."""

    question: Question
    value: Value


@dataclass(frozen=True, slots=True)
class Because:
    """A criterion that speaks for a model, or for it rather than another, and the answers behind it.

    `micro`: by how much, in millionths of a point. `questions`: what its level came from; `said`: the
    answers to them that were given in their own value.
    """

    layer: str
    model: str
    against: str | None
    criterion: str
    level: Span
    micro: int
    questions: tuple[str, ...]
    said: tuple[Said, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanDecision:
    """One of the decisions: the question, the answer, why, and why not the next one.

    `chosen` is the target and `first_phase` what to begin with meanwhile. `fit`: its score;
    `readiness`: whether it could begin now; the two are never mixed. `lead`, `margin` as in a
    `LayerChoice`. `lead_share`: in what share of other weightings it leads (millionths).
    """

    layer: str
    question: Text
    chosen: str
    at_baseline: bool
    also: tuple[str, ...]
    first_phase: str | None
    fit: int
    readiness: Readiness
    runner_up: str | None
    lead: int | None
    margin: int | None
    close: bool
    lead_share: int | None
    certainty: Certainty
    reasons: tuple[Because, ...]
    why_not: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class PlanObligation:
    """Something the plan must contain. `applies` is False where a fact decides that is not known.

    `since`, `until`, `status`, `jurisdiction`, `checked_on` as in the catalogue. `because`: the
    criteria and questions it follows from, or waits for. `tasks`: the tasks of the plan that see to
    it, its own or those it became a point of.
    """

    id: str
    ground: Ground
    applies: bool
    jurisdiction: str
    name: Text
    text: Text
    since: str | None
    until: str | None
    status: str | None
    checked_on: str
    because: tuple[str, ...]
    channels: tuple[str, ...]
    tasks: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Excluded:
    """A model that a requirement keeps out or from leading, why, and the way out."""

    model: str
    rule: str
    effect: str
    reason: Text
    way_out: Text
    instead: tuple[str, ...]
    because: tuple[str, ...]
    would_rank: int | None
    sources: tuple[str, ...]


class Assumption(NamedTuple):
    """Something the plan takes for granted that nobody confirmed.

    `kind`: an answer that was guessed, one given as a range, a size, the team's time, what is done
    today, a model of the design that is at work already, or a remark of the rules, with its `text`.
    `about`: the question, criterion, model or rule; of the time, what it follows from. `question`: the
    question itself, where it is at hand. `span`: the levels a range keeps possible.
    """

    kind: Literal["guess", "range", "size", "time", "today", "at_work", "remark"]
    about: str
    span: Span | None = None
    question: Question | None = None
    text: Text | None = None


@dataclass(frozen=True, slots=True)
class Unknowns:
    """What could still change the advice: open criteria, facts that rules wait for, contradictions."""

    questions: tuple[OpenQuestion, ...]
    facts: tuple[OpenFact, ...]
    contradictions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An answer of the file, for the appendix. `question` is None where a criterion's level was given."""

    id: str
    state: State
    question: Question | None
    value: Value | None
    span: Span | None
    grade: Grade | None
    note: str
    source: str
    by: str
