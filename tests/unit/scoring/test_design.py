from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from svcmodel.domain.answers import Constraint
from svcmodel.domain.assessment import (
    MICRO,
    CautionResult,
    Design,
    LayerChoice,
    ModelResult,
    RuleResult,
    Status,
)
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import Facts, Span
from svcmodel.domain.models import Obligation, Relation
from svcmodel.errors import WrongUseError
from svcmodel.scoring.choose_design import choose_design
from svcmodel.scoring.design import Limits, combinations, layer_choices
from tests.builders import (
    DAY,
    catalogue_of,
    caution,
    keep,
    layer,
    model,
    obligation,
    relation,
    result,
    results_of,
    rule_out,
    task,
)

THRESHOLDS = {"paid": 5, "starts": 0, "answered": 0, "where": 0}
BASELINES = {"paid": "sale", "starts": "waits", "answered": "desk", "where": "one_way"}
MEMBERS = {
    "paid": ["sale", "fee", "trial"],
    "starts": ["waits", "calls"],
    "answered": ["desk", "robot", "self_help"],
    "where": ["one_way", "many_ways"],
}
CHANNELS = ["counter", "email", "phone"]
NOTHING_KNOWN = Facts()


def catalogue(
    *relations: Relation, obligations: Iterable[Obligation] = (), **more: Any
) -> Catalogue:
    """Four layers; `waits` stays beside whatever starts. `more`: what a model has besides."""

    def one(id_: str, layer_: str, **kind: Any) -> Any:
        return model(id_, layer_, **kind, **more.get(id_, {}))

    return catalogue_of(
        layers=[
            layer(id_, BASELINES[id_], threshold, "waits" if id_ == "starts" else None)
            for id_, threshold in THRESHOLDS.items()
        ],
        models=[
            *(
                one(id_, layer_, **({"kind": "baseline"} if id_ == BASELINES[layer_] else {}))
                for layer_, ids in MEMBERS.items()
                for id_ in ids
            ),
            *(one(id_, "where", kind="channel") for id_ in CHANNELS),
        ],
        relations=relations,
        obligations=obligations,
    )


PLAIN = catalogue()


def best(
    catalogue_: Catalogue,
    results: dict[str, ModelResult],
    channels: Iterable[str] = (),
    limits: Limits | None = None,
) -> dict[str, str]:
    return dict(combinations(catalogue_, results, channels, limits or Limits()).best[0].chosen)


def chosen(catalogue_: Catalogue, **points: float) -> dict[str, str]:
    return best(catalogue_, results_of(catalogue_, **points))


def design(
    catalogue_: Catalogue,
    results: dict[str, ModelResult],
    *constraints: Constraint,
    facts: Facts = NOTHING_KNOWN,
    on: str = DAY,
) -> Design:
    return choose_design(catalogue_, results.values(), facts, constraints, on)


def layers(
    catalogue_: Catalogue, results: dict[str, ModelResult], *constraints: Constraint
) -> dict[str, LayerChoice]:
    return dict(design(catalogue_, results, *constraints).layers)


def costs(found: Design) -> dict[str, float]:
    """What each constraint costs, in points."""
    return {each.constraint: each.cost / MICRO for each in found.constraints}


class TestThreshold:
    def test_with_equal_scores_everything_stays_as_it_is(self) -> None:
        assert chosen(PLAIN) == BASELINES

    @pytest.mark.parametrize(
        ("points", "expected"), [(55, "sale"), (54.999999, "sale"), (55.000001, "fee")]
    )
    def test_a_model_must_exceed_the_baseline_by_more_than_the_threshold(
        self, points: float, expected: str
    ) -> None:
        assert chosen(PLAIN, fee=points)["paid"] == expected

    def test_the_threshold_is_counted_from_the_baselines_own_score(self) -> None:
        assert chosen(PLAIN, sale=30, fee=35, trial=30)["paid"] == "sale"
        assert chosen(PLAIN, sale=30, fee=35.000001, trial=30)["paid"] == "fee"

    def test_without_a_threshold_a_millionth_of_a_point_is_enough(self) -> None:
        assert chosen(PLAIN, robot=50)["answered"] == "desk"
        assert chosen(PLAIN, robot=50.000001)["answered"] == "robot"

    def test_the_best_of_several_models_is_chosen_and_equals_by_id(self) -> None:
        assert chosen(PLAIN, robot=60, self_help=61)["answered"] == "self_help"
        assert chosen(PLAIN, robot=60, self_help=60)["answered"] == "robot"

    def test_a_model_that_may_not_lead_is_passed_over(self) -> None:
        results = results_of(PLAIN, self_help=60)
        results["robot"] = result("robot", "answered", 90, may_lead=False)
        assert best(PLAIN, results)["answered"] == "self_help"

    def test_the_baseline_stays_even_where_it_may_not_lead(self) -> None:
        results = results_of(PLAIN)
        results["desk"] = result("desk", "answered", 50, may_lead=False)
        assert best(PLAIN, results)["answered"] == "desk"


class TestCoherence:
    @pytest.mark.parametrize("ends", [("fee", "robot"), ("robot", "fee")])
    def test_two_models_in_conflict_are_not_chosen_together(self, ends: tuple[str, str]) -> None:
        conflicting = catalogue(relation(ends[0], "conflict", ends[1]))
        picked = chosen(conflicting, fee=70, robot=60)
        assert (picked["paid"], picked["answered"]) == ("fee", "desk")
        picked = chosen(conflicting, fee=60, robot=70)
        assert (picked["paid"], picked["answered"]) == ("sale", "robot")

    @pytest.mark.parametrize("ends", [("fee", "counter"), ("counter", "fee")])
    def test_a_model_in_conflict_with_a_channel_that_is_in_anyway_falls_away(
        self, ends: tuple[str, str]
    ) -> None:
        conflicting = catalogue(relation(ends[0], "conflict", ends[1]))
        results = results_of(conflicting, fee=70, trial=60)
        assert best(conflicting, results)["paid"] == "fee"
        assert best(conflicting, results, ["counter"])["paid"] == "trial"

    def test_a_model_falls_away_when_what_it_requires_is_excluded(self) -> None:
        needing = catalogue(relation("fee", "requires", "calls"))
        results = results_of(needing, fee=70, trial=60)
        assert best(needing, results)["paid"] == "fee"
        results["calls"] = result("calls", "starts", status="excluded")
        assert best(needing, results)["paid"] == "trial"

    def test_a_model_falls_away_when_what_it_requires_is_ruled_out(self) -> None:
        needing = catalogue(relation("fee", "requires", "calls"))
        results = results_of(needing, fee=70)
        limits = Limits(ruled_out=frozenset(["calls"]))
        assert best(needing, results, limits=limits)["paid"] == "sale"

    def test_what_may_not_lead_can_still_be_what_another_model_requires(self) -> None:
        needing = catalogue(relation("fee", "requires", "calls"))
        results = results_of(needing, fee=70)
        results["calls"] = result("calls", "starts", may_lead=False)
        choice = layers(needing, results)
        assert choice["paid"].chosen == "fee"
        assert choice["starts"].chosen == "waits"
        assert choice["starts"].also == ("calls",)

    @pytest.mark.parametrize(
        "type_", ["tension", "synergy", "complements", "exclusive", "requires_soft", "evolves_to"]
    )
    def test_other_relations_leave_every_combination(self, type_: str) -> None:
        related = catalogue(relation("fee", type_, "robot"))
        picked = chosen(related, fee=70, robot=60)
        assert (picked["paid"], picked["answered"]) == ("fee", "robot")


class TestCompanions:
    def test_what_a_model_requires_or_contains_belongs_to_the_design(self) -> None:
        related = catalogue(
            relation("fee", "contains", "trial"), relation("many_ways", "requires", "self_help")
        )
        choice = layers(related, results_of(related, fee=70, many_ways=60))
        assert choice["paid"].also == ("trial",)
        assert choice["answered"].also == ("self_help",)

    def test_what_is_chosen_anyway_is_not_said_twice(self) -> None:
        related = catalogue(relation("fee", "requires", "robot"))
        choice = layers(related, results_of(related, fee=70, robot=60))
        assert choice["answered"].chosen == "robot"
        assert choice["answered"].also == ()

    @pytest.mark.parametrize("ends", [("fee", "trial"), ("trial", "fee")])
    def test_what_excludes_the_chosen_model_is_a_step_before_it_not_beside_it(
        self, ends: tuple[str, str]
    ) -> None:
        related = catalogue(
            relation("fee", "requires", "trial"), relation(ends[0], "exclusive", ends[1])
        )
        assert layers(related, results_of(related, fee=70))["paid"].also == ()

    def test_a_contained_model_that_is_excluded_or_ruled_out_stays_out(self) -> None:
        related = catalogue(relation("fee", "contains", "trial"))
        results = results_of(related, fee=70)
        choice = layers(related, results, rule_out("trial"))
        assert (choice["paid"].chosen, choice["paid"].also) == ("fee", ())
        results["trial"] = result("trial", "paid", status="excluded")
        assert layers(related, results)["paid"].also == ()

    def test_a_contained_channel_is_left_to_the_choice_of_channels(self) -> None:
        related = catalogue(relation("fee", "contains", "phone"))
        choice = layers(related, results_of(related, fee=70))
        assert choice["where"].also == ()

    def test_the_floor_of_a_layer_stays_beside_the_chosen_model(self) -> None:
        assert layers(PLAIN, results_of(PLAIN, calls=60))["starts"].also == ("waits",)
        assert layers(PLAIN, results_of(PLAIN))["starts"].also == ()


class TestRunnerUp:
    def test_it_is_the_best_rival_and_the_lead_is_the_points_between(self) -> None:
        choice = layers(PLAIN, results_of(PLAIN, robot=70, self_help=60.5, desk=40))["answered"]
        assert (choice.runner_up, choice.lead) == ("self_help", 9_500_000)
        assert not choice.at_baseline

    def test_a_baseline_may_stay_behind_a_rival_that_missed_the_threshold(self) -> None:
        choice = layers(PLAIN, results_of(PLAIN, fee=53))["paid"]
        assert choice.at_baseline
        assert (choice.runner_up, choice.lead) == ("fee", -3_000_000)

    def test_what_may_not_lead_or_is_ruled_out_is_no_rival(self) -> None:
        results = results_of(PLAIN, fee=70, self_help=45)
        results["robot"] = result("robot", "answered", 49, may_lead=False)
        choice = layers(PLAIN, results, rule_out("trial"))
        assert choice["answered"].runner_up == "self_help"
        assert choice["paid"].runner_up == "sale"

    def test_the_margin_is_what_it_takes_to_turn_the_decision(self) -> None:
        choice = layers(PLAIN, results_of(PLAIN, fee=53, robot=70, self_help=60, desk=55))
        assert choice["paid"].margin == 2 * MICRO
        assert choice["answered"].margin == 10 * MICRO
        assert layers(PLAIN, results_of(PLAIN, fee=58, trial=51))["paid"].margin == 3 * MICRO


class TestFirstPhase:
    def staged(self, *starts: str | None) -> Catalogue:
        prepare = task("prepare", "analyse_needs")
        cautions = [
            caution(f"G{n}", {"level": "c", "at_most": 2}, prepare, start)
            for n, start in enumerate(starts)
        ]
        return catalogue(robot={"cautions": cautions})

    def phase(
        self, catalogue_: Catalogue, state: Any, *constraints: Constraint, **gone: Status
    ) -> str | None:
        results = results_of(catalogue_, robot=70)
        found = [CautionResult(c.id, state, ()) for c in catalogue_.models["robot"].cautions]
        results["robot"] = result("robot", "answered", 70, cautions=tuple(found))
        for id_, status in gone.items():
            results[id_] = result(id_, "answered", status=status)
        return layers(catalogue_, results, *constraints)["answered"].first_phase

    def test_a_caution_that_applies_names_what_to_start_with(self) -> None:
        assert self.phase(self.staged(None, "desk", "self_help"), "broken") == "desk"

    def test_one_that_only_may_apply_names_nothing(self) -> None:
        assert self.phase(self.staged("desk"), "open") is None

    def test_nobody_starts_with_what_is_excluded_or_ruled_out(self) -> None:
        assert self.phase(self.staged("desk"), "broken", rule_out("desk")) is None
        staged = self.staged("self_help", "desk")
        assert self.phase(staged, "broken", self_help="excluded") == "desk"


class TestConstraints:
    def test_what_is_kept_is_chosen_whatever_it_scores_and_its_cost_is_told(self) -> None:
        found = design(PLAIN, results_of(PLAIN, fee=70, trial=60), keep("trial"))
        assert found.layers["paid"].chosen == "trial"
        assert costs(found) == {"keep_trial": 10}

    def test_what_is_kept_is_chosen_even_where_it_may_not_lead_and_says_so(self) -> None:
        results = results_of(PLAIN)
        broken = RuleResult("V1", "excludes", "broken", ())
        met = RuleResult("V2", "excludes", "met", ())
        results["trial"] = result("trial", "paid", 30, status="excluded", rules=(broken, met))
        found = design(PLAIN, results, keep("trial"))
        assert found.layers["paid"].chosen == "trial"
        assert found.constraints[0].against == ("V1",)

    def test_keeping_what_would_be_chosen_anyway_costs_nothing(self) -> None:
        found = design(PLAIN, results_of(PLAIN, fee=70), keep("fee"), rule_out("robot"))
        assert costs(found) == {"keep_fee": 0, "no_robot": 0}

    def test_what_is_ruled_out_is_not_chosen_and_its_cost_is_told(self) -> None:
        found = design(PLAIN, results_of(PLAIN, fee=70, trial=60), rule_out("fee"))
        assert found.layers["paid"].chosen == "trial"
        assert costs(found) == {"no_fee": 10}

    def test_the_baseline_can_be_ruled_out(self) -> None:
        found = design(PLAIN, results_of(PLAIN, fee=40, trial=41), rule_out("sale"))
        assert found.layers["paid"].chosen == "trial"
        assert costs(found) == {"no_sale": 14}

    def test_each_of_two_constraints_costs_what_would_be_gained_without_it(self) -> None:
        results = results_of(PLAIN, fee=70, robot=60, self_help=58)
        found = design(PLAIN, results, rule_out("fee"), rule_out("robot"))
        assert costs(found) == {"no_fee": 15, "no_robot": 2}

    def test_keeping_a_channel_costs_the_model_it_is_in_conflict_with(self) -> None:
        conflicting = catalogue(relation("fee", "conflict", "counter"))
        found = design(conflicting, results_of(conflicting, fee=70), keep("counter"))
        assert found.layers["paid"].chosen == "sale"
        assert costs(found) == {"keep_counter": 15}
        assert [(c.channel, c.reason) for c in found.channels] == [("counter", "kept")]

    def test_a_constraint_without_which_nothing_is_left_costs_nothing(self) -> None:
        results = results_of(PLAIN)
        for id_ in ("fee", "trial"):
            results[id_] = result(id_, "paid", status="excluded")
        found = design(PLAIN, results, keep("fee"), rule_out("sale"))
        assert found.layers["paid"].chosen == "fee"
        assert costs(found) == {"keep_fee": 0, "no_sale": 0}

    @pytest.mark.parametrize(
        ("until", "paid", "active"),
        [("2026-01-14", "fee", False), ("2026-01-15", "sale", True), (None, "sale", True)],
    )
    def test_a_constraint_holds_to_the_end_of_its_last_day(
        self, until: str | None, paid: str, active: bool
    ) -> None:
        results = results_of(PLAIN, fee=70)
        found = design(PLAIN, results, rule_out("fee", "trial", until=until))
        assert found.layers["paid"].chosen == paid
        assert found.constraints[0].active is active
        assert costs(found) == {"no_fee": 15 if active else 0}

    @pytest.mark.parametrize(
        "constraints",
        [
            [rule_out("waits", "calls")],
            [keep("fee"), keep("robot")],
            [keep("calls"), rule_out("self_help")],
            [keep("trial"), rule_out("trial")],
            [keep("phone"), keep("many_ways")],
        ],
    )
    def test_constraints_that_leave_no_coherent_design_are_refused(
        self, constraints: list[Constraint]
    ) -> None:
        related = catalogue(
            relation("fee", "conflict", "robot"),
            relation("calls", "requires", "self_help"),
            relation("many_ways", "conflict", "phone"),
        )
        with pytest.raises(WrongUseError) as error:
            design(related, results_of(related), *constraints)
        assert [problem.code for problem in error.value.problems] == ["E303"]
        assert error.value.exit_code == 2


class TestObligations:
    def test_a_channel_the_law_demands_bars_the_model_in_conflict_with_it(self) -> None:
        law = obligation("law", {"level": "c", "at_least": 4}, channels=["counter"])
        related = catalogue(relation("fee", "conflict", "counter"), obligations=[law])
        results = results_of(related, fee=70)
        demanded = design(related, results, facts=Facts(levels={"c": Span(4, 5)}))
        assert demanded.layers["paid"].chosen == "sale"
        assert [(c.channel, c.reason) for c in demanded.channels] == [("counter", "obligation")]
        unsure = design(related, results, facts=Facts(levels={"c": Span(1, 5)}))
        assert unsure.layers["paid"].chosen == "fee"
        assert [(o.obligation, o.state) for o in unsure.obligations] == [("law", "open")]

    def test_an_obligation_never_changes_what_was_chosen(self) -> None:
        law = obligation("law", touches=["robot"], one_of_channels=["phone"])
        obliged = catalogue(obligations=[law])
        found = design(obliged, results_of(obliged, robot=60))
        assert found.layers["answered"].chosen == "robot"
        assert [c.channel for c in found.channels] == ["phone"]

    def test_one_that_touches_a_companion_brings_its_channel(self) -> None:
        law = obligation("law", touches=["self_help"], one_of_channels=["phone"])
        related = catalogue(relation("robot", "requires", "self_help"), obligations=[law])
        found = design(related, results_of(related, robot=60))
        assert found.layers["answered"].also == ("self_help",)
        assert [o.obligation for o in found.obligations] == ["law"]
        assert [c.channel for c in found.channels] == ["phone"]

    def test_one_that_touches_a_channel_brings_its_own_beside_it(self) -> None:
        law = obligation("law", touches=["counter"], one_of_channels=["phone"])
        obliged = catalogue(obligations=[law])
        found = design(obliged, results_of(obliged, counter=70))
        assert [o.obligation for o in found.obligations] == ["law"]
        assert {c.channel for c in found.channels} == {"counter", "phone"}

    def test_one_that_touches_nothing_of_the_design_stays_out(self) -> None:
        law = obligation("law", touches=["robot"], channels=["phone"])
        obliged = catalogue(obligations=[law])
        found = design(obliged, results_of(obliged))
        assert found.obligations == ()
        assert [c.reason for c in found.channels] == ["fallback"]


def test_tensions_are_told_where_both_ends_are_in_the_design() -> None:
    related = catalogue(
        relation("fee", "tension", "robot"),
        relation("robot", "tension", "email"),
        relation("trial", "tension", "robot"),
    )
    found = design(related, results_of(related, fee=70, robot=60))
    assert found.tensions == (("fee", "robot"), ("robot", "email"))


def test_the_next_best_designs_come_in_order_with_what_differs_and_how_far_behind() -> None:
    points = {"fee": 70, "robot": 60, "self_help": 58, "calls": 57, "many_ways": 40}
    found = design(PLAIN, results_of(PLAIN, **points))
    assert [(dict(n.differs), n.gap) for n in found.next_best] == [
        ({"answered": "self_help"}, 2 * MICRO),
        ({"starts": "waits"}, 7 * MICRO),
        ({"starts": "waits", "answered": "self_help"}, 9 * MICRO),
    ]


def test_the_parts_of_a_design_are_named_once_with_the_chosen_first() -> None:
    related = catalogue(relation("fee", "requires", "self_help"))
    found = design(related, results_of(related, fee=70, calls=60))
    assert found.parts == ("fee", "calls", "desk", "one_way", "waits", "self_help", "email")


# The same rules once more, said by what must hold of a combination and by nothing else.


def is_allowed(
    picked: dict[str, str],
    results: dict[str, ModelResult],
    relations: Iterable[Relation],
    channels: set[str],
    kept: set[str],
    out: set[str],
) -> bool:
    parts = {*picked.values(), *channels}
    gone = {id_ for id_, each in results.items() if each.status == "excluded"} | out
    for layer_, id_ in picked.items():
        kept_here = kept & set(MEMBERS[layer_])
        leads = id_ == BASELINES[layer_] or results[id_].may_lead
        if (kept_here and id_ not in kept_here) or (not kept_here and (id_ in out or not leads)):
            return False
    for each in relations:
        ends = {each.origin, each.target}
        if each.type == "conflict" and ends <= parts and ends & set(picked.values()):
            return False
        needed = each.type == "requires" and each.origin in picked.values()
        if needed and each.target not in parts and each.target in gone:
            return False
    return True


def value_of(picked: dict[str, str], results: dict[str, ModelResult]) -> int:
    return sum(
        results[id_].micro - results[BASELINES[layer_]].micro - THRESHOLDS[layer_] * MICRO
        for layer_, id_ in picked.items()
        if id_ != BASELINES[layer_]
    )


IDS = [id_ for ids in MEMBERS.values() for id_ in ids]
ends = st.tuples(st.sampled_from([*IDS, *CHANNELS]), st.sampled_from([*IDS, *CHANNELS]))
some_relations = st.lists(
    st.tuples(ends.filter(lambda e: e[0] != e[1]), st.sampled_from(["conflict", "requires"])),
    max_size=6,
)
standing = st.tuples(
    st.integers(44, 60), st.sampled_from([("clear", True), ("clear", False), ("excluded", False)])
)


@settings(max_examples=150)
@drawn(
    some_relations,
    st.fixed_dictionaries(dict.fromkeys([*IDS, *CHANNELS], standing)),
    st.sets(st.sampled_from(CHANNELS), max_size=2),
    st.sets(st.sampled_from(IDS), max_size=2),
    st.sets(st.sampled_from(IDS), max_size=3),
)
def test_the_enumeration_is_that_of_trying_everything(
    drawn_relations: list[tuple[tuple[str, str], str]],
    standings: dict[str, tuple[int, tuple[Status, bool]]],
    channels: set[str],
    kept: set[str],
    out: set[str],
) -> None:
    relations = [relation(a, type_, b) for (a, b), type_ in drawn_relations]
    catalogue_ = catalogue(*relations)
    results = {
        id_: result(id_, catalogue_.models[id_].layer, points, status=status, may_lead=leads)
        for id_, (points, (status, leads)) in standings.items()
    }
    out -= kept
    everything = [
        picked
        for ids in product(*MEMBERS.values())
        for picked in [dict(zip(MEMBERS, ids, strict=True))]
        if kept <= set(ids) and is_allowed(picked, results, relations, channels, kept, out)
    ]
    limits = Limits(frozenset(kept), frozenset(out))
    if not everything:
        with pytest.raises(WrongUseError):
            combinations(catalogue_, results, channels, limits)
        return
    found = combinations(catalogue_, results, channels, limits).best
    ordered = sorted(
        everything,
        key=lambda p: (
            -value_of(p, results),
            sum(p[layer_] != base for layer_, base in BASELINES.items()),
            tuple(p.values()),
        ),
    )
    expected = ordered[: len(found)]
    assert len(found) == min(4, len(ordered))
    assert [dict(combination.chosen) for combination in found] == expected
    assert [combination.value for combination in found] == [value_of(p, results) for p in expected]
    told = layer_choices(catalogue_, results, found[0], limits)
    assert {layer_: choice.chosen for layer_, choice in told.items()} == expected[0]
