"""The plan: six steps for one design with everything it takes, as data; every format shows this.

Texts are in both languages, things of the catalogue are ids, days are YYYY-MM-DD, points and shares
are in millionths, work is in working days of one person, always in halves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from svcmodel.domain.assessment import Versions
from svcmodel.domain.plan_design import (
    AnswerRow,
    Assumption,
    Excluded,
    PlanDecision,
    PlanObligation,
    Said,
    Unknowns,
)
from svcmodel.domain.plan_rules import PlanSection
from svcmodel.domain.plan_schedule import Monitoring, Schedule
from svcmodel.domain.plan_service import ServiceDesign
from svcmodel.domain.plan_sheets import Budget, PlanKpi, PlanRisk, RaciRow
from svcmodel.domain.plan_summary import Summary
from svcmodel.domain.playbooks import Rhythm, Step
from svcmodel.domain.records import Text
from svcmodel.domain.staffing import Staffing
from svcmodel.domain.surroundings import Surroundings

Range = tuple[float, float]
"""The least and the most."""


@dataclass(frozen=True, slots=True)
class Point:
    """What one part of the design, or an obligation, adds to a common task.

    `task`: the id of the task it would be in a plan that holds everything.
    """

    part: str
    task: str
    title: Text
    how: Text | None


Cause = Literal[
    "common",
    "chosen",
    "also",
    "first_phase",
    "channel",
    "caution",
    "obligation",
    "capacity",
    "situation",
]


class Trace(NamedTuple):
    """Why something is in the plan: what put it there, and from which answers that follows.

    `rule`: the caution, the obligation or the client's constraint behind it; empty where the score
    decided. `criteria`, `questions`: what it follows from. `sources`: what it rests on.
    """

    part: str
    cause: Cause
    rule: str
    criteria: tuple[str, ...]
    questions: tuple[str, ...]
    sources: tuple[str, ...]


class Acceptance(NamedTuple):
    """When a task is done, besides that its output exists: what one sees, or the measure it shows in."""

    done_when: Text | None = None
    kpi: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A task of a plan.

    `role`: who owns it; `skill`: the role the work calls for, another where few share the roles;
    `person`: who of the named team does it. `effort_days`: working days of one person, least and
    most. `lasts_weeks`: the least time from its first day to its last, 0 where only the work counts;
    `recurs`: how often it comes again, where it does. `after`: the tasks it waits for. `parts`: what of the
    design asks for it. `origin`, `reason`: whether a playbook or a rule put it there, and why the rule
    did; `trace`: the same down to the answers. `said`: the answers it starts from.
    """

    id: str
    step: Step
    number: str
    title: Text
    how: Text | None
    role: str
    skill: str
    person: str
    effort_days: Range
    lasts_weeks: float
    recurs: Rhythm | None
    output: Text
    acceptance: Acceptance
    after: tuple[str, ...]
    parts: tuple[str, ...]
    points: tuple[Point, ...]
    origin: str
    reason: Text | None
    trace: tuple[Trace, ...]
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One of the six steps with its tasks, prerequisites first."""

    id: Step
    tasks: tuple[Task, ...]
    effort_days: Range


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a plan that holds everything would hold besides: ids of tasks, points, measures and risks."""

    tasks: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    kpis: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """Someone who works on the plan: by name, or one of the people who serve customers.

    `name` is empty where the answer file names no team; then `place` tells them apart. `roles`: what
    they hold, all of them where empty. `days_a_week`: the time they have for the plan.
    """

    name: str
    place: int
    roles: tuple[str, ...]
    days_a_week: float


@dataclass(frozen=True)
class Plan:
    """The implementation plan of a design: always six steps, none empty.

    `on`: the day the advice is for; `start`: the working day the work begins. `size`: the id of the
    size it is made for; `sections`: what a plan of that size shows, and what of the rest is filled.
    """

    subject: str
    on: str
    start: str
    size: str
    headcount: float | None
    sections: tuple[PlanSection, ...]
    parts: tuple[str, ...]
    summary: Summary
    decisions: tuple[PlanDecision, ...]
    obligations: tuple[PlanObligation, ...]
    excluded: tuple[Excluded, ...]
    assumptions: tuple[Assumption, ...]
    unknowns: Unknowns
    surroundings: Surroundings | None
    steps: tuple[PlanStep, ...]
    left_out: LeftOut
    team: tuple[Member, ...]
    schedule: Schedule
    raci: tuple[RaciRow, ...]
    kpis: tuple[PlanKpi, ...]
    risks: tuple[PlanRisk, ...]
    budget: Budget
    service: ServiceDesign
    monitoring: Monitoring
    answers: tuple[AnswerRow, ...]
    versions: Versions
    months_to_stable: Range
    roles: tuple[str, ...]
    playbooks_hash: str = ""
    staffing: Staffing | None = None

    @property
    def tasks(self) -> tuple[Task, ...]:
        """Every task, in the order of the steps."""
        return tuple(task for step in self.steps for task in step.tasks)
