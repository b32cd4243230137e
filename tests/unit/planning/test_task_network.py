"""Which task waits for which, and an order in which they can be done."""

from __future__ import annotations

from typing import Any

from hypothesis import given as drawn
from hypothesis import strategies as st

from svcmodel.domain.shelf import full_id
from svcmodel.planning.asked_tasks import Asked
from svcmodel.planning.size_tasks import sized
from svcmodel.planning.task_network import in_order, known_waits, task_network
from tests.builders import shelf_of
from tests.unit.planning.asking import asked, prepared
from tests.unit.planning.test_size_tasks import FULL, lean


def network(*wanted: Asked, room: int | None = None) -> dict[str, tuple[str, ...]]:
    size = FULL if room is None else lean(room)
    return task_network(sized(wanted, size, 5, set()), known_waits(shelf_of(), wanted))


def ordered(*wanted: Asked) -> list[str]:
    return in_order(network(*wanted))


class TestPoints:
    def test_a_task_waits_for_what_its_points_wait_for(self) -> None:
        found = network(
            asked("common", "host"),
            asked("a", "before"),
            asked("a", "point", extends="common.host", after=["before"]),
        )
        assert found["common.host"] == ("a.before",)

    def test_what_comes_again_and_again_does_not_wait_for_its_points(self) -> None:
        found = network(
            asked("common", "host", recurs="weekly"),
            asked("a", "before"),
            asked("a", "point", extends="common.host", after=["before"]),
        )
        assert found["common.host"] == ()


class TestPreparing:
    def test_what_prepares_for_a_change_comes_before_its_later_steps(self) -> None:
        found = network(
            prepared("a", "ready", "design_processes"),
            asked("a", "early", "analyse_needs"),
            asked("a", "build", "implement_technology"),
            asked("b", "build", "implement_technology"),
            asked("common", "tool", "implement_technology", when_extended=True),
            asked("common", "pilot", "implement_technology"),
            asked("a", "for_tool", "implement_technology", extends="common.tool"),
            asked("a", "for_pilot", "implement_technology", extends="common.pilot"),
        )
        held = {id_ for id_, before in found.items() if "a.ready" in before}
        assert held == {"a.build", "common.tool"}


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


class TestStandingIn:
    HOST = asked("common", "do_analyse_needs", essential=1)

    def test_for_what_is_left_out_stands_what_it_waits_for(self) -> None:
        found = network(
            asked("a", "first", essential=1),
            asked("a", "gone", after=["first"]),
            asked("a", "gone_too", after=["gone"]),
            asked("a", "last", essential=1, after=["gone_too"]),
            room=2,
        )
        assert found == {"a.first": (), "a.last": ("a.first",)}

    def test_what_another_wait_implies_is_not_repeated(self) -> None:
        found = network(
            asked("a", "first", essential=1),
            asked("a", "second", essential=1, after=["first"]),
            asked("a", "gone", after=["first"]),
            asked("a", "last", essential=1, after=["second", "gone"]),
            room=3,
        )
        assert found["a.last"] == ("a.second",)

    def test_what_was_written_stays_even_where_it_is_implied(self) -> None:
        found = network(
            asked("a", "first"),
            asked("a", "second", after=["first"]),
            asked("a", "last", after=["second", "first"]),
        )
        assert found["a.last"] == ("a.second", "a.first")

    def test_for_a_point_stands_its_task_and_its_task_waits_for_what_it_waits_for(self) -> None:
        found = network(
            self.HOST,
            asked("a", "start", essential=1),
            asked("a", "folded", essential=2, after=["start"]),
            asked("a", "next", essential=1, after=["folded"]),
            room=3,
        )
        assert found["common.do_analyse_needs"] == ("a.start",)
        assert found["a.next"] == ("common.do_analyse_needs",)

    def test_no_task_comes_to_wait_for_itself(self) -> None:
        found = network(
            self.HOST,
            asked("a", "middle", essential=1, after=["common.do_analyse_needs"]),
            asked("a", "folded", essential=2, after=["middle"]),
            room=2,
        )
        assert found == {
            "common.do_analyse_needs": (),
            "a.middle": ("common.do_analyse_needs",),
        }

    def test_tasks_that_wait_for_each_other_do_not_stop_the_plan(self) -> None:
        found = ordered(asked("a", "x", after=["y"]), asked("a", "y", after=["x"]))
        assert sorted(found) == ["a.x", "a.y"]
