"""Which task of a plan waits for which, and an order in which they can be done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from heapq import heapify, heappop, heappush

from svcmodel.domain.playbooks import STEPS
from svcmodel.domain.shelf import PlaybookShelf, full_id
from svcmodel.planning.asked_tasks import Asked
from svcmodel.planning.size_tasks import Sized

Network = Mapping[str, tuple[str, ...]]
"""The tasks each task waits for, by id."""


def known_waits(shelf: PlaybookShelf, asked: Iterable[Asked]) -> dict[str, list[str]]:
    """What each task that there is waits for, whether it is in the plan or not.

    What prepares for a change comes before the later steps of that change, in what is its own or is
    there only because it extends it.
    """
    asked = list(asked)
    waits = {
        full_id(book.id, task.id): [full_id(book.id, id_) for id_ in task.after]
        for book in shelf.books.values()
        for task in book.tasks
    }
    waits |= {one.id: one.after for one in asked}
    shared = {one.id for one in asked if one.task.when_extended}
    for one in asked:
        if one.origin == "caution":
            for other in asked:
                own = other.task.extends is None or other.task.extends in shared
                if own and follows(one, other) and other.id not in one.after:
                    waits[other.id] = [*waits[other.id], one.id]
    return waits


def follows(one: Asked, other: Asked) -> bool:
    """Whether a task belongs to a later step of the same part."""
    return one.part == other.part and STEPS.index(one.task.step) < STEPS.index(other.task.step)


def task_network(plan: Sized, waits: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """What each task of a plan waits for within the plan.

    For a task that is not in the plan stands what it waits for itself, or the task it is a point of.
    What points wait for, their task waits for too, unless the two would then wait for each other. What
    comes again and again does not: it takes the point up when the time has come.
    """
    made = _Network(plan, waits)
    for id_ in plan.tasks:
        made.take_over(id_, certain=True)
    for id_ in plan.tasks:
        made.take_over(id_, certain=False)
    for point, host in plan.inside.items():
        if plan.tasks[host].asked.task.recurs:
            continue
        for before in made.standing_for(waits.get(point, ())):
            made.add(before, host)
    return made.without_detours()


class _Network:
    """Collects who waits for whom and keeps it free of circles."""

    def __init__(self, plan: Sized, waits: Mapping[str, list[str]]) -> None:
        self.plan = plan
        self.waits = waits
        self.before: dict[str, dict[str, None]] = {id_: {} for id_ in plan.tasks}

    def take_over(self, id_: str, *, certain: bool) -> None:
        """What a task waits for: first what cannot go in circles, then what may."""
        for waited_for in self.waits.get(id_, ()):
            for before in self.standing_for([waited_for]):
                if (before == waited_for) is certain:
                    self.add(before, id_)

    def standing_for(self, ids: Iterable[str]) -> Iterator[str]:
        """The tasks of the plan that stand for tasks, in it or not."""
        seen: set[str] = set()
        open_ = list(reversed(list(ids)))
        while open_:
            id_ = open_.pop()
            if id_ in self.plan.tasks:
                yield id_
            elif id_ in self.plan.inside:
                yield self.plan.inside[id_]
            elif id_ not in seen:
                seen.add(id_)
                open_ += reversed(self.waits.get(id_, ()))

    def add(self, before: str, after: str) -> None:
        """One task waits for another, unless that one waits for it."""
        if before != after and after not in self.ancestors(before):
            self.before[after][before] = None

    def ancestors(self, id_: str) -> set[str]:
        """Everything a task waits for, directly or not."""
        return with_ancestors(self.before, self.before[id_])

    def without_detours(self) -> dict[str, tuple[str, ...]]:
        """The network; what stands in for something else is left out where another wait implies it."""
        return {
            id_: tuple(one for one in before if not self.is_implied(id_, one, before))
            for id_, before in self.before.items()
        }

    def is_implied(self, id_: str, one: str, before: Iterable[str]) -> bool:
        """Whether waiting for `one` was not written and follows from waiting for another."""
        if one in self.waits.get(id_, ()):
            return False
        return any(one in self.ancestors(other) for other in before if other != one)


def with_ancestors(network: Mapping[str, Iterable[str]], ids: Iterable[str]) -> set[str]:
    """Some tasks, and everything they wait for, directly or not."""
    found: set[str] = set()
    open_ = list(ids)
    while open_:
        one = open_.pop()
        if one not in found:
            found.add(one)
            open_ += network[one]
    return found


def in_order(network: Network) -> list[str]:
    """Prerequisites first; among tasks that are free to start, the order they stand in.

    What a task waits for outside the network does not hold it up.
    """
    ids = list(network)
    place = {id_: number for number, id_ in enumerate(ids)}
    waiting = {id_: {one for one in before if one in network} for id_, before in network.items()}
    followers: dict[str, list[str]] = {id_: [] for id_ in ids}
    for id_, before in waiting.items():
        for one in before:
            followers[one].append(id_)
    free = [place[id_] for id_, before in waiting.items() if not before]
    heapify(free)
    order = []
    while free:
        id_ = ids[heappop(free)]
        order.append(id_)
        for other in followers[id_]:
            waiting[other].discard(id_)
            if not waiting[other]:
                heappush(free, place[other])
    return order
