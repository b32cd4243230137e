"""What the program claims to be sure of holds in completions of the missing answers drawn at random."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from svcmodel.domain.answers import Answer, AnswerSheet
from svcmodel.domain.assessment import CriterionLevel
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import Span
from svcmodel.domain.questions import Questionnaire
from svcmodel.scoring.assess import assess
from svcmodel.scoring.decide import decide
from svcmodel.scoring.field import gap_bounds
from svcmodel.scoring.levels import read_levels
from tests.builders import DAY
from tests.properties.effort import tried
from tests.properties.sheets import direct, sheets

SLOW = tried(9, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="session")
def in_company() -> Mapping[str, Answer]:
    """An answer that keeps every question asked: an established company."""
    return {"organisation": Answer("organisation", "given", value="company")}


@st.composite
def half_known(
    draw: st.DrawFn, criteria: list[str], known: Mapping[str, Answer]
) -> tuple[AnswerSheet, AnswerSheet]:
    """A sheet with some levels, ranges and gaps, and one completion of it."""
    some, whole = dict(known), dict(known)
    for id_ in criteria:
        level = draw(st.integers(1, 5))
        whole[id_] = direct(id_, Span(level, level))
        seen = draw(st.sampled_from(["known", "known", "known", "range", "gap"]))
        if seen == "known":
            some[id_] = whole[id_]
        elif seen == "range":
            low, high = draw(st.integers(1, level)), draw(st.integers(level, 5))
            some[id_] = direct(id_, Span(low, high))
    return AnswerSheet("Somebody", answers=some), AnswerSheet("Somebody", answers=whole)


def layers_of(shipped: Catalogue, full: Questionnaire, sheet: AnswerSheet) -> dict[str, str]:
    design = decide(shipped, full.bank, sheet, DAY).design
    return {layer: choice.chosen for layer, choice in design.layers.items()}


@SLOW
@given(data=st.data())
def test_a_settled_layer_stays_in_every_completion(
    shipped: Catalogue, full: Questionnaire, in_company: Mapping[str, Answer], data: st.DataObject
) -> None:
    some, whole = data.draw(half_known(list(shipped.criteria), in_company))
    design = assess(shipped, full, some, on=DAY).design
    completed = layers_of(shipped, full, whole)
    for layer, choice in design.layers.items():
        assert choice.very_likely or not choice.settled
        if choice.settled:
            assert completed[layer] == choice.chosen, layer


@SLOW
@given(data=st.data())
def test_settled_holds_also_against_questions_that_fall_away(
    shipped: Catalogue, full: Questionnaire, data: st.DataObject
) -> None:
    """What decides whether a question applies at all is one of the missing answers."""
    sheet = data.draw(sheets(full.bank))
    conditions = {"organisation", "res_team_size", "res_outcome_measurable"}
    some = replace(sheet, answers={i: a for i, a in sheet.answers.items() if i not in conditions})
    design = assess(shipped, full, some, on=DAY).design
    later = {i: a for i, a in sheet.answers.items() if i in conditions}
    completed = layers_of(shipped, full, replace(some, answers={**some.answers, **later}))
    for layer, choice in design.layers.items():
        if choice.settled:
            assert completed[layer] == choice.chosen, layer


@SLOW
@given(data=st.data())
def test_the_range_holds_what_questions_that_fall_away_leave(
    shipped: Catalogue, full: Questionnaire, data: st.DataObject
) -> None:
    sheet = data.draw(sheets(full.bank))
    some = replace(sheet, answers={i: a for i, a in sheet.answers.items() if i != "organisation"})
    before = {result.id: result for result in decide(shipped, full.bank, some, DAY).results}
    kind = data.draw(st.sampled_from(["company", "public_body", "internal_unit"]))
    told = {**some.answers, "organisation": Answer("organisation", "given", value=kind)}
    for result in decide(shipped, full.bank, replace(some, answers=told), DAY).results:
        low, high = before[result.id].range
        assert low <= result.micro <= high, result.id


@SLOW
@given(data=st.data())
def test_the_gap_between_two_models_stays_within_its_bounds(
    shipped: Catalogue, full: Questionnaire, in_company: Mapping[str, Answer], data: st.DataObject
) -> None:
    some, whole = data.draw(half_known(list(shipped.criteria), in_company))
    levels = read_levels(shipped, full.bank, some).levels
    decided = decide(shipped, full.bank, whole, DAY)
    scores = {result.id: result.micro for result in decided.results}
    for members in shipped.in_layer.values():
        one, other = members[0].id, members[-1].id
        least, most = gap_bounds(decided.table, levels, one, other)
        assert least <= scores[one] - scores[other] <= most


@SLOW
@given(data=st.data())
def test_a_question_said_to_change_nothing_changes_no_decision(
    shipped: Catalogue, full: Questionnaire, in_company: Mapping[str, Answer], data: st.DataObject
) -> None:
    some, whole = data.draw(half_known(list(shipped.criteria), in_company))
    told = assess(shipped, full, some, on=DAY)
    idle = [question.criterion for question in told.open_questions if not question.layers]
    if not idle:
        return
    moved = dict(whole.answers)
    for criterion in idle:
        span: Span = read_levels(shipped, full.bank, some).levels[criterion].span or Span(1, 5)
        level = data.draw(st.integers(span.low, span.high))
        moved[criterion] = direct(criterion, Span(level, level))
    assert layers_of(shipped, full, whole) == layers_of(
        shipped, full, replace(whole, answers=moved)
    )


def test_a_whole_sheet_is_settled_and_has_nothing_to_ask(
    shipped: Catalogue, full: Questionnaire, in_company: Mapping[str, Answer]
) -> None:
    answers = {id_: direct(id_, Span(4, 4)) for id_ in shipped.criteria}
    facts = {
        question.id: Answer(question.id, "not_applicable")
        for question in full.bank.values()
        if question.id not in answers
    }
    sheet = AnswerSheet("Somebody", answers={**facts, **answers, **in_company})
    told = assess(shipped, full, sheet, on=DAY)
    assert told.design.settled
    assert told.open_questions == ()
    assert told.open_facts == ()


def test_an_empty_sheet_settles_nothing(shipped: Catalogue, full: Questionnaire) -> None:
    design = assess(shipped, full, AnswerSheet("Somebody"), on=DAY).design
    assert not design.settled
    assert not any(choice.settled for choice in design.layers.values())


@SLOW
@given(data=st.data())
def test_what_asking_gains_is_never_a_loss(
    shipped: Catalogue, full: Questionnaire, in_company: Mapping[str, Answer], data: st.DataObject
) -> None:
    some, _ = data.draw(half_known(list(shipped.criteria), in_company))
    told = assess(shipped, full, some, on=DAY)
    levels: Mapping[str, CriterionLevel] = told.levels
    for question in told.open_questions:
        assert levels[question.criterion].is_open
        assert question.moves <= 2 * question.swing
        if question.gain is not None:
            assert 0 < question.gain.before < question.gain.after <= 1_000_000
            assert question.gain.layer in question.layers
