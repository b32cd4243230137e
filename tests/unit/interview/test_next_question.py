"""Which question comes next, and what makes an answer worth asking for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from svcmodel.domain.assessment import MICRO
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import Question, Questionnaire
from svcmodel.interview.session import start
from svcmodel.interview.worth import BARS, NEED
from svcmodel.scoring.completions import COMPLETIONS
from tests.builders import (
    DAY,
    bank_of,
    catalogue_of,
    criterion,
    given,
    keep,
    layer,
    level,
    model,
    obligation,
    question,
    requirement,
    rule_out,
    sheet_of,
    unknown,
)
from tests.sessions import answered, begun, walked

Bank = dict[str, Question]


def world(effects: Mapping[str, int], **robot: Any) -> Catalogue:
    """A desk, and a robot with these effects, strength by criterion."""
    strengths = {id_: (strength, "both") for id_, strength in effects.items()}
    return catalogue_of(
        layers=[layer("answered", "desk")],
        criteria=[criterion(id_) for id_ in effects],
        models=[
            model("desk", "answered", kind="baseline"),
            model("robot", "answered", effects=strengths, **robot),
            model("email", "answered", kind="channel"),
        ],
    )


def ratings(*ids: str, **more: Any) -> Bank:
    return bank_of(*(question(id_, "rating", **more) for id_ in ids))


class TestWhatMattersFirst:
    def test_the_question_that_tells_most_of_the_design_comes_first(self) -> None:
        session = begun(world({"minor": 1, "major": 5}), ratings("minor", "major"))
        assert walked(session, {})[1] == ["major", "minor"]

    def test_what_is_left_once_nothing_is_open_comes_in_printed_order(
        self, tiny: Catalogue, tiny_bank: Bank
    ) -> None:
        levels = [level(id_, 3) for id_ in tiny.criteria]
        more = bank_of(question("remarks", "text"), question("address", "text"))
        session = begun(tiny, {**tiny_bank, **more}, *levels)
        assert walked(session, {})[1] == ["channels_used", "headcount", "remarks", "address"]

    def test_everything_is_asked_in_the_end(self, tiny: Catalogue, tiny_bank: Bank) -> None:
        assert sorted(walked(begun(tiny, tiny_bank), {})[1]) == sorted(tiny_bank)

    def test_what_can_change_nothing_is_worth_nothing(
        self, tiny: Catalogue, tiny_bank: Bank
    ) -> None:
        sheet = sheet_of(constraints=(keep("sale"), keep("desk"), keep("one_way")))
        worth = begun(tiny, tiny_bank, sheet=sheet).situation.worth
        assert {worth[id_] for id_ in tiny.criteria} == {0}

    def test_what_levels_tell_is_impurity_lost_over_the_completions_drawn(self) -> None:
        effects = {"minor": 1, "middling": -3, "major": 5}
        situation = begun(world(effects), ratings(*effects)).situation
        assert situation.grounds.drawn is not None
        codes, picks = situation.grounds.drawn
        for id_ in effects:
            told = impurity_lost(codes[id_], picks["answered"])
            assert round(told * MICRO) == pytest.approx(situation.worth[id_], abs=10)

    def test_a_part_of_a_level_is_worth_a_part(self) -> None:
        halves = criterion("major", {"lowest": [{"value": "size"}, {"value": "skill"}]})
        whole = world({"major": 5, "minor": 1})
        split = replace(whole, criteria={**whole.criteria, "major": halves})
        parts = begun(split, ratings("size", "skill", "minor")).situation.worth
        one = begun(whole, ratings("major", "minor")).situation.worth
        assert parts["size"] == parts["skill"] == one["major"] // 2


def impurity_lost(codes: bytes, picks: list[str]) -> Fraction:
    """What a column tells of another, less what chance gives, where its levels bear on it."""
    together, by_level = Counter(zip(codes, picks, strict=True)), Counter(codes)
    before = sum(Fraction(n, COMPLETIONS) ** 2 for n in Counter(picks).values())
    after = sum(Fraction(n * n, by_level[code] * COMPLETIONS) for (code, _), n in together.items())
    chance = (1 - before) * Fraction(len(by_level) - 1, COMPLETIONS - 1)
    return max(Fraction(0), after - before - chance)


class TestSections:
    @pytest.mark.parametrize(
        ("third", "asked"),
        [(9, ["first", "third", "second"]), (3, ["first", "second", "third"])],
    )
    def test_the_talk_stays_in_a_section_while_that_is_nearly_as_good(
        self, third: int, asked: list[str]
    ) -> None:
        effects = {"first": 20, "second": 10, "third": third}
        sections = {"one": ["first", "third"], "two": ["second"]}
        session = begun(world(effects), ratings(*effects), sections=sections)
        assert walked(session, {})[1] == asked


class TestGates:
    def test_what_decides_whether_others_apply_is_worth_what_they_are(self) -> None:
        when = {"answer": "kind", "equals": "shop"}
        kind = question("kind", "choice", options=["shop", "club"])
        bank = {**ratings("minor"), **ratings("major", ask_when=when), "kind": kind}
        session = begun(world({"minor": 1, "major": 9}), bank)
        assert walked(session, {"kind": "shop"})[1] == ["kind", "major", "minor"]
        assert walked(session, {"kind": "club"})[1] == ["kind", "minor"]


class TestFacts:
    BARRED = requirement("forbidden", {"answer": "forbidden", "equals": "yes"})

    def test_one_that_may_bar_a_model_counts_by_how_often_that_is_chosen(self) -> None:
        bank = {**ratings("major"), **bank_of(question("forbidden", "yes_no"))}
        situation = begun(world({"major": 9}, requirements=[self.BARRED]), bank).situation
        assert situation.grounds.drawn is not None
        chosen = situation.grounds.drawn.picks["answered"].count("robot")
        assert 0 < situation.worth["forbidden"] == chosen * BARS // COMPLETIONS

    def test_once_nothing_hangs_on_it_any_more_it_is_worth_nothing(self) -> None:
        bank = {**ratings("major"), **bank_of(question("forbidden", "yes_no"))}
        catalogue = world({"major": 9}, requirements=[self.BARRED])
        settled = begun(catalogue, bank, level("major", 1))
        assert settled.certainty.design == "settled"
        assert settled.situation.worth["forbidden"] == 0

    def test_one_counts_for_each_obligation_that_waits_for_it(
        self, tiny: Catalogue, tiny_bank: Bank
    ) -> None:
        waiting = [obligation(id_, {"answer": "headcount", "at_least": 9}) for id_ in ("a", "b")]
        situation = begun(replace(tiny, obligations=tuple(waiting)), tiny_bank).situation
        assert situation.worth["headcount"] == 2 * NEED

    def test_one_counts_for_each_task_of_the_plan_that_quotes_it(self, tiny: Catalogue) -> None:
        feeds = ["common.first", "common.second"]
        bank = bank_of(question("remarks", "text", feeds=feeds, first_page=True))
        assert begun(tiny, bank).situation.worth["remarks"] == 3 * NEED

    def test_what_customers_use_counts_for_the_channels_it_may_bring(
        self, tiny: Catalogue, tiny_bank: Bank
    ) -> None:
        assert begun(tiny, tiny_bank).situation.worth["channels_used"] == 3 * NEED


class TestCertainty:
    def test_with_nothing_said_nothing_is_sure(self, tiny: Catalogue, tiny_bank: Bank) -> None:
        sure = begun(tiny, tiny_bank).certainty
        assert (sure.settled, sure.design) == (frozenset(), None)
        assert sure.chosen["answered"] == "desk"

    def test_very_likely_is_said_before_settled(self) -> None:
        effects = {"major": 20, "minor": 9, "least": 1}
        session = begun(world(effects), ratings(*effects))
        said = []
        for id_ in ("major", "minor", "least"):
            session = answered(session, **{id_: 5 if id_ == "major" else 2})
            said.append(session.certainty.design)
        assert said == sorted(said, key=[None, "very_likely", "settled"].index)
        assert said[-1] == "settled"

    def test_with_everything_said_it_is_settled(self, tiny: Catalogue, tiny_bank: Bank) -> None:
        values = {"volume": 5, "digital": 2, "habit": "rare", "stages": ("before",)}
        sure = walked(begun(tiny, tiny_bank), values)[0].certainty
        assert sure.design == "settled"
        assert sure.settled == sure.very_likely == {"paid", "answered", "where"}


class TestLeftUnasked:
    def test_it_tells_what_each_question_could_still_change(
        self, tiny: Catalogue, tiny_bank: Bank
    ) -> None:
        barred = requirement("few", {"answer": "headcount", "at_most": 2})
        robot = model("robot", "answered", effects={"volume": (2, "both")}, requirements=[barred])
        duty = obligation("duty", {"answer": "headcount", "at_least": 9})
        catalogue = replace(tiny, models={**tiny.models, "robot": robot}, obligations=(duty,))
        bank = {**tiny_bank, **bank_of(question("remarks", "text", feeds=["common.first"]))}
        left = {each.question.id: each for each in begun(catalogue, bank).left_unasked}
        assert left["habit"].layers == ("paid",)
        assert left["headcount"].models == ("robot",)
        assert left["headcount"].obligations == ("duty",)
        assert left["remarks"].tasks == ("common.first",)
        assert left["channels_used"][1:] == ((), (), (), ())

    def test_what_matters_most_comes_first(self) -> None:
        session = begun(world({"minor": 1, "major": 5}), ratings("minor", "major"))
        assert [each.question.id for each in session.left_unasked] == ["major", "minor"]


class TestFactsToFetch:
    def test_what_is_unknown_or_parked_is_to_be_fetched(
        self, tiny: Catalogue, tiny_bank: Bank
    ) -> None:
        session = begun(tiny, tiny_bank, unknown("headcount"), given("digital", 2))
        found = session.park("volume").facts_to_fetch
        assert [(f.question.id, f.parked) for f in found] == [
            ("volume", True),
            ("headcount", False),
        ]

    def test_what_does_not_apply_is_not(self, tiny: Catalogue) -> None:
        when = {"answer": "kind", "equals": "shop"}
        kind = question("kind", "choice", options=["shop", "club"])
        bank = {"kind": kind, **ratings("digital", ask_when=when)}
        session = begun(tiny, bank, given("kind", "club"), unknown("digital"))
        assert session.facts_to_fetch == ()


class TestWithoutADesign:
    """Constraints that contradict each other leave no design; one can still be interviewed."""

    SHEET = sheet_of(constraints=(keep("fee"), rule_out("fee")))

    def test_the_interview_goes_on(self, tiny: Catalogue, tiny_bank: Bank) -> None:
        session, asked = walked(begun(tiny, tiny_bank, sheet=self.SHEET), {})
        assert sorted(asked) == sorted(tiny_bank)
        assert session.certainty == ({}, frozenset(), frozenset(), None)

    def test_what_is_left_is_listed(self, tiny: Catalogue, tiny_bank: Bank) -> None:
        left = begun(tiny, tiny_bank, sheet=self.SHEET).left_unasked
        assert {each.question.id for each in left} == set(tiny_bank)


def test_answers_that_contradict_each_other_are_told(
    shipped: Catalogue, full: Questionnaire
) -> None:
    session = start(shipped, full, sheet_of(), on=DAY, in_order=True)
    assert session.contradictions == ()
    both = answered(session, headcount=3, service_headcount=30)
    assert [pair.id for pair in both.contradictions] == ["more_servers_than_people"]
