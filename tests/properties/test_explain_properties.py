"""An explanation adds up, and what it says would change the design does change it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from svcmodel.domain.answers import AnswerSheet
from svcmodel.domain.assessment import MIDDLE
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.explanation import Explanation
from svcmodel.domain.questions import Questionnaire
from svcmodel.scoring.answer_flips import with_levels
from svcmodel.scoring.assess import assess
from svcmodel.scoring.decide import decide
from svcmodel.scoring.explain import explain
from tests.builders import DAY
from tests.properties.effort import tried
from tests.properties.sheets import level_sheets, single_levels

FEW = tried(4, suppress_health_check=list(HealthCheck))


def explained(
    shipped: Catalogue, full: Questionnaire, sheet: AnswerSheet, data: st.DataObject
) -> Explanation:
    """One competing model of the catalogue, explained beside the default other."""
    members = [model.id for layer in shipped.in_layer.values() for model in layer]
    model = data.draw(st.sampled_from(members))
    return explain(shipped, full.bank, sheet, assess(shipped, full, sheet, on=DAY), model)


def chosen_with(shipped: Catalogue, full: Questionnaire, sheet: AnswerSheet, layer: str) -> str:
    return decide(shipped, full.bank, sheet, DAY).design.layers[layer].chosen


@FEW
@given(data=st.data())
def test_arguments_add_up_to_the_gap_and_dimensions_to_the_score(
    shipped: Catalogue, full: Questionnaire, data: st.DataObject
) -> None:
    sheet = data.draw(level_sheets(shipped.criteria))
    told = explained(shipped, full, sheet, data)
    assert sum(argument.gap for argument in told.arguments) == told.gap
    assert sum(part.micro for part in told.dimensions) == told.result.micro - MIDDLE
    ahead = 1 if told.gap >= 0 else -1
    deciding = sum(ahead * a.gap for a in told.arguments if a.decides)
    against = sum(-ahead * a.gap for a in told.arguments if ahead * a.gap < 0)
    assert deciding > against or told.gap == 0


@FEW
@given(data=st.data())
def test_changed_answers_that_are_reported_flip_and_no_part_of_them_does(
    shipped: Catalogue, full: Questionnaire, data: st.DataObject
) -> None:
    sheet = data.draw(level_sheets(shipped.criteria, single_levels))
    told = explained(shipped, full, sheet, data)
    flip = told.answer_flip
    if flip is None:
        return
    changes = {change.criterion: change.then for change in flip.changes}
    assert chosen_with(shipped, full, with_levels(sheet, changes), told.layer) == told.behind
    for change in flip.changes:
        if flip.fewest:
            rest = {c: level for c, level in changes.items() if c != change.criterion}
            assert chosen_with(shipped, full, with_levels(sheet, rest), told.layer) != told.behind
        if change.now.low == change.now.high:
            step = 1 if change.now.low > change.then else -1
            nearer = {**changes, change.criterion: change.then + step}
            assert chosen_with(shipped, full, with_levels(sheet, nearer), told.layer) != told.behind


@FEW
@given(data=st.data())
def test_changed_weights_that_are_reported_flip_and_one_step_less_does_not(
    shipped: Catalogue, full: Questionnaire, data: st.DataObject
) -> None:
    sheet = data.draw(level_sheets(shipped.criteria, single_levels))
    told = explained(shipped, full, sheet, data)
    dimensions = [dimension.id for dimension in shipped.head.dimensions]
    even = 100 // len(dimensions)
    for flip in told.weight_flips:
        for moved, flips in ((flip.moved, True), (flip.moved - 1, False)):
            then = flip.now + (moved if flip.then > flip.now else -moved)
            if flip.taken_from is None:
                rest = len(dimensions) - 1
                weights = dict.fromkeys(dimensions, 100 - then) | {flip.dimension: then * rest}
            else:
                weights = dict.fromkeys(dimensions, even)
                weights[flip.dimension] += moved
                weights[flip.taken_from] -= moved
            again = chosen_with(shipped, full, replace(sheet, weights=weights), told.layer)
            assert (again == told.behind) is flips, (flip, moved)


def asking_two_changes(
    shipped: Catalogue, full: Questionnaire
) -> Iterator[tuple[AnswerSheet, Explanation]]:
    """Models that need two changed answers to lead, on sheets with one level throughout."""
    for level in (3, 2, 4):
        levels = dict.fromkeys(shipped.criteria, level)
        sheet = with_levels(AnswerSheet("Somebody"), levels)
        assessment = assess(shipped, full, sheet, on=DAY)
        for layer in ("delivery", "posture", "sourcing", "commercial"):
            for model in shipped.in_layer[layer]:
                told = explain(shipped, full.bank, sheet, assessment, model.id)
                if told.answer_flip is not None and len(told.answer_flip.changes) == 2:
                    yield sheet, told


def test_the_fewest_changes_are_the_fewest(shipped: Catalogue, full: Questionnaire) -> None:
    """Where two changes are reported no single criterion at either of its ends does it."""
    sheet, told = next(asking_two_changes(shipped, full))
    for criterion in shipped.criteria:
        for level in (1, 5):
            alone = with_levels(sheet, {criterion: level})
            assert chosen_with(shipped, full, alone, told.layer) != told.behind
