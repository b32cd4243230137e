"""What a plan of some size holds of what is asked for."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any, ClassVar

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from svcmodel.domain.plan_rules import GroupRule, SizeRule
from svcmodel.domain.playbooks import STEPS
from svcmodel.planning.asked_tasks import BEGINS, Asked
from svcmodel.planning.size_tasks import Sized, size_for, sized, with_everyone
from tests.builders import made, plan_rules, size_rule, words
from tests.unit.planning.asking import asked, duty, prepared

FULL: SizeRule = made(SizeRule, size_rule("large"))
FOLDS = {step: f"common.do_{step}" for step in STEPS}


def lean(tasks: int, **more: Any) -> SizeRule:
    data = size_rule("small", 10, tasks=tasks, marks=3, fold_at=FOLDS, **more)
    built: SizeRule = made(SizeRule, data)
    return built


def in_full(*wanted: Asked) -> Sized:
    return sized(wanted, FULL, None, set())


def points_of(plan: Sized, id_: str) -> list[str]:
    return [point.task for point in plan.tasks[id_].points]


class TestMerging:
    def test_an_extension_becomes_a_point_and_adds_its_effort(self) -> None:
        plan = in_full(
            asked("common", "sort", effort_days=[2, 4]),
            asked("robot", "more", extends="common.sort", effort_days=[0.5, 1]),
            asked("fee", "again", extends="common.sort", effort_days=[1, 1], how=words("so")),
        )
        (only,) = plan.tasks.values()
        assert only.effort() == (3.5, 6)
        assert [(point.part, point.title.en) for point in only.points] == [
            ("robot", "Do more"),
            ("fee", "Do again"),
        ]
        assert only.points[1].how is not None
        assert only.parts == ["common", "robot", "fee"]

    @pytest.mark.parametrize(
        ("spread", "effort"), [(100, (2.5, 6)), (50, (2.5, 4.5)), (0, (2.5, 2.5))]
    )
    def test_effort_is_told_in_halves_and_goes_so_far_towards_the_most(
        self, spread: int, effort: tuple[float, float]
    ) -> None:
        plan = in_full(
            asked("common", "sort", effort_days=[2, 5]),
            asked("robot", "more", extends="common.sort", effort_days=[0.25, 1]),
        )
        assert plan.tasks["common.sort"].effort(spread) == effort

    def test_a_task_lasts_as_long_as_the_longest_of_what_it_holds(self) -> None:
        plan = in_full(
            asked("common", "sort", lasts_weeks=2),
            asked("robot", "more", extends="common.sort", lasts_weeks=4.5),
            asked("fee", "again", extends="common.sort"),
            asked("fee", "other"),
        )
        assert plan.tasks["common.sort"].lasts_weeks == 4.5
        assert plan.tasks["fee.other"].lasts_weeks == 0

    def test_two_points_of_one_part_name_the_part_once(self) -> None:
        plan = in_full(
            asked("common", "sort"),
            asked("robot", "more", extends="common.sort"),
            asked("robot", "and_more", extends="common.sort"),
        )
        assert plan.tasks["common.sort"].parts == ["common", "robot"]
        assert len(plan.tasks["common.sort"].points) == 2

    def test_an_extension_counts_wherever_it_stands(self) -> None:
        plan = in_full(asked("robot", "more", extends="common.sort"), asked("common", "sort"))
        assert points_of(plan, "common.sort") == ["robot.more"]

    def test_the_same_task_and_the_same_point_enter_once(self) -> None:
        sort, more = asked("common", "sort"), asked("robot", "more", extends="common.sort")
        plan = in_full(sort, more, sort, more)
        assert list(plan.tasks) == ["common.sort"]
        assert plan.tasks["common.sort"].effort() == (2, 4)

    def test_tasks_of_the_same_name_in_two_playbooks_are_two_tasks(self) -> None:
        plan = in_full(asked("fee", "sort"), asked("robot", "sort"))
        assert list(plan.tasks) == ["fee.sort", "robot.sort"]

    def test_an_extension_of_a_task_that_is_not_there_stands_as_nothing(self) -> None:
        assert not in_full(asked("robot", "more", extends="common.sort")).tasks

    def test_a_task_that_waits_to_be_extended_enters_only_with_an_extension(self) -> None:
        waiting = asked("common", "sort", when_extended=True)
        assert not in_full(waiting).tasks
        more = asked("robot", "more", extends="common.sort")
        assert list(in_full(waiting, more).tasks) == ["common.sort"]
        assert not in_full(waiting, asked("robot", "other", extends="common.else")).tasks


class TestPeople:
    WANTED = (
        asked("common", "all"),
        asked("common", "big", "train_staff", from_size=10),
        asked("robot", "more", "train_staff", from_size=50),
    )
    MIDDLE: SizeRule = made(SizeRule, size_rule("middle", 50))

    @pytest.mark.parametrize(
        ("headcount", "expected"),
        [
            (9, ["common.all"]),
            (10, ["common.all", "common.big"]),
            (49.5, ["common.all", "common.big"]),
            (50, ["common.all", "common.big", "robot.more"]),
        ],
    )
    def test_a_task_is_for_companies_from_its_size_on(
        self, headcount: float, expected: list[str]
    ) -> None:
        assert list(sized(self.WANTED, FULL, headcount, set()).tasks) == expected

    def test_unknown_counts_as_the_most_the_size_is_for(self) -> None:
        assert list(sized(self.WANTED, self.MIDDLE, None, set()).tasks) == [
            "common.all",
            "common.big",
        ]
        assert len(sized(self.WANTED, FULL, None, set()).tasks) == 3

    def test_too_small_for_the_extension_is_too_small_for_what_waits_for_it(self) -> None:
        wanted = [
            asked("common", "wait", when_extended=True),
            asked("robot", "x", extends="common.wait", from_size=10),
        ]
        assert not sized(wanted, FULL, 5, set()).tasks
        assert list(sized(wanted, FULL, 10, set()).tasks) == ["common.wait"]

    @pytest.mark.parametrize(
        ("headcount", "size"), [(0, "small"), (9.5, "small"), (10, "large"), (None, "small")]
    )
    def test_the_size_follows_from_how_many_people_there_are(
        self, headcount: float | None, size: str
    ) -> None:
        assert size_for(plan_rules(), headcount).id == size


class TestMarks:
    WANTED = (
        asked("common", "all"),
        asked("desk", "own"),
        asked("desk", "marked", essential=4),
        asked("desk", "point", extends="common.all"),
        asked("desk", "marked_point", extends="common.all", essential=2),
    )

    @pytest.mark.parametrize(
        ("rule", "tasks", "points"),
        [
            ({}, ["common.all", "desk.own", "desk.marked"], ["desk.point", "desk.marked_point"]),
            ({"marks": 4}, ["common.all", "desk.marked"], ["desk.marked_point"]),
            ({"marks": 3}, ["common.all"], ["desk.marked_point"]),
            ({"marks": 1}, ["common.all"], []),
            ({"side_parts": "points"}, ["common.all"], ["desk.point", "desk.marked_point"]),
        ],
    )
    def test_a_playbook_brings_what_it_marks_for_the_size(
        self, rule: dict[str, Any], tasks: list[str], points: list[str]
    ) -> None:
        plan = sized(self.WANTED, made(SizeRule, size_rule("some", **rule)), 5, {"desk"})
        assert list(plan.tasks) == tasks
        assert points_of(plan, "common.all") == points
        told = [*plan.tasks, *plan.inside, *plan.left_out.tasks, *plan.left_out.points]
        assert sorted(told) == sorted(one.id for one in self.WANTED)

    def test_what_a_rule_asks_of_a_part_stays(self) -> None:
        size = made(SizeRule, size_rule("some", side_parts="points", marks=1))
        assert list(sized([prepared("desk", "first")], size, 5, {"desk"}).tasks) == ["desk.first"]


class TestLittleRoom:
    COMMON = tuple(asked("common", f"do_{step}", step, essential=1) for step in STEPS)

    def plan(self, tasks: int, *wanted: Asked, **more: Any) -> Sized:
        return sized([*self.COMMON, *wanted], lean(tasks, **more), 5, set())

    def own(self, plan: Sized) -> list[str]:
        """The tasks that are not the common ones without which no plan is."""
        return [id_ for id_ in plan.tasks if id_ not in FOLDS.values()]

    def test_what_must_be_is_in_whatever_the_room(self) -> None:
        wanted = (asked("robot", "core", essential=1), prepared("robot", "first"))
        assert self.own(self.plan(1, *wanted)) == ["robot.core", "robot.first"]

    def test_then_marks_two_and_three_while_there_is_room_and_every_part_in_turn(self) -> None:
        wanted = (
            asked("robot", "c3", essential=3),
            asked("robot", "a2", essential=2),
            asked("robot", "b2", essential=2),
            asked("fee", "a2", essential=2),
            asked("common", "a2", essential=2),
        )
        assert self.own(self.plan(8, *wanted)) == ["robot.a2", "fee.a2"]
        assert self.own(self.plan(9, *wanted)) == ["robot.a2", "fee.a2", "common.a2"]
        assert self.own(self.plan(10, *wanted)) == ["robot.a2", "robot.b2", "fee.a2", "common.a2"]
        assert len(self.own(self.plan(11, *wanted))) == 5

    def test_what_finds_no_room_becomes_a_point_of_the_common_task_of_its_step(self) -> None:
        plan = self.plan(6, asked("robot", "later", "train_staff", essential=2))
        assert points_of(plan, "common.do_train_staff") == ["robot.later"]
        assert plan.inside["robot.later"] == "common.do_train_staff"

    def test_a_common_task_without_room_is_left_out_and_counted(self) -> None:
        plan = self.plan(6, asked("common", "extra", essential=3), asked("robot", "plain"))
        assert self.own(plan) == []
        assert plan.left_out.tasks == ("common.extra", "robot.plain")

    def test_a_marked_point_stays_with_its_task_and_an_unmarked_one_is_left_out(self) -> None:
        plan = self.plan(
            6,
            asked("robot", "kept", extends="common.do_analyse_needs", essential=3),
            asked("robot", "gone", extends="common.do_analyse_needs"),
        )
        assert points_of(plan, "common.do_analyse_needs") == ["robot.kept"]
        assert plan.left_out.points == ("robot.gone",)

    def test_a_marked_point_brings_in_the_task_that_waits_for_it(self) -> None:
        wait = asked("common", "wait", "select_model", when_extended=True)
        point = asked("robot", "x", "select_model", extends="common.wait", essential=2)
        assert self.own(self.plan(7, wait, point)) == ["common.wait"]
        plain = asked("robot", "x", "select_model", extends="common.wait")
        assert self.own(self.plan(7, wait, plain)) == []

    def test_a_marked_point_whose_task_has_no_room_goes_to_the_common_one_of_the_step(self) -> None:
        wait = asked("common", "wait", "select_model", when_extended=True)
        point = asked("robot", "x", "select_model", extends="common.wait", essential=2)
        plan = self.plan(6, wait, point)
        assert points_of(plan, "common.do_select_model") == ["robot.x"]

    def late(self, tasks: int, *wanted: Asked) -> Sized:
        """A plan in which what the robot changes begins later than the plan."""
        return sized([*self.COMMON, *wanted], lean(tasks), 5, set(), {"robot"})

    def test_a_change_that_begins_later_keeps_the_work_with_which_it_begins(self) -> None:
        wanted = (
            asked("robot", "less", BEGINS, essential=3),
            asked("robot", "build", BEGINS, essential=2),
            asked("fee", "build", BEGINS, essential=2),
        )
        plan = self.late(6, *wanted)
        assert self.own(plan) == ["robot.build"]
        assert points_of(plan, "robot.build") == ["robot.less"]
        assert points_of(plan, FOLDS[BEGINS]) == ["fee.build"]

    def test_what_it_teaches_and_builds_is_no_point_of_what_is_done_before(self) -> None:
        wanted = (
            asked("robot", "build", BEGINS, essential=2),
            asked("robot", "teach", "train_staff", essential=3),
            asked("robot", "try", BEGINS, extends=FOLDS[BEGINS], essential=3),
            asked("robot", "write", "design_processes", essential=3),
        )
        plan = self.late(6, *wanted)
        assert points_of(plan, "robot.build") == ["robot.teach", "robot.try"]
        assert points_of(plan, FOLDS["design_processes"]) == ["robot.write"]

    def test_nor_in_a_plan_with_room_for_everything(self) -> None:
        wanted = (
            asked("common", "pilot", BEGINS),
            asked("common", "tool", BEGINS, when_extended=True),
            asked("robot", "build", BEGINS),
            asked("robot", "try", BEGINS, extends="common.pilot"),
            asked("robot", "connect", BEGINS, extends="common.tool"),
            asked("fee", "try", BEGINS, extends="common.pilot"),
        )
        plan = sized(wanted, FULL, None, set(), {"robot"})
        assert plan.inside == {
            "robot.try": "robot.build",
            "robot.connect": "common.tool",
            "fee.try": "common.pilot",
        }

    GATHER: ClassVar = [{"grounds": ["law"], "at": {"train_staff": "common.duties"}}]

    def test_the_tasks_of_a_law_become_points_of_the_task_that_gathers_them(self) -> None:
        duties = asked("common", "duties", "train_staff", when_extended=True)
        wanted = (duties, duty("act", "a", "train_staff"), duty("act", "b", "train_staff"))
        plan = self.plan(6, *wanted, gather=self.GATHER)
        assert self.own(plan) == ["common.duties"]
        assert points_of(plan, "common.duties") == ["act.a", "act.b"]
        assert plan.tasks["common.duties"].effort() == (3, 6)
        assert self.own(self.plan(6, duties, gather=self.GATHER)) == []

    def test_a_law_that_binds_from_a_day_to_come_keeps_a_task_with_what_readies_it(self) -> None:
        duties = asked("common", "duties", BEGINS, when_extended=True)
        gather = [{"grounds": ["law"], "at": {BEGINS: "common.duties"}}]
        to_come = [
            replace(duty("soon", id_, step), since="2026-06-19")
            for id_, step in (("write", "design_processes"), ("build", BEGINS))
        ]
        plan = self.plan(6, duties, duty("act", "build", BEGINS), *to_come, gather=gather)
        assert self.own(plan) == ["common.duties", "soon.build"]
        assert points_of(plan, "soon.build") == ["soon.write"]
        assert points_of(plan, "common.duties") == ["act.build"]

    def test_without_room_for_it_the_later_duty_is_gathered_and_a_preparation_a_point(self) -> None:
        duties = asked("common", "duties", BEGINS, when_extended=True)
        gather = [{"grounds": ["law"], "at": {BEGINS: "common.duties"}}]
        to_come = [
            replace(duty(id_, "build", BEGINS), since=day)
            for id_, day in (("late", "2027-04-01"), ("soon", "2026-06-19"))
        ]
        wanted = (duties, duty("act", "build", BEGINS), prepared("robot", "ready"), *to_come)
        plan = self.plan(7, *wanted, gather=gather, tasks_at_most=8)
        assert self.own(plan) == ["common.duties", "soon.build"]
        assert points_of(plan, "common.duties") == ["act.build", "late.build"]
        assert points_of(plan, FOLDS["analyse_needs"]) == ["robot.ready"]

    def test_a_law_in_a_step_that_gathers_nothing_keeps_its_own_task(self) -> None:
        plan = self.plan(6, duty("act", "a", "select_model"), gather=self.GATHER)
        assert self.own(plan) == ["act.a"]

    def test_other_grounds_keep_their_own_tasks(self) -> None:
        duties = asked("common", "duties", "train_staff", when_extended=True)
        plan = self.plan(
            6, duties, duty("hands", "a", "train_staff", "capacity"), gather=self.GATHER
        )
        assert self.own(plan) == ["hands.a"]

    @drawn(
        st.lists(
            st.tuples(
                st.sampled_from(["common", "robot", "fee", "desk"]),
                st.sampled_from(STEPS),
                st.sampled_from([None, 1, 2, 3]),
            ),
            max_size=40,
        ),
        st.integers(6, 30),
    )
    def test_room_is_kept_and_nothing_is_lost_uncounted(self, drawn_: Any, room: int) -> None:
        wanted = [
            asked(part, f"t{n}", step, **({"essential": mark} if mark else {}))
            for n, (part, step, mark) in enumerate(drawn_)
        ]
        plan = self.plan(room, *wanted)
        musts = 6 + sum(mark == 1 for _, _, mark in drawn_)
        marked = 6 + sum(mark is not None for _, _, mark in drawn_)
        assert len(plan.tasks) == max(musts, min(room, marked))
        told = [*plan.tasks, *plan.inside, *plan.left_out.tasks]
        assert sorted(told) == sorted({one.id for one in (*self.COMMON, *wanted)})
        assert set(plan.inside.values()) <= set(plan.tasks)


class TestWithEveryone:
    RULE: ClassVar[GroupRule] = made(GroupRule, {"of": 12, "adds": 30, "at_most": 4})

    @pytest.mark.parametrize(
        ("serving", "times"), [(None, 1), (0.5, 1), (12, 1), (13, 1.3), (40, 1.9), (900, 1.9)]
    )
    def test_it_is_done_in_groups_each_of_which_adds_to_the_first(
        self, serving: float | None, times: float
    ) -> None:
        assert float(with_everyone(self.RULE, serving)) == times
        assert with_everyone(None, serving) == 1

    def test_only_what_is_done_with_everyone_takes_longer(self) -> None:
        plan = sized(
            [
                asked("common", "teach", "train_staff", effort_days=[1, 2], everyone=True),
                asked("robot", "few", "train_staff", effort_days=[1, 1], extends="common.teach"),
            ],
            FULL,
            200,
            set(),
        )
        (task_,) = plan.tasks.values()
        assert task_.effort() == (2, 3)
        assert task_.effort(everyone=Fraction(5, 2)) == (3.5, 6)
