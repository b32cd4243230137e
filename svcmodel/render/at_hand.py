"""What to have at hand before a questionnaire is answered: who needs to look up what, and where."""

from __future__ import annotations

from dataclasses import dataclass

from svcmodel.domain.questions import Number, Percentage, Question, Questionnaire
from svcmodel.render.question_text import label
from svcmodel.render.report_types import Entry
from svcmodel.render.words import Words

PEOPLE = ("direction", "finance", "service", "it")
"""Who is asked, in the order of the page."""


@dataclass(frozen=True, slots=True)
class Person:
    """One of those who are asked: how much of their time it takes and what they look up, and where."""

    name: str
    questions: int
    minutes: str
    entries: tuple[Entry, ...]


def at_hand(questionnaire: Questionnaire, words: Words) -> tuple[Person, ...]:
    """The people a questionnaire asks, each with what to look up beforehand."""
    return tuple(_person(who, questionnaire, words) for who in PEOPLE if _of(who, questionnaire))


def is_looked_up(question: Question) -> bool:
    """Whether a question asks for a figure, or says where its answer is to be found."""
    return question.find_in is not None or isinstance(question, (Number, Percentage))


def _of(who: str, questionnaire: Questionnaire) -> list[Question]:
    return [question for question in questionnaire.questions if question.asks == who]


def _person(who: str, questionnaire: Questionnaire, words: Words) -> Person:
    asked = _of(who, questionnaire)
    return Person(
        name=words(f"catalogue.asks.{who}"),
        questions=len(asked),
        minutes=words.figure(sum(question.minutes for question in asked)),
        entries=tuple(_entry(question, words) for question in asked if is_looked_up(question)),
    )


def _entry(question: Question, words: Words) -> Entry:
    place = question.find_in.to(words.lang).rstrip(".") if question.find_in else ""
    return Entry(label(question, words), place)
