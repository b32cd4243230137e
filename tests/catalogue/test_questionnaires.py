"""What the shipped questionnaires and their bank must hold: nothing idle, nothing out of reach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise, product
from typing import Any

import pytest

from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import Condition, Facts, criteria_in, evaluate, questions_in
from svcmodel.domain.criteria import FromBands, FromOptions, LevelFrom, parts_of, questions_of
from svcmodel.domain.piping import naming
from svcmodel.domain.questions import (
    Choice,
    MultiChoice,
    Number,
    Percentage,
    Question,
    Questionnaire,
    Rating,
    YesNo,
)
from svcmodel.domain.records import LANGUAGES, Lang
from svcmodel.domain.shelf import PlaybookShelf, full_id
from svcmodel.render.at_hand import is_looked_up
from svcmodel.render.readability import sentences_in
from svcmodel.sources.questionnaire_files import load_questionnaire, shipped_questionnaires

QUESTIONNAIRES = ["audit", "charter", "full", "quick"]
ABOUT_THE_SERVICE = [
    "res_core",
    "res_specific",
    "res_assets",
    "res_outcome_measurable",
    "res_outcome_attributable",
    "com_suppliers",
]
LEAST_ANCHORS = 5
"""With a word for each level a rating needs no example."""


@pytest.fixture(scope="module")
def every() -> dict[str, Questionnaire]:
    return {name: load_questionnaire(name) for name in shipped_questionnaires()}


def test_the_four_questionnaires_ship(every: dict[str, Questionnaire]) -> None:
    assert sorted(every) == QUESTIONNAIRES
    assert len(every["charter"].questions) == 8
    assert 15 <= len(every["audit"].questions) <= 20
    assert len(every["audit"].file.sections) == 3


def test_every_question_of_the_bank_is_asked_somewhere(every: dict[str, Questionnaire]) -> None:
    asked = {question.id for each in every.values() for question in each.questions}
    assert set(every["full"].bank) - asked == set()


@pytest.mark.parametrize(("name", "most"), [("quick", 15), ("full", 90)])
def test_answering_takes_no_longer_than_was_promised(name: str, most: int) -> None:
    assert sum(question.minutes for question in load_questionnaire(name).questions) <= most


class TestQuestions:
    def test_a_hint_is_one_sentence(self, full: Questionnaire) -> None:
        long = [
            (question.id, lang)
            for question in full.bank.values()
            for lang in LANGUAGES
            if len(sentences_in(question.hint.to(lang))) > 1
        ]
        assert long == []

    def test_a_figure_a_share_or_a_scale_with_gaps_has_an_example(
        self, full: Questionnaire
    ) -> None:
        bare = [q.id for q in full.bank.values() if wants_example(q) and q.example is None]
        assert bare == []

    def test_what_is_looked_up_says_what_and_where(self, full: Questionnaire) -> None:
        for question in full.bank.values():
            if is_looked_up(question):
                assert question.short is not None, question.id
                assert question.find_in is not None, question.id

    def test_who_is_served_and_who_pays_come_before_anything_that_counts(
        self, full: Questionnaire, shipped: Catalogue
    ) -> None:
        order = [question.id for question in full.questions]
        counting = {id_ for c in shipped.criteria.values() for id_ in questions_of(c.level_from)}
        first = min(order.index(id_) for id_ in counting if id_ in order)
        who = ("decision", "service_name", "organisation", "customer_kind", "who_pays")
        assert all(order.index(id_) < first for id_ in who)


def wants_example(question: Question) -> bool:
    if isinstance(question, Rating):
        return len(question.anchors) < LEAST_ANCHORS
    return isinstance(question, (Number, Percentage))


class TestNaming:
    def test_no_text_is_left_with_a_place_to_fill_in(self, full: Questionnaire) -> None:
        open_ = [q.id for q in full.bank.values() if any("{" in said for said in texts_of(q))]
        assert open_ == []

    @pytest.mark.parametrize("id_", ABOUT_THE_SERVICE)
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_what_is_about_the_service_calls_it_by_its_name(
        self, id_: str, lang: Lang, full: Questionnaire
    ) -> None:
        neutral = full.bank["service_name"].unnamed
        assert neutral is not None
        assert neutral.to(lang) in full.bank[id_].text.to(lang)
        named = naming(full, {"service_name": "Mesa de Lima"}).bank[id_]
        for text in (named.text, named.plain):
            assert text is None or "Mesa de Lima" in text.to(lang)
            assert text is None or neutral.to(lang) not in text.to(lang)

    @pytest.mark.parametrize("wrong", ["de el ", "a el "])
    def test_spanish_does_not_stumble_over_the_neutral_phrase(
        self, wrong: str, full: Questionnaire
    ) -> None:
        stumbling = [
            question.id
            for question in full.bank.values()
            if any(f" {wrong}servicio" in text for text in texts_of(question))
        ]
        assert stumbling == []


def texts_of(question: Question) -> list[str]:
    texts = (question.text, question.plain, question.hint, question.why, question.example)
    return [text.to(lang) for text in texts if text is not None for lang in LANGUAGES]


class TestConditions:
    @pytest.mark.parametrize("name", QUESTIONNAIRES)
    def test_each_looks_at_what_was_asked_before(
        self, name: str, every: dict[str, Questionnaire]
    ) -> None:
        seen: set[str] = set()
        for question in every[name].questions:
            if question.ask_when is not None:
                assert set(questions_in(question.ask_when)) <= seen, question.id
                assert list(criteria_in(question.ask_when)) == [], question.id
            seen.add(question.id)

    def test_every_question_can_be_reached_and_every_condition_can_fail(
        self, full: Questionnaire
    ) -> None:
        for question in full.bank.values():
            if question.ask_when is not None:
                met = {met_by(question.ask_when, facts) for facts in worlds(question, full.bank)}
                assert met >= {True, False}, question.id


def met_by(condition: Condition, answers: Mapping[str, Any]) -> bool | None:
    return evaluate(condition, Facts(answers=answers))


def worlds(question: Question, bank: Mapping[str, Question]) -> Iterator[dict[str, Any]]:
    """Every way to answer what a question's condition looks at, if those are asked themselves."""
    looked_at = sorted(behind(question, bank))
    choices = [values_of(bank[id_]) for id_ in looked_at]
    for values in product(*choices):
        answers = dict(zip(looked_at, values, strict=True))
        conditions = [bank[id_].ask_when for id_ in looked_at]
        if all(when is None or met_by(when, answers) for when in conditions):
            yield answers


def behind(question: Question, bank: Mapping[str, Question]) -> set[str]:
    """The questions a condition looks at, and those their conditions look at."""
    direct = set(questions_in(question.ask_when)) if question.ask_when else set()
    return direct.union(*(behind(bank[id_], bank) for id_ in direct))


def values_of(question: Question) -> list[Any]:
    match question:
        case Choice():
            return [option.id for option in question.options]
        case MultiChoice():
            return [(option.id,) for option in question.options]
        case YesNo():
            return [True, False]
        case Rating():
            return [1, 2, 3, 4, 5]
        case Number():
            least = question.minimum or 0
            return [least, least + 1, least + 1000]
        case _:
            raise AssertionError(f"no condition has looked at a {question.kind} so far")


class TestLevels:
    def test_bands_rise_without_a_gap(self, shipped: Catalogue) -> None:
        for criterion in shipped.criteria.values():
            for part in parts_within(criterion.level_from):
                if isinstance(part, FromBands):
                    assert all(low < high for low, high in pairwise(part.bounds)), criterion.id

    def test_options_climb_through_every_level(
        self, shipped: Catalogue, full: Questionnaire
    ) -> None:
        climbing = 0
        for criterion in shipped.criteria.values():
            for part in parts_within(criterion.level_from):
                question = full.bank[next(questions_of(part))]
                if isinstance(part, FromOptions) and isinstance(question, Choice):
                    climbing += 1
                    order = [option.id for option in question.options]
                    levels = [part.levels[id_] for id_ in order if id_ in part.levels]
                    assert levels == sorted(levels), question.id
                    if part is criterion.level_from:
                        assert set(levels) == {1, 2, 3, 4, 5}, question.id
        assert climbing > 10

    def test_audit_and_charter_feed_the_plan_and_never_a_score(
        self, shipped: Catalogue, every: dict[str, Questionnaire]
    ) -> None:
        counting = {id_ for c in shipped.criteria.values() for id_ in questions_of(c.level_from)}
        for name in ("audit", "charter"):
            for question in every[name].questions:
                assert question.id not in counting
                assert question.id == "organisation" or question.feeds or question.first_page
        assert every["charter"].questions[0].first_page

    def test_what_feeds_the_plan_names_a_task_of_it(
        self, full: Questionnaire, shelf: PlaybookShelf
    ) -> None:
        tasks = {
            full_id(book.id, task.id)
            for book in shelf.books.values()
            for task in book.tasks
            if task.extends is None
        }
        for question in full.bank.values():
            assert set(question.feeds) <= tasks, question.id


def parts_within(level_from: LevelFrom) -> Iterator[LevelFrom]:
    """What a level is put together from, down to the single questions."""
    parts = parts_of(level_from)
    if not parts:
        yield level_from
    for part in parts:
        yield from parts_within(part)
