"""How balanced a catalogue is: what it advises thousands of random companies and the casebook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Counted(NamedTuple):
    """How often a model is chosen, excluded, and barred from leading though not excluded."""

    chosen: int
    excluded: int
    barred: int


class ModelBalance(NamedTuple):
    """A model or baseline of a layer among the companies and among the cases."""

    model: str
    is_baseline: bool
    companies: Counted
    cases: Counted

    @property
    def never_wins(self) -> bool:
        """Whether neither a company nor a case is advised it."""
        return not self.companies.chosen and not self.cases.chosen


class LayerBalance(NamedTuple):
    """A layer. `is_held`: whether no model should lead it in more than half of the cases."""

    layer: str
    is_held: bool
    models: tuple[ModelBalance, ...]


class Leader(NamedTuple):
    """A model that leads its layer in more than half of the cases.

    `is_finding`: whether it should not; elsewhere it is only told.
    """

    layer: str
    model: str
    cases: int
    of: int
    is_finding: bool


class IdleCriterion(NamedTuple):
    """A criterion whose every level leaves every layer of every company and case as it is.

    `effects`: how many it has, those on channels included; `conditions`: how many requirements,
    cautions and obligations look at it.
    """

    criterion: str
    effects: int
    conditions: int


class Dominated(NamedTuple):
    """A model that another of its layer is never behind.

    `is_proved`: in no answers at all; else only in none of the companies and cases.
    """

    model: str
    by: str
    is_proved: bool


@dataclass(frozen=True, slots=True)
class Balance:
    """What came out. `unknown`: the share of levels left unknown, in millionths."""

    companies: int
    seed: int
    unknown: int
    cases: int
    layers: tuple[LayerBalance, ...]
    leaders: tuple[Leader, ...]
    idle: tuple[IdleCriterion, ...]
    dominated: tuple[Dominated, ...]

    @property
    def findings(self) -> tuple[Leader, ...]:
        """What is out of balance."""
        return tuple(leader for leader in self.leaders if leader.is_finding)
