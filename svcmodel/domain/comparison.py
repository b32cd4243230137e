"""What changed between two results, and what each change comes from.

Points are integers in millionths of a point, as in an assessment; the parts of a difference add up to
it exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from svcmodel.domain.answers import Answer, Constraint
from svcmodel.domain.conditions import Span

Step = Literal["answers", "weights", "constraints", "date", "catalogue"]
STEPS: tuple[Step, ...] = get_args(Step)
"""What may change, in the order in which the first result is turned into the second."""


class Difference(NamedTuple):
    """A number before and after, and what each step adds: together `after - before`."""

    before: int
    after: int
    by: Mapping[Step, int]

    @property
    def whole(self) -> int:
        """What all steps together add."""
        return self.after - self.before


class Turn(NamedTuple):
    """Something that became something else; "" where it was not there. `by`: the steps that turned it."""

    id: str
    before: str
    after: str
    by: tuple[Step, ...]


class AnswerTerm(NamedTuple):
    """What a criterion answered differently adds to a contest. None: it said nothing or did not apply."""

    criterion: str
    before: Span | None
    after: Span | None
    micro: int


@dataclass(frozen=True, slots=True)
class Contest:
    """How far one model of a layer is ahead of another, before and after.

    `answers`: what the changed answers add, criterion by criterion, the largest first; together what
    the step `answers` adds.
    """

    ahead: str
    behind: str
    points: Difference
    answers: tuple[AnswerTerm, ...]


@dataclass(frozen=True, slots=True)
class LayerComparison:
    """One layer before and after.

    `lead`: of the chosen model over the runner-up. `contest`: between what is chosen now and what was
    chosen before, or where that is the same, the runner-up.
    """

    layer: str
    chosen: Turn
    lead: Difference | None
    contest: Contest | None


@dataclass(frozen=True, slots=True)
class ModelComparison:
    """One model before and after; a rank is None for an excluded model.

    `score`: None where only one of the catalogues has the model; then so are the ranks of the other.
    """

    model: str
    score: Difference | None
    rank: tuple[int | None, int | None]
    status: Turn
    readiness: Turn


class ChangedAnswer(NamedTuple):
    """An answer that says something else, or is there on one side only."""

    id: str
    before: Answer | None
    after: Answer | None


class SideSummary(NamedTuple):
    """What one of the two results was made from."""

    subject: str
    on: str
    answers_hash: str
    catalogue: str
    catalogue_version: str
    catalogue_hash: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two results side by side.

    `steps`: those that differ. `inseparable`: steps after which the constraints leave no coherent
    design; what they turn in the design is counted with the next step. `has_segments`: whether a side
    names segments, which are left aside.
    """

    before: SideSummary
    after: SideSummary
    steps: tuple[Step, ...]
    inseparable: tuple[Step, ...]
    layers: tuple[LayerComparison, ...]
    models: tuple[ModelComparison, ...]
    channels: tuple[Turn, ...]
    obligations: tuple[Turn, ...]
    answers: tuple[ChangedAnswer, ...]
    constraints: tuple[tuple[Constraint | None, Constraint | None], ...]
    has_segments: bool
