"""What the road to a design says about time: before when a task does not start, and what must wait."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import NamedTuple

from svcmodel.domain.calendar import WEEK, months_later, working_days_until
from svcmodel.domain.plan import Task
from svcmodel.domain.playbooks import STEPS, Rhythm, Step
from svcmodel.domain.surroundings import Road, RoadMove
from svcmodel.planning.asked_tasks import BEGINS, TRAINS
from svcmodel.planning.levelling import Wait
from svcmodel.planning.team import HALVES

FINDS_OUT: Step = "analyse_needs"
"""The step whose shared work, such as an inventory, is done at once, whoever needs it later."""

DAY = 2
"""Half-days."""

QUARTER = 3
QUARTER_HALVES = 2 * (13 * WEEK + 1)
"""Half-days that surely span three months, which have 92 days at most."""


PERIODS: Mapping[Rhythm, float] = {
    "daily": 0,
    "weekly": 1,
    "monthly": 13 / 3,
    "quarterly": 13,
    "half_yearly": 26,
    "yearly": 52,
}
"""Weeks that pass before what recurs comes for the first time."""


class Job(NamedTuple):
    """A task as far as time is concerned.

    `least`, `most`: its effort in half-days; `lasts`: the least half-days from its first to its last.
    `part`: what asks for it; `holds`: the parts of its points; `shared`: whether it is the work of those
    alone, a common task that is there because they extend it. `urgent`: whether an obligation asks for
    it, so that it goes before what none does. `recurs`: whether it comes again and again, so that the
    plan does not end with it; it comes first `lag` half-days after what it waits for.
    """

    id: str
    part: str
    step: Step
    skill: str
    least: int
    most: int
    urgent: bool = False
    lasts: int = 0
    holds: tuple[str, ...] = ()
    shared: bool = False
    recurs: bool = False
    lag: int = 0

    @property
    def planned(self) -> int:
        """The effort half-way between least and most."""
        return -(-(self.least + self.most) // 2)

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts whose work it is."""
        return self.holds if self.shared and self.holds else (self.part,)


def job_of(task: Task, *, shared: bool, pressing: AbstractSet[str]) -> Job:
    """A task as far as time is concerned; no task takes no time at all.

    What recurs counts with its first half-day: the rest falls after the plan, a little at a time.
    `pressing`: the obligations, and the channels that they bring.
    """
    days = (0, 0) if task.recurs else task.effort_days
    least, most = (max(round(2 * each), 1) for each in days)
    return Job(
        id=task.id,
        part=task.parts[0],
        step=task.step,
        skill=task.skill,
        least=least,
        most=most,
        urgent=task.recurs is None and not pressing.isdisjoint(task.parts),
        lasts=0 if task.recurs else round(task.lasts_weeks * HALVES),
        recurs=task.recurs is not None,
        lag=round(PERIODS[task.recurs] * HALVES) if task.recurs else 0,
        holds=task.parts[1:],
        shared=shared,
    )


class Change(NamedTuple):
    """A change of the road with the tasks in which it begins; the first of them is its beginning."""

    move: RoadMove
    heavy: bool
    tasks: tuple[str, ...]


def changes(road: Road | None, heavy: Iterable[str], jobs: Sequence[Job]) -> list[Change]:
    """The changes of the road that have work in the plan, in the order of the road.

    `heavy`: the layers of which no two begin to change in the same quarter; what comes along as a
    prerequisite is no change of its layer.
    """
    heavy = set(heavy)
    found = []
    for move in road.moves if road else ():
        begins = _beginning(move.target, jobs, months_of(road))
        if begins:
            is_heavy = move.layer in heavy and move.because != "prerequisite"
            found.append(Change(move, is_heavy, begins))
    return found


def months_of(road: Road | None) -> Mapping[str, int]:
    """The month of each change."""
    return {move.target: move.month for move in road.moves} if road else {}


def in_turn(months: Mapping[str, int]) -> tuple[list[str], list[str]]:
    """The changes that begin first, and those that begin later."""
    first = min(months.values(), default=0)
    now = [target for target, month in months.items() if month == first]
    return now, [target for target in months if target not in now]


def month_of(job: Job, months: Mapping[str, int]) -> int:
    """The month in which the first of those whose work it is begins."""
    return min(months.get(part, 0) for part in job.parts)


def _beginning(part: str, jobs: Sequence[Job], months: Mapping[str, int]) -> tuple[str, ...]:
    """The tasks with which a part begins: its own that build it, else the common one that does.

    Without either it begins with its first task from training on, else with the last that prepares it.
    What is shared with a part that begins sooner is not its beginning.
    """
    month = months[part]
    own = [job for job in jobs if part in job.parts and month_of(job, months) == month]
    built = [job.id for job in own if job.step == BEGINS]
    built = built or [job.id for job in jobs if job.step == BEGINS and part in job.holds]
    after = [job.id for job in own if STEPS.index(job.step) >= STEPS.index(TRAINS)]
    return tuple(built or after[:1] or [job.id for job in own[-1:]])


def gates(
    road: Road | None, jobs: Iterable[Job], start: str, *, prepares_at_once: bool
) -> dict[str, int]:
    """The half-day before which each task does not start, counted from the start.

    The work of a change begins in its month. What analyses, decides and designs it may come a quarter
    earlier, or at once where the plan is so short that it shares tasks with what comes first. What
    belongs to no change may start at once.
    """
    months = months_of(road)
    begins = STEPS.index(TRAINS)
    found = {}
    for job in jobs:
        month = 0 if job.shared and job.step == FINDS_OUT else month_of(job, months)
        if STEPS.index(job.step) < begins:
            month = 0 if prepares_at_once else max(month - QUARTER, 0)
        found[job.id] = 2 * working_days_until(start, months_later(start, month)) if month else 0
    return found


def waits(found: Sequence[Change], needs: Mapping[str, Iterable[str]]) -> list[Wait]:
    """What must have begun before.

    A change before its own further work, a heavy one a quarter before the next, and what a change
    needs a day before it. `needs`: what each part needs.
    """
    made = [Wait(id_, change.tasks[0], 0) for change in found for id_ in change.tasks[1:]]
    heavy = [change for change in found if change.heavy]
    for before, after in pairwise(heavy):
        made += [Wait(id_, before.tasks[0], QUARTER_HALVES) for id_ in after.tasks]
    by_target = {change.move.target: change for change in found}
    for change in found:
        for part in needs.get(change.move.target, ()):
            if part in by_target:
                made += [Wait(id_, by_target[part].tasks[0], DAY) for id_ in change.tasks]
    return [wait for wait in made if wait.task != wait.begun]
