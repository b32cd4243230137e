"""The twelve invented companies against what a consultant would tell them.

`calibration_expectations.csv`: case, layer, relation, models, binding. Binding rows must hold; the
others are counted and shown, so that a change of the catalogue shows what it moves.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from svcmodel.domain.assessment import Design
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import Questionnaire
from svcmodel.scoring.assess import assess
from svcmodel.sources.answer_files import load_answers
from svcmodel.sources.package_data import data_folder
from tests.builders import DAY

EXAMPLES = {
    "eco": "ecoproductos",
    "gym": "gym_chain",
    "bank": "retail_bank",
    "lux": "luxury_boutique",
    "saas": "productivity_startup",
    "toys": "toy_shop",
    "group": "retail_group",
    "comp": "compressor_maker",
    "home": "home_repair",
    "furn": "furniture_shop",
    "msp": "clinic_chain",
    "telco": "telecom_operator",
}


@dataclass(frozen=True)
class Row:
    """One expectation: how a layer of a case relates to models."""

    case: str
    layer: str
    relation: str
    models: tuple[str, ...]
    binding: bool

    def __str__(self) -> str:
        return "-".join((self.case, self.layer, self.relation, *self.models))

    def holds(self, design: Design) -> bool:
        return RELATIONS[self.relation](design, self)


def _chosen(design: Design, row: Row) -> bool:
    return design.layers[row.layer].chosen in row.models


RELATIONS: dict[str, Callable[[Design, Row], bool]] = {
    "chosen": _chosen,
    "chosen_one_of": _chosen,
    "strategy": _chosen,
    "not": lambda design, row: not _chosen(design, row),
    "baseline": lambda design, row: design.layers[row.layer].at_baseline,
    "contains": lambda design, row: {c.channel for c in design.channels}.issuperset(row.models),
}


def _rows() -> list[Row]:
    text = Path(__file__).with_name("calibration_expectations.csv").read_text(encoding="utf-8")
    return [
        Row(r["case"], r["layer"], r["relation"], tuple(r["models"].split()), r["binding"] == "yes")
        for r in csv.DictReader(text.splitlines())
    ]


ROWS = _rows()


@pytest.fixture(scope="session")
def designs(shipped: Catalogue, full: Questionnaire) -> dict[str, Design]:
    found = {}
    for case, name in EXAMPLES.items():
        sheet = load_answers(str(data_folder("examples") / f"{name}.yaml"), shipped, full)
        found[case] = assess(shipped, full, sheet, on=DAY).design
    return found


def found_in(design: Design, row: Row) -> str:
    if row.relation == "contains":
        return " ".join(choice.channel for choice in design.channels)
    return design.layers[row.layer].chosen


@pytest.mark.parametrize("row", [row for row in ROWS if row.binding], ids=str)
def test_a_company_is_told_what_a_consultant_would_say(
    row: Row, designs: dict[str, Design]
) -> None:
    assert row.holds(designs[row.case]), found_in(designs[row.case], row)


def test_every_row_names_a_case_a_layer_and_models_that_exist(shipped: Catalogue) -> None:
    assert {row.case for row in ROWS} == set(EXAMPLES)
    for row in ROWS:
        assert row.layer in shipped.layers
        assert row.relation in RELATIONS
        assert set(row.models) <= set(shipped.models)


def test_the_other_expectations_are_counted_and_shown(
    designs: dict[str, Design],
    capsys: pytest.CaptureFixture[str],
    record_property: Callable[[str, object], None],
) -> None:
    free = [row for row in ROWS if not row.binding]
    kept = [row for row in free if row.holds(designs[row.case])]
    record_property("calibration_not_binding", f"{len(kept)} of {len(free)}")
    with capsys.disabled():
        print(f"\nnot binding: {len(kept)} of {len(free)} hold")
        for row in free:
            mark = "ok " if row in kept else "no "
            print(f"  {mark} {row}: {found_in(designs[row.case], row)}")
