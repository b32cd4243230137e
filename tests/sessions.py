"""Interview sessions of small worlds, and questionnaires in sections to hold them with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from svcmodel.domain.answers import Answer, AnswerSheet
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import Question, Questionnaire, QuestionnaireFile
from svcmodel.interview.session import NO_CHANGE, Session, start
from tests.builders import DAY, given, made, sheet_of, unknown, words

Sections = Mapping[str, Sequence[str]]


def in_sections(bank: Mapping[str, Question], sections: Sections) -> Questionnaire:
    """A questionnaire with these sections of ids."""
    parts = [
        {"id": id_, "title": words(id_), "questions": list(ids)} for id_, ids in sections.items()
    ]
    head = {"format": "svcmodel/questionnaire/1", "id": "tiny", "version": "1", "title": words()}
    return Questionnaire(made(QuestionnaireFile, {**head, "sections": parts}), bank)


def begun(
    catalogue: Catalogue,
    bank: Mapping[str, Question],
    *said: Answer,
    sections: Sections | None = None,
    sheet: AnswerSheet | None = None,
    **more: Any,
) -> Session:
    """A session with some answers given before; all the questions in one section unless said."""
    questionnaire = in_sections(bank, sections or {"all": list(bank)})
    return start(catalogue, questionnaire, sheet or sheet_of(*said), on=DAY, **more)


def answered(session: Session, **values: Any) -> Session:
    """The session with values given to questions, each on its own screen or from another."""
    for id_, value in values.items():
        session = session.answered(id_, given(id_, value))
    return session


def walked(session: Session, values: Mapping[str, Any]) -> tuple[Session, list[str]]:
    """The session at its end, and the ids asked; what has no value is answered "unknown"."""
    asked: list[str] = []
    while session.at is not None:
        id_ = session.at
        asked.append(id_)
        answer = given(id_, values[id_]) if id_ in values else unknown(id_)
        session = session.answered(id_, answer)
    return session, asked


def without_news(session: Session) -> Session:
    """The session less what the last answer did to others, which only that move tells."""
    return replace(session, change=NO_CHANGE)
