"""What the method promises of every score, tried on the catalogue that ships."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svcmodel.domain.answers import Answer, AnswerSheet, Grade, State
from svcmodel.domain.assessment import MICRO, MIDDLE, Assessment, CriterionLevel
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import UNKNOWN_SPAN, Span
from svcmodel.domain.questions import Questionnaire
from svcmodel.render.json_result import as_data
from svcmodel.scoring.assess import assess
from svcmodel.scoring.fit_catalogue import with_strengths
from svcmodel.scoring.levels import read_levels
from svcmodel.scoring.scores import Score, score
from svcmodel.scoring.tables import QUARTERS, ScoreTable, score_table
from svcmodel.scoring.weights import Weights, criterion_weights
from tests.builders import DAY
from tests.properties.effort import tried
from tests.properties.sheets import direct, level_sheets, sheets, single_levels

Levels = Mapping[str, CriterionLevel]
ALLOWED = Fraction(2, 10**6)
"""What N may be larger by where answers reach it, so that rounded terms stay between 0 and 100."""
SILENT: tuple[State, ...] = ("unknown", "not_applicable")


@pytest.fixture(scope="session")
def table(shipped: Catalogue) -> ScoreTable:
    """The table with every weight at one."""
    return score_table(shipped, criterion_weights(shipped))


def assessed(shipped: Catalogue, full: Questionnaire, sheet: AnswerSheet) -> Assessment:
    return assess(shipped, full, sheet, on=DAY)


def levels_of(shipped: Catalogue, full: Questionnaire, sheet: AnswerSheet) -> Levels:
    return read_levels(shipped, full.bank, sheet).levels


def scores_of(shipped: Catalogue, table: ScoreTable, levels: Levels) -> dict[str, Score]:
    return {model: score(table, model, levels) for model in shipped.models}


def with_level(sheet: AnswerSheet, criterion: str, span: Span) -> AnswerSheet:
    return replace(sheet, answers={**sheet.answers, criterion: direct(criterion, span)})


def without(sheet: AnswerSheet, *ids: str) -> AnswerSheet:
    return replace(sheet, answers={i: a for i, a in sheet.answers.items() if i not in ids})


weights = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(
        ["objectives", "customer", "resources", "competitors", "flexibility"], st.integers(1, 9)
    ),
)


@tried(5)
@given(weights, st.data())
def test_an_empty_sheet_gives_exactly_50_points_to_every_model(
    shipped: Catalogue, full: Questionnaire, weights: dict[str, int], data: st.DataObject
) -> None:
    marks = data.draw(st.lists(st.sampled_from(sorted(shipped.criteria)), max_size=5, unique=True))
    sheet = AnswerSheet("Nobody", weights=weights, important=tuple(marks))
    result = assessed(shipped, full, sheet)
    assert {model.micro for model in result.models} == {MIDDLE}
    assert {model.rank for model in result.models} <= {1, None}
    assert not any(model.contributions for model in result.models)
    chosen = {layer: choice.chosen for layer, choice in result.design.layers.items()}
    assert chosen == {layer.id: layer.baseline for layer in shipped.head.layers}


@tried(9)
@given(st.data())
def test_no_score_depends_on_which_other_models_there_are(
    shipped: Catalogue, full: Questionnaire, table: ScoreTable, data: st.DataObject
) -> None:
    levels = levels_of(shipped, full, data.draw(level_sheets(shipped.criteria)))
    ids = data.draw(st.permutations(sorted(shipped.models)))
    kept = ids[: data.draw(st.integers(1, len(ids)))]
    models = {id_: shipped.models[id_] for id_ in kept}
    for id_ in data.draw(st.lists(st.sampled_from(kept), max_size=4, unique=True)):
        models[f"{id_}_again"] = replace(shipped.models[id_], id=f"{id_}_again")
    other = replace(shipped, models=models)
    others_table = score_table(other, criterion_weights(other))
    for id_ in models:
        before = score(table, id_.removesuffix("_again"), levels)
        assert score(others_table, id_, levels) == before


@tried(4)
@given(st.data())
def test_the_order_of_the_catalogues_files_changes_nothing(
    shipped: Catalogue, full: Questionnaire, data: st.DataObject
) -> None:
    sheet = data.draw(sheets(full.bank))
    order = data.draw(st.permutations(sorted(shipped.models)))
    criteria = data.draw(st.permutations(sorted(shipped.criteria)))
    shuffled = replace(
        shipped,
        models={id_: shipped.models[id_] for id_ in order},
        criteria={id_: shipped.criteria[id_] for id_ in criteria},
    )
    assert assessed(shuffled, full, sheet) == assessed(shipped, full, sheet)


@tried(5)
@given(st.data(), weights, st.sampled_from([2, 3, 10, 1000, 0.5, 0.125]))
def test_only_the_proportions_of_the_dimension_weights_matter(
    shipped: Catalogue,
    full: Questionnaire,
    data: st.DataObject,
    weights: dict[str, int],
    factor: float,
) -> None:
    given_all = {d.id: weights.get(d.id, 1) for d in shipped.head.dimensions}
    sheet = replace(data.draw(sheets(full.bank)), weights=given_all)
    scaled = replace(sheet, weights={id_: w * factor for id_, w in given_all.items()})
    assert assessed(shipped, full, scaled) == assessed(shipped, full, sheet)


@tried(14)
@given(st.data())
def test_a_higher_level_never_lowers_a_model_it_speaks_for(
    shipped: Catalogue, full: Questionnaire, table: ScoreTable, data: st.DataObject
) -> None:
    effects = [
        (model.id, id_, effect)
        for model in shipped.models.values()
        for id_, effect in model.effects.items()
    ]
    model, criterion, effect = data.draw(st.sampled_from(effects))
    low = data.draw(st.integers(1, 4))
    high = data.draw(st.integers(low + 1, 5))
    sheet = data.draw(level_sheets(shipped.models[model].effects))
    before, after = (
        score(
            table,
            model,
            levels_of(shipped, full, with_level(sheet, criterion, Span(level, level))),
        ).micro
        for level in (low, high)
    )
    speaks_for = effect.strength * (-1 if effect.when == "low" else 1)
    assert after >= before if speaks_for > 0 else after <= before


@tried(10)
@given(st.data(), weights)
def test_contributions_add_up_to_the_score_exactly_and_as_printed(
    shipped: Catalogue, full: Questionnaire, data: st.DataObject, weights: dict[str, int]
) -> None:
    marks = data.draw(st.lists(st.sampled_from(sorted(shipped.criteria)), max_size=5, unique=True))
    drawn = data.draw(sheets(full.bank) | level_sheets(shipped.criteria))
    result = assessed(shipped, full, replace(drawn, weights=weights, important=tuple(marks)))
    for model in result.models:
        assert sum(part.micro for part in model.contributions) == model.micro - MIDDLE
        assert 0 <= model.micro <= 100 * MICRO
    for told in as_data(result, shipped, "es")["models"]:
        parts = sum(Decimal(str(part["points"])) for part in told["contributions"])
        assert parts == Decimal(str(told["score"])) - 50


@tried(9)
@given(st.data())
def test_the_range_holds_every_completion_and_both_ends_are_reached(
    shipped: Catalogue, full: Questionnaire, table: ScoreTable, data: st.DataObject
) -> None:
    sheet = data.draw(level_sheets(shipped.criteria))
    levels = levels_of(shipped, full, sheet)
    some = data.draw(st.randoms(use_true_random=False))
    span_of = {id_: level.possible or UNKNOWN_SPAN for id_, level in levels.items()}

    def completed(pick: Mapping[str, int | None]) -> Levels:
        said = {
            id_: direct(id_, Span(at, at)) if at else Answer(id_, "not_applicable")
            for id_, at in pick.items()
        }
        return levels_of(shipped, full, replace(sheet, answers=said))

    completions = [
        completed({id_: some.randint(*span) for id_, span in span_of.items()}) for _ in range(5)
    ]
    for model in shipped.models:
        found = score(table, model, levels)
        least, most = found.range
        assert least <= found.micro <= most
        assert found.range_graded[0] <= least <= most <= found.range_graded[1]
        assert all(least <= score(table, model, each).micro <= most for each in completions)
    model = data.draw(st.sampled_from(sorted(shipped.models)))
    rows = table.points[model]
    worst: dict[str, int | None] = {}
    best: dict[str, int | None] = {}
    for id_ in rows:
        low, high = span_of[id_]
        held: dict[int | None, int] = {at: rows[id_][at - 1] for at in range(low, high + 1)}
        if levels[id_].may_fall:  # its question may turn out not to apply
            held[None] = 0
        worst[id_] = min(held, key=lambda at: held[at])
        best[id_] = max(held, key=lambda at: held[at])
    ends = tuple(score(table, model, completed(pick)).micro for pick in (worst, best))
    assert ends == score(table, model, levels).range


@tried(7)
@given(st.data())
def test_grades_never_move_a_score_and_only_a_guess_widens_its_range(
    shipped: Catalogue, full: Questionnaire, table: ScoreTable, data: st.DataObject
) -> None:
    sheet = data.draw(sheets(full.bank) | level_sheets(shipped.criteria))

    def graded(grade: Grade | None) -> dict[str, Score]:
        answers = {id_: replace(a, grade=grade) for id_, a in sheet.answers.items()}
        levels = levels_of(shipped, full, replace(sheet, answers=answers))
        return scores_of(shipped, table, levels)

    plain, guessed = graded(None), graded("guess")
    better: tuple[Grade, ...] = ("stated", "documented", "measured")
    assert all(graded(grade) == plain for grade in better)
    as_drawn = scores_of(shipped, table, levels_of(shipped, full, sheet))
    for model, found in plain.items():
        for other in (guessed[model], as_drawn[model]):
            assert (other.micro, other.range) == (found.micro, found.range)
            assert other.contributions == found.contributions
            low, high = other.range_graded
            assert low <= found.range[0] <= found.range[1] <= high
        assert found.range_graded == found.range


@tried(9)
@given(st.data(), st.sampled_from(SILENT))
def test_what_is_unknown_or_does_not_apply_contributes_nothing(
    shipped: Catalogue, full: Questionnaire, data: st.DataObject, state: State
) -> None:
    sheet = data.draw(level_sheets(shipped.criteria))
    silent = data.draw(st.lists(st.sampled_from(sorted(shipped.criteria)), unique=True))
    quieter = replace(
        sheet,
        answers={**sheet.answers, **{id_: Answer(id_, state) for id_ in silent}},
    )
    before, after = (assessed(shipped, full, each) for each in (sheet, quieter))
    for old in before.models:
        new = after.model(old.id)
        assert new.contributions == tuple(
            part for part in old.contributions if part.criterion not in silent
        )
    assert not any(after.levels[id_].answered and after.levels[id_].span for id_ in silent)


@tried(9)
@given(st.data())
def test_all_five_levels_are_as_good_as_unknown(
    shipped: Catalogue, full: Questionnaire, data: st.DataObject
) -> None:
    sheet = data.draw(sheets(full.bank))
    ids = data.draw(st.lists(st.sampled_from(sorted(shipped.criteria)), unique=True))
    silent = {id_: Answer(id_, "unknown") for id_ in ids}
    every = {id_: direct(id_, UNKNOWN_SPAN, "guess") for id_ in ids}
    assert assessed(shipped, full, replace(sheet, answers={**sheet.answers, **every})) == assessed(
        shipped, full, replace(sheet, answers={**sheet.answers, **silent})
    )
    assert assessed(shipped, full, replace(sheet, answers={**sheet.answers, **silent})).models == (
        assessed(shipped, full, without(sheet, *ids)).models
    )


@tried(9)
@given(st.data(), st.booleans())
def test_an_important_mark_doubles_its_criterion_against_the_others(
    shipped: Catalogue, full: Questionnaire, data: st.DataObject, fitted: bool
) -> None:
    """Within a model the others keep their proportions; a model without the effect keeps its score."""
    catalogue = shipped if fitted else with_strengths(shipped, {})
    assert {model.is_fitted for model in catalogue.models.values() if model.effects} == {fitted}
    plain = criterion_weights(catalogue)
    marked = data.draw(st.sampled_from(sorted(catalogue.criteria)))
    levels = levels_of(catalogue, full, data.draw(level_sheets(catalogue.criteria, single_levels)))
    weights = criterion_weights(catalogue, None, [marked])
    table, doubled = score_table(catalogue, plain), score_table(catalogue, weights)
    for id_, model in catalogue.models.items():
        if marked not in model.effects:
            assert doubled.points[id_] == table.points[id_]
            continue
        shrunk = divided_by(catalogue, id_, plain) / divided_by(catalogue, id_, weights)
        assert fitted or shrunk < 1
        for criterion, row in table.points[id_].items():
            factor = shrunk * (2 if criterion == marked else 1)
            for before, after in zip(row, doubled.points[id_][criterion], strict=True):
                assert abs(after - before * factor) <= 2 + abs(before) * ALLOWED
        before_order = [p.criterion for p in score(table, id_, levels).contributions]
        after_order = [p.criterion for p in score(doubled, id_, levels).contributions]
        assert set(before_order) == set(after_order)


def divided_by(catalogue: Catalogue, model: str, weights: Weights) -> Fraction:
    """N of a model, straight from the definition: fixed or a sum, and no less than answers can reach."""
    effects = catalogue.models[model].effects
    is_fitted = any(effect.fitted is not None for effect in effects.values())
    usual = Fraction(catalogue.head.scale if is_fitted else catalogue.head.shrink)
    up = down = Fraction(0)
    for id_, effect in effects.items():
        usual += 0 if is_fitted else weights[id_] * abs(effect.strength)
        counts = [n + 1 for n in catalogue.reference.frequencies.get(id_, (0,) * 5)]
        shape = [Fraction(quarter, 4) for quarter in QUARTERS[effect.when]]
        mean = sum((n * r for n, r in zip(counts, shape, strict=True)), Fraction(0)) / sum(counts)
        terms = [weights[id_] * effect.used * (r - mean) for r in shape]
        up, down = up + max(terms), down - min(terms)
    return max(usual, up, down)


@tried(4)
@given(st.data())
def test_the_same_sheet_gives_the_same_assessment_twice(
    shipped: Catalogue, full: Questionnaire, data: st.DataObject
) -> None:
    sheet = data.draw(sheets(full.bank))
    turned = replace(sheet, answers=dict(reversed(list(sheet.answers.items()))))
    first = assessed(shipped, full, sheet)
    assert assessed(shipped, full, sheet) == first
    assert assessed(shipped, full, turned) == first


PRINT_EVERYTHING = """
import sys
from svcmodel.planning.build_plan import build_plan
from svcmodel.render.json_result import json_result
from svcmodel.scoring.assess import assess
from svcmodel.sources.answer_files import load_answers
from svcmodel.sources.catalogue_files import load_catalogue
from svcmodel.sources.package_data import data_folder
from svcmodel.sources.playbook_files import load_playbooks
from svcmodel.sources.questionnaire_files import load_questionnaire
from tests.properties.effort import tried

catalogue, full, shelf = load_catalogue(), load_questionnaire("full"), load_playbooks()
for name in ("ecoproductos", "retail_bank", "home_repair"):
    sheet = load_answers(str(data_folder("examples") / f"{name}.yaml"), catalogue, full)
    result = assess(catalogue, full, sheet, on="2026-01-15")
    sys.stdout.write(json_result(result, catalogue, "es"))
    sys.stdout.write(repr(result) + repr(build_plan(result, catalogue, shelf, sheet)))
"""


def test_the_same_files_give_the_same_bytes_whatever_the_hash_seed() -> None:
    def printed(seed: str) -> bytes:
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", PRINT_EVERYTHING]
        return subprocess.run(command, env=environment, capture_output=True, check=True).stdout

    first = printed("0")
    assert len(first) > 10_000
    assert all(printed(seed) == first for seed in ("1", "4242"))
