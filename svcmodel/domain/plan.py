"""The plan: six steps for one design, and the shelf of playbooks it is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from svcmodel.domain.playbooks import Kpi, Playbook, Role, Step
from svcmodel.domain.records import Text


def full_id(book: str, task: str) -> str:
    """A task's id as it is seen from outside its playbook."""
    return task if "." in task else f"{book}.{task}"


@dataclass(frozen=True)
class PlaybookShelf:
    """All playbooks by id, with the roles and KPIs they name; `hash` of the files."""

    books: Mapping[str, Playbook]
    roles: Mapping[str, Role]
    kpis: Mapping[str, Kpi]
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """What one part of the design adds to a common task."""

    part: str
    title: Text
    how: Text | None


@dataclass(frozen=True, slots=True)
class Task:
    """A task of a plan.

    `parts`: what of the design asks for it; `reason`: why it was added, if a rule did.
    `effort_days`: working days of one person, least and most.
    """

    id: str
    step: Step
    number: str
    title: Text
    how: Text | None
    role: str
    effort_days: tuple[float, float]
    output: Text
    after: tuple[str, ...]
    parts: tuple[str, ...]
    points: tuple[Point, ...] = ()
    origin: str = "playbook"
    reason: Text | None = None


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One of the six steps with its tasks, prerequisites first."""

    id: Step
    tasks: tuple[Task, ...]
    effort_days: tuple[float, float]


@dataclass(frozen=True, slots=True)
class PlanKpi:
    """A measure of the plan, and what of the design asks for it."""

    kpi: Kpi
    target: Text
    sources: tuple[str, ...]
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanRisk:
    """A risk of the plan and of which part of the design it is."""

    id: str
    part: str
    risk: Text
    mitigation: Text
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The implementation plan of a design: always six steps, none empty."""

    subject: str
    on: str
    parts: tuple[str, ...]
    steps: tuple[PlanStep, ...]
    kpis: tuple[PlanKpi, ...]
    risks: tuple[PlanRisk, ...]
    months_to_stable: tuple[float, float]
    roles: tuple[str, ...]
    playbooks_hash: str = ""
