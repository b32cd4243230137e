from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from svcmodel.domain.conditions import Facts, Span, Truth, criteria_in, evaluate, questions_in
from tests.builders import RefusedError, condition

TRUE: dict[str, Any] = {"all": []}
FALSE: dict[str, Any] = {"any": []}
OPEN: dict[str, Any] = {"answer": "never_answered", "equals": 1}
AS_DATA = {True: TRUE, False: FALSE, None: OPEN}
ORDER: dict[Truth, int] = {False: 0, None: 1, True: 2}
TRUTHS: tuple[Truth, ...] = (True, False, None)


def truth(data: dict[str, Any], **facts: Any) -> Truth:
    return evaluate(condition(data), Facts(**facts))


def answered(comparison: dict[str, Any], value: Any) -> Truth:
    return truth({"answer": "q", **comparison}, answers={"q": value})


@pytest.mark.parametrize(("one", "other"), list(product(TRUTHS, repeat=2)))
def test_all_is_the_least_of_its_parts_and_any_the_greatest(one: Truth, other: Truth) -> None:
    parts = [AS_DATA[one], AS_DATA[other]]
    assert truth({"all": parts}) is min(one, other, key=ORDER.__getitem__)
    assert truth({"any": parts}) is max(one, other, key=ORDER.__getitem__)


@pytest.mark.parametrize(("part", "expected"), [(True, False), (False, True), (None, None)])
def test_not_turns_what_is_known_and_leaves_open_what_is_not(part: Truth, expected: Truth) -> None:
    assert truth({"not": AS_DATA[part]}) is expected


def test_all_of_nothing_is_true_and_any_of_nothing_is_false() -> None:
    assert truth(TRUE) is True
    assert truth(FALSE) is False


@pytest.mark.parametrize("parts", list(product(TRUTHS, repeat=2)))
def test_de_morgan_holds_with_open_parts(parts: tuple[Truth, Truth]) -> None:
    plain = [AS_DATA[part] for part in parts]
    negated = [{"not": part} for part in plain]
    assert truth({"not": {"all": plain}}) is truth({"any": negated})


@pytest.mark.parametrize(
    ("comparison", "span", "expected"),
    [
        ({"at_least": 3}, (3, 3), True),
        ({"at_least": 3}, (2, 2), False),
        ({"at_least": 3}, (3, 5), True),
        ({"at_least": 3}, (1, 2), False),
        ({"at_least": 3}, (2, 3), None),
        ({"at_most": 2}, (1, 2), True),
        ({"at_most": 2}, (3, 5), False),
        ({"at_most": 2}, (2, 4), None),
        ({"equals": 4}, (4, 4), True),
        ({"equals": 4}, (3, 5), None),
        ({"equals": 4}, (1, 3), False),
        ({"in": [1, 2]}, (1, 2), True),
        ({"in": [1, 5]}, (2, 4), False),
        ({"in": [1, 5]}, (1, 5), None),
        ({"at_least": 2, "at_most": 4}, (2, 4), True),
        ({"at_least": 2, "at_most": 4}, (5, 5), False),
        ({"at_least": 2, "at_most": 4}, (4, 5), None),
        ({"at_least": 1}, (1, 5), True),
    ],
)
def test_a_span_decides_only_where_all_its_levels_agree(
    comparison: dict[str, Any], span: tuple[int, int], expected: Truth
) -> None:
    assert truth({"level": "c", **comparison}, levels={"c": Span(*span)}) is expected


COMPARISONS: list[dict[str, Any]] = [
    {"equals": 1},
    {"at_least": 1},
    {"at_most": 5},
    {"in": [1, 2, 3, 4, 5]},
]


@pytest.mark.parametrize("comparison", COMPARISONS)
@pytest.mark.parametrize("subject", ["level", "answer"])
def test_what_does_not_apply_makes_every_comparison_false(
    subject: str, comparison: dict[str, Any]
) -> None:
    data = {subject: "x", **comparison}
    facts: dict[str, Any] = {f"{subject}s": {"x": None}}
    assert truth(data, **facts) is False
    assert truth({"not": data}, **facts) is True


@pytest.mark.parametrize("comparison", [{"equals": 3}, {"at_least": 2}, {"in": [1, 2]}])
@pytest.mark.parametrize("subject", ["level", "answer"])
def test_what_is_unknown_leaves_a_comparison_open(subject: str, comparison: dict[str, Any]) -> None:
    data = {subject: "x", **comparison}
    assert truth(data) is None
    assert truth({"not": data}) is None


def test_an_open_part_decides_nothing_that_the_others_decide() -> None:
    level = {"level": "c", "at_least": 4}
    assert truth({"any": [OPEN, level]}, levels={"c": Span(4, 5)}) is True
    assert truth({"all": [OPEN, level]}, levels={"c": Span(1, 3)}) is False


@pytest.mark.parametrize(
    ("comparison", "value", "expected"),
    [
        ({"in": ["ES", "PT"]}, ("FR", "PT"), True),
        ({"in": ["ES", "PT"]}, ("FR",), False),
        ({"equals": "FR"}, ("ES", "FR"), True),
        ({"equals": "FR"}, ("ES",), False),
        ({"in": ["ES"]}, (), False),
        ({"in": ["public", "internal"]}, "internal", True),
        ({"in": ["public", "internal"]}, "company", False),
        ({"in": [1, 2]}, 2, True),
        ({"in": [1, 2]}, 3, False),
    ],
)
def test_in_asks_whether_any_chosen_option_is_listed(
    comparison: dict[str, Any], value: Any, expected: bool
) -> None:
    assert answered(comparison, value) is expected


@pytest.mark.parametrize("said", [True, "yes"])
def test_yes_is_the_same_as_true_and_no_the_same_as_false(said: Any) -> None:
    for comparison in ({"equals": "yes"}, {"equals": True}, {"in": ["yes"]}):
        assert answered(comparison, said) is True
    for comparison in ({"equals": "no"}, {"equals": False}, {"in": ["no"]}):
        assert answered(comparison, said) is False


@pytest.mark.parametrize("said", [False, "no"])
def test_no_is_false_whichever_way_it_was_said(said: Any) -> None:
    assert answered({"equals": False}, said) is True
    assert answered({"equals": "no"}, said) is True
    assert answered({"equals": "yes"}, said) is False


@pytest.mark.parametrize(
    ("comparison", "value", "expected"),
    [
        ({"at_least": 250}, 250, True),
        ({"at_least": 250}, 249.5, False),
        ({"at_most": 49}, 49.0, True),
        ({"at_least": 10, "at_most": 49}, 60, False),
        ({"equals": 3}, 3.0, True),
    ],
)
def test_figures_are_compared_with_both_ends_included(
    comparison: dict[str, Any], value: Any, expected: bool
) -> None:
    assert answered(comparison, value) is expected


@pytest.mark.parametrize("value", ["many", True, False])
def test_what_is_no_number_is_neither_above_nor_below_one(value: Any) -> None:
    assert answered({"at_least": 0}, value) is False
    assert answered({"at_most": 9}, value) is False


def test_what_a_condition_looks_at_is_found_at_any_depth() -> None:
    deep = condition(
        {
            "all": [
                {"any": [{"level": "a", "equals": 1}, {"answer": "q", "equals": "x"}]},
                {"not": {"all": [{"level": "b", "at_most": 2}, {"answer": "r", "in": ["y"]}]}},
            ]
        }
    )
    assert list(criteria_in(deep)) == ["a", "b"]
    assert list(questions_in(deep)) == ["q", "r"]


@pytest.mark.parametrize(
    "data",
    [
        {"levels": "a", "equals": 1},
        {"level": "a", "above": 1},
        {"level": "a", "equals": "high"},
        {"all": {"level": "a", "equals": 1}},
        {"all": [], "any": []},
        {},
    ],
)
def test_what_is_not_in_the_grammar_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(RefusedError):
        condition(data)
