"""What the first pilot waits for, and what waits for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from svcmodel.domain.plan_rules import PlanRules
from svcmodel.planning.asked_tasks import BEGINS, TRAINS, WITH_CHANGE, Asked
from svcmodel.planning.road_gates import in_turn
from svcmodel.planning.size_tasks import Sized


def pilot_waits(plan: Sized, months: Mapping[str, int], rules: PlanRules) -> dict[str, list[str]]:
    """Which tasks wait for which, so that the pilot tries what changes first and the rest comes after.

    It waits for what builds the first changes, and for people where they are short; the check that
    everyone is ready waits for what is taught for them; the later changes wait for the pilot. Of the
    first ones only what playbooks mark counts. `months`: of the changes of the road.
    """
    if rules.launch not in plan.tasks:
        return {}
    first, later = in_turn(months)
    ready = rules.ready if rules.ready and rules.ready in plan.tasks else rules.launch
    found: dict[str, list[str]] = {rules.launch: [], ready: []}
    for id_, merged in plan.tasks.items():
        own, step = merged.asked, merged.asked.task.step
        firsts = any(_is_first(each, first) for each in (own, *merged.took_in))
        if step == TRAINS and own.origin == "situation":
            found[rules.launch].append(id_)
        elif firsts and step in WITH_CHANGE:
            found[rules.launch if step == BEGINS else ready].append(id_)
        elif step == BEGINS and own.part in later:
            found[id_] = [rules.launch]
    return found


def _is_first(one: Asked, first: Collection[str]) -> bool:
    """Whether something belongs to a change that begins first, and is marked."""
    return one.task.essential is not None and one.part in first
