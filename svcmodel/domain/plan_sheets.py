"""The sheets of a plan: who answers for what, what is measured, what may go wrong, what it costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from svcmodel.domain.plan_design import Said
from svcmodel.domain.playbooks import Frequency, Kpi
from svcmodel.domain.records import Text, TextList


class RaciRow(NamedTuple):
    """Who does a task, the one who answers for it, who is heard before it and who is told after."""

    task: str
    responsible: str
    accountable: str
    consulted: tuple[str, ...]
    informed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Baseline:
    """Today's figure of a measure, from the answers: as it was given, or two of them divided.

    `ratio`: the quotient in thousandths, where it is one.
    """

    said: tuple[Said, ...]
    ratio: int | None


@dataclass(frozen=True, slots=True)
class PlanKpi:
    """A measure of the plan, and what of the design asks for it. `target` is orientation, no norm."""

    kpi: Kpi
    target: Text
    sources: tuple[str, ...]
    parts: tuple[str, ...]
    owner: str
    frequency: Frequency
    baseline: Baseline | None


@dataclass(frozen=True, slots=True)
class PlanRisk:
    """A risk of the plan and of which part of the design it is.

    `probability`, `impact`: 1 to 3; the probability is one higher where the part is not ready.
    `watch`: the measure that shows it coming; `trigger`: the sign of it where none does.
    """

    id: str
    part: str
    risk: Text
    mitigation: Text
    sources: tuple[str, ...]
    probability: int
    impact: int
    watch: str | None
    trigger: Text | None
    owner: str


class Money(NamedTuple):
    """An amount, least and most, in whole units of a currency (its option id), where that is known."""

    least: int
    most: int
    currency: str | None


class PeopleCost(NamedTuple):
    """The working days of a role, and what they cost where the day rate is known."""

    role: str
    days: tuple[float, float]
    money: Money | None


class ToolCost(NamedTuple):
    """What a part of the design needs besides people, and what its cost depends on."""

    part: str
    tools: TextList
    driven_by: Text | None


@dataclass(frozen=True, slots=True)
class Budget:
    """What the plan takes. `money` is of the people alone; tools are priced by offers.

    `unknown`: the questions whose answers are missing to estimate the money. `said`: what the
    company said it can invest. `withheld`: whether money is left out of a redacted plan.
    """

    people: tuple[PeopleCost, ...]
    days: tuple[float, float]
    money: Money | None
    tools: tuple[ToolCost, ...]
    unknown: tuple[str, ...]
    said: Said | None
    withheld: bool = False
