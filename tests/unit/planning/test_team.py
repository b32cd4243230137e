"""Who works on a plan and who does what of it."""

from __future__ import annotations

from typing import Any

import pytest

from svcmodel.domain.answers import AnswerSheet, TeamMember
from svcmodel.domain.plan import Member
from svcmodel.domain.plan_rules import CapacityShare
from svcmodel.planning.team import Hands, seat_of, team_of
from tests.builders import given, made, role, unknown, words

SHARE: CapacityShare = made(
    CapacityShare,
    {
        "share": 20,
        "others": 5,
        "serving": 25,
        "at_least": 1,
        "at_most": 8,
        "unknown": 2.5,
        "reason": words(),
    },
)


def member(name: str, days: float, *roles: str) -> TeamMember:
    built: TeamMember = made(TeamMember, {"name": name, "roles": list(roles), "days_a_week": days})
    return built


def days_of(headcount: float | None, *answers: Any) -> list[float]:
    sheet = AnswerSheet("Somebody", answers={each.id: each for each in answers})
    return [each.days_a_week for each in team_of(sheet, SHARE, headcount)]


class TestTime:
    def test_a_named_team_has_the_time_it_says(self) -> None:
        sheet = AnswerSheet(
            "Somebody", team=(member("Ana", 0.5, "boss"), member("Luis", 7, "lead"))
        )
        assert team_of(sheet, SHARE, 4) == (
            Member("Ana", 0, ("boss",), 0.5),
            Member("Luis", 1, ("lead",), 5),
        )

    def test_half_days_are_the_smallest_share_of_a_week(self) -> None:
        sheet = AnswerSheet("Somebody", team=(member("Ana", 0.1, "boss"),))
        assert team_of(sheet, SHARE, 4)[0].days_a_week == 0.5

    @pytest.mark.parametrize(
        ("headcount", "serving", "expected"),
        [
            (None, 2, [2]),
            (12, 2, [4.5]),
            (None, 0.5, [1]),
            (None, 7, [5, 2]),
            (5000, 300, [5, 3]),
        ],
    )
    def test_else_those_who_serve_and_all_others_give_a_share_within_bounds(
        self, headcount: float | None, serving: float, expected: list[float]
    ) -> None:
        assert days_of(headcount, given("service_headcount", serving)) == expected

    def test_where_nobody_said_how_many_serve_a_share_of_all_is_taken_to(self) -> None:
        assert days_of(40) == days_of(40, given("service_headcount", 10))
        assert days_of(40, unknown("service_headcount")) == days_of(40)

    def test_where_nobody_said_how_many_people_there_are_a_stated_figure_holds(self) -> None:
        assert days_of(None) == [2.5]
        assert days_of(None, unknown("service_headcount")) == [2.5]


ROLES = {
    each.id: each
    for each in (role("boss"), role("lead"), role("maths", "lead"), role("sums", "maths"))
}


class TestHands:
    def test_the_work_of_a_role_goes_up_to_who_holds_it_for_others(self) -> None:
        assert seat_of(ROLES, "sums") == "lead"
        assert seat_of(ROLES, "boss") == "boss"

    def test_roles_that_hold_each_other_end_somewhere(self) -> None:
        turning = {each.id: each for each in (role("a", "b"), role("b", "a"))}
        assert seat_of(turning, "a") in turning

    def test_who_holds_a_role_goes_before_who_holds_it_for_others(self) -> None:
        team = (Member("Ana", 0, ("lead",), 1), Member("Luis", 1, ("maths",), 1))
        hands = Hands(team, ROLES)
        assert [each.name for each in hands.members("maths")] == ["Luis"]
        assert [each.name for each in hands.members("sums")] == ["Ana"]
        assert hands.missing(["maths", "boss", "boss"]) == ("boss",)

    def test_what_nobody_holds_is_for_everybody(self) -> None:
        team = (Member("Ana", 0, ("lead",), 1), Member("Luis", 1, ("maths",), 1))
        assert len(Hands(team, ROLES).members("boss")) == 2

    def test_without_a_named_team_everybody_does_everything(self) -> None:
        hands = Hands((Member("", 0, (), 5), Member("", 1, (), 2)), ROLES)
        assert [each.place for each in hands.members("boss")] == [0, 1]
        assert hands.missing(["boss"]) == ()
