"""Batches of rows give bit for bit what each row gives when it is scored alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from itertools import islice
from random import Random
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svcmodel.batch import arrow, result_schema, score_batch
from svcmodel.batch.arrow import ArrowScorer, arrow_scorer
from svcmodel.batch.json_sheets import json_sheet
from svcmodel.batch.sheets import CarefulScorer, Raw, Setup
from svcmodel.domain.assessment import Assessment
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import Questionnaire
from svcmodel.errors import InvalidInputError
from svcmodel.scoring.assess import assess
from tests.batch.arrow_tables import Sheet, table_of
from tests.batch.companies import companies
from tests.builders import DAY, questionnaire_of
from tests.properties.worlds import sheet_data, world

Named = Callable[[str], Questionnaire]


def alone(setup: Setup, named: Named, sheet: Sheet) -> Assessment | None:
    """What a sheet gives when it is scored alone; None where something is wrong with it."""
    raw = json_sheet(json.dumps(sheet).encode(), "one.json", 0)
    assert isinstance(raw, Raw)
    careful = CarefulScorer(setup, named, frozenset())
    try:
        read, questionnaire, _ = careful.read(raw)
    except InvalidInputError:
        return None
    return assess(setup.catalogue, questionnaire, read, on=read.date or setup.today)


def expected(catalogue: Catalogue, found: Assessment) -> dict[str, Any]:
    """The columns that come from the assessment, by its own words."""
    core = [model for model in found.models if model.core]
    places = {id_: place for place, id_ in enumerate(catalogue.models)}
    excluded = (model.id for model in found.models if model.status == "excluded")
    cells: dict[str, Any] = {layer: each.chosen for layer, each in found.design.layers.items()}
    cells["core"] = [model.id for model in core]
    cells["excluded"] = sorted(excluded, key=places.__getitem__)
    cells["coverage_micro"] = found.coverage.share
    for model in core:
        cells[f"{model.id}.score_micro"] = model.micro
        cells[f"{model.id}.low_micro"], cells[f"{model.id}.high_micro"] = model.range
        cells[f"{model.id}.rank"] = model.rank
    return cells


def assert_same(scorer: ArrowScorer, named: Named, sheets: Sequence[Sheet], table: Any) -> None:
    catalogue = scorer.setup.catalogue
    quick = scorer.leaders(table)
    for row, (sheet, got) in enumerate(
        zip(sheets, score_batch(table, scorer).to_pylist(), strict=True)
    ):
        found = alone(scorer.setup, named, sheet)
        assert got["subject"] == sheet["subject"]
        if found is None:
            assert got["problems"]
            assert got["core"] is None
            continue
        whole = expected(catalogue, found)
        assert {name: got[name] for name in whole} == whole
        if not quick.apart[row] and not {"weights", "important"} & sheet.keys():
            by_id = {model.id: model.micro for model in found.models}
            assert quick.scores[row].tolist() == [by_id[id_] for id_ in catalogue.models]


@settings(max_examples=15)
@given(st.integers(0, 10**6))
def test_random_catalogues_give_the_same_as_one_sheet_at_a_time(seed: int) -> None:
    made, chance = world(seed), Random(seed)

    def named(_name: str) -> Questionnaire:
        return questionnaire_of(made.bank)

    sheets: list[Sheet] = [sheet_data(chance, made) for _ in range(10)]
    scorer = arrow_scorer(Setup(made.catalogue, DAY), named)
    while sheets:  # tables made for one batch serve the next, whatever columns each has
        part = sheets[: chance.randint(1, 4)]
        del sheets[: len(part)]
        assert_same(scorer, named, part, table_of(part, chance))


@pytest.fixture(scope="session")
def scorer(shipped: Catalogue) -> ArrowScorer:
    return arrow_scorer(Setup(shipped, DAY))


def test_the_shipped_catalogue_gives_the_same_as_one_sheet_at_a_time(
    scorer: ArrowScorer, shipped: Catalogue, full: Questionnaire
) -> None:
    chance = Random(7)
    for share, count in ((0.9, 8), (0.3, 6), (0.05, 6)):
        sheets = list(islice(companies(full.bank, shipped.criteria, share, chance), count))
        assert_same(scorer, lambda _name: full, sheets, table_of(sheets, chance))


def test_levels_of_all_criteria_give_the_same_as_one_sheet_at_a_time(
    scorer: ArrowScorer, shipped: Catalogue, full: Questionnaire
) -> None:
    chance = Random(3)
    sheets: list[Sheet] = [
        {
            "format": "svcmodel/answers/1",
            "subject": f"Company {n}",
            "answers": {id_: {"level": chance.randint(1, 5)} for id_ in shipped.criteria},
        }
        for n in range(8)
    ]
    assert_same(scorer, lambda _name: full, sheets, table_of(sheets, chance))
    assert not scorer.leaders(table_of(sheets, chance)).apart.any()


def small_table() -> Any:
    return pa.RecordBatch.from_pydict(
        {
            "subject": ["plain", "wrong", "idle", "silent"],
            "organisation": ["company", "company", "public_body", None],
            "com_diff": pa.array([4, 9, 2, None], pa.int8()),
            "res_crm": ["3", "3", "unknown", ""],
        }
    )


def test_a_row_says_what_is_wrong_with_it_and_the_others_are_scored(scorer: ArrowScorer) -> None:
    plain, wrong, idle, silent = score_batch(small_table(), scorer).to_pylist()
    assert wrong["problems"] == "E205 com_diff"
    assert {key for key, value in wrong.items() if value is not None} == {"subject", "problems"}
    assert idle["problems"] == "W203 com_diff"
    assert plain["problems"] is None
    assert {silent[f"{model}.score_micro"] for model in silent["core"]} == {50_000_000}


def test_the_schema_is_told_without_scoring(scorer: ArrowScorer) -> None:
    schema = result_schema(scorer)
    assert score_batch(small_table(), scorer).schema == schema
    assert score_batch(small_table().slice(0, 0), scorer).schema == schema
    assert schema.field("freemium.score_micro").type == pa.int64()
    assert schema.field("core").type == pa.list_(pa.string())


def test_a_batch_is_worked_on_in_parts_with_one_result(
    scorer: ArrowScorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = score_batch(small_table(), scorer)
    monkeypatch.setattr(arrow, "ROWS_AT_ONCE", 3)
    assert score_batch(small_table(), scorer).equals(whole)


def test_a_column_that_is_none_is_refused(scorer: ArrowScorer) -> None:
    with pytest.raises(InvalidInputError) as error:
        score_batch(pa.RecordBatch.from_pydict({"subject": ["a"], "res_crn": [1]}), scorer)
    assert [(problem.code, problem.path) for problem in error.value.problems] == [
        ("E420", "res_crn")
    ]


def test_figures_that_do_the_same_need_no_code_each(scorer: ArrowScorer) -> None:
    """Else memory would grow with the rows, and tables with it."""
    figures = list(range(6, 40_000))
    table = pa.RecordBatch.from_pydict(
        {"subject": ["x"] * len(figures), "cus_volume": [str(figure) for figure in figures]}
    )
    assert not scorer.leaders(table).apart.any()
    assert len(scorer.scorer.coder("cus_volume").tokens) < 50
