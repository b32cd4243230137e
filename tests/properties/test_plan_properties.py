"""What every plan holds, for random companies and for every coherent design of the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svcmodel.domain.answers import AnswerSheet, TeamMember
from svcmodel.domain.calendar import months_later, number_of
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.plan import Plan, PlanStep
from svcmodel.domain.playbooks import STEPS
from svcmodel.domain.questions import Questionnaire
from svcmodel.domain.shelf import PlaybookShelf
from svcmodel.planning.asked_tasks import Asked, from_playbooks, is_side
from svcmodel.planning.build_plan import build_plan
from svcmodel.planning.size_tasks import Sized, size_for, sized
from svcmodel.planning.task_network import Network, in_order, known_waits, task_network
from svcmodel.scoring.assess import assess
from tests.builders import DAY
from tests.builders import given as answer
from tests.properties.effort import tried
from tests.properties.sheets import sheets

HEADCOUNTS = (1, 8, 30, 5000, None)
MONDAY = "2026-02-02"


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
        Asked(part, caution.prepare, "caution", caution.reason, caution.id)
        for part in parts
        for caution in catalogue.models[part].cautions
    ]
    obligations = [
        Asked(each.id, task, "obligation", each.text, each.id, each.ground)
        for each in catalogue.obligations
        for task in each.tasks
    ]
    capacity = [
        Asked("capacity", rule.task, "capacity", rule.reason, "capacity")
        for rule in catalogue.head.channel_rules.capacity
    ]
    return [*cautions, *obligations, *capacity]


def planned(
    catalogue: Catalogue,
    shelf: PlaybookShelf,
    parts: Sequence[str],
    headcount: int | None,
    *rules: Asked,
) -> tuple[Sized, Network]:
    asked = [*from_playbooks(shelf, parts), *rules]
    side = {part for part in parts if is_side(catalogue, part)}
    plan = sized(asked, size_for(shelf.rules, headcount), headcount, side)
    return plan, task_network(plan, known_waits(shelf, asked))


def check_sound(plan: Sized, network: Network) -> None:
    """No step is empty, every task is ordered, and nothing waits for a later step."""
    steps = {id_: STEPS.index(each.asked.task.step) for id_, each in plan.tasks.items()}
    assert set(steps.values()) == set(range(len(STEPS)))
    assert sorted(in_order(network)) == sorted(plan.tasks)
    for id_, before in network.items():
        assert all(steps[one] <= steps[id_] for one in before), (id_, before)


@pytest.mark.parametrize("headcount", HEADCOUNTS)
def test_every_coherent_design_fills_its_six_steps_in_order(
    shipped: Catalogue, shelf: PlaybookShelf, headcount: int | None
) -> None:
    designs = list(coherent_designs(shipped))
    assert len(designs) > 1000
    for parts in designs[:: 7 if headcount != 8 else 1]:
        plan, network = planned(shipped, shelf, parts, headcount)
        check_sound(plan, network)
        if headcount == 8:
            assert 15 <= len(plan.tasks) <= 26, parts


@pytest.mark.parametrize("headcount", HEADCOUNTS)
def test_with_every_part_and_every_rule_at_once_nothing_is_lost_or_out_of_order(
    shipped: Catalogue, shelf: PlaybookShelf, headcount: int | None
) -> None:
    parts = list(shipped.models)
    rules = every_rule(shipped, parts)
    plan, network = planned(shipped, shelf, parts, headcount, *rules)
    check_sound(plan, network)
    for rule in rules:
        assert rule.id in plan.tasks or rule.id in plan.inside
    told = {*plan.tasks, *plan.inside, *plan.left_out.tasks, *plan.left_out.points}
    people = 49 if headcount is None else headcount
    tasks = {f"{book.id}.{task.id}": task for book in shelf.books.values() for task in book.tasks}
    for id_, task in tasks.items():
        host = tasks[task.extends] if task.extends else task
        if not task.when_extended and max(task.from_size or 0, host.from_size or 0) <= people:
            assert id_ in told


@pytest.mark.parametrize("part", ["channel", "model", "baseline"])
def test_a_rule_of_any_part_finds_its_place_in_the_smallest_plan(
    shipped: Catalogue, shelf: PlaybookShelf, part: str
) -> None:
    for model in shipped.models.values():
        if model.kind == part:
            rules = every_rule(shipped, [model.id])
            check_sound(*planned(shipped, shelf, [model.id], 1, *rules))


def team(shelf: PlaybookShelf) -> st.SearchStrategy[tuple[TeamMember, ...]]:
    member = st.builds(
        lambda roles, days: (tuple(roles), days),
        st.lists(st.sampled_from(sorted(shelf.roles)), min_size=1, max_size=6, unique=True),
        st.sampled_from([0.5, 1, 1.5, 4, 5]),
    )
    return st.lists(member, max_size=3).map(
        lambda said: tuple(
            TeamMember(name=f"Person {n}", roles=roles, days_a_week=days)
            for n, (roles, days) in enumerate(said)
        )
    )


@tried(21)
@given(st.data())
def test_every_company_gets_a_sound_plan_with_its_rules_in_it(
    shipped: Catalogue, full: Questionnaire, shelf: PlaybookShelf, data: st.DataObject
) -> None:
    said, members = data.draw(st.tuples(sheets(full.bank), team(shelf)))
    sheet = AnswerSheet(said.subject, answers=said.answers, team=members)
    assessment = assess(shipped, full, sheet, on=DAY)
    plan = build_plan(assessment, shipped, shelf, sheet, full.bank, start=MONDAY)
    assert plan == build_plan(assessment, shipped, shelf, sheet, full.bank, start=MONDAY)
    check_steps(plan.steps)
    check_schedule(plan)
    check_sheets(plan, shelf)
    tasks = {task.id for task in plan.tasks} | {p.task for t in plan.tasks for p in t.points}
    assert set(assessment.design.parts) <= set(plan.parts)
    for result in assessment.design.obligations:
        record = next(each for each in shipped.obligations if each.id == result.obligation)
        for asked in record.tasks:
            assert (f"{record.id}.{asked.id}" in tasks) is (result.state == "applies")
    for part in plan.parts:
        applying = {c.caution for c in assessment.model(part).cautions if c.state == "broken"}
        for caution in shipped.models[part].cautions:
            assert (f"{part}.{caution.prepare.id}" in tasks) is (caution.id in applying)
    assert ("capacity.find_hands" in tasks) is (assessment.design.over_capacity > 0)


def check_steps(steps: Sequence[PlanStep]) -> None:
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
            least, most = task.effort_days
            assert 0 < least <= most
            assert (2 * least, 2 * most) == (int(2 * least), int(2 * most))
            assert (task.reason is None) is (task.origin == "playbook")
            assert task.trace
            assert {trace.part for trace in task.trace} <= {*task.parts}
            done.add(task.id)
        for end in (0, 1):
            assert step.effort_days[end] == sum(task.effort_days[end] for task in step.tasks)


def check_schedule(plan: Plan) -> None:
    """Everything after what it waits for, nobody with more than they have time for, paths are paths."""
    times = {each.task: each for each in plan.schedule.tasks}
    assert list(times) == [task.id for task in plan.tasks]
    for task in plan.tasks:
        own = times[task.id]
        assert plan.start <= own.start <= own.end
        assert own.earliest_end <= own.end <= own.latest_end
        assert own.working_days[0] <= own.working_days[1]
        assert all(times[one].end <= own.start for one in task.after)
        if plan.schedule.stated and task.person:
            assert plan.team[own.member].name in {member.name for member in plan.team}
    days = number_of(plan.schedule.end) - number_of(plan.start) + 1
    weeks = -(-days // 7) + 1
    for member in plan.team:
        done = sum(
            sum(task.effort_days) / 2
            for task in plan.tasks
            if times[task.id].member == member.place
        )
        assert done - len(plan.tasks) / 2 <= member.days_a_week * weeks
    check_paths(plan)
    heavy = sorted(each.day for each in plan.schedule.begins if each.heavy)
    for before, after in pairwise(heavy):
        assert months_later(before, 3) <= after


def check_paths(plan: Plan) -> None:
    """The critical path reaches from the start, or from a gate, to the end, and has no room."""
    schedule = plan.schedule
    times = {each.task: each for each in schedule.tasks}
    path = [times[id_] for id_ in schedule.path.tasks]
    assert path[-1].end == schedule.end
    assert (path[0].start > plan.start) is schedule.path.gated
    assert all(before.start <= after.start for before, after in pairwise(path))
    assert all(each.critical for each in path)
    assert schedule.earliest_end <= schedule.end <= schedule.latest_end
    done = [task for stretch in schedule.stretches for task in stretch.tasks]
    assert len(set(done)) == len(done)


def check_sheets(plan: Plan, shelf: PlaybookShelf) -> None:
    """One role answers for each task; measures, risks and amounts are in their bounds."""
    roles = set(shelf.roles)
    if "raci" in plan.sections:
        assert [row.task for row in plan.raci] == [task.id for task in plan.tasks]
    for row in plan.raci:
        named = [row.accountable, *row.consulted, *row.informed]
        assert row.accountable in roles
        assert len(set(named)) == len(named)
        assert row.responsible not in (*row.consulted, *row.informed)
    assert set(plan.roles) <= roles
    assert len({kpi.kpi.id for kpi in plan.kpis}) == len(plan.kpis) >= 3
    assert all(kpi.owner in roles for kpi in plan.kpis)
    for risk in plan.risks:
        assert risk.probability in (1, 2, 3)
        assert risk.impact in (1, 2, 3)
        assert (risk.watch is None) is (risk.trigger is not None)
        assert risk.owner in roles
    assert plan.budget.days == tuple(
        sum(step.effort_days[end] for step in plan.steps) for end in (0, 1)
    )
    assert (plan.budget.money is None) is ("day_rate" in plan.budget.unknown)
    low, high = plan.months_to_stable
    assert 0 < low <= high
    if plan.size == "small":
        assert 15 <= len(plan.tasks) <= 30
        assert len(plan.roles) <= 4
        assert 3 <= len(plan.kpis) <= 5
        assert plan.raci == ()
        assert plan.service.provisioning is None
    assert len(plan.summary.actions) == 5
    assert len(plan.summary.reasons) <= 3


def test_the_day_the_work_begins_moves_every_day_and_nothing_else(
    shipped: Catalogue, full: Questionnaire, shelf: PlaybookShelf
) -> None:
    sheet = AnswerSheet("Somebody", answers={"headcount": answer("headcount", 5)})
    assessment = assess(shipped, full, sheet, on=DAY)
    early, late = (
        build_plan(assessment, shipped, shelf, sheet, full.bank, start=start)
        for start in (MONDAY, "2026-02-08")
    )
    assert late.start == "2026-02-09"
    assert late.steps == early.steps
    for one, other in zip(early.schedule.tasks, late.schedule.tasks, strict=True):
        assert number_of(other.start) - number_of(one.start) in range(5, 10)
