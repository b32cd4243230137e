"""The shipped catalogue on the shipped casebook does not fall below what it has reached."""

from __future__ import annotations

from pathlib import Path

import pytest

from svcmodel.domain.case_record import Record
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import Questionnaire
from svcmodel.scoring.case_record import case_record
from svcmodel.scoring.record_checks import unmet
from svcmodel.sources.case_files import load_answered_cases
from svcmodel.sources.record_files import load_floors
from tests.builders import DAY

FLOORS = Path(__file__).with_name("record_floor.yaml")
FIGURES = {"first", "acceptable", "three", "five", "leads", "design", "failures", "beside"}


@pytest.fixture(scope="module")
def record(shipped: Catalogue, full: Questionnaire) -> Record:
    cases = load_answered_cases(None, shipped, full.bank).cases
    return case_record(shipped, full.bank, cases, on=DAY)


def test_every_floor_is_met(record: Record) -> None:
    missed = unmet(record, load_floors(FLOORS, record))
    assert not missed, [(each.floor.figure, *each.got[:2]) for each in missed]


def test_every_figure_has_a_floor_for_all_cases(record: Record) -> None:
    assert {floor.figure for floor in load_floors(FLOORS, record) if floor.by == "all"} == FIGURES


def test_every_case_that_counts_is_in_the_figures(record: Record) -> None:
    counted = sum(result.counts for result in record.results)
    assert record.overall.cases == counted == record.overall.figures["first"].of
    for by in ("sector", "size", "confidence", "outcome"):
        groups = [group for group in record.groups if group.by == by]
        assert sum(group.cases for group in groups) == counted
