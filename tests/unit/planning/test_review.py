"""Advice looked at again with what was measured: which answer broke, whether it turned, what to do."""

from __future__ import annotations

from typing import Any

import pytest

from svcmodel.domain.answers import Answer
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.plan_rules import NextReview
from svcmodel.domain.plan_schedule import Review
from svcmodel.domain.playbooks import KpiThreshold
from svcmodel.domain.questions import Question
from svcmodel.domain.records import Text
from svcmodel.domain.review import Measured, NextStep, ReviewResult
from svcmodel.domain.values import Value
from svcmodel.planning.review import review
from svcmodel.scoring.compare import compare
from svcmodel.scoring.compare_stages import Side
from tests.builders import DAY, given, kpi, level, questionnaire_of, sheet_of, unknown

LATER = "2026-07-01"
KPIS = {
    each.id: each
    for each in (
        kpi("csat", threshold={"at_least": 75}),
        kpi("backlog", threshold={"at_least": 1, "at_most": 5}),
        kpi("mood"),
        kpi("contacts", known_from=["volume"]),
    )
}
RULES = NextReview(urgent=30, otherwise=180)
DIGITAL_COMPANY = (given("digital", 5), given("volume", 50), given("habit", "rare"))
"""Serves itself: self_help leads; with digital 1 it would be the desk."""


def planned(*days: str) -> list[Review]:
    told = Text(es="mirar", en="look")
    return [Review(f"at_{day}", told, day, told) for day in days]


def value_of(id_: str, value: Value, question: str | None = None, **threshold: float) -> Measured:
    mark = KpiThreshold(**threshold) if threshold else None
    return Measured(id_, value, question, None, "", mark)


class TinyCompany:
    @pytest.fixture(autouse=True)
    def _company(self, tiny: Catalogue, tiny_bank: dict[str, Question]) -> None:
        self.tiny, self.bank = tiny, tiny_bank

    def side(self, *said: Answer, **more: Any) -> Side:
        sheet = sheet_of(*(said or DIGITAL_COMPANY), **more)
        return Side(self.tiny, questionnaire_of(self.bank), sheet, DAY)

    def reviewed(
        self,
        *measured: Measured,
        said: tuple[Answer, ...] = DIGITAL_COMPANY,
        on: str = LATER,
        reviews: tuple[str, ...] = (),
    ) -> ReviewResult:
        return review(self.side(*said), on, measured, KPIS, planned(*reviews), RULES)


class TestReview(TinyCompany):
    def test_what_was_said_and_measured_alike_is_confirmed(self) -> None:
        found = self.reviewed(value_of("volume", 50, "volume"))
        (checked,) = found.answers
        assert (checked.state, checked.levels) == ("confirmed", ())
        assert (found.verdict, found.steps) == ("holds", (NextStep("go_on", ()),))

    def test_another_figure_on_the_same_level_is_told_and_breaks_nothing(self) -> None:
        found = self.reviewed(value_of("contacts", 60, "volume"))
        (checked,) = found.answers
        assert (checked.id, checked.question, checked.state) == ("contacts", "volume", "same_level")
        assert NextStep("record", ("volume",)) in found.steps

    def test_another_level_breaks_the_answer_it_came_from(self) -> None:
        (checked,) = self.reviewed(value_of("volume", 5000, "volume")).answers
        assert checked.state == "broken"
        ((criterion, before, after),) = checked.levels
        assert (criterion, before, after) == ("volume", (2, 2), (4, 4))
        assert checked.before == given("volume", 50)

    def test_what_nobody_knew_is_new(self) -> None:
        for said in (DIGITAL_COMPANY, (*DIGITAL_COMPANY, unknown("stages"))):
            (checked,) = self.reviewed(value_of("stages", ("before",), "stages"), said=said).answers
            assert (checked.state, checked.before) == ("new", None)
            assert [turn.criterion for turn in checked.levels] == ["stages"]

    def test_a_level_somebody_gave_gives_way_to_a_figure(self) -> None:
        said = (given("digital", 5), level("volume", 2))
        (checked,) = self.reviewed(value_of("volume", 5000, "volume"), said=said).answers
        assert (checked.state, checked.before) == ("broken", level("volume", 2))

    def test_an_answer_that_turns_a_decision_asks_for_a_new_plan(self) -> None:
        found = self.reviewed(value_of("digital", 1, "digital"))
        assert found.verdict == "turned"
        (turned,) = [each for each in found.decisions if each.before != each.after]
        assert (turned.layer, turned.before, turned.after) == ("answered", "self_help", "desk")
        assert found.steps[0] == NextStep("replan", ("answered",))

    def test_the_change_is_split_by_the_one_comparison_there_is(self) -> None:
        before = self.side()
        after = self.side(given("digital", 1), *DIGITAL_COMPANY[1:])._replace(on=LATER)
        measured = [value_of("digital", 1, "digital")]
        found = review(before, LATER, measured, KPIS, [], RULES)
        plain = compare(before, after)
        assert found.comparison.layers == plain.layers
        assert found.comparison.steps == ("answers", "date")

    def test_the_same_choice_that_is_a_close_call_now_is_less_sure(self) -> None:
        """A fee leads a trial by 4.9 points while three stages count, and by 2.1 with one."""
        stages = given("stages", ("before", "during", "after"))
        said = (given("digital", 5), given("volume", 5000), given("habit", "often"), stages)
        found = self.reviewed(value_of("stages", ("before",), "stages"), said=said)
        paid = next(each for each in found.decisions if each.layer == "paid")
        assert (paid.before, paid.after, paid.close) == ("fee", "fee", (False, True))
        assert found.verdict == "less_sure"
        assert found.steps[0] == NextStep("settle", ("paid",))

    @pytest.mark.parametrize(
        ("measured", "state"),
        [
            (value_of("csat", 75), "within"),
            (value_of("csat", 74.9), "beyond"),
            (value_of("csat", 80, at_least=85), "beyond"),
            (value_of("backlog", 5), "within"),
            (value_of("backlog", 6), "beyond"),
            (value_of("backlog", 0.5), "beyond"),
            (value_of("mood", 3), "no_threshold"),
            (value_of("volume", 50, "volume", at_most=40), "beyond"),
        ],
    )
    def test_a_measure_beside_its_threshold_the_companys_own_before_orientation(
        self, measured: Measured, state: str
    ) -> None:
        (checked,) = self.reviewed(measured).measures
        assert checked.state == state
        assert checked.own == (measured.threshold is not None)

    def test_an_answer_without_a_threshold_is_no_measure(self) -> None:
        found = self.reviewed(
            value_of("contacts", 50, "volume"), value_of("habit", "rare", "habit")
        )
        assert found.measures == ()

    def test_what_misses_its_threshold_is_to_be_corrected_and_the_rest_agreed_on(self) -> None:
        found = self.reviewed(value_of("csat", 60), value_of("mood", 3), value_of("backlog", 2))
        assert found.verdict == "holds"
        assert found.steps == (NextStep("correct", ("csat",)), NextStep("agree", ("mood",)))

    def test_nothing_measured_holds(self) -> None:
        found = self.reviewed()
        assert (found.verdict, found.steps) == ("holds", (NextStep("go_on", ()),))


class TestNextReview(TinyCompany):
    def day(self, *measured: Measured, reviews: tuple[str, ...] = ()) -> tuple[str, str | None]:
        again = self.reviewed(*measured, reviews=reviews).again
        return again.day, again.planned.id if again.planned else None

    def test_the_next_one_of_the_plan_after_the_day(self) -> None:
        days = ("2026-07-01", "2026-09-01", "2026-08-03")
        assert self.day(reviews=days) == ("2026-08-03", "at_2026-08-03")

    def test_sooner_where_something_presses(self) -> None:
        missed = value_of("csat", 10)
        assert self.day(missed, reviews=("2026-09-01",)) == ("2026-07-31", None)
        assert self.day(missed, reviews=("2026-07-20",)) == ("2026-07-20", "at_2026-07-20")

    def test_half_a_year_on_where_the_plan_has_none_left_and_never_on_a_weekend(self) -> None:
        assert self.day(reviews=("2026-01-30",)) == ("2026-12-28", None)
        weekend = self.reviewed(on="2026-07-07").again  # 180 days on it is a Sunday
        assert weekend.day == "2027-01-04"
