"""Comparing whatever was answered: the parts add up to the whole, exactly."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from svcmodel.domain.answers import AnswerSheet, Constraint
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.comparison import STEPS
from svcmodel.domain.questions import Questionnaire
from svcmodel.scoring.compare import compare
from svcmodel.scoring.compare_stages import Side
from svcmodel.scoring.decide import Decided, decide
from tests.builders import keep, rule_out
from tests.properties.effort import tried
from tests.properties.sheets import sheets

days = st.sampled_from(["2026-01-15", "2026-12-29", "2030-01-01"])
weights = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(["objectives", "customer", "resources"], st.integers(1, 9))
)
constraints: st.SearchStrategy[tuple[Constraint, ...]] = st.sampled_from(
    [(), (keep("outsourcing", "2026-06-30"),), (rule_out("freemium"), keep("in_person"))]
)


def sides(shipped: Catalogue, full: Questionnaire) -> st.SearchStrategy[Side]:
    def made(
        sheet: AnswerSheet, weighed: dict[str, int], held: tuple[Constraint, ...], on: str
    ) -> Side:
        return Side(shipped, full, replace(sheet, weights=weighed, constraints=held), on)

    return st.builds(made, sheets(full.bank), weights, constraints, days)


def decided(side: Side) -> Decided:
    return decide(side.catalogue, side.questionnaire.bank, side.sheet, side.on)


@tried(7)
@given(st.data())
def test_the_parts_of_every_difference_add_up_to_it(
    shipped: Catalogue, full: Questionnaire, data: st.DataObject
) -> None:
    before, after = data.draw(sides(shipped, full)), data.draw(sides(shipped, full))
    told = compare(before, after)
    ends = [{r.id: r for r in decided(side).results} for side in (before, after)]
    for model in told.models:
        score = model.score
        assert score is not None
        assert (score.before, score.after) == tuple(end[model.model].micro for end in ends)
        assert sum(score.by.values()) == score.after - score.before
        assert list(score.by) == list(STEPS)
    designs = [decided(side).design for side in (before, after)]
    for layer in told.layers:
        first, last = (design.layers[layer.layer] for design in designs)
        assert (layer.chosen.before, layer.chosen.after) == (first.chosen, last.chosen)
        if layer.lead is not None:
            assert (layer.lead.before, layer.lead.after) == (first.lead, last.lead)
            assert sum(layer.lead.by.values()) == layer.lead.whole
        contest = layer.contest
        if contest is None:  # nothing competes any more
            assert last.runner_up is None
            continue
        assert sum(contest.points.by.values()) == contest.points.whole
        assert sum(term.micro for term in contest.answers) == contest.points.by["answers"]
        assert contest.points.after == (
            ends[1][contest.ahead].micro - ends[1][contest.behind].micro
        )


@tried(5)
@given(st.data())
def test_only_the_steps_that_differ_turn_anything(
    shipped: Catalogue, full: Questionnaire, data: st.DataObject
) -> None:
    told = compare(data.draw(sides(shipped, full)), data.draw(sides(shipped, full)))
    turns = [layer.chosen for layer in told.layers]
    turns += [*told.channels, *told.obligations]
    turns += [turn for model in told.models for turn in (model.status, model.readiness)]
    for turn in turns:
        assert set(turn.by) <= set(told.steps)
    for model in told.models:
        assert model.score is not None
        assert {step for step, micro in model.score.by.items() if micro} <= set(told.steps)
        assert not model.score.by["constraints"]
        assert not model.score.by["date"]


@tried(5)
@given(st.data())
def test_the_way_back_is_as_long(
    shipped: Catalogue, full: Questionnaire, data: st.DataObject
) -> None:
    before, after = data.draw(sides(shipped, full)), data.draw(sides(shipped, full))
    there, back = compare(before, after), compare(after, before)
    ways = {model.model: model.score for model in back.models}
    for model in there.models:
        other = ways[model.model]
        assert model.score is not None
        assert other is not None
        assert model.score.whole == -other.whole
    assert there.steps == back.steps
