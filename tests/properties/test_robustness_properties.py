"""What holds of other weightings for any company, tried on the catalogue that ships."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from svcmodel.domain.answers import AnswerSheet, WeightsFile
from svcmodel.domain.assessment import MICRO, MIDDLE
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import Questionnaire
from svcmodel.domain.robustness import Robustness
from svcmodel.scoring.decide import decide
from svcmodel.scoring.engines import EngineName, engine_of
from svcmodel.scoring.robustness import layer_rivals, robustness
from svcmodel.scoring.weights import with_weights
from tests.builders import DAY, made
from tests.properties.effort import tried
from tests.properties.sheets import level_sheets

DIMENSIONS = ["objectives", "customer", "resources", "competitors", "flexibility"]
SAMPLES = 300

swings = st.fixed_dictionaries(dict.fromkeys(DIMENSIONS, st.integers(0, 100)))
orders = st.permutations(DIMENSIONS)
intervals = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(DIMENSIONS, st.integers(0, 20).map(lambda n: [n / 100, n / 20]))
)
ways: st.SearchStrategy[Any] = (
    st.fixed_dictionaries({"swing": swings.filter(lambda swing: any(swing.values()))})
    | st.fixed_dictionaries({"ranks": orders})
    | st.fixed_dictionaries({"intervals": intervals.filter(bool)})
    | st.just({})
)


def drawn(
    shipped: Catalogue, full: Questionnaire, sheet: AnswerSheet, engine: EngineName = "plain"
) -> Robustness:
    decided = decide(shipped, full.bank, sheet, DAY)
    return robustness(shipped, sheet, decided, samples=SAMPLES, engine=engine)


def weighted(sheet: AnswerSheet, way: Mapping[str, Any], shipped: Catalogue) -> AnswerSheet:
    file: WeightsFile = made(WeightsFile, {"format": "svcmodel/weights/1", **way})
    return with_weights(sheet, file, shipped)


@tried(10)
@given(st.data(), ways)
def test_both_engines_give_the_same_bits(
    shipped: Catalogue, full: Questionnaire, data: st.DataObject, way: Mapping[str, Any]
) -> None:
    sheet = weighted(data.draw(level_sheets(shipped.criteria)), way, shipped)
    assert drawn(shipped, full, sheet, "plain") == drawn(shipped, full, sheet, "numpy")


@tried(10)
@given(st.data(), ways)
def test_the_shares_of_a_layer_add_up_to_all_weightings(
    shipped: Catalogue, full: Questionnaire, data: st.DataObject, way: Mapping[str, Any]
) -> None:
    """Each is rounded to a millionth, so that those who tie have the same."""
    sheet = weighted(data.draw(level_sheets(shipped.criteria)), way, shipped)
    found = drawn(shipped, full, sheet)
    assert found.given.keys() == found.any_weights.keys()
    for leads in (found.given, found.any_weights):
        for layer in shipped.in_layer.values():
            shares = [leads[model.id].share for model in layer if model.id in leads]
            assert abs(sum(shares) - MICRO) <= len(shares)
            assert min(shares) >= 0


@tried(5)
@given(st.data(), st.sampled_from([2, 10, 1000, 0.5]))
def test_only_the_proportions_of_the_weights_matter(
    shipped: Catalogue, full: Questionnaire, data: st.DataObject, factor: float
) -> None:
    weights = data.draw(st.fixed_dictionaries(dict.fromkeys(DIMENSIONS, st.integers(1, 9))))
    sheet = replace(data.draw(level_sheets(shipped.criteria)), weights=weights)
    scaled = replace(sheet, weights={id_: weight * factor for id_, weight in weights.items()})
    assert drawn(shipped, full, scaled) == drawn(shipped, full, sheet)


@tried(5)
@given(st.data())
def test_a_copy_of_a_model_shares_its_lead_and_takes_from_no_other(
    shipped: Catalogue, full: Questionnaire, data: st.DataObject
) -> None:
    sheet = data.draw(level_sheets(shipped.criteria))
    models = [m.id for members in shipped.in_layer.values() for m in members if m.kind == "model"]
    original = data.draw(st.sampled_from(models))
    copy = replace(shipped.models[original], id=f"{original}_again")
    more = replace(shipped, models={**shipped.models, copy.id: copy})
    before, after = (drawn(known, full, sheet).given for known in (shipped, more))
    if original not in before:
        return
    assert after[original] == after[copy.id]
    assert abs(2 * after[original].share - before[original].share) <= 1
    assert all(after[id_] == lead for id_, lead in before.items() if id_ != original)


@tried(9)
@given(st.data())
def test_the_form_of_a_score_is_the_score_under_those_weights(
    shipped: Catalogue, full: Questionnaire, data: st.DataObject
) -> None:
    """To within what rounding sixty terms to a millionth each can add up to."""
    engine = engine_of("plain")
    part = st.integers(1, 10_000)
    weights = data.draw(st.fixed_dictionaries(dict.fromkeys(DIMENSIONS, part)))
    marks = data.draw(st.lists(st.sampled_from(sorted(shipped.criteria)), max_size=5, unique=True))
    sheet = replace(data.draw(level_sheets(shipped.criteria)), important=tuple(marks))
    decided = decide(shipped, full.bank, replace(sheet, weights=weights), DAY)
    scores = {result.id: result.micro for result in decided.results}
    columns = [engine.constant(weights[id_], 1) for id_ in DIMENSIONS]
    for rivals in layer_rivals(shipped, sheet, decide(shipped, full.bank, sheet, DAY)).values():
        for id_, form in zip(rivals.ids, rivals.forms, strict=True):
            (fit,) = form.fits(columns, engine)
            assert abs(Fraction(MIDDLE) + MIDDLE * Fraction(fit) - scores[id_]) < 40
