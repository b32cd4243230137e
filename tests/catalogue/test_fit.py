"""The strengths that ship are those the fit finds, and what the fit is worth is not lost unseen."""

from __future__ import annotations

from pathlib import Path

import pytest

from svcmodel.domain.case_record import Record, RecordVersions
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.fitting import Folds
from svcmodel.domain.questions import Questionnaire
from svcmodel.scoring.case_record import groups_of
from svcmodel.scoring.fit_learning import Material, material_of
from svcmodel.scoring.fit_record import FIRST_SEED, held_out_results
from svcmodel.scoring.record_checks import unmet
from svcmodel.sources.case_files import load_answered_cases
from svcmodel.sources.expectation_files import load_expectations
from svcmodel.sources.record_files import load_floors
from tests.builders import DAY

FLOORS = Path(__file__).with_name("held_out_floor.yaml")
A_TENTH = 1
"""How far rounding may differ from one machine to another."""


@pytest.fixture(scope="module")
def material(shipped: Catalogue, full: Questionnaire) -> Material:
    cases = load_answered_cases(None, shipped, full.bank).cases
    companies = load_expectations(shipped, full)
    return material_of(shipped, full.bank, cases, companies, on=DAY, parts=5)


def test_the_catalogue_ships_the_strengths_and_thresholds_that_the_fit_finds(
    material: Material, shipped: Catalogue
) -> None:
    """After a change of effects, cases or expectations: svcmodel catalogue fit --write."""
    fit = material.fit(FIRST_SEED)
    moved = [
        (model.id, id_, effect.fitted, fit.strengths[model.id][id_])
        for model in shipped.models.values()
        for id_, effect in model.effects.items()
        if effect.fitted is None or abs(effect.fitted - fit.strengths[model.id][id_]) > A_TENTH
    ]
    assert moved == []
    assert {id_: shipped.layers[id_].threshold for id_ in fit.thresholds} == fit.thresholds


@pytest.mark.parametrize("folds", ["random", "similar"])
def test_cases_held_out_meet_their_floors(folds: Folds, material: Material) -> None:
    """One seed, so the floors stand some points below the mean of ten."""
    results, _ = held_out_results(material, "fitted", folds, FIRST_SEED)
    groups = tuple(groups_of(material.catalogue, results))
    record = Record(RecordVersions("", "", "", "", "", DAY), tuple(results), groups)
    missed = unmet(record, load_floors(FLOORS, record))
    assert not missed, [(each.floor.figure, *each.got[:2]) for each in missed]
