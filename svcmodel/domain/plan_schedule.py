"""When the work of a plan is done: dates, the critical path, milestones, and when to look again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from svcmodel.domain.playbooks import Frequency
from svcmodel.domain.records import Text


class ScheduledTask(NamedTuple):
    """A task in time, levelled: nobody does more than they have time for.

    `member`: the place in the team of who does it. `start`, `end`: first and last day with the
    planned effort, half-way between least and most. `earliest_end`, `latest_end`: the last day if
    everything takes the least, or the most. `working_days`: how long it takes its owner with nothing
    else to do, least and most. `slack`: the half-days it could be late without moving the end;
    `critical`: none. `phase`: the stretch of the road it falls in.
    """

    task: str
    member: int
    start: str
    end: str
    earliest_end: str
    latest_end: str
    working_days: tuple[int, int]
    slack: int
    critical: bool
    phase: str


class Apart(NamedTuple):
    """Two heavy changes in a row on the critical path: the start of one sets that of the other."""

    before: str
    after: str


class CriticalPath(NamedTuple):
    """The chain of tasks that sets the end: each waits for the one before it, or for its owner.

    `working_days`: from its first day to the end. `gated`: whether the road alone keeps its first task
    from starting sooner, so that what comes before has room. `apart`: where a quarter has to pass
    between the starts of two of its tasks.
    """

    tasks: tuple[str, ...]
    working_days: int
    gated: bool
    apart: tuple[Apart, ...] = ()


class Begin(NamedTuple):
    """When a change of the road begins: the day its first work in the technology step starts.

    `earliest`, `latest`: with the least and the most effort before it. `heavy`: whether it is one of
    those of which no two begin in the same quarter.
    """

    layer: str
    target: str
    planned_month: int
    day: str
    earliest: str
    latest: str
    heavy: bool
    phase: str


class Milestone(NamedTuple):
    """A day to keep in mind, with the earliest and the latest it may be."""

    id: str
    name: Text
    task: str
    day: str
    earliest: str
    latest: str


class Stretch(NamedTuple):
    """What is done by the end of so many days."""

    days: int
    until: str
    tasks: tuple[str, ...]


class Overload(NamedTuple):
    """Where the stated time is not enough.

    `kind`: `late` where the launch misses the client's deadline, `too_long` where the work does not
    end within the road, `nobody` where no one of the team holds a role, `law` where the work for a
    duty to come ends after the day from which it binds, `beyond` where changes begin after the client's
    deadline. `until`: the day it should be done by, `ends`: the day it is. `days_a_week`: the time that
    would be needed, all together; None where more time would not help. `roles`: what nobody holds;
    `duty`: the obligation; `changes`: what begins too late.
    """

    kind: Literal["late", "too_long", "nobody", "law", "beyond"]
    until: str | None
    days_a_week: float | None
    roles: tuple[str, ...]
    duty: str = ""
    ends: str | None = None
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Schedule:
    """The plan in time, from `start` (a working day) on.

    `end`: the last day, and the earliest and the latest it may be. `days_a_week`: the time of all;
    `stated`: whether the team said so or it is an assumption. `path`: the critical path.
    """

    start: str
    end: str
    earliest_end: str
    latest_end: str
    days_a_week: float
    stated: bool
    tasks: tuple[ScheduledTask, ...]
    path: CriticalPath
    begins: tuple[Begin, ...]
    milestones: tuple[Milestone, ...]
    stretches: tuple[Stretch, ...]
    overloads: tuple[Overload, ...]


class Review(NamedTuple):
    """A day on which the plan is looked at again."""

    id: str
    name: Text
    day: str
    look_at: Text


class Threshold(NamedTuple):
    """A measure to watch: how often, and what it should reach (orientation)."""

    kpi: str
    frequency: Frequency
    owner: str
    target: Text


class DueDate(NamedTuple):
    """A day that somebody else sets: a law begins, or a client's constraint ends."""

    day: str
    kind: Literal["law", "constraint"]
    id: str


@dataclass(frozen=True, slots=True)
class Monitoring:
    """When and what to look at again."""

    reviews: tuple[Review, ...]
    thresholds: tuple[Threshold, ...]
    due: tuple[DueDate, ...]
