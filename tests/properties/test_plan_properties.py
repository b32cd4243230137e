"""What every plan holds, for random companies and for every coherent design of the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.plan import PlanStep, PlaybookShelf
from svcmodel.domain.playbooks import STEPS
from svcmodel.domain.questions import Questionnaire
from svcmodel.planning.build_plan import _steps, build_plan, is_side
from svcmodel.planning.merge_tasks import Asked, merged, playbook_tasks
from svcmodel.scoring.assess import assess
from tests.builders import DAY
from tests.properties.sheets import sheets

HEADCOUNTS = (1, 8, 60, 5000, None)


def coherent_designs(catalogue: Catalogue) -> Iterator[tuple[str, ...]]:
    """Every choice of one model or baseline a layer without a conflict, and what it brings along."""
    conflicts = [
        {each.origin, each.target} for each in catalogue.relations if each.type == "conflict"
    ]
    members = [[model.id for model in models] for models in catalogue.in_layer.values()]
    for picked in product(*members):
        if not any(pair <= set(picked) for pair in conflicts):
            floors = [layer.floor for layer in catalogue.head.layers if layer.floor]
            needs = [
                relation.target
                for id_ in picked
                for relation in catalogue.related(id_, "requires", "contains")
                if catalogue.models[relation.target].kind != "channel"
            ]
            yield tuple(dict.fromkeys([*picked, *floors, *needs]))


def every_rule(catalogue: Catalogue, parts: Sequence[str]) -> list[Asked]:
    """What the rules would add if every caution, obligation and limit of capacity applied."""
    cautions = [
        Asked(part, caution.prepare, "caution", caution.reason)
        for part in parts
        for caution in catalogue.models[part].cautions
    ]
    obligations = [
        Asked(each.id, task, "obligation", each.text)
        for each in catalogue.obligations
        for task in each.tasks
    ]
    capacity = [
        Asked("capacity", rule.task, "capacity", rule.reason)
        for rule in catalogue.head.channel_rules.capacity
    ]
    return [*cautions, *obligations, *capacity]


def steps_of(
    catalogue: Catalogue,
    shelf: PlaybookShelf,
    parts: Sequence[str],
    headcount: int | None,
    *rules: Asked,
) -> tuple[PlanStep, ...]:
    small = headcount is None or headcount < catalogue.head.plan_rules.side_parts_from
    lean = {part for part in parts if small and is_side(catalogue, part)}
    return _steps(merged([*playbook_tasks(shelf, parts, headcount, lean), *rules]))


def check_sound(steps: Sequence[PlanStep]) -> None:
    """Six steps, none empty, no task twice, and nothing waits for what comes later."""
    assert [step.id for step in steps] == list(STEPS)
    done: set[str] = set()
    for number, step in enumerate(steps, start=1):
        assert step.tasks, step.id
        assert [task.number for task in step.tasks] == [
            f"{number}.{place}" for place in range(1, len(step.tasks) + 1)
        ]
        for task in step.tasks:
            assert task.id not in done, task.id
            assert done.issuperset(task.after), (task.id, task.after)
            assert 0 <= task.effort_days[0] <= task.effort_days[1]
            done.add(task.id)
        for end in (0, 1):
            assert step.effort_days[end] == sum(task.effort_days[end] for task in step.tasks)


@pytest.mark.parametrize("headcount", HEADCOUNTS)
def test_every_coherent_design_fills_its_six_steps_in_order(
    shipped: Catalogue, shelf: PlaybookShelf, headcount: int | None
) -> None:
    designs = list(coherent_designs(shipped))
    assert len(designs) > 1000
    for parts in designs:
        check_sound(steps_of(shipped, shelf, parts, headcount))


@pytest.mark.parametrize("headcount", HEADCOUNTS)
def test_with_every_part_and_every_rule_at_once_nothing_is_lost_or_out_of_order(
    shipped: Catalogue, shelf: PlaybookShelf, headcount: int | None
) -> None:
    parts = list(shipped.models)
    rules = every_rule(shipped, parts)
    steps = steps_of(shipped, shelf, parts, headcount, *rules)
    check_sound(steps)
    planned = {task.id for step in steps for task in step.tasks}
    assert planned >= {rule.id for rule in rules if rule.task.extends is None}
    if headcount in (None, 5000):
        small = headcount is None
        expected = {
            f"{book.id}.{task.id}"
            for book in shelf.books.values()
            for task in book.tasks
            if task.extends is None
            and not (small and book.id != "common" and is_side(shipped, book.id))
        }
        assert planned >= expected


@pytest.mark.parametrize("part", ["channel", "model", "baseline"])
def test_a_rule_of_any_part_finds_its_place_in_the_smallest_plan(
    shipped: Catalogue, shelf: PlaybookShelf, part: str
) -> None:
    for model in shipped.models.values():
        if model.kind == part:
            check_sound(steps_of(shipped, shelf, [model.id], 1, *every_rule(shipped, [model.id])))


@settings(max_examples=40)
@given(st.data())
def test_every_company_gets_a_sound_plan_with_its_rules_in_it(
    shipped: Catalogue, full: Questionnaire, shelf: PlaybookShelf, data: st.DataObject
) -> None:
    sheet = data.draw(sheets(full.bank))
    assessment = assess(shipped, full, sheet, on=DAY)
    plan = build_plan(assessment, shipped, shelf, sheet)
    check_sound(plan.steps)
    assert plan == build_plan(assessment, shipped, shelf, sheet)
    tasks = {task.id: task for step in plan.steps for task in step.tasks}
    assert set(assessment.design.parts) <= set(plan.parts)
    for result in assessment.design.obligations:
        record = next(each for each in shipped.obligations if each.id == result.obligation)
        for asked in record.tasks:
            assert (f"{record.id}.{asked.id}" in tasks) is (result.state == "applies")
    for part in plan.parts:
        model = shipped.models[part]
        applying = {c.caution for c in assessment.model(part).cautions if c.state == "broken"}
        for caution in model.cautions:
            assert (f"{part}.{caution.prepare.id}" in tasks) is (caution.id in applying)
    for task in tasks.values():
        assert (task.reason is None) is (task.origin == "playbook")
    assert ("capacity.find_hands" in tasks) is (assessment.design.over_capacity > 0)
    assert set(plan.roles) <= set(shelf.roles)
    assert len({kpi.kpi.id for kpi in plan.kpis}) == len(plan.kpis)
    low, high = plan.months_to_stable
    assert 0 < low <= high
