"""What of the tasks asked for a plan of some size holds: shared work once, the rest by its rules.

A plan holds the common tasks, what rules ask for, and of the other playbooks what they mark for its size;
what extends a common task becomes a point of it. A plan with little room takes first what no plan goes
without (what rules ask for, what playbooks mark 1), then what they mark 2 and 3 while there is room,
what changes before what is common. What is marked and finds no room becomes a point of the common task
of its step. What a change that begins later teaches and builds is never done before it begins: it
becomes a point of the change's own work.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil

from svcmodel.domain.answers import AnswerSheet
from svcmodel.domain.plan import LeftOut, Point
from svcmodel.domain.plan_rules import GroupRule, PlanRules, SizeRule
from svcmodel.planning.asked_tasks import COMMON, Asked
from svcmodel.planning.lean_tasks import Lean, home_of

HEADCOUNT = "headcount"
ONCE = Fraction(1)

AROUND = frozenset({"surroundings", "stages", "levels", "provisioning"})
"""The sections that tell what stands around the design."""


@dataclass(slots=True)
class Merged:
    """A task of the plan while it is put together.

    `asked`: the task itself; `took_in`: what became a point of it, in the order asked.
    """

    asked: Asked
    took_in: list[Asked] = field(default_factory=list)

    @property
    def points(self) -> list[Point]:
        """What was taken in, as points."""
        return [Point(a.part, a.id, a.task.title, a.task.how) for a in self.took_in]

    @property
    def parts(self) -> list[str]:
        """What of the design asks for it, each once."""
        return list(dict.fromkeys([self.asked.part, *(a.part for a in self.took_in)]))

    @property
    def lasts_weeks(self) -> float:
        """The least weeks from its first day to its last: the most that it or a point asks for."""
        return max(float(a.task.lasts_weeks or 0) for a in (self.asked, *self.took_in))

    def effort(self, spread: int = 100, everyone: Fraction = ONCE) -> tuple[float, float]:
        """Least and most working days, points included, in whole halves.

        `spread`: how much of the way from the least to the most there may be to go, in per cent;
        `everyone`: how many times the effort what is done with everyone takes.
        """
        days = [(a.task.effort_days, a.task.everyone) for a in (self.asked, *self.took_in)]
        least, most = (
            sum(Fraction(each[end]) * (everyone if all_ else 1) for each, all_ in days)
            for end in (0, 1)
        )
        likely_most = least + (most - least) * spread / 100
        return ceil(2 * least) / 2, ceil(2 * likely_most) / 2


@dataclass(frozen=True, slots=True)
class Sized:
    """The tasks of a plan by id, in the order asked. `inside`: the task each folded one is a point of."""

    tasks: Mapping[str, Merged]
    inside: Mapping[str, str]
    left_out: LeftOut


def headcount_of(answers: AnswerSheet) -> float | None:
    """How many people there are, where that was said."""
    said = answers.value(HEADCOUNT)
    return said if isinstance(said, (int, float)) and not isinstance(said, bool) else None


def size_of(rules: PlanRules, answers: AnswerSheet) -> SizeRule:
    """The size of the company that answered."""
    return size_for(rules, headcount_of(answers))


def with_everyone(rule: GroupRule | None, serving: float | None) -> Fraction:
    """How many times the effort work takes that is done with so many people, in groups."""
    if rule is None or serving is None:
        return ONCE
    groups = min(max(ceil(serving / rule.of), 1), rule.at_most)
    return 1 + Fraction(rule.adds, 100) * (groups - 1)


def asks_knowledge(size: SizeRule) -> bool:
    """Whether a plan of a size tells anything that the catalogue knows beside its models."""
    return not (AROUND | {"protocols"}).isdisjoint(size.sections)


def size_for(rules: PlanRules, headcount: float | None) -> SizeRule:
    """The size of a company of so many people; the one that is named for it where nobody said."""
    if headcount is None:
        return next(size for size in rules.sizes if size.id == rules.unknown_size)
    smaller = (size for size in rules.sizes if size.below is not None and headcount < size.below)
    return next(smaller, rules.sizes[-1])


def sized(
    asked: Iterable[Asked],
    size: SizeRule,
    headcount: float | None,
    side: Collection[str],
    later: Collection[str] = (),
) -> Sized:
    """What a plan of this size holds of what is asked for.

    `headcount`: people in the company; unknown counts as the most that the size is for. `side`: the
    baselines and channels among the parts. `later`: the parts whose change begins after the plan does.
    """
    everything = list({one.id: one for one in asked}.values())
    fitting = [one for one in everything if _fits(one, size, headcount)]
    wanted = [one for one in fitting if _is_brought(one, size, side)]
    if size.tasks is None:
        own, points = _in_full(wanted, later)
    else:
        own, points = Lean(wanted, size, later).chosen()
    tasks = {one.id: Merged(one) for one in everything if one.id in own}
    for one in everything:
        if one.id in points:
            tasks[points[one.id]].took_in.append(one)
    return Sized(tasks, points, _left_out(fitting, {*own, *points}))


def _left_out(fitting: Sequence[Asked], kept: Collection[str]) -> LeftOut:
    """What a plan with room for everything would hold besides."""
    own, points = _in_full(fitting)
    return LeftOut(
        tasks=tuple(one.id for one in fitting if one.id in own and one.id not in kept),
        points=tuple(one.id for one in fitting if one.id in points and one.id not in kept),
    )


def _fits(one: Asked, size: SizeRule, headcount: float | None) -> bool:
    """Whether a task is for a company of so many people."""
    if one.task.from_size is None:
        return True
    if headcount is None:
        return size.below is None or one.task.from_size < size.below
    return headcount >= one.task.from_size


def _is_brought(one: Asked, size: SizeRule, side: Collection[str]) -> bool:
    """Whether a plan of this size takes what a playbook brings; what a rule asks for it always takes.

    Of the common playbook it takes every task, and a plan with little room chooses among them.
    """
    if one.origin != "playbook" or one.part == COMMON:
        return True
    if one.part in side and size.side_parts == "points" and one.task.extends is None:
        return False
    return size.marks is None or (one.task.essential or size.marks + 1) <= size.marks


def _in_full(
    wanted: Sequence[Asked], later: Collection[str] = ()
) -> tuple[set[str], dict[str, str]]:
    """Every task, and every point with its task; a common task that waits to be extended enters so.

    An extension of a task that is not there stands as nothing: the company is too small for it.
    """
    extended = {one.task.extends for one in wanted}
    own = {
        one.id
        for one in wanted
        if one.task.extends is None and (not one.task.when_extended or one.id in extended)
    }
    points = {one.id: one.task.extends for one in wanted if one.task.extends in own}
    lasting = {one.id: one for one in wanted if one.id in own}
    for one in wanted:
        if one.id in points and not lasting[points[one.id] or ""].task.when_extended:
            points[one.id] = home_of(one, lasting.values(), later) or points[one.id]
    return own, {id_: host for id_, host in points.items() if host}
