"""Deciding by levels alone gives what the whole advice gives."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svcmodel.domain.catalogue import Catalogue
from svcmodel.scoring.by_levels import LevelDecider, Levels, level_decider, sheet_of_levels
from svcmodel.scoring.decide import decide
from svcmodel.sources.catalogue_files import load_catalogue
from tests.builders import DAY, catalogue_of, criterion, layer, model, obligation, relation
from tests.builders import requirement as rule

SHIPPED = load_catalogue()


def some_levels(catalogue: Catalogue) -> st.SearchStrategy[dict[str, int | None]]:
    """Levels of some criteria; None where one does not apply."""
    level = st.none() | st.integers(1, 5)
    return st.fixed_dictionaries({}, optional=dict.fromkeys(catalogue.criteria, level))


def assert_agree(decider: LevelDecider, levels: Levels) -> None:
    quick = decider.outcome(levels)
    whole = decide(decider.catalogue, {}, sheet_of_levels(levels), DAY)
    assert quick.scores == {result.id: result.micro for result in whole.results}
    assert quick.excluded == {r.id for r in whole.results if r.status == "excluded"}
    assert quick.barred == {r.id for r in whole.results if not r.may_lead}
    chosen = [choice.chosen for choice in whole.design.layers.values()]
    assert list(quick.chosen) == chosen


@pytest.fixture(scope="module")
def shipped_decider() -> LevelDecider:
    return level_decider(SHIPPED, DAY)


@settings(max_examples=60)
@given(levels=some_levels(SHIPPED))
def test_on_the_shipped_catalogue(levels: Mapping[str, int | None]) -> None:
    assert_agree(level_decider(SHIPPED, DAY), levels)


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_where_every_criterion_is_on_one_level(shipped_decider: LevelDecider, level: int) -> None:
    assert_agree(shipped_decider, dict.fromkeys(SHIPPED.criteria, level))


def quarrelsome() -> Catalogue:
    """Twins that tie, a model that needs another, conflicts, and a channel an obligation brings."""
    return catalogue_of(
        layers=[layer("paid", "sale"), layer("answered", "desk")],
        criteria=[criterion("a"), criterion("b")],
        models=[
            model("sale", "paid", kind="baseline"),
            model("fee", "paid", effects={"a": (2, "both")}),
            model("twin", "paid", effects={"a": (2, "both")}),
            model("desk", "answered", kind="baseline"),
            model(
                "robot",
                "answered",
                effects={"a": (1, "both")},
                requirements=[rule("R1", {"level": "b", "equals": 1})],
            ),
            model("help", "answered", effects={"a": (1, "high")}),
            model("email", "answered", kind="channel"),
            model("phone", "answered", kind="channel"),
        ],
        relations=[
            relation("fee", "requires", "robot"),
            relation("twin", "conflict", "help"),
            relation("twin", "conflict", "phone"),
        ],
        obligations=[
            obligation("O1", {"level": "b", "at_least": 4}, channels=["phone"]),
            obligation("O2", {"answer": "country", "equals": "ES"}, channels=["email"]),
        ],
    )


@given(levels=some_levels(quarrelsome()))
def test_with_ties_conflicts_and_prerequisites(levels: Mapping[str, int | None]) -> None:
    assert_agree(level_decider(quarrelsome(), DAY), levels)
