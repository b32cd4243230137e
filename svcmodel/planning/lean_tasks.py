"""Which tasks a plan with little room takes, and where what finds no room becomes a point.

It takes first what no plan goes without (what rules ask for, what playbooks mark 1), then what they
mark 2 and 3 while there is room, what changes before what is common.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

from svcmodel.domain.plan_rules import SizeRule
from svcmodel.domain.playbooks import Step
from svcmodel.planning.asked_tasks import BEGINS, COMMON, WITH_CHANGE, Asked

READIES: tuple[Step, ...] = ("design_processes", BEGINS)
"""The steps in which a duty that binds from a day still to come is made ready for it."""


def begins(one: Asked) -> bool:
    """Whether something begins with a task, rather than being prepared by it."""
    return one.task.step == BEGINS


def prepares(one: Asked) -> bool:
    """Whether a task makes ready for a change that could fail without it."""
    return one.origin == "caution"


def can_be_point(one: Asked) -> bool:
    """Whether a task that must be may be a point where there is no room.

    That is a duty to come, a preparation, and what a situation of the plan asks for.
    """
    return bool(one.since) or prepares(one) or one.origin == "situation"


def home_of(one: Asked, own: Iterable[Asked], later: Collection[str]) -> str:
    """The work of its own change that takes something in; nothing where it need not wait for it.

    It is of the same step where there is such work, else of the next.
    """
    if one.part not in later or one.task.step not in WITH_CHANGE:
        return ""
    homes = {each.task.step: each.id for each in reversed([*own]) if each.part == one.part}
    steps = WITH_CHANGE[WITH_CHANGE.index(one.task.step) :]
    return next((homes[step] for step in steps if step in homes), "")


class Lean:
    """Chooses for a plan with room for some tasks only."""

    def __init__(
        self, wanted: Sequence[Asked], size: SizeRule, later: Collection[str] = ()
    ) -> None:
        self.size = size
        self.later = later
        self.tasks = {one.id: one for one in wanted if one.task.extends is None}
        self.extensions = [one for one in wanted if one.task.extends is not None]
        self.gathered = {
            one.id: host for one in self.tasks.values() if (host := self.gathers(one)) in self.tasks
        }

    @cached_property
    def beginnings(self) -> set[str]:
        """Of each change that begins later the most important task with which it does."""
        found: dict[str, Asked] = {}
        for one in self.tasks.values():
            if one.part in self.later and begins(one) and one.task.essential:
                best = found.setdefault(one.part, one)
                if one.task.essential < (best.task.essential or 0):
                    found[one.part] = one
        return {one.id for one in found.values()}

    @cached_property
    def beginning_parts(self) -> set[str]:
        """The parts that have such a task."""
        return {self.tasks[id_].part for id_ in self.beginnings}

    def chosen(self) -> tuple[set[str], dict[str, str]]:
        """The ids of the tasks, and of the points with the task each belongs to."""
        ranks = {id_: rank for id_ in self.tasks if (rank := self.rank(id_)) is not None}
        order = sorted(ranks, key=lambda id_: self.turn(id_, ranks))
        own = set(order[: self.room(ranks)])
        points = {id_: host for id_, host in self.gathered.items() if host in own}
        left = [id_ for id_ in order if id_ not in own and self.tasks[id_].part != COMMON]
        for id_ in [*(id_ for id_ in self.gathered if id_ not in points), *left]:
            points |= self.folded(self.tasks[id_], own)
        for one in self.extensions:
            host = one.task.extends or ""
            if not self.is_marked(one):
                continue
            if host in own and (self.tasks[host].task.when_extended or not self.home(one, own)):
                points[one.id] = host
            else:
                points |= self.folded(one, own)
        return own, points

    def room(self, ranks: Mapping[str, int]) -> int:
        """How many tasks there may be: the room there is, and more for what must be.

        What can be a point gets no more than the most there may be.
        """
        musts = [self.tasks[id_] for id_, rank in ranks.items() if rank == 1]
        firm = sum(not can_be_point(one) for one in musts)
        most = self.size.tasks_at_most or len(musts)
        return max(self.size.tasks or 0, min(len(musts), most), firm)

    def home(self, one: Asked, own: Collection[str]) -> str:
        """The work of its own change that takes something in, among the tasks there are."""
        return home_of(one, [each for id_, each in self.tasks.items() if id_ in own], self.later)

    def turn(self, id_: str, ranks: Mapping[str, int]) -> tuple[int, int, str, int, bool]:
        """When a task is taken in: by its rank, then every part in turn, what changes first.

        Of what must be, what can be a point comes last: duties by their days, then preparations.
        """
        one, rank = self.tasks[id_], ranks[id_]
        alike = [
            each for each in ranks if self.tasks[each].part == one.part and ranks[each] == rank
        ]
        last = can_be_point(one) + prepares(one) if rank == 1 else 0
        return rank, last, one.since, alike.index(id_), one.part == COMMON

    def gathers(self, one: Asked) -> str:
        """The task that takes in a task of an obligation; nothing where none does.

        It is a common one, or, for a day still to come, the duty's own last task that puts it in place,
        so that it has a date of its own.
        """
        if one.since and one.task.step in READIES:
            placed = [e.id for e in self.tasks.values() if e.part == one.part and begins(e)]
            if placed:
                return placed[-1] if placed[-1] != one.id else ""
        return self.gathering(one)

    def gathering(self, one: Asked) -> str:
        """The common task in which duties like the one behind a task are gathered."""
        for rule in self.size.gather:
            if one.ground in rule.grounds:
                return rule.at.get(one.task.step, "")
        return ""

    def rank(self, id_: str) -> int | None:
        """How soon a task is taken in: 1 for what must be, None for what need not."""
        one = self.tasks[id_]
        if id_ in self.gathered:
            return None
        if one.origin != "playbook" or id_ in self.gathered.values() or id_ in self.beginnings:
            return 1
        marks = [one.task.essential]
        if one.task.essential == 1 and one.part in self.beginning_parts:
            marks = [2]  # what the change begins with is what its part is not without
        if one.task.when_extended:
            marks = [e.task.essential for e in self.extensions if e.task.extends == id_]
        return min((mark for mark in marks if mark is not None), default=None)

    @staticmethod
    def is_marked(one: Asked) -> bool:
        """Whether a point is worth its place: marked, or asked for by a rule."""
        return one.task.essential is not None or one.origin != "playbook"

    def folded(self, one: Asked, own: Collection[str]) -> dict[str, str]:
        """Where something without room becomes a point; nothing where its step has no place for it."""
        hosts = (self.home(one, own), self.gathering(one), self.size.fold_at.get(one.task.step, ""))
        host = next((each for each in hosts if each in own), "")
        return {one.id: host} if host else {}
