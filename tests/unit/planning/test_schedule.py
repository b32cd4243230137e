"""The plan in time: levelling, the critical path, the road's gates, overload."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from svcmodel.domain.calendar import months_later, number_of
from svcmodel.domain.catalogue import RoadRules
from svcmodel.domain.plan import Member
from svcmodel.domain.plan_schedule import Schedule
from svcmodel.domain.surroundings import Because, Road, RoadMove
from svcmodel.planning.critical_path import critical_chain, longest_ways, slack
from svcmodel.planning.levelling import (
    Booking,
    Wait,
    Work,
    first_slot,
    levelled,
    place_in_time,
    time_taken,
)
from svcmodel.planning.road_gates import QUARTER_HALVES, Job
from svcmodel.planning.schedule import Scheduler
from svcmodel.planning.task_network import Network
from svcmodel.planning.team import HALVES, Hands
from tests.builders import made, plan_rules, role, words

START = "2026-02-02"  # a Monday

networks = st.lists(st.sets(st.integers(0, 15)), min_size=1, max_size=16).map(
    lambda waits: {
        f"t{n}": tuple(f"t{other}" for other in sorted(others) if other < n)
        for n, others in enumerate(waits)
    }
)


def booked(
    network: Network, halves: Sequence[int], teams: Sequence[int], *waits: Wait
) -> dict[str, Booking]:
    places = tuple(range(len(teams)))
    work = {id_: Work(each, places, 0, 0) for id_, each in zip(network, halves, strict=False)}
    return levelled(network, work, teams, waits)


class TestLevelling:
    def test_half_days_are_spread_over_the_week(self) -> None:
        assert [place_in_time(unit, 10) for unit in range(3)] == [0, 1, 2]
        assert [place_in_time(unit, 2) for unit in range(4)] == [0, 5, 10, 15]
        assert [place_in_time(unit, 3) for unit in range(4)] == [0, 3, 6, 10]
        assert time_taken(1, 2) == 1
        assert time_taken(3, 2) == 11

    def test_a_task_takes_the_next_free_half_days_of_its_owner(self) -> None:
        found = booked({"a": (), "b": (), "c": ("a",)}, [3, 2, 1], [10])
        assert found == {
            "a": Booking(0, 0, 2, 2),
            "b": Booking(0, 3, 4, 4, "a"),
            "c": Booking(0, 5, 5, 5, "b"),
        }

    def test_whoever_ends_first_takes_the_task(self) -> None:
        found = booked({"a": (), "b": ()}, [4, 4], [2, 10])
        assert found["a"].place == 1
        assert found["b"] == Booking(1, 4, 7, 7, "a")

    def test_a_task_that_lasts_holds_back_what_waits_for_it_and_not_its_owner(self) -> None:
        network: Network = {"a": (), "b": ("a",), "c": ()}
        work = {
            "a": Work(2, (0,), 0, 9, lasts=40),
            "b": Work(1, (0,), 0, 5),
            "c": Work(1, (0,), 0, 1),
        }
        found = levelled(network, work, [10])
        assert found["a"] == Booking(0, 0, 39, 1)
        assert found["b"] == Booking(0, 40, 40, 40, "a")
        assert found["c"] == Booking(0, 2, 2, 2, "a")

    def test_what_must_have_begun_some_time_before_holds_a_task_up(self) -> None:
        found = booked({"a": (), "b": ()}, [2, 1], [10], Wait("b", "a", 30))
        assert found["b"].start == 30

    def test_a_wait_that_can_never_end_is_let_go(self) -> None:
        found = booked({"a": (), "b": ("a",)}, [1, 1], [10], Wait("a", "b", 30))
        assert (found["a"].start, found["b"].start) == (0, 1)

    @drawn(
        networks,
        st.lists(st.integers(1, 12), min_size=16, max_size=16),
        st.lists(st.integers(1, 10), min_size=1, max_size=3),
        st.lists(st.integers(0, 40), min_size=16, max_size=16),
    )
    def test_nobody_does_more_than_they_have_time_for_and_nothing_comes_too_early(
        self, network: Network, halves: list[int], teams: list[int], gates: list[int]
    ) -> None:
        places = tuple(range(len(teams)))
        work = {
            id_: Work(each, places, gate, 0)
            for id_, each, gate in zip(network, halves, gates, strict=False)
        }
        found = levelled(network, work, teams)
        assert set(found) == set(network)
        for id_, before in network.items():
            assert found[id_].start >= work[id_].gate
            assert all(found[one].end < found[id_].start for one in before)
        weeks = 1 + max(each.end for each in found.values()) // HALVES
        for place, each in enumerate(teams):
            done = sum(work[id_].halves for id_ in found if found[id_].place == place)
            assert done <= each * weeks
        for id_, booking in found.items():
            room = (booking.end // HALVES - booking.start // HALVES + 1) * teams[booking.place]
            assert work[id_].halves <= min(room, booking.end - booking.start + 1)


class TestCriticalPath:
    def test_the_longest_ways_to_the_end(self) -> None:
        network = {"a": (), "b": (), "c": ("a", "b"), "d": ("a",), "e": ("c",)}
        ways = longest_ways(network, {"a": 1, "b": 3, "c": 2, "d": 9, "e": 1})
        assert ways == {"a": 10, "b": 6, "c": 3, "d": 9, "e": 1}

    def test_the_chain_goes_back_over_waits_and_busy_owners(self) -> None:
        network: Network = {"a": (), "b": (), "c": ("b",), "d": ()}
        found = booked(network, [2, 3, 1, 1], [10])
        assert critical_chain(found, list(found)) == ("a", "b", "c", "d")
        assert slack(network, found, [10], (), {}) == {"a": 0, "b": 0, "c": 0, "d": 0}

    def test_what_is_done_before_a_gate_has_room(self) -> None:
        network: Network = {"a": (), "b": ("a",)}
        work = {"a": Work(2, (0,), 0, 9), "b": Work(1, (0,), 20, 1)}
        found = levelled(network, work, [10])
        assert critical_chain(found, list(found)) == ("b",)
        assert slack(network, found, [10], (), {}) == {"a": 18, "b": 0}

    def test_a_change_that_waits_a_while_for_another_is_on_the_chain_with_it(self) -> None:
        wait = Wait("b", "a", 30)
        found = booked({"a": (), "b": ()}, [2, 1], [10], wait)
        assert critical_chain(found, list(found)) == ("a", "b")
        assert slack({"a": (), "b": ()}, found, [10], [wait], {}) == {"a": 0, "b": 0}

    @drawn(
        networks,
        st.lists(st.integers(1, 9), min_size=16, max_size=16),
        st.lists(st.integers(1, 10), min_size=1, max_size=3),
        st.lists(st.integers(0, 40), min_size=16, max_size=16),
        st.lists(st.integers(0, 30), min_size=16, max_size=16),
    )
    def test_it_reaches_the_end_without_a_hole_and_nothing_on_it_can_be_late(
        self,
        network: Network,
        lengths: list[int],
        teams: list[int],
        gates: list[int],
        lasts: list[int],
    ) -> None:
        places = tuple(range(len(teams)))
        work = {
            id_: Work(lengths[n], places, gates[n], 0, lasts[n]) for n, id_ in enumerate(network)
        }
        found = levelled(network, work, teams)
        chain, room = (
            critical_chain(found, list(found)),
            slack(network, found, teams, (), {}),
        )
        assert found[chain[-1]].end == max(each.end for each in found.values())
        for before, after in pairwise(chain):
            own, busy = found[after], found[before].place == found[after].place
            since = [found[before].end + 1] if before in network[after] else []
            since += [found[before].worked + 1] if busy else []
            assert own.start in [first_slot(each, teams[own.place]) for each in since]
        first = chain[0]
        assert found[first].start == first_slot(work[first].gate, teams[found[first].place])
        assert all(room[id_] == 0 for id_ in chain)
        assert min(room.values()) == 0


ROAD_RULES: RoadRules = made(
    RoadRules,
    {
        "today_question": "models_today",
        "heavy": ["paid", "done_by"],
        "heavy_reason": words(),
        "phases": [
            {"id": "first", "name": words(), "months": [0, 3], "what": words()},
            {"id": "second", "name": words(), "months": [3, 12], "what": words()},
        ],
        "starts": {},
        "sources": ["judgement"],
    },
)


def move(layer: str, target: str, month: int, because: Because = "direct") -> RoadMove:
    return RoadMove(layer, "before", target, because, "first", month, late=False)


def road(*moves: RoadMove, deadline: int | None = None) -> Road:
    return Road(moves, (), known=True, deadline=deadline)


def job(id_: str, step: str, halves: tuple[int, int] = (2, 4), **more: Any) -> Job:
    part = id_.split(".")[0]
    return Job(id_, part, step, more.pop("skill", "lead"), *halves, **more)  # type: ignore[arg-type]


def scheduled(
    *jobs: Job,
    network: Network | None = None,
    team: tuple[Member, ...] = (Member("", 0, (), 5),),
    way: Road | None = None,
    **more: Any,
) -> Schedule:
    milestones = [{"id": "m", "name": words("m"), "task": jobs[0].id}]
    return Scheduler(
        jobs=jobs,
        network=network or {each.id: () for each in jobs},
        hands=Hands(team, {"lead": role("lead"), "maths": role("maths", "lead")}),
        start=START,
        rules=plan_rules(milestones=milestones, launch=jobs[0].id),
        road=way,
        road_rules=ROAD_RULES,
        **more,
    ).schedule()


def days(made_: Schedule) -> Mapping[str, tuple[str, str]]:
    return {each.task: (each.start, each.end) for each in made_.tasks}


class TestSchedule:
    def test_tasks_follow_one_another_on_working_days(self) -> None:
        found = days(scheduled(job("common.a", "analyse_needs", (8, 8)), job("x.b", "train_staff")))
        assert found == {
            "common.a": ("2026-02-02", "2026-02-05"),
            "x.b": ("2026-02-06", "2026-02-09"),
        }

    def test_what_law_asks_for_goes_before_what_is_longer(self) -> None:
        found = days(
            scheduled(
                job("common.a", "analyse_needs", (20, 20)),
                job("act.b", "analyse_needs", (2, 2), urgent=True),
            )
        )
        assert found["act.b"][0] == START
        assert found["common.a"][0] == "2026-02-03"

    def test_so_does_what_that_waits_for(self) -> None:
        jobs = (
            job("common.long", "analyse_needs", (20, 20)),
            job("common.first", "analyse_needs", (2, 2)),
            job("act.b", "analyse_needs", (2, 2), urgent=True),
        )
        network = {"common.long": (), "common.first": (), "act.b": ("common.first",)}
        found = days(scheduled(*jobs, network=network))
        assert found["common.first"][0] == START
        assert found["act.b"][0] == "2026-02-03"

    def test_what_recurs_comes_first_a_while_later_and_is_not_the_end(self) -> None:
        jobs = (
            job("common.a", "analyse_needs", (4, 4)),
            job("common.b", "monitor_and_adjust", (1, 1), recurs=True, lag=10 * HALVES),
        )
        made_ = scheduled(*jobs, network={"common.a": (), "common.b": ("common.a",)})
        assert made_.end == days(made_)["common.a"][1] == "2026-02-03"
        assert days(made_)["common.b"] == ("2026-04-14", "2026-04-14")
        assert made_.path.tasks == ("common.a",)

    def test_a_path_may_lead_over_what_recurs(self) -> None:
        jobs = (
            job("common.a", "implement_technology", (4, 4)),
            job("common.b", "monitor_and_adjust", (1, 1), recurs=True, lag=2 * HALVES),
            job("common.c", "monitor_and_adjust", (2, 2)),
            job("common.d", "monitor_and_adjust", (6, 6)),
        )
        network = {each.id: () for each in jobs} | {"common.b": ("common.a",)}
        made_ = scheduled(*jobs, network=network | {"common.c": ("common.b",)})
        assert made_.path.tasks == ("common.a", "common.b", "common.c")
        assert [each.critical for each in made_.tasks] == [True, True, True, False]

    def test_what_is_found_out_and_decided_goes_before_what_is_longer(self) -> None:
        jobs = (
            job("common.build", "implement_technology", (20, 20)),
            job("common.decide", "select_model", (2, 2)),
        )
        found = days(scheduled(*jobs))
        assert found["common.decide"][0] == START
        assert found["common.build"][0] == "2026-02-03"

    def test_a_duty_to_come_whose_work_ends_too_late_is_told(self) -> None:
        jobs = (
            job("act.write", "design_processes", (20, 20)),
            job("common.all", "implement_technology", (10, 10), holds=("act",)),
            job("common.watch", "monitor_and_adjust", (40, 40), holds=("act",)),
        )
        network = {"act.write": (), "common.all": ("act.write",), "common.watch": ("common.all",)}
        (overload,) = scheduled(*jobs, network=network, binding={"act": "2026-02-13"}).overloads
        assert (overload.kind, overload.duty, overload.until) == ("law", "act", "2026-02-13")
        assert overload.ends == "2026-02-20"
        enough = scheduled(*jobs, network=network, binding={"act": "2026-02-20"})
        assert enough.overloads == ()

    def test_a_task_tells_its_range_its_slack_and_its_stretch(self) -> None:
        made_ = scheduled(
            job("common.a", "analyse_needs", (2, 6)),
            job("common.b", "analyse_needs", (2, 2)),
            network={"common.a": (), "common.b": ()},
            team=(Member("", 0, (), 5), Member("", 1, (), 5)),
        )
        first, second = made_.tasks
        assert (first.earliest_end, first.end, first.latest_end) == (
            "2026-02-02",
            "2026-02-03",
            "2026-02-04",
        )
        assert first.working_days == (1, 3)
        assert (first.slack, first.critical, second.slack) == (0, True, 2)
        assert first.phase == "first"
        assert made_.stretches[0].tasks == ("common.a", "common.b")
        (milestone,) = made_.milestones
        assert (milestone.earliest, milestone.day, milestone.latest) == (
            first.earliest_end,
            first.end,
            first.latest_end,
        )

    def test_work_goes_to_whoever_holds_the_role_or_holds_it_for_another(self) -> None:
        team = (Member("Ana", 0, ("boss",), 5), Member("Luis", 1, ("lead",), 1))
        made_ = scheduled(
            job("common.a", "analyse_needs", skill="maths"),
            job("common.b", "analyse_needs", skill="boss"),
            team=team,
        )
        assert [each.member for each in made_.tasks] == [1, 0]
        assert made_.stated
        assert made_.overloads == ()

    def test_a_role_that_nobody_of_the_team_holds_is_told(self) -> None:
        team = (Member("Ana", 0, ("boss",), 5),)
        (overload,) = scheduled(job("common.a", "analyse_needs"), team=team).overloads
        assert (overload.kind, overload.roles) == ("nobody", ("lead",))

    def test_a_launch_after_the_deadline_is_told_with_the_time_it_would_take(self) -> None:
        slow = (Member("", 0, (), 0.5),)
        work = job("common.a", "analyse_needs", (40, 40))
        (overload,) = scheduled(work, team=slow, way=road(deadline=3)).overloads
        assert (overload.kind, overload.until) == ("late", "2026-05-02")
        assert overload.days_a_week == 2
        enough = (Member("", 0, (), 2),)
        assert scheduled(work, team=enough, way=road(deadline=3)).overloads == ()

    def test_a_late_launch_that_more_time_would_not_help_asks_for_none(self) -> None:
        build = job("fee.b", "implement_technology", (4, 4))
        pilot = job("common.a", "implement_technology", (4, 4))
        found = scheduled(
            pilot,
            build,
            network={pilot.id: (build.id,), build.id: ()},
            way=road(move("paid", "fee", 3), deadline=3),
        )
        late, beyond = found.overloads
        assert (late.kind, late.days_a_week) == ("late", None)
        assert (beyond.kind, beyond.until, beyond.changes) == ("beyond", "2026-05-02", ("fee",))

    def test_changes_that_begin_in_time_are_not_told(self) -> None:
        build = job("fee.b", "implement_technology", (4, 4))
        first = job("common.a", "analyse_needs", (4, 4))
        made_ = scheduled(first, build, way=road(move("paid", "fee", 1), deadline=3))
        assert made_.overloads == ()

    def test_work_that_does_not_end_within_the_road_is_told(self) -> None:
        slow = (Member("", 0, (), 0.5),)
        (overload,) = scheduled(job("common.a", "analyse_needs", (60, 60)), team=slow).overloads
        assert (overload.kind, overload.until) == ("too_long", "2027-02-02")


class TestRoad:
    def test_a_change_begins_in_its_month_and_is_prepared_a_quarter_before(self) -> None:
        jobs = (
            job("common.a", "analyse_needs"),
            job("fee.plan", "design_processes"),
            job("fee.build", "implement_technology"),
        )
        made_ = scheduled(*jobs, way=road(move("paid", "fee", 5)))
        assert days(made_)["fee.plan"][0] == months_later(START, 2)
        (begin,) = made_.begins
        assert (begin.target, begin.day, begin.heavy) == ("fee", months_later(START, 5), True)
        assert begin.phase == "second"
        at_once = scheduled(*jobs, way=road(move("paid", "fee", 5)), prepares_at_once=True)
        assert days(at_once)["fee.plan"][0] < months_later(START, 1)
        assert days(at_once)["fee.build"][0] == months_later(START, 5)

    def test_no_two_heavy_changes_begin_in_the_same_quarter(self) -> None:
        jobs = (
            job("common.a", "analyse_needs", (60, 60)),
            job("fee.build", "implement_technology"),
            job("robot.build", "implement_technology"),
            job("desk.build", "implement_technology"),
        )
        network = {each.id: () if each.part == "common" else ("common.a",) for each in jobs}
        way = road(move("paid", "fee", 0), move("answered", "robot", 0), move("done_by", "desk", 1))
        made_ = scheduled(*jobs, network=network, way=way)
        begun = {each.target: each.day for each in made_.begins}
        assert begun["desk"] >= months_later(begun["fee"], 3)
        assert begun["robot"] < months_later(begun["fee"], 1)

    def test_a_quarter_of_half_days_spans_any_three_months(self) -> None:
        for month in range(1, 13):
            day = f"2026-{month:02}-01"
            assert number_of(months_later(day, 3)) - number_of(day) <= QUARTER_HALVES / HALVES * 7

    def test_what_a_change_needs_begins_before_it(self) -> None:
        jobs = (
            job("robot.build", "implement_technology", (60, 60)),
            job("fee.build", "implement_technology"),
        )
        network = {"robot.build": (), "fee.build": ()}
        way = road(move("paid", "fee", 1), move("answered", "robot", 1, "prerequisite"))
        two = (Member("", 0, (), 5), Member("", 1, (), 5))
        made_ = scheduled(*jobs, network=network, team=two, way=way, needs={"fee": ["robot"]})
        begun = {each.target: each.day for each in made_.begins}
        assert begun["robot"] < begun["fee"]

    def test_common_work_begins_with_the_first_of_those_who_need_it(self) -> None:
        tool = job("common.tool", "implement_technology", holds=("fee", "robot"), shared=True)
        jobs = (tool, job("robot.build", "implement_technology"))
        way = road(move("paid", "fee", 2), move("answered", "robot", 4))
        made_ = scheduled(*jobs, way=way)
        begun = {each.target: each.day for each in made_.begins}
        assert days(made_)["common.tool"][0] == begun["fee"] == months_later(START, 2)
        assert begun["robot"] >= months_later(START, 4)

    def test_a_change_without_work_of_its_own_in_the_technology_step_begins_with_its_host(
        self,
    ) -> None:
        jobs = (
            job("fee.plan", "design_processes"),
            job("common.pilot", "implement_technology", holds=("fee",)),
        )
        network = {"fee.plan": (), "common.pilot": ("fee.plan",)}
        made_ = scheduled(*jobs, network=network, way=road(move("paid", "fee", 0)))
        assert made_.begins[0].day == days(made_)["common.pilot"][0]

    def test_what_comes_along_as_a_prerequisite_is_no_change_of_its_layer(self) -> None:
        way = road(move("paid", "fee", 3, "prerequisite"))
        made_ = scheduled(job("fee.build", "implement_technology"), way=way)
        assert [each.heavy for each in made_.begins] == [False]

    @pytest.mark.parametrize("step", ["train_staff", "monitor_and_adjust"])
    def test_a_change_without_work_in_the_technology_step_begins_with_its_first_after_design(
        self, step: str
    ) -> None:
        more = job("fee.more", "monitor_and_adjust")
        jobs = (job("fee.plan", "analyse_needs"), job("fee.last", step), more)
        (begin,) = scheduled(*jobs, way=road(move("paid", "fee", 2))).begins
        assert begin.day == months_later(START, 2)
