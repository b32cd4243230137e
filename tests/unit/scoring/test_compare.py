"""Two results compared: each change is counted with the step it comes from, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from svcmodel.domain.answers import AnswerSheet
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.comparison import STEPS, Comparison, LayerComparison, Step
from svcmodel.domain.conditions import Span
from svcmodel.domain.questions import Question, Questionnaire
from svcmodel.errors import WrongUseError
from svcmodel.scoring.compare import compare
from svcmodel.scoring.compare_stages import Side
from svcmodel.scoring.decide import decide
from tests.builders import (
    DAY,
    given,
    keep,
    model,
    obligation,
    questionnaire_of,
    requirement,
    rule_out,
    sheet_of,
)

LATER = "2027-06-01"
BUSY = (given("volume", 20_000), given("digital", 5))
QUIET = (given("volume", 5), given("digital", 1))


@pytest.fixture(scope="module")
def asked(tiny_bank: dict[str, Question]) -> Questionnaire:
    return questionnaire_of(tiny_bank)


def side(tiny: Catalogue, asked: Questionnaire, sheet: AnswerSheet, on: str = DAY) -> Side:
    return Side(tiny, asked, sheet, on)


def steps_of_points(layer: LayerComparison) -> set[Step]:
    assert layer.contest is not None
    return {step for step, micro in layer.contest.points.by.items() if micro}


def layer_of(comparison: Comparison, id_: str) -> LayerComparison:
    return next(layer for layer in comparison.layers if layer.layer == id_)


def test_two_equal_sides_differ_in_nothing(tiny: Catalogue, asked: Questionnaire) -> None:
    same = side(tiny, asked, sheet_of(*BUSY))
    told = compare(same, same)
    assert (told.steps, told.channels, told.obligations, told.answers) == ((), (), (), ())
    assert all(not any(model.score.by.values()) for model in told.models if model.score)
    assert all(layer.chosen.by == () for layer in told.layers)


def test_notes_and_grades_are_no_difference(tiny: Catalogue, asked: Questionnaire) -> None:
    one = side(tiny, asked, sheet_of(given("digital", 4)))
    other = side(tiny, asked, sheet_of(given("digital", 4, "guess")))
    assert compare(one, other).steps == ()


def test_answers_turn_a_decision_and_each_is_told_with_what_it_adds(
    tiny: Catalogue, asked: Questionnaire
) -> None:
    told = compare(side(tiny, asked, sheet_of(*QUIET)), side(tiny, asked, sheet_of(*BUSY)))
    assert told.steps == ("answers",)
    layer = layer_of(told, "answered")
    assert (layer.chosen.before, layer.chosen.after) == ("desk", "self_help")
    assert layer.chosen.by == ("answers",)
    contest = layer.contest
    assert contest is not None
    assert (contest.ahead, contest.behind) == ("self_help", "desk")
    assert contest.points.before < 0 < contest.points.after
    assert [(t.criterion, t.before, t.after) for t in contest.answers] == [
        ("digital", Span(1, 1), Span(5, 5)),
        ("volume", Span(1, 1), Span(5, 5)),
    ]
    assert sum(term.micro for term in contest.answers) == contest.points.whole
    assert [each.id for each in told.answers] == ["volume", "digital"]


def test_an_answer_that_falls_away_is_told_as_gone(tiny: Catalogue, asked: Questionnaire) -> None:
    told = compare(side(tiny, asked, sheet_of(*BUSY)), side(tiny, asked, sheet_of(BUSY[0])))
    (changed,) = told.answers
    assert (changed.id, changed.after) == ("digital", None)
    contest = layer_of(told, "answered").contest
    assert contest is not None
    assert [(t.criterion, t.after) for t in contest.answers] == [("digital", None)]


def test_weights_and_marks_are_a_step_of_their_own(tiny: Catalogue, asked: Questionnaire) -> None:
    one = side(tiny, asked, sheet_of(*BUSY))
    for more in ({"weights": {"means": 9}}, {"important": ("volume",)}):
        told = compare(one, side(tiny, asked, replace(one.sheet, **more)))
        assert told.steps == ("weights",)
        assert steps_of_points(layer_of(told, "answered")) == {"weights"}


def test_a_constraint_turns_the_choice_and_no_score(tiny: Catalogue, asked: Questionnaire) -> None:
    one = side(tiny, asked, sheet_of(*BUSY))
    bound = side(tiny, asked, replace(one.sheet, constraints=(keep("desk"),)))
    told = compare(one, bound)
    assert told.steps == ("constraints",)
    assert layer_of(told, "answered").chosen.by == ("constraints",)
    assert all(m.score and not m.score.whole for m in told.models)
    assert [(a, b and b.id) for a, b in told.constraints] == [(None, "keep_desk")]


def test_a_constraint_that_ends_and_a_law_that_ends_count_with_the_date(
    tiny: Catalogue, asked: Questionnaire
) -> None:
    lawful = replace(tiny, obligations=(obligation("old_law", until="2026-12-31"),))
    sheet = sheet_of(*BUSY, constraints=(keep("desk", until="2026-12-31"),))
    told = compare(side(lawful, asked, sheet), side(lawful, asked, sheet, LATER))
    assert told.steps == ("date",)
    assert layer_of(told, "answered").chosen.by == ("date",)
    assert [(t.id, t.before, t.after, t.by) for t in told.obligations] == [
        ("old_law", "applies", "", ("date",))
    ]


def test_a_changed_catalogue_is_the_last_step(tiny: Catalogue, asked: Questionnaire) -> None:
    stronger = model("self_help", "answered", effects={"digital": (1, "both")})
    other = replace(tiny, models={**tiny.models, "self_help": stronger})
    sheet = sheet_of(*BUSY)
    told = compare(side(tiny, asked, sheet), side(other, asked, sheet))
    assert told.steps == ("catalogue",)
    assert steps_of_points(layer_of(told, "answered")) == {"catalogue"}


def test_a_model_of_one_catalogue_only_has_no_split(tiny: Catalogue, asked: Questionnaire) -> None:
    more = replace(tiny, models={**tiny.models, "oracle": model("oracle", "answered")})
    sheet = sheet_of(*BUSY, constraints=(keep("oracle"),))
    told = compare(side(tiny, asked, replace(sheet, constraints=())), side(more, asked, sheet))
    oracle = next(m for m in told.models if m.model == "oracle")
    assert (oracle.score, oracle.rank[0]) == (None, None)
    assert oracle.rank[1] is not None
    assert layer_of(told, "answered").chosen.after == "oracle"
    assert layer_of(told, "answered").chosen.by == ("catalogue",)
    assert layer_of(told, "answered").contest is None


def test_a_status_turns_with_the_answer_behind_it(tiny: Catalogue, asked: Questionnaire) -> None:
    rule = requirement("needs_calls", {"level": "volume", "at_most": 2})
    robot = model("robot", "answered", effects={"volume": (2, "both")}, requirements=[rule])
    strict = replace(tiny, models={**tiny.models, "robot": robot})
    told = compare(side(strict, asked, sheet_of(*BUSY)), side(strict, asked, sheet_of(*QUIET)))
    found = next(m for m in told.models if m.model == "robot")
    assert (found.status.before, found.status.after) == ("clear", "excluded")
    assert found.status.by == ("answers",)
    assert found.rank[1] is None


def test_all_steps_at_once_add_up(tiny: Catalogue, asked: Questionnaire) -> None:
    one = side(tiny, asked, sheet_of(*QUIET))
    later = sheet_of(*BUSY, weights={"means": 5}, constraints=(rule_out("robot"),))
    weaker = model("self_help", "answered", effects={"digital": (1, "high")})
    changed = replace(tiny, models={**tiny.models, "self_help": weaker})
    other = side(changed, asked, later, LATER)
    told = compare(one, other)
    assert told.steps == STEPS
    ends = [
        {r.id: r.micro for r in decide(s.catalogue, asked.bank, s.sheet, s.on).results}
        for s in (one, other)
    ]
    for model_ in told.models:
        assert model_.score is not None
        assert (model_.score.before, model_.score.after) == tuple(e[model_.model] for e in ends)
        assert sum(model_.score.by.values()) == model_.score.whole


def test_a_stage_without_a_design_is_counted_with_the_next(
    tiny: Catalogue, asked: Questionnaire
) -> None:
    until = keep("desk", until="2026-12-31")
    after = keep("self_help")
    one = side(tiny, asked, sheet_of(*BUSY))
    other = side(tiny, asked, replace(one.sheet, constraints=(until, after)), LATER)
    told = compare(one, other)
    assert told.inseparable == ("constraints",)
    assert layer_of(told, "answered").chosen.after == "self_help"


def test_a_side_without_a_design_is_an_error(tiny: Catalogue, asked: Questionnaire) -> None:
    bad = side(tiny, asked, sheet_of(constraints=(keep("desk"), keep("robot"))))
    good = side(tiny, asked, sheet_of())
    for pair in ((bad, good), (good, bad)):
        with pytest.raises(WrongUseError):
            compare(*pair)
