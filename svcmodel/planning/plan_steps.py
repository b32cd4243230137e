"""The six steps with their tasks: numbered, owned, traced, prerequisites first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from svcmodel.domain.plan import Acceptance, PlanStep, Task
from svcmodel.domain.plan_design import Said
from svcmodel.domain.plan_rules import SizeRule
from svcmodel.domain.playbooks import STEPS, Step
from svcmodel.domain.shelf import PlaybookShelf
from svcmodel.planning.size_tasks import ONCE, Merged, Sized
from svcmodel.planning.task_network import Network, in_order
from svcmodel.planning.task_trace import Tracer
from svcmodel.planning.team import Hands, seat_of

MEASURED: frozenset[Step] = frozenset({"implement_technology", "monitor_and_adjust"})
"""The steps whose work shows in the measures."""


@dataclass(frozen=True)
class StepMaker:
    """Makes the tasks of a plan. `told`: the answers it may quote; `hands`: who works on it.

    `everyone`: how many times the effort work with everyone takes.
    """

    plan: Sized
    network: Network
    size: SizeRule
    shelf: PlaybookShelf
    hands: Hands
    tracer: Tracer
    everyone: Fraction = ONCE
    told: tuple[Said, ...] = ()

    def steps(self) -> tuple[PlanStep, ...]:
        """The six steps."""
        return tuple(self.step(number, step) for number, step in enumerate(STEPS, start=1))

    def step(self, number: int, step: Step) -> PlanStep:
        """A step with its tasks in an order in which they can be done."""
        own = {
            id_: self.network[id_] for id_, each in self.plan.tasks.items() if step_of(each) == step
        }
        done = tuple(
            self.task(self.plan.tasks[id_], f"{number}.{place}")
            for place, id_ in enumerate(in_order(own), start=1)
        )
        least, most = (sum(task.effort_days[end] for task in done) for end in (0, 1))
        return PlanStep(step, done, (least, most))

    def task(self, merged: Merged, number: str) -> Task:
        """A task of the plan."""
        asked, source = merged.asked, merged.asked.task
        skill = source.role or ""
        return Task(
            id=asked.id,
            step=source.step,
            number=number,
            title=source.title,
            how=source.how,
            role=seat_of(self.shelf.roles, skill) if self.size.few_roles else skill,
            effort_days=merged.effort(self.size.spread, self.everyone),
            lasts_weeks=merged.lasts_weeks,
            recurs=source.recurs,
            output=source.output or source.title,
            after=self.network[asked.id],
            parts=tuple(merged.parts),
            points=tuple(merged.points),
            origin=asked.origin,
            reason=asked.reason,
            said=tuple(said for said in self.told if asked.id in said.question.feeds),
            skill=skill,
            person=self.person(skill),
            acceptance=Acceptance(source.done_when, self.measure(merged)),
            trace=tuple(dict.fromkeys(self.tracer.trace(a) for a in (asked, *merged.took_in))),
        )

    def person(self, skill: str) -> str:
        """Who of a named team does the work of a role; nobody where none is named."""
        return self.hands.members(skill)[0].name

    def measure(self, merged: Merged) -> str | None:
        """The measure in which the work of a part shows: the first that its playbook names."""
        book = self.shelf.books.get(merged.asked.part)
        if book is None or merged.asked.task.step not in MEASURED:
            return None
        return next((use.kpi for use in book.kpis), None)


def step_of(merged: Merged) -> Step:
    """The step of a task."""
    return merged.asked.task.step


def by_id(steps: Iterable[PlanStep]) -> Mapping[str, Task]:
    """The tasks of some steps by id."""
    return {task.id: task for step in steps for task in step.tasks}
