"""The first page of a plan."""

from __future__ import annotations

from svcmodel.domain.assessment import Assessment
from svcmodel.domain.plan_design import Because, Said
from svcmodel.domain.plan_schedule import Schedule
from svcmodel.domain.plan_summary import Action, Summary
from svcmodel.planning.plan_decisions import certainty

ACTIONS = 5
"""How many of the first tasks stand on the first page."""


def summary(
    assessment: Assessment,
    schedule: Schedule,
    brought: tuple[Said, ...],
    reasons: tuple[Because, ...],
) -> Summary:
    """The first page: the earliest tasks by the schedule are the first things to do."""
    design = assessment.design
    first = sorted(schedule.tasks, key=lambda each: (each.start, each.end))[:ACTIONS]
    return Summary(
        brought=brought,
        reasons=reasons,
        certainty=certainty(design.settled, design.very_likely),
        answered=assessment.coverage.share,
        actions=tuple(Action(each.task, each.start, each.end) for each in first),
        constraints=design.constraints,
    )
