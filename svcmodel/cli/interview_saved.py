"""A session and the file it is kept in: no move is made before the file says the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from svcmodel.cli.interview_file import AnswerFile
from svcmodel.domain.answers import Answer, AnswerSheet
from svcmodel.errors import InvalidInputError, Problem
from svcmodel.interview.session import Session
from svcmodel.interview.situation import Situation
from svcmodel.sources.answer_edits import (
    Edit,
    with_answer,
    with_note,
    with_parked,
    with_remark,
    without_remark,
)
from svcmodel.sources.resumed_answers import ResumedAnswers, resume_answers


class SavedSession:
    """Where an interview stands, on the screen and in the file.

    `parked`: the day on which each question was put off. `remark`: what is written above an answer
    that does not count. `warnings`: about the last answer. `is_changed_outside`: whether the file was
    changed by somebody else before the last answer, so that it was read again.
    """

    def __init__(self, session: Session, file: AnswerFile, remark: str) -> None:
        self.session = session
        self.file = file
        self.remark = remark
        self.parked = dict(session.sheet.parked)
        self.set_aside = set(self._read(file.data).set_aside)
        self.warnings: tuple[Problem, ...] = ()
        self.is_changed_outside = False

    def answer(self, id_: str, answer: Answer) -> None:
        """Answer a question, save it, and go on.

        Raises `InvalidInputError` for an answer that does not fit another one.
        """
        after = self.session.answered(id_, answer)
        parked = {question: day for question, day in self.parked.items() if question != id_}
        edits = [
            partial(with_answer, answer=answer),
            partial(with_parked, parked=parked),
            *(partial(with_remark, id_=fell, remark=self.remark) for fell in after.change.fell),
            *(partial(without_remark, id_=back) for back in after.change.returned),
        ]
        self._save(edits, after, answer.id)
        self.parked = parked

    def amend(self, answer: Answer) -> None:
        """Save what is noted beside an answer, and stay where one is."""
        answers = {**self.session.sheet.answers, answer.id: answer}
        after = over(self.session, replace(self.session.sheet, answers=answers))
        self._save([partial(with_answer, answer=answer)], after, answer.id)

    def park(self, id_: str) -> None:
        """Put a question off, and go on."""
        parked = {**self.parked, id_: self.session.situation.setting.on}
        self._save([partial(with_parked, parked=parked)], self.session.park(id_))
        self.parked = parked

    def note(self, note: str) -> None:
        """Save a remark that belongs to no question."""
        self.edit([partial(with_note, note=note)])

    def edit(self, edits: Iterable[Edit]) -> None:
        """Change the file and nothing of what was read."""
        self._save(edits, self.session)

    def read_again(self) -> None:
        """Take the sheet as it stands in the file, with its hash."""
        self.session = over(self.session, self._read(self.file.edited(())).sheet)

    def _save(self, edits: Iterable[Edit], after: Session, answered: str | None = None) -> None:
        self.is_changed_outside = self.file.is_changed_outside
        data = self.file.edited(edits)
        read = self._read(data)
        unfit = [problem for id_, problem in read.set_aside.items() if id_ not in self.set_aside]
        if unfit and not self.is_changed_outside:
            raise InvalidInputError(unfit)
        self.file.save(data)
        self.set_aside = set(read.set_aside)
        self.warnings = tuple(w for w in read.warnings if w.path == answered)
        self.session = over(after, read.sheet) if self.is_changed_outside else after

    def _read(self, data: bytes) -> ResumedAnswers:
        setting = self.session.situation.setting
        return resume_answers(self.file.name, data, setting.catalogue, setting.questionnaire)


def over(session: Session, sheet: AnswerSheet) -> Session:
    """The session on the same screen over another sheet."""
    return replace(session, situation=Situation(session.situation.setting, sheet))
