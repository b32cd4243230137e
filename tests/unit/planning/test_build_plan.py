from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from svcmodel.domain.answers import Answer, Constraint
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.models import Obligation
from svcmodel.domain.plan import Plan, PlaybookShelf, Task, full_id
from svcmodel.domain.playbooks import STEPS
from svcmodel.planning.build_plan import build_plan, in_order
from svcmodel.planning.merge_tasks import Asked, Merged, merged, playbook_tasks
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
    obligation,
    playbook,
    question,
    questionnaire_of,
    relation,
    sheet_of,
    shelf_of,
    task,
    task_record,
    words,
)

BANK = bank_of(question("team", "rating"), question("headcount", "number"))
COMMON = playbook("common", *(task(f"do_{step}", step) for step in STEPS))


def asked(part: str, id_: str, step: str = "analyse_needs", **more: Any) -> Asked:
    return Asked(part, task_record(id_, step, **more))


def ids(*wanted: Asked) -> list[str]:
    return list(merged(wanted))


class TestMerging:
    def test_an_extension_becomes_a_point_and_adds_its_effort(self) -> None:
        tasks = merged(
            [
                asked("common", "sort", effort_days=[2, 4]),
                asked("robot", "more", extends="common.sort", effort_days=[0.5, 1]),
                asked("fee", "again", extends="common.sort", effort_days=[1, 1], how=words("so")),
            ]
        )
        (only,) = tasks.values()
        assert (only.least, only.most) == (3.5, 6)
        assert [(point.part, point.title.en) for point in only.points] == [
            ("robot", "Do more"),
            ("fee", "Do again"),
        ]
        assert only.points[1].how is not None
        assert only.parts == ["common", "robot", "fee"]

    def test_two_points_of_one_part_name_the_part_once(self) -> None:
        tasks = merged(
            [
                asked("common", "sort"),
                asked("robot", "more", extends="common.sort"),
                asked("robot", "and_more", extends="common.sort"),
            ]
        )
        assert tasks["common.sort"].parts == ["common", "robot"]
        assert len(tasks["common.sort"].points) == 2

    def test_an_extension_counts_wherever_it_stands(self) -> None:
        early = [asked("robot", "more", extends="common.sort"), asked("common", "sort")]
        assert len(merged(early)["common.sort"].points) == 1

    def test_the_same_task_and_the_same_point_enter_once(self) -> None:
        sort = asked("common", "sort")
        more = asked("robot", "more", extends="common.sort")
        tasks = merged([sort, more, sort, more])
        assert list(tasks) == ["common.sort"]
        assert (tasks["common.sort"].least, tasks["common.sort"].most) == (2, 4)

    def test_tasks_of_the_same_name_in_two_playbooks_are_two_tasks(self) -> None:
        assert ids(asked("fee", "sort"), asked("robot", "sort")) == ["fee.sort", "robot.sort"]

    def test_an_extension_of_a_task_that_is_not_there_stands_as_nothing(self) -> None:
        assert ids(asked("robot", "more", extends="common.sort")) == []

    def test_a_task_that_waits_to_be_extended_enters_only_with_an_extension(self) -> None:
        waiting = asked("common", "sort", when_extended=True)
        assert ids(waiting) == []
        assert ids(waiting, asked("robot", "more", extends="common.sort")) == ["common.sort"]
        assert ids(waiting, asked("robot", "other", extends="common.else")) == []


class TestSize:
    SHELF = shelf_of(
        playbook("common", task("all", "analyse_needs"), task("big", "train_staff", from_size=10)),
        playbook("robot", task("own", "analyse_needs"), task("more", "train_staff", from_size=50)),
        playbook("desk", task("own", "analyse_needs")),
    )

    def ids(self, headcount: float | None, *parts: str, lean: tuple[str, ...] = ()) -> list[str]:
        return [one.id for one in playbook_tasks(self.SHELF, parts, headcount, lean)]

    @pytest.mark.parametrize(
        ("headcount", "expected"),
        [
            (9, ["common.all", "robot.own"]),
            (10, ["common.all", "common.big", "robot.own"]),
            (49.5, ["common.all", "common.big", "robot.own"]),
            (50, ["common.all", "common.big", "robot.own", "robot.more"]),
            (None, ["common.all", "common.big", "robot.own", "robot.more"]),
        ],
    )
    def test_a_task_is_for_companies_from_its_size_on(
        self, headcount: float | None, expected: list[str]
    ) -> None:
        assert self.ids(headcount, "robot") == expected

    def test_the_common_playbook_comes_first_and_the_parts_in_their_order(self) -> None:
        found = self.ids(1, "robot", "desk", "a_part_without_a_playbook")
        assert found == ["common.all", "robot.own", "desk.own"]

    def test_a_lean_part_brings_points_only(self) -> None:
        shelf = shelf_of(
            playbook("common", task("all", "analyse_needs")),
            playbook(
                "desk",
                task("own", "analyse_needs"),
                task("point", "analyse_needs", extends="common.all"),
            ),
        )
        found = [one.id for one in playbook_tasks(shelf, ["desk"], 3, ["desk"])]
        assert found == ["common.all", "desk.point"]

    def test_too_small_for_the_extension_is_too_small_for_what_waits_for_it(self) -> None:
        shelf = shelf_of(
            playbook("common", task("wait", "analyse_needs", when_extended=True)),
            playbook("robot", task("x", "analyse_needs", extends="common.wait", from_size=10)),
        )
        assert list(merged(playbook_tasks(shelf, ["robot"], 5))) == []
        assert list(merged(playbook_tasks(shelf, ["robot"], 10))) == ["common.wait"]


def ordered(*wanted: Asked) -> list[str]:
    return in_order(merged(wanted))


class TestOrder:
    def test_what_a_task_waits_for_comes_first(self) -> None:
        assert ordered(
            asked("a", "last", after=["middle"]),
            asked("a", "middle", after=["common.first"]),
            asked("common", "first"),
        ) == ["common.first", "a.middle", "a.last"]

    def test_tasks_that_are_free_keep_the_order_they_were_asked_in(self) -> None:
        assert ordered(
            asked("a", "z"), asked("a", "late", after=["y"]), asked("a", "y"), asked("a", "b")
        ) == ["a.z", "a.y", "a.late", "a.b"]

    def test_what_is_not_in_the_plan_holds_nothing_up(self) -> None:
        assert ordered(asked("a", "x", after=["gone", "common.gone"]), asked("a", "y")) == [
            "a.x",
            "a.y",
        ]

    def test_a_bare_id_is_of_the_same_playbook_and_a_full_one_of_another(self) -> None:
        assert full_id("a", "x") == "a.x"
        assert full_id("a", "b.x") == "b.x"
        assert ordered(
            asked("a", "x", after=["b.y"]), asked("a", "y"), asked("b", "y", after=["a.y"])
        ) == ["a.y", "b.y", "a.x"]

    @drawn(st.lists(st.sets(st.integers(0, 20)), max_size=12), st.randoms(use_true_random=False))
    def test_every_task_stays_in_and_none_comes_before_what_it_waits_for(
        self, waits: list[set[int]], random: Any
    ) -> None:
        wanted = [
            asked("a", f"t{n}", after=[f"t{other}" for other in sorted(others) if other < n])
            for n, others in enumerate(waits)
        ]
        random.shuffle(wanted)
        order = ordered(*wanted)
        assert sorted(order) == sorted(one.id for one in wanted)
        for one in wanted:
            for before in one.task.after:
                assert order.index(f"a.{before}") < order.index(one.id)


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


def test_a_merged_task_without_points_is_its_task_alone() -> None:
    (only,) = merged([asked("a", "x")]).values()
    assert only == Merged(asked("a", "x"), parts=["a"], least=1, most=2)
