"""Why a model leads or does not, and what would change that: as data, ready to be put in words.

Points are integers in millionths (`MICRO`), weights are whole percentages of all weight.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from svcmodel.domain.assessment import Contribution, ModelResult, OpenQuestion
from svcmodel.domain.conditions import Span
from svcmodel.domain.robustness import Robustness


class DimensionPart(NamedTuple):
    """What the criteria of a dimension add to a model's score, together."""

    dimension: str
    micro: int


class Argument(NamedTuple):
    """What one criterion adds to the gap between two models; the gaps add up to the whole gap.

    `questions`: the answers behind it. `decides`: whether it is among the few that decide: the
    strongest for the model ahead that together outweigh all that speaks for the other.
    """

    criterion: str
    level: Span
    questions: tuple[str, ...]
    ours: int
    theirs: int
    decides: bool

    @property
    def gap(self) -> int:
        """How much it speaks for the first model rather than the second."""
        return self.ours - self.theirs


class AnswerChange(NamedTuple):
    """A criterion whose level would have to be another one; `questions`: the answers it comes from."""

    criterion: str
    now: Span
    then: int
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswerFlip:
    """The fewest answers that would have to be others for the design to choose a model.

    Verified by scoring the whole design again. `fewest`: whether it is proved that no smaller set
    does. `mends`: the requirements that some of the changes mend.
    """

    changes: tuple[AnswerChange, ...]
    fewest: bool
    mends: tuple[str, ...] = ()


class WeightFlip(NamedTuple):
    """The smallest change of the dimension weights, in whole percentages, that makes a model lead.

    `taken_from`: the dimension that gives what `dimension` gains; None: all others in proportion.
    """

    dimension: str
    now: int
    then: int
    taken_from: str | None = None

    @property
    def moved(self) -> int:
        """How many percentage points of weight move."""
        return abs(self.then - self.now)


@dataclass(frozen=True, slots=True)
class Explanation:
    """One model beside another of its layer.

    `result`, `against`: the two models as scored. `gap`: the first's score less the second's.
    `needed`: by how much the one must exceed the other to be chosen instead of it (the threshold of
    a baseline). `arguments`: every criterion that counts for either, the weightiest first.
    `clear`: whether one of them clearly leads; `deciding`: else, the open question that would tell.
    `answer_flip`, `weight_flips`: what would have to change for the one behind to be chosen; None and
    empty where nothing within reach does. `blocked`: requirements that no level mends.
    `fixed`: whether what the client has fixed keeps the one behind out, whatever it scores.
    `robustness`: how often each model leads when the dimensions are weighted otherwise.
    """

    layer: str
    chosen: str
    result: ModelResult
    against: ModelResult
    gap: int
    needed: int
    dimensions: tuple[DimensionPart, ...]
    contributions: tuple[Contribution, ...]
    arguments: tuple[Argument, ...]
    clear: bool
    deciding: OpenQuestion | None
    behind: str
    answer_flip: AnswerFlip | None
    weight_flips: tuple[WeightFlip, ...]
    blocked: tuple[str, ...] = ()
    fixed: bool = False
    robustness: Robustness | None = None
