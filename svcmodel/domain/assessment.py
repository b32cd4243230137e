"""The result of scoring one answer sheet: immutable, complete, ready to be shown.

Scores and points are integers in millionths of a point (`MICRO`), so that results are the same bits on
every machine; they are rounded only when shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from svcmodel.domain.answers import Constraint, Grade
from svcmodel.domain.conditions import Span
from svcmodel.domain.models import RuleEffect

MICRO = 1_000_000
MIDDLE = 50 * MICRO

RuleState = Literal["met", "broken", "open"]
Status = Literal["clear", "possible", "excluded"]
Readiness = Literal["ready", "prepare", "check"]


class CriterionLevel(NamedTuple):
    """A criterion's level. `span` None: not applicable. `graded`: widened by doubtful grades.

    `questions`: the answers it came from. `answered`: whether anything was said about it.
    """

    criterion: str
    span: Span | None
    graded: Span | None
    answered: bool
    questions: tuple[str, ...] = ()
    grade: Grade | None = None


class Contribution(NamedTuple):
    """What one criterion adds to a model's score, in millionths of a point."""

    criterion: str
    level: Span
    micro: int


class RuleResult(NamedTuple):
    """A requirement as it stands for this company."""

    rule: str
    effect: RuleEffect
    state: RuleState
    because: tuple[str, ...]


class CautionResult(NamedTuple):
    """A weak prerequisite that applies (`broken`) or may apply (`open`)."""

    caution: str
    state: RuleState
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ModelResult:
    """One model's score, its range, its rules and its place."""

    id: str
    layer: str
    core: bool
    micro: int
    range: tuple[int, int]
    range_graded: tuple[int, int]
    status: Status
    may_lead: bool
    rules: tuple[RuleResult, ...]
    readiness: Readiness
    cautions: tuple[CautionResult, ...]
    contributions: tuple[Contribution, ...]
    rank: int | None = None
    rank_in_layer: int | None = None
    would_rank: int | None = None
    tied_with: tuple[str, ...] = ()
    lead_share: int | None = None


@dataclass(frozen=True, slots=True)
class LayerChoice:
    """What a design decides in one layer, in millionths of a point.

    `lead`: the score of the chosen model less the runner-up's. `margin`: how far the decision is from
    turning: what the best rival lacks to displace a baseline, or the least that a chosen model is
    ahead of its rivals and of what it needed against the baseline; negative where constraints or
    coherence decided.
    """

    layer: str
    chosen: str
    at_baseline: bool
    also: tuple[str, ...]
    first_phase: str | None
    runner_up: str | None
    lead: int | None
    margin: int | None
    settled: bool | None = None
    very_likely: bool | None = None


ChannelReason = Literal["obligation", "use", "fit", "kept", "fallback"]


class ChannelChoice(NamedTuple):
    """A channel of the design and why it is in."""

    channel: str
    reason: ChannelReason


class ObligationResult(NamedTuple):
    """An obligation that applies, or may apply because a fact is missing."""

    obligation: str
    state: Literal["applies", "open"]
    channels: tuple[str, ...]
    because: tuple[str, ...]


class ConstraintResult(NamedTuple):
    """A client's constraint: whether it holds on the day, and what it costs in fit (millionths).

    `against`: the requirements that a model kept does not meet. `given`: as the client put it.
    """

    constraint: str
    active: bool
    cost: int
    given: Constraint
    against: tuple[str, ...] = ()


class NextBest(NamedTuple):
    """Another coherent design: what differs from the best one, and how far behind it is."""

    differs: Mapping[str, str]
    gap: int


def design_parts(
    layers: Mapping[str, LayerChoice], channels: Sequence[ChannelChoice] = ()
) -> tuple[str, ...]:
    """The models, baselines and channels of a choice, chosen ones first, each once."""
    chosen = [choice.chosen for choice in layers.values()]
    also = [model for choice in layers.values() for model in choice.also]
    return tuple(dict.fromkeys([*chosen, *also, *(channel.channel for channel in channels)]))


@dataclass(frozen=True, slots=True)
class Design:
    """One coherent choice over all layers."""

    layers: Mapping[str, LayerChoice]
    channels: tuple[ChannelChoice, ...]
    obligations: tuple[ObligationResult, ...]
    constraints: tuple[ConstraintResult, ...]
    tensions: tuple[tuple[str, str], ...]
    over_capacity: int
    next_best: tuple[NextBest, ...]

    @property
    def parts(self) -> tuple[str, ...]:
        """Every model, baseline and channel of the design, chosen first, each once."""
        return design_parts(self.layers, self.channels)


class OpenQuestion(NamedTuple):
    """A criterion not answered yet and the most it could still move a score, in millionths."""

    criterion: str
    questions: tuple[str, ...]
    swing: int


class Versions(NamedTuple):
    """What the result was made from: versions and SHA-256 hashes."""

    program: str
    catalogue: str
    catalogue_version: str
    catalogue_hash: str
    questionnaire: str
    questionnaire_version: str
    questionnaire_hash: str
    answers_hash: str


class Coverage(NamedTuple):
    """How much of the criteria's weight was answered, in millionths, and the counts behind it."""

    share: int
    answered: int
    not_applicable: int
    total: int


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything svcmodel says about one company before planning."""

    subject: str
    on: str
    versions: Versions
    coverage: Coverage
    levels: Mapping[str, CriterionLevel]
    models: tuple[ModelResult, ...]
    core: tuple[str, ...]
    design: Design
    open_questions: tuple[OpenQuestion, ...]
    contradictions: tuple[str, ...] = ()
    not_scored: tuple[str, ...] = field(default=())

    def model(self, id_: str) -> ModelResult:
        """The result of one model."""
        return next(result for result in self.models if result.id == id_)
