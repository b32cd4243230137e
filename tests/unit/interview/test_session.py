"""Moves of an interview: answering, going back, jumping, parking, changing one's mind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import Question
from svcmodel.interview.session import Session
from tests.builders import (
    bank_of,
    criterion,
    given,
    level,
    model,
    not_applicable,
    question,
    unknown,
)
from tests.sessions import answered, begun, walked, without_news

IS_SHOP = {"answer": "kind", "equals": "shop"}

Bank = dict[str, Question]


@pytest.fixture
def branching(tiny_bank: Bank) -> Bank:
    """A choice that decides whether two other questions apply, the second by way of the first."""
    kind = question("kind", "choice", options=["shop", "club"])
    digital = question("digital", "rating", ask_when=IS_SHOP)
    habit = tiny_bank["habit"]
    counter = question("counter", "yes_no", ask_when={"answer": "digital", "at_least": 3})
    return bank_of(kind, digital, counter, habit)


@pytest.fixture
def session(tiny: Catalogue, tiny_bank: Bank) -> Session:
    return begun(tiny, tiny_bank, in_order=True)


class TestAnswering:
    def test_it_begins_at_the_first_question(self, session: Session, tiny_bank: Bank) -> None:
        assert session.current == tiny_bank["volume"]

    def test_it_begins_at_the_first_gap(self, tiny: Catalogue, tiny_bank: Bank) -> None:
        assert begun(tiny, tiny_bank, given("volume", 5), in_order=True).at == "digital"

    def test_an_answer_is_in_the_sheet_and_the_next_question_comes(self, session: Session) -> None:
        after = answered(session, volume=5)
        assert after.sheet.answers == {"volume": given("volume", 5)}
        assert after.at == "digital"

    def test_at_the_end_there_is_no_question(self, session: Session, tiny_bank: Bank) -> None:
        after, asked = walked(session, {})
        assert (after.current, asked) == (None, list(tiny_bank))

    def test_unknown_is_an_answer(self, session: Session) -> None:
        after = session.answered("volume", unknown("volume"))
        assert after.at == "digital"
        assert "volume" not in after.gaps

    def test_another_answer_than_that_on_the_screen_leaves_it_there(self, session: Session) -> None:
        assert answered(session, digital=3).at == "volume"

    def test_a_level_stands_for_the_question_of_its_criterion(self, session: Session) -> None:
        after = session.answered("volume", level("volume", 4))
        assert after.at == "digital"
        assert after.situation.reading.levels["volume"].span == (4, 4)

    def test_earlier_answers_are_named_in_later_texts(self, tiny: Catalogue) -> None:
        asks = {"es": "¿Quién usa {nickname}?", "en": "Who uses {nickname}?"}
        bank = bank_of(
            question("nickname", "text", unnamed={"es": "el servicio", "en": "the service"}),
            question("users", "number", text=asks),
        )
        before = begun(tiny, bank, in_order=True)
        after = answered(before, nickname="Desk One")
        assert after.current is not None
        assert after.current.text.en == "Who uses “Desk One”?"
        assert before.question("users").text.en == "Who uses the service?"


class TestBack:
    def test_the_screen_before_comes_with_what_was_said(self, session: Session) -> None:
        before = answered(session, volume=5).back()
        assert (before.at, before.default_for("volume")) == ("volume", given("volume", 5))

    def test_what_was_said_stays_said(self, session: Session) -> None:
        before = answered(session, volume=5, digital=2).back().back()
        assert before.sheet.answers.keys() == {"volume", "digital"}

    def test_going_on_leads_through_the_same_screens(self, session: Session) -> None:
        before = answered(session, volume=5, digital=2).back().back()
        then = answered(before, volume=5)
        assert then.at == "digital"
        assert answered(then, digital=2).at == "habit"

    def test_saying_the_same_again_undoes_it(self, session: Session) -> None:
        after = answered(session, volume=5)
        assert without_news(answered(after.back(), volume=5)) == without_news(after)

    def test_on_the_first_screen_it_stays_there(self, session: Session) -> None:
        assert session.back() == session

    def test_it_skips_what_no_longer_applies(self, tiny: Catalogue, branching: Bank) -> None:
        session = answered(begun(tiny, branching, in_order=True), kind="shop", digital=4)
        assert session.at == "counter"
        changed = answered(session, kind="club")
        assert changed.at == "habit"
        assert changed.back().at == "kind"

    def test_from_the_review_it_leads_to_the_last_question(self, session: Session) -> None:
        assert walked(session, {})[0].back().at == "headcount"

    def test_a_question_parked_stays_parked(self, session: Session) -> None:
        back = session.park("volume").back()
        assert (back.at, back.parked) == ("volume", ("volume",))


class TestJump:
    def test_after_the_answer_it_goes_on_where_one_was(self, session: Session) -> None:
        there = answered(session, volume=5).jump("stages")
        assert there.at == "stages"
        assert answered(there, stages=("before",)).at == "digital"

    def test_back_undoes_it(self, session: Session) -> None:
        before = answered(session, volume=5)
        assert before.jump("stages").back() == without_news(before)

    def test_from_the_review_it_leads_back_to_it(self, session: Session) -> None:
        review, _ = walked(session, {})
        assert answered(review.jump("digital"), digital=2).at is None

    def test_to_where_one_is_it_does_nothing(self, session: Session) -> None:
        assert session.jump("volume") == session


class TestPark:
    def test_the_next_question_comes_and_it_is_not_asked_again(self, session: Session) -> None:
        _, asked = walked(session.park("volume"), {})
        assert "volume" not in asked

    def test_it_stays_a_gap_and_becomes_a_fact_to_fetch(self, session: Session) -> None:
        after = session.park("volume")
        assert after.gaps[0] == "volume"
        assert [(f.question.id, f.parked) for f in after.facts_to_fetch] == [("volume", True)]

    def test_an_answer_ends_it(self, session: Session) -> None:
        after = answered(session.park("volume").jump("volume"), volume=5)
        assert (after.parked, after.facts_to_fetch) == ((), ())

    def test_what_was_parked_before_is_not_asked(self, tiny: Catalogue, tiny_bank: Bank) -> None:
        assert begun(tiny, tiny_bank, in_order=True, parked=["volume"]).at == "digital"


class TestForget:
    def test_the_answer_is_gone_and_the_screen_stays(self, session: Session) -> None:
        after = answered(session, volume=5).forget("volume")
        assert (after.at, after.default_for("volume")) == ("digital", None)
        assert after.gaps[0] == "volume"

    def test_in_the_review_it_stays_there(self, session: Session) -> None:
        assert walked(session, {})[0].forget("volume").at is None


class TestChange:
    def test_an_answer_that_no_longer_applies_is_kept_and_not_scored(
        self, tiny: Catalogue, branching: Bank
    ) -> None:
        session = answered(begun(tiny, branching, in_order=True), kind="shop", digital=4)
        changed = answered(session, kind="club")
        assert changed.change.fell == ("digital",)
        assert changed.fallen == ("digital",)
        assert changed.default_for("digital") == given("digital", 4)
        assert changed.standing().not_scored == ("digital",)

    def test_when_it_applies_again_it_is_asked_next_with_that_as_default(
        self, tiny: Catalogue, branching: Bank
    ) -> None:
        session = answered(begun(tiny, branching, in_order=True), kind="shop", digital=4)
        away = answered(session, kind="club")
        again = answered(away.jump("kind"), kind="shop")
        assert again.change.returned == ("digital",)
        assert (again.at, again.default_for("digital")) == ("digital", given("digital", 4))
        assert answered(again, digital=4).at == "habit"

    def test_taking_back_what_decided_brings_it_back_too(
        self, tiny: Catalogue, branching: Bank
    ) -> None:
        session = answered(begun(tiny, branching, in_order=True), kind="shop", digital=4)
        again = answered(session, kind="club").forget("kind")
        assert again.change.returned == ("digital",)
        assert again.fallen == ()

    def test_an_answer_that_touches_no_other_tells_nothing(self, session: Session) -> None:
        assert answered(session, volume=5).change == ((), ())


class TestConditions:
    def test_a_question_comes_after_what_decides_whether_it_applies(
        self, tiny: Catalogue, branching: Bank
    ) -> None:
        backwards = {"all": ["counter", "digital", "habit", "kind"]}
        session = begun(tiny, branching, sections=backwards, in_order=True)
        asked = walked(session, {"kind": "shop", "digital": 3})[1]
        assert asked == ["habit", "kind", "digital", "counter"]

    def test_one_that_does_not_apply_is_never_asked(self, tiny: Catalogue, branching: Bank) -> None:
        session = begun(tiny, branching, in_order=True)
        assert walked(session, {"kind": "club"})[1] == ["kind", "habit"]

    @pytest.mark.parametrize("puts_off", [True, False])
    def test_one_that_may_apply_is_asked_where_nothing_decides(
        self, puts_off: bool, tiny: Catalogue, branching: Bank
    ) -> None:
        session = begun(tiny, branching, in_order=True)
        after = session.park("kind") if puts_off else session.answered("kind", unknown("kind"))
        assert after.at == "digital"


class TestCovered:
    @pytest.fixture
    def parts(self) -> Bank:
        return bank_of(question("size", "rating"), question("skill", "rating"))

    @pytest.fixture
    def team(self, tiny: Catalogue) -> Catalogue:
        lowest = {"lowest": [{"value": "size"}, {"value": "skill"}]}
        models = {**tiny.models, "robot": model("robot", "answered", effects={"team": (1, "both")})}
        return replace(
            tiny,
            criteria={"team": criterion("team", lowest)},
            dimension_of={"team": "people"},
            models={
                id_: each if id_ == "robot" else replace(each, effects={})
                for id_, each in models.items()
            },
        )

    def test_a_part_that_can_change_nothing_is_not_asked(
        self, team: Catalogue, parts: Bank
    ) -> None:
        session = begun(team, parts, in_order=True)
        assert walked(session, {"size": 1})[1] == ["size"]
        assert walked(session, {"size": 4})[1] == ["size", "skill"]

    def test_nor_a_part_of_a_level_that_was_given(self, team: Catalogue, parts: Bank) -> None:
        for said in (level("team", 2), level("team", 2, 4), not_applicable("team")):
            assert begun(team, parts, said, in_order=True).reachable == ()


class TestProgress:
    def test_it_counts_what_applies_and_its_minutes(self, tiny: Catalogue, branching: Bank) -> None:
        session = answered(begun(tiny, branching, in_order=True), kind="shop", digital=4)
        assert session.progress == (2, 4, 2, None)
        assert answered(session, kind="club").progress == (1, 2, 1, None)

    def test_the_section_and_the_dimension_of_a_question_are_told(
        self, tiny: Catalogue, tiny_bank: Bank
    ) -> None:
        sections = {"first": ["volume", "digital"], "then": ["headcount"]}
        session = begun(tiny, tiny_bank, sections=sections, in_order=True)
        assert [session.section(id_).id for id_ in ("digital", "headcount")] == ["first", "then"]
        assert [session.dimension(id_) for id_ in ("volume", "headcount")] == ["means", None]


class TestMinutes:
    def test_questions_are_asked_while_they_fit(self, tiny: Catalogue, tiny_bank: Bank) -> None:
        session, asked = walked(begun(tiny, tiny_bank, minutes=2.5), {})
        assert len(asked) == 2
        assert session.progress.minutes_left == 0.5
        assert session.fitting == ()
        assert len(session.gaps) == 4

    def test_those_that_fit_are_those_worth_most(self, tiny: Catalogue, tiny_bank: Bank) -> None:
        session = begun(tiny, tiny_bank, minutes=3)
        worth = session.situation.worth
        assert set(session.fitting) == set(sorted(worth, key=lambda id_: -worth[id_])[:3])

    def test_in_printed_order_they_are_the_same_ones(
        self, tiny: Catalogue, tiny_bank: Bank
    ) -> None:
        session = begun(tiny, tiny_bank, minutes=3, in_order=True)
        printed = [id_ for id_ in tiny_bank if id_ in session.fitting]
        assert session.at == printed[0]

    def test_saying_something_else_takes_no_time_twice(self, session: Session) -> None:
        limited = replace(session, minutes=3)
        again = answered(answered(limited, volume=5).back(), volume=6)
        assert again.progress.minutes_left == 2
