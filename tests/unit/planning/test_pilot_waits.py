"""What the first pilot waits for, and what waits for it."""

from __future__ import annotations

from typing import Any

from svcmodel.planning.asked_tasks import BEGINS, TRAINS, Asked
from svcmodel.planning.pilot_waits import pilot_waits
from svcmodel.planning.size_tasks import sized
from tests.builders import plan_rules
from tests.unit.planning.asking import asked
from tests.unit.planning.test_size_tasks import FULL

PILOT = asked("common", "pilot", BEGINS)
CHECK = asked("common", "check", TRAINS)
RULES = plan_rules(launch="common.pilot", ready="common.check")


def waits(months: dict[str, int], *wanted: Asked, using: Any = RULES) -> dict[str, list[str]]:
    found = pilot_waits(sized(wanted, FULL, 50, set()), months, using)
    return {id_: before for id_, before in found.items() if before}


def built(part: str, **more: Any) -> Asked:
    return asked(part, "build", BEGINS, **{"essential": 1, **more})


def test_the_pilot_waits_for_what_changes_first_and_later_changes_for_the_pilot() -> None:
    parts = [built(part) for part in ("a", "b", "c")]
    found = waits({"a": 3, "b": 6}, PILOT, CHECK, *parts)
    assert found == {"common.pilot": ["a.build"], "b.build": ["common.pilot"]}


def test_a_shared_task_counts_by_its_points() -> None:
    found = waits(
        {"a": 3, "b": 6},
        PILOT,
        asked("common", "tool", BEGINS, when_extended=True),
        asked("common", "other", BEGINS, when_extended=True),
        asked("a", "use", BEGINS, extends="common.tool", essential=2),
        asked("b", "use", BEGINS, extends="common.other", essential=2),
    )
    assert found == {"common.pilot": ["common.tool"]}


def test_what_is_not_marked_or_prepares_does_not_hold_it_up() -> None:
    aside = [asked("a", "long", BEGINS), asked("a", "draw", "design_processes", essential=1)]
    assert waits({"a": 3}, PILOT, CHECK, *aside) == {}


def test_whether_everyone_is_ready_is_seen_after_the_first_changes_are_taught() -> None:
    taught = asked("a", "teach", TRAINS, essential=2)
    assert waits({"a": 3}, PILOT, CHECK, taught) == {"common.check": ["a.teach"]}
    assert waits({"a": 3}, PILOT, taught) == {"common.pilot": ["a.teach"]}


def test_where_people_are_short_it_waits_for_them() -> None:
    hired = Asked("short_of_staff", asked("x", "hire", TRAINS).task, "situation")
    assert waits({}, PILOT, CHECK, hired) == {"common.pilot": ["short_of_staff.hire"]}


def test_without_a_pilot_nothing_waits() -> None:
    assert waits({"a": 3, "b": 6}, built("a"), built("b")) == {}
