"""The plan in time: levelled within the team's time, with critical path, milestones and overload."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from svcmodel.domain.calendar import later, months_later, whole_months, working_day
from svcmodel.domain.catalogue import RoadRules
from svcmodel.domain.plan_rules import PlanRules
from svcmodel.domain.plan_schedule import (
    Apart,
    Begin,
    CriticalPath,
    Milestone,
    Overload,
    Schedule,
    ScheduledTask,
    Stretch,
)
from svcmodel.domain.playbooks import LAST, Step
from svcmodel.domain.surroundings import Road
from svcmodel.planning.critical_path import critical_chain, ending, last_half, longest_ways, slack
from svcmodel.planning.levelling import Booking, Wait, Work, levelled, time_taken
from svcmodel.planning.road_gates import QUARTER_HALVES, Change, Job, changes, gates, waits
from svcmodel.planning.task_network import Network, with_ancestors
from svcmodel.planning.team import Hands

STRETCHES = (30, 60, 90)
"""The ends of the first stretches, in days."""

DECIDES: tuple[Step, ...] = ("analyse_needs", "select_model")
"""The steps that find out and decide; who decides late builds twice."""

Booked = Mapping[str, Booking]


@dataclass(frozen=True)
class Scheduler:
    """Puts the jobs of a plan in time.

    `jobs`: in the order of the plan. `start`: a working day. `prepares_at_once`: as in `gates`;
    `needs`: as in `waits`; `binding`: from which day each duty to come binds.
    """

    jobs: Sequence[Job]
    network: Network
    hands: Hands
    start: str
    rules: PlanRules
    road: Road | None
    road_rules: RoadRules | None
    prepares_at_once: bool = False
    needs: Mapping[str, Sequence[str]] = field(default_factory=dict)
    binding: Mapping[str, str] = field(default_factory=dict)

    def schedule(self) -> Schedule:
        """The schedule; the same input gives the same, to the half-day."""
        planned = self.booked({job.id: job.planned for job in self.jobs})
        least = self.booked({job.id: job.least for job in self.jobs})
        most = self.booked({job.id: job.most for job in self.jobs})
        begins = tuple(self.begin(change, planned, least, most) for change in self.changes)
        room = slack(self.network, planned, self.halves, self.waits, self.beside)
        return Schedule(
            start=self.start,
            end=self.last(planned),
            earliest_end=min(self.last(least), self.last(planned)),
            latest_end=max(self.last(most), self.last(planned)),
            days_a_week=self.days_a_week,
            stated=any(member.roles for member in self.hands.team),
            tasks=tuple(self.task(job, planned, least, most, room[job.id]) for job in self.jobs),
            path=self.path(planned),
            begins=begins,
            milestones=tuple(self.milestones(planned, least, most)),
            stretches=tuple(self.stretches(planned)),
            overloads=tuple(self.overloads(planned, begins)),
        )

    @cached_property
    def changes(self) -> list[Change]:
        """The changes of the road that the plan carries out."""
        heavy = self.road_rules.heavy if self.road_rules else ()
        return changes(self.road, heavy, self.jobs)

    @property
    def days_a_week(self) -> float:
        """The time the team has for the plan, all together."""
        return sum(member.days_a_week for member in self.hands.team)

    @cached_property
    def halves(self) -> list[int]:
        """The half-days a week of each place of the team."""
        return [round(2 * member.days_a_week) for member in self.hands.team]

    @cached_property
    def places(self) -> Mapping[str, tuple[int, ...]]:
        """The places of the team that can do each job."""
        by_skill = {
            skill: tuple(member.place for member in self.hands.members(skill))
            for skill in {job.skill for job in self.jobs}
        }
        return {job.id: by_skill[job.skill] for job in self.jobs}

    @cached_property
    def gates(self) -> Mapping[str, int]:
        """The half-day before which each job does not start."""
        return gates(self.road, self.jobs, self.start, prepares_at_once=self.prepares_at_once)

    @cached_property
    def waits(self) -> list[Wait]:
        """What must have begun before other work."""
        return waits(self.changes, self.needs)

    @cached_property
    def lasting(self) -> Sequence[str]:
        """The tasks that come once; all where none does."""
        return ending([job.id for job in self.jobs], self.beside)

    @cached_property
    def beside(self) -> Mapping[str, int]:
        """What recurs, with the half-days before its first time."""
        return {job.id: job.lag for job in self.jobs if job.recurs}

    @cached_property
    def pressing(self) -> set[str]:
        """What is urgent, and what that waits for."""
        return with_ancestors(self.network, [job.id for job in self.jobs if job.urgent])

    def weight(self, job: Job, way: int, length: int) -> int:
        """How soon a job is taken: what presses, then what is found out and decided, then long ways.

        `way`: its own to the end; `length`: the longest of all.
        """
        return way + length * (2 * (job.id in self.pressing) + (job.step in DECIDES))

    def duration(self, job: Job, halves: int) -> int:
        """How many half-days pass while its first possible owner does a job."""
        fastest = max(self.halves[place] for place in self.places[job.id])
        return max(time_taken(halves, fastest), job.lasts)

    def booked(self, halves: Mapping[str, int]) -> Booked:
        """When each job is done with so much effort."""
        durations = {job.id: self.duration(job, halves[job.id]) for job in self.jobs}
        ways = longest_ways(self.network, durations)
        length = max(ways.values(), default=0)
        work = {
            job.id: Work(
                halves[job.id],
                self.places[job.id],
                self.gates[job.id],
                self.weight(job, ways[job.id], length),
                job.lasts,
                job.lag,
                aside=job.recurs,
            )
            for job in self.jobs
        }
        return levelled(self.network, work, self.halves, self.waits)

    def path(self, planned: Booked) -> CriticalPath:
        """The chain of tasks that sets the end."""
        chain = critical_chain(planned, self.lasting)
        first = planned[chain[0]].start if chain else 0
        last = planned[chain[-1]].end if chain else 0
        apart = tuple(
            Apart(before, after)
            for before, after in pairwise(chain)
            if Wait(after, before, QUARTER_HALVES) in self.waits
            and planned[before].end + 1 < planned[after].start
        )
        return CriticalPath(chain, last // 2 - first // 2 + 1, first > 0, apart)

    def day(self, half: int) -> str:
        """The day of a half-day."""
        return working_day(self.start, half // 2)

    def last(self, booked: Booked) -> str:
        """The last day of all, what recurs aside."""
        return self.day(last_half(booked, self.lasting))

    def task(
        self, job: Job, planned: Booked, least: Booked, most: Booked, room: int
    ) -> ScheduledTask:
        """A task in time; `room`: the half-days it may be late."""
        booking = planned[job.id]
        ends = [each[job.id].end for each in (least, planned, most)]
        days = [self.duration(job, halves) for halves in (job.least, job.most)]
        start = self.day(booking.start)
        return ScheduledTask(
            task=job.id,
            member=booking.place,
            start=start,
            end=self.day(booking.end),
            earliest_end=self.day(min(ends)),
            latest_end=self.day(max(ends)),
            working_days=(-(-days[0] // 2), -(-days[1] // 2)),
            slack=room,
            critical=room == 0,
            phase=self.phase(start),
        )

    def phase(self, day: str) -> str:
        """The last stretch of the road that has begun by a day."""
        month = whole_months(self.start, day)
        phases = self.road_rules.phases if self.road_rules else ()
        begun = [phase.id for phase in phases if phase.months[0] <= month]
        return begun[-1] if begun else ""

    def begin(self, change: Change, planned: Booked, *others: Booked) -> Begin:
        """When a change begins; `others`: the work as it would be booked otherwise."""
        starts = [min(each[id_].start for id_ in change.tasks) for each in (planned, *others)]
        move, day = change.move, self.day(starts[0])
        return Begin(
            layer=move.layer,
            target=move.target,
            planned_month=move.month,
            day=day,
            earliest=self.day(min(starts)),
            latest=self.day(max(starts)),
            heavy=change.heavy,
            phase=self.phase(day),
        )

    def milestones(self, planned: Booked, least: Booked, most: Booked) -> Iterable[Milestone]:
        """The milestones whose task is in the plan, the earliest first."""
        found = []
        for rule in self.rules.milestones:
            if rule.task in planned:
                ends = [each[rule.task].end for each in (least, planned, most)]
                days = (self.day(ends[1]), self.day(min(ends)), self.day(max(ends)))
                found.append(Milestone(rule.id, rule.name, rule.task, *days))
        return sorted(found, key=lambda each: each.day)

    def stretches(self, planned: Booked) -> Iterable[Stretch]:
        """What is done by the end of each of the first stretches and was not before."""
        since = ""
        for days in STRETCHES:
            until = later(self.start, days)
            ends = {id_: self.day(planned[id_].end) for id_ in self.lasting}
            yield Stretch(days, until, tuple(i for i, end in ends.items() if since < end <= until))
            since = until

    def overloads(self, planned: Booked, begins: Iterable[Begin]) -> Iterable[Overload]:
        """Where the time of the team is not enough, and how much would be."""
        missing = self.hands.missing(job.skill for job in self.jobs)
        if missing:
            yield Overload("nobody", None, None, missing)
        yield from self.late_for_law(planned)
        yield from self.late_for_client(planned, begins)
        horizon = (
            max((p.months[1] for p in self.road_rules.phases), default=0) if self.road_rules else 0
        )
        if horizon and self.last(planned) > months_later(self.start, horizon):
            until = months_later(self.start, horizon)
            yield Overload("too_long", until, self.needed(self.jobs, horizon), ())

    def late_for_client(self, planned: Booked, begins: Iterable[Begin]) -> Iterator[Overload]:
        """A launch after the client's deadline, and the changes that begin after it."""
        deadline = self.road.deadline if self.road else None
        if deadline is None:
            return
        due = months_later(self.start, deadline)
        launch = planned.get(self.rules.launch)
        if launch is not None and self.day(launch.end) > due:
            before = [job for job in self.jobs if planned[job.id].end <= launch.end]
            week = self.needed(before, deadline)
            yield Overload("late", due, None if week <= self.days_a_week else week, ())
        beyond = tuple(each.target for each in begins if each.day > due)
        if beyond:
            yield Overload("beyond", due, None, (), changes=beyond)

    def late_for_law(self, planned: Booked) -> Iterator[Overload]:
        """The duties whose work ends after the day from which they bind."""
        for duty, day in self.binding.items():
            own = [job for job in self.jobs if duty in (job.part, *job.holds)]
            ends = [planned[job.id].end for job in own if job.step != LAST]
            if ends and self.day(max(ends)) > day:
                yield Overload("law", day, None, (), duty, self.day(max(ends)))

    def needed(self, jobs: Iterable[Job], months: int) -> float:
        """The days a week, all together, that the planned effort of jobs takes within some months."""
        halves = sum(job.planned for job in jobs)
        weeks = max(round(months * 52 / 12), 1)
        return -(-halves // weeks) / 2
