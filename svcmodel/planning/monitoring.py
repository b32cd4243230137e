"""When a plan is looked at again, and what to watch meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from svcmodel.domain.assessment import ConstraintResult
from svcmodel.domain.calendar import first_working_day, later
from svcmodel.domain.plan_design import PlanObligation
from svcmodel.domain.plan_rules import PlanRules
from svcmodel.domain.plan_schedule import DueDate, Monitoring, Review, Schedule, Threshold
from svcmodel.domain.plan_sheets import PlanKpi


def monitoring(
    rules: PlanRules,
    schedule: Schedule,
    kpis: Iterable[PlanKpi],
    obligations: Iterable[PlanObligation],
    constraints: Iterable[ConstraintResult],
) -> Monitoring:
    """The reviews by day, the measures to watch, and the days that others set."""
    reviews = sorted(_reviews(rules, schedule), key=lambda each: (each.day, each.id))
    due = [
        DueDate(each.since, "law", each.id)
        for each in obligations
        if each.applies and each.since is not None and each.since > schedule.start
    ]
    due += [
        DueDate(each.given.until, "constraint", each.constraint)
        for each in constraints
        if each.active and each.given.until is not None
    ]
    return Monitoring(
        reviews=tuple(reviews),
        thresholds=tuple(Threshold(k.kpi.id, k.frequency, k.owner, k.target) for k in kpis),
        due=tuple(sorted(due)),
    )


def _reviews(rules: PlanRules, schedule: Schedule) -> Iterator[Review]:
    """Each review on the first working day that is not before its day.

    Those counted from the start look at the work, so that the last comes before its end, or first of all.
    """
    ends = {each.task: each.end for each in schedule.tasks}
    origins = {"start": schedule.start, "launch": ends.get(rules.launch, schedule.end)}
    for rule in rules.reviews:
        for days in rule.days:
            day = first_working_day(later(origins[rule.counted_from], days))
            if rule.counted_from == "start" and days > rule.days[0] and day > schedule.end:
                break
            yield Review(rule.id, rule.name, day, rule.look_at)
