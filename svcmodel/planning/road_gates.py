"""What the road to a design says about time: before when a task does not start, and what must wait."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from svcmodel.domain.calendar import WEEK, months_later, working_days_until
from svcmodel.domain.playbooks import STEPS, Step
from svcmodel.domain.surroundings import Road, RoadMove
from svcmodel.planning.levelling import Wait

BEGINS: Step = "implement_technology"
"""A change begins with its first work in this step; what goes before prepares it."""

QUARTER = 3
QUARTER_HALVES = 2 * (13 * WEEK + 1)
"""Half-days that surely span three months, which have 92 days at most."""


class Job(NamedTuple):
    """A task as far as time is concerned.

    `least`, `most`: its effort in half-days. `urgent`: whether law or safety ask for it, so that it
    goes before what does not.
    """

    id: str
    part: str
    step: Step
    skill: str
    least: int
    most: int
    urgent: bool = False

    @property
    def planned(self) -> int:
        """The effort half-way between least and most."""
        return -(-(self.least + self.most) // 2)


class Change(NamedTuple):
    """A change of the road with the tasks in which it begins; the first of them is its beginning."""

    move: RoadMove
    heavy: bool
    tasks: tuple[str, ...]


def changes(road: Road | None, heavy: Iterable[str], jobs: Sequence[Job]) -> list[Change]:
    """The changes of the road that have tasks of their own in the plan, in the order of the road.

    `heavy`: the layers of which no two begin to change in the same quarter; what comes along as a
    prerequisite is no change of its layer.
    """
    heavy = set(heavy)
    found = []
    for move in road.moves if road else ():
        own = [job for job in jobs if job.part == move.target]
        begins = [job.id for job in own if job.step == BEGINS] or [job.id for job in own[-1:]]
        if begins:
            is_heavy = move.layer in heavy and move.because != "prerequisite"
            found.append(Change(move, is_heavy, tuple(begins)))
    return found


def gates(
    road: Road | None, jobs: Iterable[Job], start: str, *, prepares_at_once: bool
) -> dict[str, int]:
    """The half-day before which each task does not start, counted from the start.

    The work of a change begins in its month. What analyses, decides and designs it may come a quarter
    earlier, or at once where the plan is so short that it shares tasks with what comes first. What
    belongs to no change may start at once.
    """
    months: Mapping[str, int] = {move.target: move.month for move in road.moves} if road else {}
    begins = STEPS.index("train_staff")
    found = {}
    for job in jobs:
        month = months.get(job.part, 0)
        if STEPS.index(job.step) < begins:
            month = 0 if prepares_at_once else max(month - QUARTER, 0)
        found[job.id] = 2 * working_days_until(start, months_later(start, month)) if month else 0
    return found


def waits(found: Sequence[Change]) -> list[Wait]:
    """What must have begun before: a change before its own further work, a heavy one a quarter before."""
    made = [Wait(id_, change.tasks[0], 0) for change in found for id_ in change.tasks[1:]]
    heavy = [change for change in found if change.heavy]
    for before, after in pairwise(heavy):
        made += [Wait(id_, before.tasks[0], QUARTER_HALVES) for id_ in after.tasks]
    return made
