"""Questions and answers in words, and the page of what to have at hand."""

from __future__ import annotations

from typing import Any

import pytest

from svcmodel.domain.questions import Question
from svcmodel.domain.records import LANGUAGES, Lang
from svcmodel.render.at_hand import at_hand, is_looked_up
from svcmodel.render.question_text import answer_text, label
from svcmodel.render.words import Words
from svcmodel.sources.words_files import load_phrases
from tests.builders import bank_of, question, questionnaire_of, words

OPTIONS = ["phone", "email"]
RATING = question("r", "rating", anchors={1: words("never"), 5: words("always")})


def spoken(lang: Lang) -> Words:
    return Words(lang, load_phrases())


@pytest.mark.parametrize(
    ("asked", "value", "es", "en"),
    [
        (question("c", "choice", options=OPTIONS), "email", "email en español", "email"),
        (
            question("m", "multi_choice", options=OPTIONS),
            ("phone", "email"),
            "phone en español; email en español",
            "phone; email",
        ),
        (
            question("k", "ranking", options=OPTIONS),
            ("email", "phone"),
            "email en español; phone en español",
            "email; phone",
        ),
        (RATING, 5, "always en español (5 de 5)", "always (5 of 5)"),
        (RATING, 4, "4 de 5", "4 of 5"),
        (question("n", "number"), 1250, "1.250 pieces en español", "1,250 pieces"),
        (question("n", "number"), 1.5, "1,5 pieces en español", "1.5 pieces"),
        (question("p", "percentage"), 12.5, "12,5 %", "12.5%"),
        (question("y", "yes_no"), True, "Sí", "Yes"),
        (question("y", "yes_no"), False, "No", "No"),
        (question("t", "text"), "Tal cual", "Tal cual", "Tal cual"),
    ],
)
def test_an_answer_is_read_by_its_labels_levels_and_units(
    asked: Question, value: Any, es: str, en: str
) -> None:
    assert answer_text(asked, value, spoken("es")) == es
    assert answer_text(asked, value, spoken("en")) == en


def test_a_question_is_called_by_its_short_name_where_it_has_one() -> None:
    assert label(question("q", "text"), spoken("en")) == "q"
    assert label(question("q", "text", short=words("in short")), spoken("en")) == "in short"


PAPERS = {"find_in": words("In the papers.")}
ASKED = bank_of(
    question("goal", "rating", asks="direction", minutes=0.5),
    question("sites", "number", asks="direction", short=words("Number of sites")),
    question("share", "percentage", asks="finance", minutes=2, **PAPERS),
    question("budget", "choice", options=["little", "much"], asks="finance", **PAPERS),
    question("mood", "rating", asks="service"),
)


class TestAtHand:
    def test_each_who_is_asked_is_told_the_time_and_what_to_look_up(self) -> None:
        people = at_hand(questionnaire_of(ASKED), spoken("en"))
        assert [(p.name, p.questions, p.minutes) for p in people] == [
            ("management", 2, "1.5"),
            ("finance", 2, "3"),
            ("customer service", 1, "1"),
        ]
        assert [[(e.name, e.text) for e in p.entries] for p in people] == [
            [("Number of sites", "")],
            [("share", "In the papers"), ("budget", "In the papers")],
            [],
        ]

    def test_figures_and_what_stands_somewhere_are_looked_up(self) -> None:
        looked_up = [id_ for id_, question in ASKED.items() if is_looked_up(question)]
        assert looked_up == ["sites", "share", "budget"]

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_half_minutes_are_written_as_the_language_does(self, lang: Lang) -> None:
        minutes = at_hand(questionnaire_of(ASKED), spoken(lang))[0].minutes
        assert minutes == {"es": "1,5", "en": "1.5"}[lang]
