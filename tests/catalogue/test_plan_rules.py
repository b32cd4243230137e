"""The shipped rules of plans: what they name exists, and every small company gets a small plan."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from svcmodel.domain.answers import Answer, AnswerSheet
from svcmodel.domain.cases import Case
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import Span
from svcmodel.domain.plan import Plan
from svcmodel.domain.playbooks import STEPS
from svcmodel.domain.questions import Questionnaire
from svcmodel.domain.shelf import PlaybookShelf
from svcmodel.planning.build_plan import build_plan
from svcmodel.scoring.assess import assess
from svcmodel.sources.answer_files import load_answers
from svcmodel.sources.knowledge_files import load_cases, load_knowledge
from tests.builders import DAY, given
from tests.program import EXAMPLES

CLINICS, SHOP, BANK = (
    next(file for file in EXAMPLES if file.stem == name)
    for name in ("clinic_chain", "ecoproductos", "retail_bank")
)
CASES = list(load_cases().values())
LAWFUL = {
    "countries": ("ES", "GB", "BR", "MX"),
    "customer_kind": "consumers",
    "organisation": "company",
    **dict.fromkeys(
        ("online_contracting", "auto_renewal", "outbound_calls", "ai_in_contact", "basic_service"),
        True,
    ),
}
"""Answers that bring as many duties as there are."""


def made_small(case: Case, **answers: object) -> AnswerSheet:
    levels = {**case.stated, **case.inferred}
    said = {id_: Answer(id_, "given", span=Span(level, level)) for id_, level in levels.items()}
    said |= {id_: Answer(id_, "not_applicable") for id_ in case.not_applicable}
    said |= {id_: given(id_, value) for id_, value in {"headcount": 6, **answers}.items()}
    return AnswerSheet(case.organisation, answers=said)


def planned(
    catalogue: Catalogue, full: Questionnaire, shelf: PlaybookShelf, sheet: AnswerSheet
) -> Plan:
    assessment = assess(catalogue, full, sheet, on=DAY)
    return build_plan(assessment, catalogue, shelf, sheet, full.bank)


def check_small(plan: Plan) -> None:
    assert plan.size == "small"
    assert 15 <= len(plan.tasks) <= 26
    assert all(step.tasks for step in plan.steps)
    assert len(plan.roles) <= 4
    assert 3 <= len(plan.kpis) <= 5


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_companies_of_the_casebook_made_small_get_a_small_plan(
    shipped: Catalogue, full: Questionnaire, shelf: PlaybookShelf, case: Case
) -> None:
    check_small(planned(shipped, full, shelf, made_small(case, **LAWFUL)))


@pytest.mark.parametrize("case", CASES[::3], ids=lambda case: case.id)
def test_so_do_those_that_few_laws_bind(
    shipped: Catalogue, full: Questionnaire, shelf: PlaybookShelf, case: Case
) -> None:
    check_small(planned(shipped, full, shelf, made_small(case)))


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_every_example_gets_a_plan_of_its_size(
    shipped: Catalogue, full: Questionnaire, shelf: PlaybookShelf, file: Path
) -> None:
    plan = planned(shipped, full, shelf, load_answers(file, shipped, full))
    assert plan.headcount is not None
    if plan.headcount < 10:
        check_small(plan)
    else:
        assert len(plan.tasks) > 60
        assert len(plan.raci) == len(plan.tasks)


class TestMarks:
    def test_the_common_tasks_without_which_no_plan_is_fill_every_step(
        self, shelf: PlaybookShelf
    ) -> None:
        common = shelf.books["common"].tasks
        assert {task.step for task in common if task.essential == 1} == set(STEPS)

    def test_every_model_has_one_task_it_is_nothing_without(
        self, shipped: Catalogue, shelf: PlaybookShelf
    ) -> None:
        for model in shipped.models.values():
            marks = Counter(task.essential for task in shelf.books[model.id].tasks)
            assert marks[1] == (1 if model.kind == "model" else 0), model.id
            assert 1 <= marks[2] <= 3, model.id
            assert marks[3], model.id

    def test_a_small_plan_takes_in_a_task_only_where_it_keeps_one(
        self, shelf: PlaybookShelf
    ) -> None:
        small = next(size for size in shelf.rules.sizes if size.tasks)
        tasks = {f"common.{task.id}": task for task in shelf.books["common"].tasks}
        for step, host in small.fold_at.items():
            assert (tasks[host].step, tasks[host].essential) == (step, 1)
        for rule in small.gather:
            for step, host in rule.at.items():
                assert tasks[host].step == step
                assert tasks[host].when_extended or tasks[host].essential == 1
            assert set(rule.at) == set(STEPS)


class TestRules:
    def test_sizes_grow_and_the_last_has_no_end(self, shelf: PlaybookShelf) -> None:
        ends = [size.below for size in shelf.rules.sizes]
        assert ends == [10, 50, None]

    def test_each_step_has_a_rule_for_who_answers(self, shelf: PlaybookShelf) -> None:
        narrow = [r for r in shelf.rules.raci if r.layer or r.ground or r.parts or r.tasks]
        assert [r.step for r in shelf.rules.raci if r not in narrow] == list(STEPS)

    def test_no_rule_hears_a_supplier_where_there_is_none(self, shelf: PlaybookShelf) -> None:
        for rule in shelf.rules.raci:
            if "supplier_manager" in (*rule.consulted, *rule.informed, rule.accountable):
                assert set(rule.parts) <= {"outsourcing", "managed"}
                assert rule.parts

    def test_what_is_asked_of_the_client_is_a_question(
        self, full: Questionnaire, shelf: PlaybookShelf
    ) -> None:
        rules = shelf.rules
        asked = {*rules.charter, rules.budget_question, rules.rate_question}
        asked |= {id_ for kpi in shelf.kpis.values() for id_ in kpi.known_from}
        assert asked <= set(full.bank)
        assert len(rules.charter) == 7

    def test_contacts_are_routed_to_levels_that_exist(
        self, shipped: Catalogue, shelf: PlaybookShelf
    ) -> None:
        support = load_knowledge(shipped).support
        assert support is not None
        assert {rule.level for rule in shelf.rules.routing} <= {each.id for each in support.levels}
        parts = {part for rule in shelf.rules.routing for part in rule.parts}
        assert parts <= set(shipped.models)

    def test_every_risk_has_a_sign_and_somebody_who_watches(self, shelf: PlaybookShelf) -> None:
        for book in shelf.books.values():
            for risk in book.risks:
                assert risk.watch is not None or risk.trigger is not None, (book.id, risk.id)
                assert risk.owner in shelf.roles, (book.id, risk.id)

    def test_every_measure_has_somebody_who_answers_for_it(self, shelf: PlaybookShelf) -> None:
        assert all(kpi.owner in shelf.roles for kpi in shelf.kpis.values())

    def test_four_people_can_share_all_roles(self, shelf: PlaybookShelf) -> None:
        seats = {role.held_by or role.id for role in shelf.roles.values()}
        assert len(seats) <= 4
        assert all(shelf.roles[seat].held_by is None for seat in seats)


def test_channels_in_use_that_are_left_out_are_named_with_the_reason(
    shipped: Catalogue, full: Questionnaire, shelf: PlaybookShelf
) -> None:
    left = {}
    for file in EXAMPLES:
        plan = planned(shipped, full, shelf, load_answers(file, shipped, full))
        chosen = {row.channel for row in plan.service.channels}
        left[file.stem] = plan.service.left
        if plan.service.left is not None:
            assert not chosen & set(plan.service.left.channels)
            assert "email" not in plan.service.left.channels
    clinics = left["clinic_chain"]
    assert clinics is not None
    assert (clinics.channels, clinics.preferred) == (("messaging",), "messaging")
    assert clinics.reason is not None
    assert clinics.close is None, "what customers like best is not closed"
    toys = left["toy_shop"]
    assert toys is not None
    assert toys.close is not None
    assert None in left.values()


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_no_channel_opens_before_its_own_work_is_done_nor_before_it_is_chosen(
    shipped: Catalogue, full: Questionnaire, shelf: PlaybookShelf, file: Path
) -> None:
    plan = planned(shipped, full, shelf, load_answers(file, shipped, full))
    times = {each.task: each for each in plan.schedule.tasks}
    for row in plan.service.channels:
        own = [t for t in plan.tasks if t.parts[0] == row.channel and t.step != STEPS[-1]]
        if row.since is not None:
            assert all(times[task.id].end <= row.since for task in own), row.channel
    opening = times.get("common.open_channels")
    for before in ("multichannel.choose_channels", "reactive.promise_times"):
        if opening is not None and before in times:
            assert times[before].end <= opening.start


def test_a_design_with_machines_that_nobody_foresaw_is_remarked_on(
    shipped: Catalogue, full: Questionnaire, shelf: PlaybookShelf
) -> None:
    sheet = load_answers(CLINICS, shipped, full)

    def remarks(said: bool) -> list[str]:
        told = replace(
            sheet, answers={**sheet.answers, "ai_in_contact": given("ai_in_contact", said)}
        )
        plan = planned(shipped, full, shelf, told)
        return [each.about for each in plan.assumptions if each.kind == "remark"]

    assert remarks(False) == ["machine_not_foreseen"]
    assert remarks(True) == []


def test_the_withdrawal_button_is_in_place_on_the_day_it_must_be(
    shipped: Catalogue, full: Questionnaire, shelf: PlaybookShelf
) -> None:
    sheet = load_answers(SHOP, shipped, full)
    assessment = assess(shipped, full, sheet, on=DAY)

    def button(start: str) -> tuple[str, list[str]]:
        plan = build_plan(assessment, shipped, shelf, sheet, full.bank, start=start)
        ends = {each.task: each.end for each in plan.schedule.tasks}
        late = [each.duty for each in plan.schedule.overloads if each.kind == "law"]
        return ends["withdrawal_button.add_withdrawal_button"], late

    end, late = button("2026-01-15")
    assert (end < "2026-06-19", late) == (True, [])
    end, late = button("2026-05-15")
    assert (end > "2026-06-19", late) == (True, ["withdrawal_button"])


def test_the_makers_of_equipment_are_not_called_outsourcing(
    shipped: Catalogue, full: Questionnaire, shelf: PlaybookShelf
) -> None:
    sheet = load_answers(BANK, shipped, full)
    assessment = assess(shipped, full, sheet, on=DAY)
    know = load_knowledge(shipped)
    plan = build_plan(assessment, shipped, shelf, sheet, full.bank, knowledge=know)
    (maker,) = [row for row in plan.service.levels if row.level == 4]
    assert maker.who in ("outsourcing", "managed")
    assert maker.called is not None
