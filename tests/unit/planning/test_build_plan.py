from __future__ import annotations

from typing import Any

import pytest

from svcmodel.domain.answers import Answer, Constraint
from svcmodel.domain.calendar import later
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.models import Obligation
from svcmodel.domain.plan import Plan, Task
from svcmodel.domain.playbooks import STEPS
from svcmodel.domain.shelf import PlaybookShelf
from svcmodel.planning.build_plan import build_plan
from svcmodel.scoring.assess import assess
from tests.builders import (
    DAY,
    bank_of,
    capacity_rule,
    catalogue_of,
    caution,
    criterion,
    given,
    keep,
    kpi,
    layer,
    level,
    model,
    not_applicable,
    obligation,
    playbook,
    question,
    questionnaire_of,
    relation,
    sheet_of,
    shelf_of,
    task,
    unknown,
    words,
)

BANK = bank_of(question("team", "rating"), question("headcount", "number"))
UNLESS_BODY = {"not": {"answer": "kind", "equals": "body"}}
COMMON = playbook("common", *(task(f"do_{step}", step) for step in STEPS))


FEW_HANDS = capacity_rule(
    {"level": "team", "at_most": 2}, 1, task("find_hands", "select_model", after=["common.none"])
)


def world(*obligations: Obligation, **more: Any) -> Catalogue:
    """One layer of models besides the channels; `more`: what a model has besides."""
    return catalogue_of(
        layers=[layer("answered", "desk"), layer("where", "one_way")],
        criteria=[criterion("team")],
        models=[
            model("desk", "answered", kind="baseline", **more.get("desk", {})),
            model("robot", "answered", **more.get("robot", {})),
            model("self_help", "answered"),
            model("one_way", "where", kind="baseline"),
            model("phone", "where", kind="channel", assisted=True),
            model("email", "where", kind="channel", assisted=True),
        ],
        relations=[relation("robot", "requires", "self_help")],
        obligations=obligations,
        channel_rules={"capacity": [FEW_HANDS]},
    )


def plan(
    catalogue: Catalogue,
    shelf: PlaybookShelf,
    *answers: Answer,
    constraints: tuple[Constraint, ...] = (keep("robot"),),
) -> Plan:
    sheet = sheet_of(*answers, constraints=constraints)
    assessment = assess(catalogue, questionnaire_of(BANK), sheet, on=DAY)
    return build_plan(assessment, catalogue, shelf, sheet)


def tasks_of(made: Plan) -> dict[str, Task]:
    tasks = [each for step in made.steps for each in step.tasks]
    assert len({each.id for each in tasks}) == len(tasks)
    return {each.id: each for each in tasks}


class TestPlan:
    def test_it_has_the_six_steps_in_order_with_their_tasks_numbered(self) -> None:
        robot = playbook("robot", task("more", "analyse_needs"), task("watch", STEPS[5]))
        made = plan(world(), shelf_of(COMMON, robot))
        assert [step.id for step in made.steps] == list(STEPS)
        assert {id_: each.number for id_, each in tasks_of(made).items()} == {
            "common.do_analyse_needs": "1.1",
            "robot.more": "1.2",
            "common.do_select_model": "2.1",
            "common.do_design_processes": "3.1",
            "common.do_train_staff": "4.1",
            "common.do_implement_technology": "5.1",
            "common.do_monitor_and_adjust": "6.1",
            "robot.watch": "6.2",
        }
        assert all(each.step == step.id for step in made.steps for each in step.tasks)

    def test_the_effort_of_a_step_is_that_of_its_tasks_and_points(self) -> None:
        robot = playbook(
            "robot",
            task("own", "train_staff", effort_days=[0.5, 8]),
            task("point", "train_staff", extends="common.do_train_staff", effort_days=[1, 1]),
        )
        made = plan(world(), shelf_of(COMMON, robot))
        assert [step.effort_days for step in made.steps] == [
            (2.5, 11) if step == "train_staff" else (1, 2) for step in STEPS
        ]

    def test_a_task_says_how_long_it_lasts_and_whether_it_comes_again(self) -> None:
        robot = playbook(
            "robot",
            task("try", "train_staff", effort_days=[0.5, 0.5], lasts_weeks=4),
            task("look", "monitor_and_adjust", recurs="monthly", after=["try"]),
        )
        made = plan(world(), shelf_of(COMMON, robot))
        tasks, times = tasks_of(made), {each.task: each for each in made.schedule.tasks}
        assert (tasks["robot.try"].lasts_weeks, tasks["robot.look"].recurs) == (4, "monthly")
        assert times["robot.try"].end >= later(times["robot.try"].start, 4 * 7 - 3)
        assert times["robot.look"].start > later(times["robot.try"].end, 28)
        assert times["robot.look"].start == times["robot.look"].end > made.schedule.end

    def test_what_belongs_to_the_design_beside_the_chosen_model_brings_its_tasks(self) -> None:
        books = [playbook(id_, task("own", "analyse_needs")) for id_ in ("self_help", "robot")]
        made = plan(world(), shelf_of(COMMON, *books))
        assert made.parts == ("robot", "one_way", "self_help", "email")
        assert {"robot.own", "self_help.own"} <= set(tasks_of(made))

    def test_a_task_names_only_prerequisites_that_are_in_the_plan(self) -> None:
        robot = playbook(
            "robot",
            task("x", "train_staff", after=["y", "common.do_analyse_needs", "gone.z"]),
            task("y", "train_staff", from_size=100),
        )
        made = plan(world(), shelf_of(COMMON, robot), given("headcount", 5))
        assert tasks_of(made)["robot.x"].after == ("common.do_analyse_needs",)

    @pytest.mark.parametrize(
        ("headcount", "own"), [([], False), ([9], False), ([10], True), ([400], True)]
    )
    def test_baselines_and_channels_bring_their_own_tasks_from_a_size_on(
        self, headcount: list[int], own: bool
    ) -> None:
        books = [
            playbook(
                id_,
                task("own", "analyse_needs"),
                task("point", "analyse_needs", extends="common.do_analyse_needs"),
            )
            for id_ in ("one_way", "email", "robot")
        ]
        made = plan(world(), shelf_of(COMMON, *books), *(given("headcount", n) for n in headcount))
        assert [point.part for point in made.steps[0].tasks[0].points] == [
            "robot",
            "one_way",
            "email",
        ]
        assert ("one_way.own" in tasks_of(made)) is own
        assert ("email.own" in tasks_of(made)) is own
        assert "robot.own" in tasks_of(made)

    def test_it_tells_the_roles_it_needs_and_the_months_of_its_slowest_part(self) -> None:
        robot = playbook("robot", task("own", "analyse_needs"), months_to_stable=[2, 6])
        slow = playbook("self_help", task("own", "analyse_needs"), months_to_stable=[3, 4])
        made = plan(world(), shelf_of(COMMON, robot, slow))
        assert made.roles == ("lead",)
        assert made.months_to_stable == (3, 6)
        assert plan(world(), shelf_of(COMMON)).months_to_stable == (0, 0)


class TestRules:
    PREPARE = task("prepare", "analyse_needs", after=["common.do_analyse_needs"])

    def cautious(self) -> Catalogue:
        cautions = [caution("G1", {"level": "team", "at_most": 2}, self.PREPARE, "desk")]
        return world(robot={"cautions": cautions})

    def test_a_caution_that_applies_adds_its_task_with_its_reason(self) -> None:
        made = plan(self.cautious(), shelf_of(COMMON), level("team", 2))
        added = tasks_of(made)["robot.prepare"]
        assert (added.origin, added.number, added.parts) == ("caution", "1.2", ("robot",))
        assert added.reason is not None
        assert added.reason.en == "reason of G1"

    def test_what_to_start_with_meanwhile_is_part_of_the_plan(self) -> None:
        desk = playbook("desk", task("own", "analyse_needs"))
        made = plan(
            self.cautious(), shelf_of(COMMON, desk), level("team", 2), given("headcount", 50)
        )
        assert "desk" in made.parts
        assert "desk.own" in tasks_of(made)

    @pytest.mark.parametrize("team", [level("team", 3), level("team", 1, 5), level("team", 2, 3)])
    def test_a_caution_that_does_not_or_only_may_apply_adds_nothing(self, team: Answer) -> None:
        made = plan(self.cautious(), shelf_of(COMMON), team)
        assert "robot.prepare" not in tasks_of(made)
        assert "desk" not in made.parts

    def test_a_caution_of_a_model_that_is_not_in_the_design_adds_nothing(self) -> None:
        made = plan(
            self.cautious(), shelf_of(COMMON), level("team", 1), constraints=(keep("desk"),)
        )
        assert "robot.prepare" not in tasks_of(made)

    def test_an_obligation_that_applies_adds_its_tasks_with_its_text(self) -> None:
        law = obligation(
            "law",
            tasks=[
                task("sign", "select_model", after=["read"]),
                task("read", "analyse_needs"),
                task("say", "train_staff", extends="common.do_train_staff"),
            ],
        )
        made = plan(world(law), shelf_of(COMMON))
        added = tasks_of(made)["law.sign"]
        assert added.origin == "obligation"
        assert added.after == ("law.read",)
        assert added.reason is not None
        assert added.reason.en == "text of law"
        assert [point.part for point in tasks_of(made)["common.do_train_staff"].points] == ["law"]

    @pytest.mark.parametrize(
        "more",
        [
            {"applies_if": {"level": "team", "at_least": 4}},
            {"touches": ["phone"]},
            {"until": "2026-01-14"},
        ],
    )
    def test_an_obligation_that_is_open_ended_or_not_concerned_adds_nothing(
        self, more: dict[str, Any]
    ) -> None:
        law = obligation("law", tasks=[task("sign", "select_model")], **more)
        assert "law.sign" not in tasks_of(plan(world(law), shelf_of(COMMON)))

    @pytest.mark.parametrize(("team", "added"), [(1, True), (3, False)])
    def test_more_obliged_channels_than_hands_add_the_task_to_find_hands(
        self, team: int, added: bool
    ) -> None:
        law = obligation("law", channels=["phone", "email"])
        tasks = tasks_of(plan(world(law), shelf_of(COMMON), level("team", team)))
        assert ("capacity.find_hands" in tasks) is added
        if added:
            task_ = tasks["capacity.find_hands"]
            assert (task_.origin, task_.step, task_.after) == ("capacity", "select_model", ())
            assert task_.reason is not None


class TestMeasuresAndRisks:
    def book(self, id_: str, *kpis: str) -> Any:
        return playbook(
            id_,
            task("own", "analyse_needs"),
            kpis=[{"kpi": k, "target": words(f"{k} of {id_}"), "sources": ["s"]} for k in kpis],
            risks=[
                {"id": f"r{n}", "risk": words(), "mitigation": words(), "sources": ["s"]}
                for n in range(2)
            ],
        )

    def made(self) -> Plan:
        books = [
            self.book("common", "csat"),
            self.book("robot", "solved", "csat", "cost"),
            self.book("email", "speed", "backlog"),
            self.book("one_way", "solved"),
        ]
        named = ("csat", "solved", "cost", "speed", "backlog")
        return plan(world(), shelf_of(*books, kpis=[kpi(id_) for id_ in named]))

    def test_each_measure_stands_once_with_the_first_target_and_all_its_parts(self) -> None:
        told = {each.kpi.id: (each.target.en, each.parts) for each in self.made().kpis}
        assert told["csat"] == ("csat of common", ("common", "robot"))
        assert told["solved"] == ("solved of robot", ("robot", "one_way"))

    def test_a_channel_or_a_baseline_brings_only_its_first_measure_and_risk(self) -> None:
        made = self.made()
        assert [each.kpi.id for each in made.kpis] == ["csat", "solved", "cost", "speed"]
        assert [each.id for each in made.risks] == [
            "common.r0",
            "common.r1",
            "robot.r0",
            "robot.r1",
            "one_way.r0",
            "email.r0",
        ]


FEEDING = bank_of(
    question("team", "rating"),
    question("kind", "choice", options=["firm", "body"]),
    question("today", "text", feeds=["common.do_analyse_needs"]),
    question("limits", "text", feeds=["common.do_design_processes", "common.wait"]),
    question("why_us", "text", first_page=True),
    question(
        "lost", "text", feeds=["common.do_analyse_needs"], ask_when=UNLESS_BODY, first_page=True
    ),
)


def quoting(*answers: Answer, shelf: PlaybookShelf | None = None) -> Plan:
    sheet = sheet_of(*answers, constraints=(keep("robot"),))
    assessment = assess(world(), questionnaire_of(FEEDING), sheet, on=DAY)
    return build_plan(assessment, world(), shelf or shelf_of(COMMON), sheet, FEEDING)


def quoted(made: Plan) -> dict[str, list[tuple[str, Any]]]:
    """What each task that quotes anything quotes: the questions and the answers."""
    return {
        id_: [(said.question.id, said.value) for said in each.said]
        for id_, each in tasks_of(made).items()
        if each.said
    }


class TestSaid:
    def test_an_answer_stands_at_every_task_its_question_feeds(self) -> None:
        made = quoting(given("today", "Two people"), given("limits", "No"), given("team", 3))
        assert quoted(made) == {
            "common.do_analyse_needs": [("today", "Two people")],
            "common.do_design_processes": [("limits", "No")],
        }
        assert made.summary.brought == ()

    def test_a_task_quotes_in_the_order_of_the_bank(self) -> None:
        made = quoting(given("lost", "Price"), given("today", "Two people"))
        assert [id_ for id_, _ in quoted(made)["common.do_analyse_needs"]] == ["today", "lost"]

    def test_what_is_for_the_first_page_stands_there(self) -> None:
        made = quoting(given("why_us", "We mend it the same day"))
        assert [said.value for said in made.summary.brought] == ["We mend it the same day"]
        assert quoted(made) == {}

    @pytest.mark.parametrize("answer", [unknown("why_us"), not_applicable("why_us"), None])
    def test_what_was_not_said_is_not_quoted(self, answer: Answer | None) -> None:
        made = quoting(*([answer] if answer else []))
        assert made.summary.brought == ()
        assert quoted(made) == {}

    def test_an_answer_to_a_question_that_does_not_apply_is_not_quoted(self) -> None:
        made = quoting(given("kind", "body"), given("lost", "Price"))
        assert made.summary.brought == ()
        assert quoted(made) == {}
        assert quoting(given("kind", "firm"), given("lost", "Price")).summary.brought != ()

    def test_a_task_that_waits_to_be_extended_is_not_brought_in_by_an_answer(self) -> None:
        waiting = playbook(
            "common",
            *(task(f"do_{step}", step) for step in STEPS),
            task("wait", "analyse_needs", when_extended=True),
        )
        point = task("point", "analyse_needs", extends="common.wait")
        answer = given("limits", "No")
        assert "common.wait" not in tasks_of(quoting(answer, shelf=shelf_of(waiting)))
        made = quoting(answer, shelf=shelf_of(waiting, playbook("robot", point)))
        assert quoted(made)["common.wait"] == [("limits", "No")]

    def test_without_the_questions_nothing_is_quoted(self) -> None:
        sheet = sheet_of(given("today", "Two people"), given("why_us", "We care"))
        assessment = assess(world(), questionnaire_of(FEEDING), sheet, on=DAY)
        made = build_plan(assessment, world(), shelf_of(COMMON), sheet)
        assert (made.summary.brought, quoted(made)) == ((), {})
