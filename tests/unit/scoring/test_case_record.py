"""The record of a small casebook, worked out by hand."""

from __future__ import annotations

import pytest

from svcmodel.domain.answers import Answer
from svcmodel.domain.case_record import AnsweredCase, CaseResult, Figure, Grouping, Record
from svcmodel.domain.conditions import Span
from svcmodel.domain.record_files import Floor, RecordFile
from svcmodel.scoring.case_record import case_record, case_sheet
from svcmodel.scoring.record_checks import changes_since, unmet
from tests.builders import DAY, made
from tests.unit.scoring.cases import case, small_catalogue, the_cases


def recorded(*cases: AnsweredCase) -> Record:
    return case_record(small_catalogue(), {}, cases, on=DAY)


@pytest.fixture(scope="module")
def record() -> Record:
    return recorded(*the_cases())


def result(record: Record, id_: str) -> CaseResult:
    return next(each for each in record.results if each.case.id == id_)


def hits(record: Record, by: Grouping, of: str) -> dict[Figure, tuple[int, int]]:
    group = next(group for group in record.groups if (group.by, group.of) == (by, of))
    return {figure: share[:2] for figure, share in group.figures.items()}


class TestSheet:
    def test_levels_become_answers_and_what_does_not_apply_stays_so(self) -> None:
        told = case("one", a=2, b=None, stated={"idle": 5}, not_applicable=("b",))
        sheet = case_sheet(AnsweredCase(told, {"legal": True}))
        assert dict(sheet.answers) == {
            "a": Answer("a", "given", span=Span(2, 2)),
            "idle": Answer("idle", "given", span=Span(5, 5)),
            "b": Answer("b", "not_applicable"),
            "legal": Answer("legal", "given", value=True),
        }


class TestResult:
    def test_the_list_is_the_core_models_by_score(self, record: Record) -> None:
        assert result(record, "first").order == ("fee", "self_help", "trial")
        assert result(record, "third").order == ("trial", "self_help", "fee")

    def test_without_a_documented_core_model_all_that_have_effects_are_listed(
        self, record: Record
    ) -> None:
        assert result(record, "all").order == ("desk", "trial", "self_help", "fee")

    def test_a_documented_model_without_effects_is_listed_too(self) -> None:
        found = recorded(AnsweredCase(case("x", a=5, chosen=("email",))))
        assert found.results[0].order == ("fee", "self_help", "email", "trial", "desk")
        assert found.results[0].place == 3

    def test_a_model_leads_by_its_score_whatever_the_design_needs(self) -> None:
        found = recorded(AnsweredCase(case("x", a=None, b=4, chosen=("trial",)))).results[0]
        assert found.placed == (("trial", True),)
        assert found.chosen["commercial"] == "sale"

    def test_the_design_goes_by_the_threshold(self, record: Record) -> None:
        assert result(record, "first").chosen["commercial"] == "fee"
        assert result(record, "all").chosen == {
            "commercial": "sale",
            "delivery": "desk",
            "where": "one_way",
        }


class TestFigures:
    def test_all_cases_together(self, record: Record) -> None:
        assert hits(record, "all", "all") == {
            "first": (2, 4),  # first, all
            "acceptable": (3, 4),  # and second
            "three": (4, 4),  # third is third
            "five": (4, 4),
            "leads": (3, 4),  # not fee in third, where trial leads
            "design": (3, 4),
            "failures": (1, 1),
            "beside": (0, 1),
        }

    def test_a_model_is_counted_in_the_cases_that_document_it(self, record: Record) -> None:
        fee = hits(record, "model", "fee")
        assert fee["first"] == (1, 2)
        assert fee["leads"] == (1, 2)
        assert fee["failures"] == (1, 1)
        assert hits(record, "model", "desk")["failures"] == (0, 0)
        assert "trial" not in {group.of for group in record.groups}

    def test_sectors_with_fewer_than_three_cases_stand_together(self, record: Record) -> None:
        assert hits(record, "sector", "Bakeries")["first"] == (2, 4)
        rare = case("rare", a=5, chosen=("fee",), sector={"es": "Circos", "en": "Circuses"})
        more = recorded(*the_cases(), AnsweredCase(rare))
        assert hits(more, "sector", "other")["first"] == (1, 1)
        assert [group.of for group in more.groups if group.by == "sector"] == ["Bakeries", "other"]

    def test_size_confidence_and_failures_stand_apart(self, record: Record) -> None:
        assert hits(record, "size", "known")["first"] == (1, 1)
        assert hits(record, "size", "small")["acceptable"] == (2, 3)
        assert hits(record, "confidence", "low")["first"] == (0, 1)
        assert hits(record, "outcome", "failure")["first"] == (0, 0)
        assert hits(record, "outcome", "failure")["failures"] == (1, 1)
        assert hits(record, "outcome", "rest")["failures"] == (0, 0)

    def test_what_stays_wrong_is_listed(self, record: Record) -> None:
        assert [each.case.id for each in record.wrong] == ["third", "failed"]

    def test_a_model_only_judged_wrong_is_no_failure(self) -> None:
        judged = case("x", a=5, chosen=("fee",), must_not=("fee",), must_not_basis="judgement")
        assert recorded(AnsweredCase(judged)).overall.figures["failures"][:2] == (0, 0)

    def test_a_case_without_a_documented_model_does_not_count(self) -> None:
        assert recorded(AnsweredCase(case("x", chosen=()))).overall.cases == 0


def earlier(hits: int, **wrong: bool) -> RecordFile:
    """An earlier record with so many hits of the first figure, and cases that stayed wrong or not."""
    share = {"hits": hits, "of": 4, "share": 50, "low": 0, "high": 100}
    group = {"by": "all", "of": "all", "name": "all", "cases": 4, "figures": {"first": share}}
    kinds = (
        *("counts", "failure", "documented", "acceptable", "failed_before", "list", "place"),
        *("design", "beside", "failures", "organisation", "links"),
    )
    cases = [
        {"case": id_, "stays_wrong": is_wrong, **dict.fromkeys(kinds, 0)}
        for id_, is_wrong in wrong.items()
    ]
    data = {"format": "svcmodel/record/1", "groups": [group], "cases": cases}
    built: RecordFile = made(RecordFile, {**data, "versions": 0, "notes": 0, "figures": 0})
    return built


class TestAgainst:
    def test_a_figure_that_rose_or_fell_is_told(self, record: Record) -> None:
        (rose,) = changes_since(earlier(1), record).figures
        assert (rose.figure, rose.before, rose.after[:2], rose.rose) == (
            "first",
            (1, 4),
            (2, 4),
            True,
        )
        (fell,) = changes_since(earlier(3), record).figures
        assert not fell.rose
        assert changes_since(earlier(2), record).figures == ()

    def test_cases_that_turned_are_told_and_unknown_ones_are_not(self, record: Record) -> None:
        turned = changes_since(earlier(2, first=True, third=False, failed=True, gone=True), record)
        assert turned.cases == (("first", True), ("third", False))


class TestFloors:
    @pytest.mark.parametrize(
        ("floor", "met"),
        [
            ({"figure": "first", "at_least": 50}, True),
            ({"figure": "first", "at_least": 50.1}, False),
            ({"figure": "failures", "at_most": 100}, True),
            ({"figure": "failures", "at_most": 99.9}, False),
            ({"figure": "first", "by": "model", "of": "fee", "at_least": 50}, True),
            ({"figure": "first", "by": "model", "of": "fee", "at_least": 51}, False),
            ({"figure": "failures", "by": "model", "of": "desk", "at_most": 100}, False),
        ],
    )
    def test_a_floor_is_held_to_the_exact_share(
        self, record: Record, floor: dict[str, object], met: bool
    ) -> None:
        held: Floor = made(Floor, floor)
        assert (unmet(record, [held]) == ()) == met
