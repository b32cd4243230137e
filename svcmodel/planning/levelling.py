"""Levelling: every task gets the half-days of somebody who has them (serial schedule generation).

Time is counted in half-days of working days from the start, ten to a week. Somebody with n half-days
a week has them spread evenly over it. A task takes the next free half-days of its owner, so nobody ever
has more to do than time for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import NamedTuple

from svcmodel.planning.task_network import Network
from svcmodel.planning.team import HALVES


class Booking(NamedTuple):
    """When a task is done: by which place of the team, in its first and last half-day.

    `worked`: the last half-day with work on it; later than that its time only passes. `bound`: the task
    without which it could have started sooner, one that it waits for or one that kept its owner busy;
    empty where the beginning of the plan or its gate decides.
    """

    place: int
    start: int
    end: int
    worked: int
    bound: str = ""


class Work(NamedTuple):
    """What levelling needs of a task.

    `halves`: its effort in half-days; `places`: who of the team can do it; `gate`: the half-day before
    which it does not start; `weight`: how soon it is taken among tasks that are free to start; `lasts`:
    the least half-days from its first to its last; `lag`: the half-days that pass after what it waits for;
    `aside`: whether it is done beside everything else, so that it neither waits for its owner nor keeps
    them busy.
    """

    halves: int
    places: tuple[int, ...]
    gate: int
    weight: int
    lasts: int = 0
    lag: int = 0
    aside: bool = False


class Wait(NamedTuple):
    """A task does not start before another has started and so many half-days have passed."""

    task: str
    begun: str
    halves: int


def place_in_time(unit: int, halves_a_week: int) -> int:
    """The half-day on which somebody works their n-th half-day, counted from 0."""
    week, rest = divmod(unit, halves_a_week)
    return HALVES * week + rest * HALVES // halves_a_week


def first_unit(half: int, halves_a_week: int) -> int:
    """Which half-day of theirs is the first that somebody has from a half-day on."""
    week, rest = divmod(half, HALVES)
    return halves_a_week * week - (-rest * halves_a_week // HALVES)


def first_slot(half: int, halves_a_week: int) -> int:
    """The first half-day of somebody's from a half-day on, with nothing else to do."""
    return place_in_time(first_unit(half, halves_a_week), halves_a_week)


def time_taken(halves: int, halves_a_week: int) -> int:
    """How many half-days pass while somebody does so many of work, with nothing else to do."""
    return place_in_time(halves - 1, halves_a_week) + 1


@dataclass
class _Calendar:
    """The half-days of one place of the team, and which of them are taken."""

    halves_a_week: int
    taken: dict[int, str] = field(default_factory=dict)
    first_free: int = 0

    def offer(self, halves: int, earliest: int) -> list[int]:
        """The next free half-days of theirs from a half-day on, so many of them."""
        unit = max(first_unit(earliest, self.halves_a_week), self.first_free)
        found: list[int] = []
        while len(found) < halves:
            if unit not in self.taken:
                found.append(unit)
            unit += 1
        return found

    def take(self, units: Sequence[int], id_: str) -> None:
        """Take the half-days for a task."""
        self.taken.update(dict.fromkeys(units, id_))
        while self.first_free in self.taken:
            self.first_free += 1

    def busy_with(self, unit: int, earliest: int) -> str:
        """The task that kept them busy until a half-day of theirs; nothing where they were free."""
        return self.taken[unit - 1] if unit > first_unit(earliest, self.halves_a_week) else ""


def levelled(
    network: Network,
    work: Mapping[str, Work],
    halves_a_week: Sequence[int],
    waits: Sequence[Wait] = (),
) -> dict[str, Booking]:
    """When each task is done, within the time that each place of the team has.

    `waits`: what must have begun some time before. Where that can never come about, because what must
    begin first waits for the task, it is let go.
    """
    return _Leveller(network, work, [_Calendar(each) for each in halves_a_week], waits).run()


class _Leveller:
    """Books task after task, the weightiest of those that are free to start first."""

    def __init__(
        self,
        network: Network,
        work: Mapping[str, Work],
        calendars: list[_Calendar],
        waits: Sequence[Wait],
    ) -> None:
        self.network = network
        self.work = work
        self.calendars = calendars
        self.waits: dict[str, list[Wait]] = {id_: [] for id_ in network}
        for wait in waits:
            self.waits[wait.task].append(wait)
        self.keys = {id_: (-work[id_].weight, n, id_) for n, id_ in enumerate(network)}
        self.booked: dict[str, Booking] = {}

    def run(self) -> dict[str, Booking]:
        """Book every task."""
        missing = {id_: len(before) for id_, before in self.network.items()}
        followers: dict[str, list[str]] = {id_: [] for id_ in self.network}
        for id_, before in self.network.items():
            for one in before:
                followers[one].append(id_)
        free = sorted(self.keys[id_] for id_, count in missing.items() if not count)
        held: list[str] = []
        while free or held:
            id_ = heappop(free)[-1] if free else held.pop(0)
            if free and self.is_held(id_):
                held.append(id_)
                continue
            self.book(id_)
            for other in followers[id_]:
                missing[other] -= 1
                if not missing[other]:
                    heappush(free, self.keys[other])
            for other in [one for one in held if not self.is_held(one)]:
                held.remove(other)
                heappush(free, self.keys[other])
        return self.booked

    def is_held(self, id_: str) -> bool:
        """Whether something must have begun before it that has not."""
        return any(wait.begun not in self.booked for wait in self.waits[id_])

    def book(self, id_: str) -> None:
        """Give a task to whoever ends it first."""
        work, (earliest, bound) = self.work[id_], self.earliest(id_)
        if work.aside:
            self.booked[id_] = Booking(work.places[0], earliest, earliest, earliest, bound)
            return
        end, place, units = min(self.offers(work, earliest))
        calendar = self.calendars[place]
        start, worked = (place_in_time(u, calendar.halves_a_week) for u in (units[0], units[-1]))
        bound = calendar.busy_with(units[0], earliest) or bound
        calendar.take(units, id_)
        self.booked[id_] = Booking(place, start, end, worked, bound)

    def offers(self, work: Work, earliest: int) -> Iterator[tuple[int, int, list[int]]]:
        """When each of those who can do some work would end it, and the half-days it would take."""
        for place in work.places:
            calendar = self.calendars[place]
            units = calendar.offer(work.halves, earliest)
            first, last = (place_in_time(u, calendar.halves_a_week) for u in (units[0], units[-1]))
            yield max(last, first + work.lasts - 1), place, units

    def earliest(self, id_: str) -> tuple[int, str]:
        """The first half-day on which a task may start, and the task that it waits for until then."""
        lag = self.work[id_].lag
        held = [(self.booked[one].end + max(lag, 1), one) for one in self.network[id_]]
        held += [
            (self.booked[wait.begun].start + wait.halves, wait.begun)
            for wait in self.waits[id_]
            if wait.begun in self.booked
        ]
        latest, bound = max(held, default=(0, ""), key=lambda each: each[0])
        gate = self.work[id_].gate
        return (latest, bound) if latest >= gate else (gate, "")
