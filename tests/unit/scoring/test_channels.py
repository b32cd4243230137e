from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from svcmodel.domain.assessment import ModelResult
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import Facts, Span
from svcmodel.domain.models import Obligation, Relation
from svcmodel.scoring.channels import (
    assisted_limit,
    choose_channels,
    obliged_alternatives,
    used_channels,
)
from tests.builders import (
    capacity_rule,
    catalogue_of,
    criterion,
    layer,
    model,
    obligation,
    relation,
    result,
    results_of,
    task,
)

ASSISTED = ("chat", "counter", "email", "phone")
ALONE = ("app", "bot", "web")
CHANNELS = sorted((*ASSISTED, *ALONE))
MOVED = {"paid": "fee", "where": "many_ways"}
FEW_HANDS: dict[str, Any] = {"level": "team", "at_most": 2}


def catalogue(
    *relations: Relation, capacity: Sequence[dict[str, Any]] = (), **rules: Any
) -> Catalogue:
    """Up to three channels by use, four in all, two at the baseline; e-mail where there is none."""
    return catalogue_of(
        layers=[layer("paid", "sale"), layer("where", "one_way")],
        criteria=[criterion("team")],
        models=[
            model("sale", "paid", kind="baseline"),
            model("fee", "paid"),
            model("one_way", "where", kind="baseline"),
            model("many_ways", "where"),
            *(model(id_, "where", kind="channel", assisted=True) for id_ in ASSISTED),
            *(model(id_, "where", kind="channel") for id_ in ALONE),
        ],
        relations=relations,
        channel_rules={"capacity": list(capacity), **rules},
    )


PLAIN = catalogue()
TIGHT = catalogue(capacity=[capacity_rule(FEW_HANDS, 2, task("find_hands", "select_model"))])


def facts(*used: str, team: int | None = None) -> Facts:
    levels = {} if team is None else {"team": Span(team, team)}
    return Facts(levels=levels, answers={"channels_used": used} if used else {})


def choose(
    catalogue_: Catalogue,
    known: Facts,
    *obliged: Obligation,
    results: dict[str, ModelResult] | None = None,
    **more: Any,
) -> tuple[dict[str, str], int]:
    """The channels in order with their reasons, and by how many they exceed capacity."""
    scored = results if results is not None else results_of(catalogue_)
    more = {"chosen": MOVED, **more}
    channels, over = choose_channels(catalogue_, scored, known, obliged, **more)
    return {choice.channel: choice.reason for choice in channels}, over


def needing(*channels: str) -> Obligation:
    return obligation("_".join(("needs", *channels)), channels=list(channels))


def one_of(*channels: str) -> Obligation:
    return obligation("_".join(("one_of", *channels)), one_of_channels=list(channels))


class TestUse:
    def test_the_most_used_channels_come_first_up_to_their_number(self) -> None:
        assert choose(PLAIN, facts("web", "phone", "email", "chat")) == (
            {"web": "use", "phone": "use", "email": "use"},
            0,
        )

    def test_what_customers_use_is_not_known_unless_it_was_said(self) -> None:
        assert used_channels(PLAIN, Facts()) == ()
        assert used_channels(PLAIN, Facts(answers={"channels_used": None})) == ()
        assert used_channels(PLAIN, facts("web")) == ("web",)

    def test_a_channel_that_may_not_lead_is_passed_over_for_the_next(self) -> None:
        results = results_of(PLAIN)
        results["web"] = result("web", "where", may_lead=False)
        chosen, _ = choose(PLAIN, facts("web", "phone", "email", "chat"), results=results)
        assert list(chosen) == ["phone", "email", "chat"]

    def test_what_is_used_but_not_in_the_catalogue_is_passed_over(self) -> None:
        chosen, _ = choose(PLAIN, facts("fax", "phone"))
        assert chosen == {"phone": "use"}


class TestFit:
    def test_a_channel_enters_by_its_score_only_above_the_floor(self) -> None:
        results = results_of(PLAIN, web=55, app=55.000001, bot=60)
        assert choose(PLAIN, facts(), results=results) == ({"bot": "fit", "app": "fit"}, 0)

    def test_it_takes_more_where_it_is_known_what_customers_use(self) -> None:
        results = results_of(PLAIN, web=60, bot=60.000001)
        chosen, _ = choose(PLAIN, facts("phone"), results=results)
        assert chosen == {"phone": "use", "bot": "fit"}

    def test_equal_scores_are_taken_by_id(self) -> None:
        results = results_of(PLAIN, web=60, app=60, bot=60)
        assert list(choose(PLAIN, facts(), results=results)[0]) == ["app", "bot", "web"]

    def test_a_used_channel_goes_before_one_that_fits_better(self) -> None:
        results = results_of(PLAIN, web=90)
        assert list(choose(PLAIN, facts("phone"), results=results)[0]) == ["phone", "web"]

    def test_there_are_no_more_than_the_number_for_all(self) -> None:
        results = results_of(PLAIN, web=90, app=80, bot=70)
        chosen, _ = choose(PLAIN, facts("phone", "email", "chat"), results=results)
        assert list(chosen) == ["phone", "email", "chat", "web"]


class TestObliged:
    def test_an_obligation_goes_before_use_and_fit_and_past_their_number(self) -> None:
        results = results_of(PLAIN, app=90)
        needs = needing("phone", "counter", "chat", "email", "web")
        chosen, _ = choose(PLAIN, facts("bot"), needs, results=results)
        assert chosen == dict.fromkeys(["phone", "counter", "chat", "email", "web"], "obligation")

    def test_an_obliged_channel_is_in_even_where_it_may_not_lead(self) -> None:
        results = results_of(PLAIN)
        results["phone"] = result("phone", "where", 10, status="excluded")
        assert choose(PLAIN, facts(), needing("phone"), results=results)[0] == {
            "phone": "obligation"
        }

    def test_an_obligation_goes_before_what_the_client_rules_out(self) -> None:
        chosen, _ = choose(PLAIN, facts("phone"), needing("phone"), ruled_out=["phone"])
        assert chosen == {"phone": "obligation"}

    def test_what_the_client_rules_out_is_neither_used_nor_fitting(self) -> None:
        results = results_of(PLAIN, web=90)
        chosen, _ = choose(PLAIN, facts("phone", "email"), results=results, ruled_out=["phone"])
        assert list(chosen) == ["email", "web"]
        chosen, _ = choose(PLAIN, facts("email"), results=results, ruled_out=["web"])
        assert list(chosen) == ["email"]

    def test_what_the_client_keeps_is_in_whatever_speaks_against_it(self) -> None:
        results = results_of(PLAIN)
        results["chat"] = result("chat", "where", 10, status="excluded")
        assert choose(PLAIN, facts("web"), results=results, kept=["chat"])[0] == {
            "chat": "kept",
            "web": "use",
        }


class TestAlternatives:
    def test_a_used_channel_fulfils_the_obligation(self) -> None:
        chosen, over = choose(PLAIN, facts("web", "email"), one_of("phone", "email"))
        assert set(chosen) == {"web", "email"}
        assert over == 0

    def test_a_channel_another_obligation_names_fulfils_it(self) -> None:
        chosen, _ = choose(PLAIN, facts(), one_of("phone", "email"), needing("email"))
        assert set(chosen) == {"email"}

    def test_one_choice_can_fulfil_two_obligations(self) -> None:
        chosen, _ = choose(PLAIN, facts(), one_of("phone", "email"), one_of("chat", "phone"))
        assert set(chosen) == {"phone"}

    def test_where_none_is_in_anyway_the_first_one_is_taken(self) -> None:
        assert choose(PLAIN, facts("web"), one_of("phone", "email"))[0] == {
            "phone": "obligation",
            "web": "use",
        }

    def test_another_one_is_taken_where_the_client_rules_the_first_out(self) -> None:
        chosen, _ = choose(PLAIN, facts(), one_of("phone", "email"), ruled_out=["phone"])
        assert set(chosen) == {"email"}

    def test_the_first_one_is_taken_where_the_client_rules_all_out(self) -> None:
        barred = ["phone", "email"]
        assert set(choose(PLAIN, facts(), one_of(*barred), ruled_out=barred)[0]) == {"phone"}

    def test_one_in_conflict_with_the_design_is_not_the_first_thought(self) -> None:
        conflicting = catalogue(relation("fee", "conflict", "counter"))
        chosen, _ = choose(conflicting, facts(), one_of("counter", "phone"))
        assert set(chosen) == {"phone"}

    def test_a_channel_with_a_place_goes_before_a_used_one_without(self) -> None:
        known = facts("phone", "email", "web", team=1)
        one_hand = catalogue(capacity=[capacity_rule(FEW_HANDS, 1, task("t", "select_model"))])
        chosen, over = choose(one_hand, known, one_of("email", "web"))
        assert set(chosen) == {"phone", "web"}
        assert over == 0

    def test_alternatives_are_looked_for_in_the_order_they_are_present(self) -> None:
        choices = [("a", "b"), ("c", "a"), ("x", "y"), ("z",)]
        assert obliged_alternatives(choices, ["c", "b"], ["y"]) == ["b", "c", "y", "z"]


class TestCapacity:
    def test_a_stretched_team_attends_fewer_channels_and_machines_fill_the_rest(self) -> None:
        results = results_of(TIGHT, web=70)
        known = facts("phone", "counter", "chat", team=2)
        assert choose(TIGHT, known, results=results) == (
            {"phone": "use", "counter": "use", "web": "fit"},
            0,
        )

    @pytest.mark.parametrize("team", [3, None])
    def test_a_team_that_copes_or_is_not_known_is_not_limited(self, team: int | None) -> None:
        chosen, _ = choose(TIGHT, facts("phone", "counter", "chat", team=team))
        assert list(chosen) == ["phone", "counter", "chat"]

    def test_obligations_go_past_capacity_and_by_how_much_is_told(self) -> None:
        chosen, over = choose(TIGHT, facts("email", team=1), needing("phone", "counter", "chat"))
        assert set(chosen) == {"phone", "counter", "chat"}
        assert over == 1

    def test_what_is_kept_counts_towards_capacity_and_what_needs_nobody_does_not(self) -> None:
        needs = needing("phone", "web", "bot")
        assert choose(TIGHT, facts(team=1), needs, kept=["counter"])[1] == 0
        assert choose(TIGHT, facts(team=1), needs, kept=["counter", "email"])[1] == 1

    def test_the_tightest_rule_that_holds_counts(self) -> None:
        rules = [
            capacity_rule({"level": "team", "at_most": 3}, 3, task("a", "select_model")),
            capacity_rule({"level": "team", "at_most": 1}, 1, task("b", "select_model")),
        ]
        both = catalogue(capacity=rules)
        assert [assisted_limit(both, facts(team=n)) for n in (1, 2, 3, 4)] == [1, 3, 3, 4]


class TestConflicts:
    @pytest.mark.parametrize("ends", [("fee", "counter"), ("counter", "fee")])
    def test_a_channel_in_conflict_with_a_chosen_model_stays_out(
        self, ends: tuple[str, str]
    ) -> None:
        conflicting = catalogue(relation(ends[0], "conflict", ends[1]))
        results = results_of(conflicting, counter=90)
        assert list(choose(conflicting, facts("phone"), results=results)[0]) == ["phone"]
        assert list(choose(conflicting, facts("counter", "phone"))[0]) == ["phone"]

    def test_it_may_enter_where_that_model_was_not_chosen(self) -> None:
        conflicting = catalogue(relation("fee", "conflict", "counter"))
        chosen = {"paid": "sale", "where": "many_ways"}
        assert list(choose(conflicting, facts("counter"), chosen=chosen)[0]) == ["counter"]


def test_at_the_baseline_of_the_channels_there_are_fewer() -> None:
    at_baseline = {"paid": "fee", "where": "one_way"}
    chosen, _ = choose(PLAIN, facts("phone", "web", "email"), chosen=at_baseline)
    assert list(chosen) == ["phone", "web"]


def test_a_design_without_any_channel_gets_the_fallback() -> None:
    assert choose(PLAIN, facts()) == ({"email": "fallback"}, 0)


channels = st.lists(st.sampled_from(CHANNELS), unique=True)


@drawn(
    used=channels,
    scores=st.fixed_dictionaries({id_: st.sampled_from([40, 52, 70]) for id_ in CHANNELS}),
    named=channels,
    choice=st.lists(st.sampled_from(CHANNELS), unique=True, min_size=1),
    kept=channels,
    ruled_out=channels,
    team=st.sampled_from([None, 1, 5]),
    where=st.sampled_from(["one_way", "many_ways"]),
)
def test_obligations_are_always_met_and_the_rest_stays_within_bounds(
    used: list[str],
    scores: dict[str, float],
    named: list[str],
    choice: list[str],
    kept: list[str],
    ruled_out: list[str],
    team: int | None,
    where: str,
) -> None:
    results = results_of(TIGHT, **scores)
    chosen, over = choose(
        TIGHT,
        facts(*used, team=team),
        needing(*named),
        one_of(*choice),
        results=results,
        kept=kept,
        ruled_out=ruled_out,
        chosen={"paid": "fee", "where": where},
    )
    forced = [id_ for id_, reason in chosen.items() if reason in ("obligation", "kept")]
    free = [id_ for id_ in chosen if id_ not in forced]
    assert {*named, *kept} <= set(forced)
    assert set(choice) & set(chosen)
    assert not set(free) & set(ruled_out)
    if free:
        assert len(chosen) <= (4 if where == "many_ways" else 2)
    limit = 4 if team is None or team > 2 else 2
    attended = [id_ for id_ in chosen if id_ in ASSISTED]
    if any(id_ in ASSISTED for id_ in free):
        assert len(attended) <= limit
    needed = [set(ASSISTED) & {*named, *kept, met} for met in set(choice) & set(chosen)]
    assert over in {max(0, len(attended) - limit) for attended in needed}
