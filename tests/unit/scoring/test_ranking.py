from __future__ import annotations

from random import Random

from hypothesis import given as drawn
from hypothesis import strategies as st

from svcmodel.domain.assessment import ModelResult
from svcmodel.scoring.ranking import core_list, ranked
from tests.builders import result


def by_id(*results: ModelResult) -> dict[str, ModelResult]:
    return {each.id: each for each in ranked(results)}


def test_equal_scores_share_a_rank_and_the_next_one_is_left_out() -> None:
    placed = by_id(
        result("a", "x", 70), result("b", "y", 60), result("c", "x", 60), result("d", "x", 55)
    )
    assert {id_: each.rank for id_, each in placed.items()} == {"a": 1, "b": 2, "c": 2, "d": 4}


def test_scores_that_look_equal_when_printed_are_still_told_apart() -> None:
    placed = by_id(result("a", "x", 60.000001), result("b", "x", 60))
    assert placed["a"].rank == 1
    assert placed["b"].rank == 2
    assert placed["b"].tied_with == ()


def test_places_in_a_layer_count_that_layer_only() -> None:
    placed = by_id(result("a", "x", 70), result("b", "y", 60), result("c", "x", 50))
    assert placed["b"].rank_in_layer == 1
    assert placed["c"].rank == 3
    assert placed["c"].rank_in_layer == 2


def test_channels_compete_with_each_other_and_not_with_models() -> None:
    drawn = [result("many", "x", 60), result("phone", "x", 70), result("post", "x", 65)]
    placed = {each.id: each for each in ranked(drawn, channels=("phone", "post"))}
    assert [placed[id_].rank_in_layer for id_ in ("many", "phone", "post")] == [1, 1, 2]
    assert [placed[id_].rank for id_ in ("many", "phone", "post")] == [3, 1, 2]


def test_ties_are_told_within_a_layer_where_they_decide_something() -> None:
    placed = by_id(result("a", "x"), result("b", "x"), result("c", "y"))
    assert placed["a"].tied_with == ("b",)
    assert placed["b"].tied_with == ("a",)
    assert placed["c"].tied_with == ()


def test_an_excluded_model_has_no_rank_but_the_one_it_would_have() -> None:
    placed = by_id(
        result("a", "x", 70),
        result("gone", "x", 70, status="excluded"),
        result("best", "x", 90, status="excluded"),
        result("b", "x", 60),
    )
    assert placed["gone"].rank is placed["gone"].rank_in_layer is None
    assert placed["gone"].would_rank == 1
    assert placed["best"].would_rank == 1
    assert placed["gone"].tied_with == placed["a"].tied_with == ()
    assert [placed["a"].rank, placed["b"].rank] == [1, 2]
    assert placed["a"].would_rank is None


def test_the_list_is_best_first_with_excluded_ones_last() -> None:
    order = ranked(
        [
            result("low", "x", 20),
            result("gone", "x", 99, status="excluded"),
            result("same_b", "y", 60),
            result("same_a", "x", 60),
        ]
    )
    assert [each.id for each in order] == ["same_a", "same_b", "low", "gone"]


def test_the_core_list_keeps_that_order_and_leaves_the_others_out() -> None:
    order = ranked(
        [
            result("channel", "x", 90),
            result("gone", "x", 80, core=True, status="excluded"),
            result("first", "y", 70, core=True),
            result("second", "x", 60, core=True),
        ]
    )
    assert core_list(order) == ("first", "second", "gone")


@drawn(
    st.lists(
        st.tuples(st.integers(0, 3), st.sampled_from("xy"), st.booleans()), min_size=1, max_size=8
    ),
    st.randoms(use_true_random=False),
)
def test_places_do_not_depend_on_the_order_of_the_catalogue(
    models: list[tuple[int, str, bool]], random: Random
) -> None:
    results = [
        result(f"m{n}", layer, points, status="excluded" if gone else "clear")
        for n, (points, layer, gone) in enumerate(models)
    ]
    shuffled = list(results)
    random.shuffle(shuffled)
    assert ranked(shuffled) == ranked(results)
    for each in ranked(results):
        ahead = sum(o.micro > each.micro for o in results if o.status != "excluded")
        assert (each.rank or each.would_rank) == 1 + ahead
