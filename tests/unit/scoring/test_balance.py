"""How balanced a small catalogue is: what never wins, what is a twin, what decides nothing."""

from __future__ import annotations

from collections import Counter

from svcmodel.domain.balance import Balance, Counted
from svcmodel.domain.catalogue import Catalogue
from svcmodel.scoring.balance import balance
from svcmodel.scoring.by_levels import level_decider
from svcmodel.scoring.random_companies import UNKNOWN, random_companies
from tests.builders import DAY, catalogue_of, criterion, layer, model, requirement
from tests.unit.scoring.cases import case, small_catalogue

COMPANIES = 400


def balanced(catalogue: Catalogue, *levels: int, companies: int = COMPANIES) -> Balance:
    """The balance with a case for each level of the criterion a."""
    cases = [case(f"case_{n}", a=level, b=3) for n, level in enumerate(levels)]
    return balance(catalogue, cases, companies=companies, on=DAY)


def counted(found: Balance, model: str) -> tuple[Counted, Counted]:
    all_models = [each for layer in found.layers for each in layer.models]
    each = next(each for each in all_models if each.model == model)
    return each.companies, each.cases


class TestLayers:
    def test_cases_are_counted_by_what_is_advised(self) -> None:
        found = balanced(small_catalogue(), 5, 5, 4, 1)
        assert counted(found, "fee")[1] == (2, 0, 0)
        assert counted(found, "sale")[1] == (2, 0, 0)
        assert counted(found, "desk")[1] == (1, 0, 0)

    def test_every_company_is_advised_one_model_of_each_layer(self) -> None:
        for each in balanced(small_catalogue(), 3).layers:
            assert sum(model.companies.chosen for model in each.models) == COMPANIES

    def test_who_is_excluded_or_barred_is_told_apart(self) -> None:
        catalogue = catalogue_of(
            layers=[layer("commercial", "sale")],
            criteria=[criterion("a"), criterion("b")],
            models=[
                model("sale", "commercial", kind="baseline"),
                model(
                    "fee",
                    "commercial",
                    effects={"a": (2, "both")},
                    requirements=[
                        requirement("R1", {"level": "a", "equals": 5}),
                        requirement("R2", {"level": "a", "equals": 4}, "not_as_lead"),
                        requirement("R3", {"level": "a", "equals": 1}, "never_alone"),
                    ],
                ),
            ],
        )
        found = balanced(catalogue, 5, 5, 4, 1, 2)
        assert counted(found, "fee")[1] == (0, 2, 1)
        assert counted(found, "fee")[0].chosen == 0
        (commercial,) = found.layers
        assert [each.model for each in commercial.models if each.never_wins] == ["fee"]


class TestLeaders:
    def test_more_than_half_is_a_finding_where_half_is_held(self) -> None:
        found = balanced(small_catalogue(), 5, 5, 3)
        told = {(each.layer, each.model): each for each in found.leaders}
        assert told["commercial", "fee"].cases == 2
        assert {each.layer for each in found.findings} == {"commercial", "delivery"}
        assert not told["where", "one_way"].is_finding

    def test_a_baseline_is_a_finding_too_and_half_is_none(self) -> None:
        assert ("commercial", "sale") in {
            (each.layer, each.model) for each in balanced(small_catalogue(), 3).findings
        }
        halves = balanced(small_catalogue(), 5, 1)
        assert halves.findings == ()


class TestIdle:
    def test_a_criterion_without_effect_is_idle(self) -> None:
        found = balanced(small_catalogue(), 5)
        assert found.idle == (("idle", 0, 0),)

    def test_a_criterion_that_turns_no_layer_is_idle_though_it_has_an_effect(self) -> None:
        catalogue = catalogue_of(
            layers=[layer("paid", "sale", threshold=20)],
            criteria=[criterion("a"), criterion("b"), criterion("idle")],
            models=[
                model("sale", "paid", kind="baseline"),
                model("fee", "paid", effects={"a": (2, "both")}),
                model(
                    "other",
                    "paid",
                    requirements=[requirement("R1", {"level": "b", "equals": 5})],
                ),
            ],
        )
        found = balanced(catalogue, 5)
        assert found.idle == (("a", 1, 0), ("b", 0, 1), ("idle", 0, 0))


class TestDominated:
    def test_a_twin_is_dominated_by_its_twin_and_nobody_else_is(self) -> None:
        layers = [layer("paid", "sale")]
        always = [model("sale", "paid", kind="baseline"), model("email", "paid", kind="channel")]
        fee = model("fee", "paid", effects={"a": (2, "both")})
        twin = model("twin", "paid", effects={"a": (2, "both")})
        criteria = [criterion("a"), criterion("b")]
        alike = catalogue_of(layers=layers, criteria=criteria, models=[*always, fee, twin])
        assert balanced(alike, 5).dominated == (("fee", "twin", True), ("twin", "fee", True))
        other = model("other", "paid", effects={"a": (-1, "both")})
        unlike = catalogue_of(layers=layers, criteria=criteria, models=[*always, fee, other])
        assert balanced(unlike, 5).dominated == ()

    def test_one_that_is_behind_in_all_that_was_tried_is_told_as_tried(self) -> None:
        catalogue = small_catalogue()
        found = balance(catalogue, [case("x", a=5, b=5)], companies=0, on=DAY)
        assert ("desk", "self_help", False) in found.dominated
        assert not any(each.is_proved for each in found.dominated)


class TestCompanies:
    def test_the_same_seed_draws_the_same_companies_and_another_draws_others(self) -> None:
        table = level_decider(small_catalogue(), DAY).table
        first = list(random_companies(table, 50, seed=1))
        assert first == list(random_companies(table, 50, seed=1))
        assert first != list(random_companies(table, 50, seed=2))

    def test_levels_are_as_frequent_as_in_the_reference_population(self) -> None:
        frequencies = {"a": (0, 9, 19, 39, 29), "b": (0, 0, 0, 0, 0)}
        table = level_decider(small_catalogue(frequencies=frequencies), DAY).table
        drawn = list(random_companies(table, 20_000))
        for id_, shares in (("a", (1, 10, 20, 40, 30)), ("b", (1, 1, 1, 1, 1))):
            levels = Counter(company.get(id_, 0) for company in drawn)
            unknown = levels.pop(0)
            assert abs(unknown / len(drawn) - UNKNOWN / 1_000_000) < 0.01
            for level, share in enumerate(shares, start=1):
                assert abs(levels[level] / levels.total() - share / sum(shares)) < 0.015
