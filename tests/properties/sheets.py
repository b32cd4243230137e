"""Random answer sheets for the questions and criteria of a catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hypothesis import strategies as st

from svcmodel.domain.answers import Answer, AnswerSheet, Grade
from svcmodel.domain.conditions import Span
from svcmodel.domain.questions import (
    Choice,
    FreeText,
    MultiChoice,
    Number,
    Percentage,
    Question,
    Ranking,
    Rating,
)
from svcmodel.domain.values import Fault

GRADES: tuple[Grade | None, ...] = (None, "guess", "stated", "documented", "measured")

spans = st.tuples(st.integers(1, 5), st.integers(1, 5)).map(lambda ends: Span(*sorted(ends)))
single_levels = st.integers(1, 5).map(lambda level: Span(level, level))
grades = st.sampled_from(GRADES)


def raw_values(question: Question) -> st.SearchStrategy[Any]:
    """What a person could type for a question and be understood."""
    match question:
        case Choice():
            return st.sampled_from([option.id for option in question.options])
        case Rating():
            return st.integers(1, 5)
        case Number() | Percentage():
            least = question.minimum if question.minimum is not None else 0
            most = question.maximum if question.maximum is not None else 10**7
            return st.integers(int(least), int(most))
        case MultiChoice() | Ranking():
            return st.lists(
                st.sampled_from([option.id for option in question.options]), unique=True
            )
        case FreeText():
            return st.just("in our own words")
        case _:
            return st.booleans()


def _given(question: Question, raw: Any, grade: Grade | None) -> Answer:
    value = question.parse(raw)
    assert not isinstance(value, Fault), (question.id, raw, value)
    return Answer(question.id, "given", value=value, grade=grade)


def answers_to(question: Question) -> st.SearchStrategy[Answer]:
    said = st.builds(_given, st.just(question), raw_values(question), grades)
    nothing = st.sampled_from(["unknown", "not_applicable"])
    return said | st.builds(Answer, st.just(question.id), nothing)


def sheets(bank: Mapping[str, Question]) -> st.SearchStrategy[AnswerSheet]:
    """Any of the questions answered in any way."""
    answers = st.fixed_dictionaries({}, optional={id_: answers_to(q) for id_, q in bank.items()})
    return answers.map(lambda said: AnswerSheet("Somebody", answers=said))


def direct(criterion: str, span: Span, grade: Grade | None = None) -> Answer:
    return Answer(criterion, "given", span=span, grade=grade)


def level_sheets(
    criteria: Iterable[str], levels: st.SearchStrategy[Span] = spans
) -> st.SearchStrategy[AnswerSheet]:
    """Any of the criteria given by a level or by a pair of levels."""
    each = {id_: st.builds(direct, st.just(id_), levels, grades) for id_ in criteria}
    answers = st.fixed_dictionaries({}, optional=each)
    return answers.map(lambda said: AnswerSheet("Somebody", answers=said))
