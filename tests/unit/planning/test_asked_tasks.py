"""What a plan asks for beyond its playbooks, and what it does not ask for again."""

from __future__ import annotations

from typing import Any

import pytest

from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.records import Lang
from svcmodel.planning.asked_tasks import Asked, everything_asked, from_playbooks
from svcmodel.planning.standing import UNKNOWN, Standing
from svcmodel.scoring.assess import assess
from tests.builders import (
    DAY,
    bank_of,
    catalogue_of,
    criterion,
    layer,
    model,
    plan_rules,
    playbook,
    question,
    questionnaire_of,
    sheet_of,
    shelf_of,
    task,
    words,
)

BUILD = "implement_technology"
BANK = bank_of(question("team", "rating"))
TRIAL = task("try_it", BUILD, title=words("try {change}"))
CLOSE = task("close", BUILD, title=words("close: {channels}"))
SITUATIONS = [
    {
        "id": id_,
        "reason": words(f"because of {id_}"),
        "questions": ["team"],
        "tasks": tasks,
        "sources": ["s"],
    }
    for id_, tasks in (
        ("short_of_staff", [task("decide", "select_model"), task("hire", "train_staff")]),
        ("channels_left", [CLOSE]),
    )
]
RULES = plan_rules(trial=TRIAL, situations=SITUATIONS, in_place=["train_staff"])
ROBOT = playbook(
    "robot",
    task("choose", "select_model"),
    task("more", BUILD, essential=3),
    task("build", BUILD, essential=1, lasts_weeks=4),
    task("teach", "train_staff"),
)
PHONE = playbook("phone", task("choose", "select_model", if_new=True), task("build", BUILD))


def world() -> Catalogue:
    return catalogue_of(
        layers=[layer("answered", "desk"), layer("where", "one_way")],
        criteria=[criterion("team")],
        models=[
            model("desk", "answered", kind="baseline"),
            model("robot", "answered"),
            model("one_way", "where", kind="baseline"),
            model("phone", "where", kind="channel", assisted=True),
            model("email", "where", kind="channel", assisted=True),
        ],
    )


def asked_for(standing: Standing, *books: Any) -> list[Asked]:
    catalogue = world()
    assessment = assess(catalogue, questionnaire_of(BANK), sheet_of(), on=DAY)
    return everything_asked(assessment, catalogue, shelf_of(*books, rules=RULES), (), standing)


class TestInPlace:
    def ids(self, standing: Standing = UNKNOWN) -> list[str]:
        shelf = shelf_of(ROBOT, PHONE, rules=RULES)
        return [one.id for one in from_playbooks(shelf, ["robot", "phone"], standing)]

    def test_of_a_model_at_work_only_some_steps_are_taken(self) -> None:
        found = self.ids(Standing(models=["robot"]))
        assert found == ["robot.teach", "phone.choose", "phone.build"]

    def test_of_a_baseline_that_stays_what_is_marked_is_taken(self) -> None:
        marked = playbook(
            "desk", task("teach", "train_staff", essential=2), task("more", "train_staff")
        )
        shelf = shelf_of(marked, rules=RULES)
        found = [one.id for one in from_playbooks(shelf, ["desk"], Standing(stays=["desk"]))]
        assert found == ["desk.teach"]

    def test_of_a_channel_in_use_what_is_for_new_ones_is_left(self) -> None:
        found = self.ids(Standing(channels=["phone"]))
        assert "phone.choose" not in found
        assert "phone.build" in found
        assert len([id_ for id_ in found if id_.startswith("robot.")]) == 4

    def test_where_nobody_said_what_there_is_everything_is_taken(self) -> None:
        assert len(self.ids()) == 6


class TestTrials:
    def test_a_later_change_is_tried_when_it_is_built_and_taught(self) -> None:
        (trial,) = asked_for(Standing(later=["robot"]), ROBOT)
        assert trial.id == "robot.try_it"
        assert trial.task.title.en == f"try {world().models['robot'].name.en}"
        assert trial.after == ["robot.more", "robot.build", "robot.teach"]

    def test_what_comes_again_is_not_waited_for(self) -> None:
        again = playbook("robot", task("build", BUILD), task("care", BUILD, recurs="weekly"))
        (trial,) = asked_for(Standing(later=["robot"]), again)
        assert trial.after == ["robot.build"]

    def test_a_change_that_tries_itself_or_builds_and_teaches_nothing_is_left_alone(self) -> None:
        itself = playbook("robot", task("pilot", BUILD, essential=1, tries=True))
        nothing = playbook("robot", task("draw", "design_processes", essential=1))
        for book in (itself, nothing):
            assert asked_for(Standing(later=["robot"]), book) == []

    def test_a_change_without_a_playbook_is_left_alone(self) -> None:
        assert asked_for(Standing(later=["robot"])) == []


class TestSituations:
    def test_a_situation_brings_its_tasks_with_the_reason(self) -> None:
        found = asked_for(Standing(situations={"short_of_staff": ()}))
        assert [one.id for one in found] == ["short_of_staff.decide", "short_of_staff.hire"]
        assert {one.origin for one in found} == {"situation"}
        assert found[0].reason is not None
        assert found[0].reason.en.endswith("because of short_of_staff")

    @pytest.mark.parametrize("lang", ["es", "en"])
    def test_the_channels_that_close_stand_in_the_title(self, lang: Lang) -> None:
        (one,) = asked_for(Standing(situations={"channels_left": ("phone",)}))
        name = world().models["phone"].name.to(lang)
        assert one.task.title.to(lang).startswith(f"close: {name}")

    def test_without_a_situation_nothing_is_asked(self) -> None:
        assert asked_for(Standing()) == []
