from __future__ import annotations

from itertools import product
from typing import Any, ClassVar

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from svcmodel.domain.answers import Answer, Grade
from svcmodel.domain.assessment import CriterionLevel
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import UNKNOWN_SPAN, Span
from svcmodel.domain.questions import Question
from svcmodel.scoring.levels import level_of_value, read_levels
from tests.builders import (
    bank_of,
    catalogue_of,
    criterion,
    given,
    layer,
    level,
    level_from,
    model,
    not_applicable,
    question,
    sheet_of,
    unknown,
)

BOUNDS = [10, 100, 1000, 10000]
BANDS = {"bands": "q", "from": BOUNDS}
RANK = {"rank": "cost", "in": "q", "levels": [5, 4, 2, 1]}
ONE, OTHER = {"value": "one"}, {"value": "other"}


def measuring(*sources: tuple[str, dict[str, Any]]) -> Catalogue:
    """A catalogue that only measures: criteria by id, with what their level comes from."""
    return catalogue_of(
        layers=[layer("only", "base")],
        criteria=[criterion(id_, source) for id_, source in sources],
        models=[model("base", "only", kind="baseline")],
    )


def read_one(
    source: dict[str, Any], *answers: Answer, bank: dict[str, Question] | None = None
) -> CriterionLevel:
    return read_levels(measuring(("c", source)), bank or {}, sheet_of(*answers)).levels["c"]


@pytest.mark.parametrize(
    ("source", "value", "expected"),
    [
        ({"value": "q"}, 4, 4),
        (BANDS, 0, 1),
        (BANDS, 9.999, 1),
        (BANDS, 10, 2),
        (BANDS, 99, 2),
        (BANDS, 100, 3),
        (BANDS, 1000, 4),
        (BANDS, 9999, 4),
        (BANDS, 10000, 5),
        (BANDS, 10**9, 5),
        ({"options": "q", "levels": {"rare": 2, "often": 5}}, "rare", 2),
        ({"options": "q", "levels": {"rare": 2, "often": 5}}, "often", 5),
        ({"options": "q", "levels": {"yes": 4, "no": 1}}, True, 4),
        ({"options": "q", "levels": {"yes": 4, "no": 1}}, False, 1),
        ({"count": "q"}, ("a",), 1),
        ({"count": "q"}, ("a", "b", "c"), 3),
        ({"count": "q"}, ("a", "b", "c", "d", "e", "f", "g"), 5),
        (RANK, ("cost", "growth"), 5),
        (RANK, ("growth", "cost"), 4),
        (RANK, ("a", "b", "c", "d", "e", "cost"), 1),
        (RANK, ("a", "b", "growth"), 1),
        (RANK, ("growth",), 4),
    ],
)
def test_one_answer_gives_one_level(source: dict[str, Any], value: Any, expected: int) -> None:
    assert level_of_value(level_from(source), {"q": value}) == Span(expected, expected)


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ({"options": "q", "levels": {"rare": 2}}, "does_not_count"),
        ({"count": "q"}, ()),
        (RANK, ()),
        (BANDS, None),
        ({"value": "q"}, None),
    ],
)
def test_an_answer_without_a_level_means_the_criterion_does_not_apply(
    source: dict[str, Any], value: Any
) -> None:
    assert level_of_value(level_from(source), {"q": value}) is None


@pytest.mark.parametrize("source", [{"value": "q"}, BANDS, {"count": "q"}, RANK])
def test_without_an_answer_every_level_is_possible(source: dict[str, Any]) -> None:
    assert level_of_value(level_from(source), {}) == UNKNOWN_SPAN


@drawn(st.lists(st.integers(-1000, 1000), min_size=4, max_size=4, unique=True), st.data())
def test_a_band_begins_at_its_bound(bounds: list[int], data: st.DataObject) -> None:
    source = level_from({"bands": "q", "from": sorted(bounds)})
    value = data.draw(st.one_of(st.sampled_from(bounds), st.integers(-1100, 1100)))
    reached = sum(bound <= value for bound in bounds)
    assert level_of_value(source, {"q": value}) == Span(1 + reached, 1 + reached)


@pytest.mark.parametrize(
    ("values", "lowest", "highest", "first"),
    [
        ({"one": 2, "other": 4}, (2, 2), (4, 4), (2, 2)),
        ({"other": 4}, (1, 4), (4, 5), (4, 4)),
        ({"one": 2}, (1, 2), (2, 5), (2, 2)),
        ({"one": 1}, (1, 1), (1, 5), (1, 1)),
        ({"one": 5}, (1, 5), (5, 5), (5, 5)),
        ({"one": None, "other": 3}, (3, 3), (3, 3), None),
        ({"one": 3, "other": None}, (3, 3), (3, 3), (3, 3)),
        ({"one": None, "other": None}, None, None, None),
        ({"other": None}, (1, 5), (1, 5), None),
        ({"one": None}, (1, 5), (1, 5), None),
        ({}, (1, 5), (1, 5), (1, 5)),
    ],
)
def test_parts_that_are_not_known_leave_the_levels_they_could_still_make(
    values: dict[str, Any],
    lowest: tuple[int, int] | None,
    highest: tuple[int, int] | None,
    first: tuple[int, int] | None,
) -> None:
    for joined, expected in (("lowest", lowest), ("highest", highest), ("first", first)):
        assert level_of_value(level_from({joined: [ONE, OTHER]}), values) == expected


@drawn(
    st.lists(st.sampled_from([None, 0, 1, 2, 3, 4, 5]), min_size=2, max_size=4),
    st.sampled_from(["lowest", "highest"]),
)
def test_a_span_of_parts_holds_exactly_what_completions_can_give(
    said: list[int | None], joined: str
) -> None:
    """None: unknown; 0: not applicable."""
    source = level_from({joined: [{"value": f"q{n}"} for n in range(len(said))]})
    known = {f"q{n}": value or None for n, value in enumerate(said) if value is not None}
    pick = min if joined == "lowest" else max
    choices = [range(1, 6) if value is None else [value] for value in said if value != 0]
    levels = [pick(completion) for completion in product(*choices)] if choices else []
    expected = Span(min(levels), max(levels)) if levels else None
    assert level_of_value(source, known) == expected


def test_parts_may_themselves_have_parts() -> None:
    source = level_from({"highest": [{"lowest": [ONE, OTHER]}, {"value": "third"}]})
    assert level_of_value(source, {"one": 2, "other": 5, "third": 1}) == Span(2, 2)
    assert level_of_value(source, {"one": 4, "third": 3}) == Span(3, 4)


class TestReading:
    def test_every_criterion_has_a_level_and_the_silent_ones_are_open(
        self, tiny: Catalogue, tiny_bank: dict[str, Question]
    ) -> None:
        reading = read_levels(tiny, tiny_bank, sheet_of(given("volume", 50)))
        assert list(reading.levels) == list(tiny.criteria)
        assert reading.levels["volume"] == CriterionLevel(
            "volume", Span(2, 2), Span(2, 2), True, ("volume",)
        )
        assert reading.levels["digital"] == CriterionLevel(
            "digital", UNKNOWN_SPAN, UNKNOWN_SPAN, False
        )

    def test_unknown_is_as_if_nothing_had_been_said(
        self, tiny: Catalogue, tiny_bank: dict[str, Question]
    ) -> None:
        silent = read_levels(tiny, tiny_bank, sheet_of())
        said = read_levels(tiny, tiny_bank, sheet_of(*(unknown(id_) for id_ in tiny_bank)))
        assert said == silent

    def test_not_applicable_is_an_answer_without_a_level(
        self, tiny: Catalogue, tiny_bank: dict[str, Question]
    ) -> None:
        reading = read_levels(tiny, tiny_bank, sheet_of(not_applicable("volume")))
        assert reading.levels["volume"].span is None
        assert reading.levels["volume"].graded is None
        assert reading.values == {"volume": None}


class TestDirectLevels:
    PARTS: ClassVar[dict[str, Any]] = {"lowest": [ONE, OTHER]}

    def test_a_level_or_a_pair_of_levels_stands_for_the_answer(self) -> None:
        assert read_one(BANDS, level("c", 4)).span == Span(4, 4)
        assert read_one(BANDS, level("c", 2, 4)).span == Span(2, 4)
        assert read_one(BANDS, level("c", 2, 4)).questions == ("c",)

    def test_a_criterion_made_of_parts_can_be_said_not_to_apply(self) -> None:
        assert read_one(self.PARTS, not_applicable("c"), given("one", 3)).span is None

    def test_a_criterion_made_of_parts_said_to_be_unknown_still_hears_its_parts(self) -> None:
        read = read_one(self.PARTS, unknown("c"), given("one", 3), given("other", 4))
        assert read.span == Span(3, 3)

    @pytest.mark.parametrize("parts", [[], [given("one", 3)], [given("one", 3), given("other", 4)]])
    def test_all_five_levels_say_as_little_as_unknown(self, parts: list[Answer]) -> None:
        everything = read_one(self.PARTS, level("c", 1, 5, "guess"), *parts)
        assert everything == read_one(self.PARTS, unknown("c"), *parts)

    def test_no_condition_can_look_at_a_figure_that_was_given_as_a_level(self) -> None:
        catalogue = measuring(("q", BANDS))
        bank = bank_of(
            question("q", "number"),
            question("more", "rating", ask_when={"answer": "q", "at_least": 100}),
        )
        reading = read_levels(catalogue, bank, sheet_of(level("q", 1), given("more", 3)))
        assert reading.values == {"more": 3}
        assert reading.not_scored == ()


class TestQuestionsThatDoNotApply:
    BANK = bank_of(
        question("kind", "choice", options=["shop", "office"]),
        question("rivals", "rating", ask_when={"not": {"answer": "kind", "equals": "office"}}),
    )
    CATALOGUE = measuring(("rivals", {"value": "rivals"}))

    def test_their_answers_do_not_count_and_are_named(self) -> None:
        sheet = sheet_of(given("kind", "office"), given("rivals", 5))
        reading = read_levels(self.CATALOGUE, self.BANK, sheet)
        assert reading.levels["rivals"].span is None
        assert reading.values["rivals"] is None
        assert reading.not_scored == ("rivals",)

    def test_their_criteria_do_not_apply_even_when_nothing_was_said(self) -> None:
        reading = read_levels(self.CATALOGUE, self.BANK, sheet_of(given("kind", "office")))
        assert reading.levels["rivals"].span is None
        assert reading.not_scored == ()

    def test_a_level_given_for_them_does_not_count_either(self) -> None:
        sheet = sheet_of(given("kind", "office"), level("rivals", 5))
        reading = read_levels(self.CATALOGUE, self.BANK, sheet)
        assert reading.levels["rivals"].span is None
        assert reading.not_scored == ("rivals",)

    def test_a_level_does_not_count_when_none_of_its_parts_applies(self) -> None:
        only_shops = {"answer": "kind", "equals": "shop"}
        bank = bank_of(
            question("kind", "choice", options=["shop", "office"]),
            question("one", "rating", ask_when=only_shops),
            question("other", "rating", ask_when=only_shops),
        )
        catalogue = measuring(("both", {"lowest": [ONE, OTHER]}))
        reading = read_levels(catalogue, bank, sheet_of(given("kind", "office"), level("both", 2)))
        assert reading.levels["both"].span is None
        assert reading.not_scored == ("both",)

    @pytest.mark.parametrize("kind", [given("kind", "shop"), unknown("kind")])
    def test_a_condition_that_is_true_or_open_keeps_the_answer(self, kind: Answer) -> None:
        reading = read_levels(self.CATALOGUE, self.BANK, sheet_of(kind, given("rivals", 5)))
        assert reading.levels["rivals"].span == Span(5, 5)
        assert reading.not_scored == ()

    def test_a_condition_on_what_does_not_apply_is_false(self) -> None:
        bank = bank_of(
            question("kind", "choice", options=["shop", "office"]),
            question("till", "yes_no", ask_when={"answer": "kind", "equals": "shop"}),
            question("coins", "rating", ask_when={"answer": "till", "equals": True}),
        )
        sheet = sheet_of(given("kind", "office"), given("till", True), given("coins", 4))
        reading = read_levels(measuring(("coins", {"value": "coins"})), bank, sheet)
        assert reading.levels["coins"].span is None
        assert reading.not_scored == ("coins", "till")

    def test_a_question_left_out_by_an_answer_that_falls_away_comes_back(self) -> None:
        bank = bank_of(
            question("skill", "rating", ask_when={"not": {"answer": "team", "at_most": 1}}),
            question("team", "rating", ask_when={"answer": "kind", "equals": "shop"}),
            question("kind", "choice", options=["shop", "office"]),
        )
        sheet = sheet_of(given("kind", "office"), given("team", 1), given("skill", 4))
        reading = read_levels(measuring(("skill", {"value": "skill"})), bank, sheet)
        assert reading.levels["skill"].span == Span(4, 4)
        assert reading.not_scored == ("team",)

    @pytest.mark.parametrize("turned", [False, True])
    def test_chains_of_any_length_are_followed_in_any_order_of_the_bank(self, turned: bool) -> None:
        links = [
            question(f"q{n}", "yes_no", ask_when={"answer": f"q{n - 1}", "equals": True})
            for n in range(1, 6)
        ]
        bank = bank_of(question("q0", "yes_no"), *(reversed(links) if turned else links))
        sheet = sheet_of(given("q0", False), *(given(f"q{n}", True) for n in range(1, 6)))
        reading = read_levels(measuring(), bank, sheet)
        assert reading.not_scored == ("q1", "q2", "q3", "q4", "q5")


class TestGrades:
    @pytest.mark.parametrize("grade", ["measured", "documented", "stated", None])
    def test_better_evidence_is_taken_as_it_stands(self, grade: Grade | None) -> None:
        read = read_one({"value": "q"}, given("q", 3, grade))
        assert read.graded == read.span == Span(3, 3)
        assert read.grade == grade

    @pytest.mark.parametrize(
        ("value", "graded"), [(1, (1, 2)), (2, (1, 3)), (3, (2, 4)), (4, (3, 5)), (5, (4, 5))]
    )
    def test_a_guess_may_be_one_level_off(self, value: int, graded: tuple[int, int]) -> None:
        read = read_one({"value": "q"}, given("q", value, "guess"))
        assert read.span == Span(value, value)
        assert read.graded == graded

    def test_a_guessed_pair_of_levels_widens_at_both_ends(self) -> None:
        assert read_one(BANDS, level("c", 2, 3, "guess")).graded == Span(1, 4)

    def test_a_guess_that_something_does_not_apply_widens_nothing(self) -> None:
        read = read_one({"value": "q"}, Answer("q", "not_applicable", grade="guess"))
        assert read.span is None
        assert read.graded is None

    def test_the_weakest_part_decides_the_grade(self) -> None:
        parts = given("one", 3, "measured"), given("other", 4, "guess")
        read = read_one({"lowest": [ONE, OTHER]}, *parts)
        assert read.grade == "guess"
        assert read.graded == Span(2, 4)

    def test_a_part_that_was_not_needed_does_not_weaken_the_grade(self) -> None:
        parts = given("one", 3, "measured"), given("other", 4, "guess")
        read = read_one({"first": [ONE, OTHER]}, *parts)
        assert read.grade == "measured"
        assert read.graded == Span(3, 3)
        assert read.questions == ("one",)

    def test_the_part_that_stepped_in_gives_the_grade(self) -> None:
        parts = unknown("one"), given("other", 4, "guess")
        read = read_one({"first": [ONE, OTHER]}, *parts)
        assert read.graded == Span(3, 5)
        assert read.questions == ("other",)
