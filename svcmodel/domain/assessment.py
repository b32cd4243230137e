"""The result of scoring one answer sheet: immutable, complete, ready to be shown.

Scores and points are integers in millionths of a point (`MICRO`), so that results are the same bits on
every machine; they are rounded only when shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

from svcmodel.domain.answers import Constraint, Grade
from svcmodel.domain.conditions import Span
from svcmodel.domain.models import RuleEffect
from svcmodel.domain.robustness import Robustness

MICRO = 1_000_000
MIDDLE = 50 * MICRO

RuleState = Literal["met", "broken", "open"]
Status = Literal["clear", "possible", "excluded"]
Readiness = Literal["ready", "prepare", "check"]


class CriterionLevel(NamedTuple):
    """A criterion's level. `span` None: not applicable. `graded`: widened by doubtful grades.

    `questions`: the answers it came from. `answered`: whether anything was said about it.
    `may_fall`: whether an answer still missing may make it not applicable, or part of it; `hull`:
    the levels possible then, where they are others.
    """

    criterion: str
    span: Span | None
    graded: Span | None
    answered: bool
    questions: tuple[str, ...] = ()
    grade: Grade | None = None
    may_fall: bool = False
    hull: Span | None = None

    @property
    def possible(self) -> Span | None:
        """Every level that some completion of the answers gives; None: surely not applicable."""
        return self.hull or self.span

    @property
    def is_open(self) -> bool:
        """Whether it is still open which level it has, or whether it applies at all."""
        span = self.possible
        return span is not None and (span.low < span.high or self.may_fall)


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
    """One model's score, its range, its rules and its place.

    `lead_share`: in what share of other weightings of the dimensions it leads its layer (millionths);
    None for what does not compete there.
    """

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
    coherence decided. `close`: whether so little decides that both models deserve a look;
    `favoured`: which of the two the company's strategy speaks for then.
    """

    layer: str
    chosen: str
    at_baseline: bool
    also: tuple[str, ...]
    first_phase: str | None
    runner_up: str | None
    lead: int | None
    margin: int | None
    close: bool = False
    favoured: str | None = None
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
    """One coherent choice over all layers.

    `core_parts`: what every good design chooses, `optional_parts`: what only some choose; good are
    those that a close call separates from the best. `synergies`, `tensions`: pairs that help each
    other, and pairs that need a safeguard.
    """

    layers: Mapping[str, LayerChoice]
    channels: tuple[ChannelChoice, ...]
    obligations: tuple[ObligationResult, ...]
    constraints: tuple[ConstraintResult, ...]
    tensions: tuple[tuple[str, str], ...]
    over_capacity: int
    next_best: tuple[NextBest, ...]
    core_parts: tuple[str, ...] = ()
    optional_parts: tuple[str, ...] = ()
    synergies: tuple[tuple[str, str], ...] = ()
    settled: bool | None = None
    very_likely: bool | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        """Every model, baseline and channel of the design, chosen first, each once."""
        return design_parts(self.layers, self.channels)


class Gain(NamedTuple):
    """What asking a question gains in a layer.

    In what share of the completions the likeliest choice is the right one, before the question is
    answered and after (millionths).
    """

    layer: str
    before: int
    after: int


class OpenQuestion(NamedTuple):
    """A criterion whose level is still open, and what hangs on it.

    `swing`: the most it could still move any model's score; `moves`: the most it could move the lead
    of a decision that is not settled (millionths); `layers`: the decisions it could still change.
    `asks`: who knows; `look_up`: whether it is a fact to be fetched rather than judged.
    """

    criterion: str
    questions: tuple[str, ...]
    swing: int
    layers: tuple[str, ...] = ()
    moves: int = 0
    asks: str | None = None
    look_up: bool = False
    gain: Gain | None = None


class OpenFact(NamedTuple):
    """An answer that is no criterion and on which a requirement or an obligation waits.

    `models`: the models whose requirement it decides; `obligations`: what it may bring in.
    """

    question: str
    models: tuple[str, ...]
    obligations: tuple[str, ...]
    asks: str | None = None


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


@dataclass(frozen=True)
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
    open_facts: tuple[OpenFact, ...] = ()
    contradictions: tuple[str, ...] = ()
    not_scored: tuple[str, ...] = field(default=())
    robustness: Robustness | None = None

    @cached_property
    def _by_id(self) -> Mapping[str, ModelResult]:
        return {result.id: result for result in self.models}

    def model(self, id_: str) -> ModelResult:
        """The result of one model."""
        return self._by_id[id_]
