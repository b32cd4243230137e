from __future__ import annotations

from typing import Any

import pytest

from svcmodel.domain.assessment import CautionResult, RuleResult, RuleState, Status
from svcmodel.domain.conditions import Facts, Span
from svcmodel.domain.models import RuleEffect, ServiceModel
from svcmodel.scoring.rules import (
    caution_results,
    may_lead,
    obligation_results,
    obligation_state,
    readiness,
    rule_results,
    status,
)
from tests.builders import DAY, caution, model, obligation, requirement, task

LOW: dict[str, Any] = {"level": "c", "at_most": 2}
EITHER: dict[str, Any] = {
    "any": [{"level": "c", "equals": 1}, {"answer": "q", "equals": "x"}, {"level": "c", "in": [2]}]
}


def at(low: int, high: int | None = None) -> Facts:
    return Facts(levels={"c": Span(low, high or low)})


def state(rule: str, state_: RuleState, effect: RuleEffect = "excludes") -> RuleResult:
    return RuleResult(rule, effect, state_, ())


MODEL: ServiceModel = model(
    "m",
    "only",
    requirements=[requirement("R1", LOW), requirement("R2", EITHER, "not_as_lead")],
    cautions=[
        caution("G1", LOW, task("prepare", "analyse_needs")),
        caution("G2", {"answer": "q", "equals": "x"}, task("look", "select_model")),
    ],
)


@pytest.mark.parametrize(
    ("facts", "states"),
    [
        (at(2), ["broken", "broken"]),
        (at(3), ["met", "open"]),
        (at(2, 3), ["open", "open"]),
        (Facts(), ["open", "open"]),
        (Facts(levels={"c": None}, answers={"q": "y"}), ["met", "met"]),
    ],
)
def test_a_requirement_is_met_broken_or_open(facts: Facts, states: list[str]) -> None:
    assert [rule.state for rule in rule_results(MODEL, facts)] == states


def test_a_result_names_what_was_looked_at_each_once() -> None:
    first, second = rule_results(MODEL, Facts())
    assert first == RuleResult("R1", "excludes", "open", ("c",))
    assert second.because == ("c", "q")
    assert second.effect == "not_as_lead"


def test_only_the_cautions_that_apply_or_may_apply_are_told() -> None:
    assert caution_results(MODEL, Facts(levels={"c": Span(2, 2)}, answers={"q": "y"})) == (
        CautionResult("G1", "broken", ("c",)),
    )
    assert caution_results(MODEL, at(3)) == (CautionResult("G2", "open", ("q",)),)


@pytest.mark.parametrize(
    ("rules", "expected", "leads"),
    [
        ([], "clear", True),
        ([state("a", "met")], "clear", True),
        ([state("a", "open")], "possible", True),
        ([state("a", "open"), state("b", "broken")], "excluded", False),
        ([state("a", "broken", "not_as_lead")], "clear", False),
        ([state("a", "open", "not_as_lead")], "clear", True),
        ([state("a", "broken", "never_alone")], "clear", True),
    ],
)
def test_unknown_never_excludes_and_only_a_broken_rule_bars_the_lead(
    rules: list[RuleResult], expected: Status, leads: bool
) -> None:
    assert status(rules) == expected
    assert may_lead(rules) is leads


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([], "ready"),
        (["open"], "check"),
        (["open", "broken"], "prepare"),
        (["broken"], "prepare"),
    ],
)
def test_readiness_is_that_of_the_worst_caution(states: list[RuleState], expected: str) -> None:
    assert readiness(CautionResult("G", each, ()) for each in states) == expected


class TestObligations:
    @pytest.mark.parametrize(
        ("until", "expected"), [("2026-01-14", False), ("2026-01-15", True), (None, True)]
    )
    def test_an_obligation_ends_after_its_last_day(self, until: str | None, expected: bool) -> None:
        assert obligation_state(obligation("o", until=until), Facts(), DAY) is expected

    def test_a_plan_prepares_for_an_obligation_that_begins_later(self) -> None:
        later: dict[str, Any] = {"from": "2026-12-28"}
        coming = obligation("o", **later)
        assert obligation_state(coming, Facts(), DAY) is True

    def test_a_missing_fact_leaves_it_open_and_is_named(self) -> None:
        asks = obligation("o", {"answer": "countries", "in": ["ES"]}, channels=["phone"])
        (told,) = obligation_results([asks], Facts(), DAY, [])
        assert (told.state, told.because, told.channels) == ("open", ("countries",), ("phone",))

    def test_one_that_does_not_apply_is_not_told(self) -> None:
        asks = obligation("o", {"answer": "countries", "in": ["ES"]})
        assert obligation_results([asks], Facts(answers={"countries": ("PT",)}), DAY, []) == ()

    @pytest.mark.parametrize(("parts", "told"), [(["bot", "desk"], 1), (["desk"], 0), ([], 0)])
    def test_one_that_touches_models_concerns_only_designs_with_them(
        self, parts: list[str], told: int
    ) -> None:
        touching = obligation("o", touches=["bot", "voice_menu"])
        assert len(obligation_results([touching], Facts(), DAY, parts)) == told
