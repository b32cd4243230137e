"""How an interview begins: its questionnaire, a new answer file or one to go on with, the session."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from svcmodel.cli.answer_output import write_schema_beside
from svcmodel.cli.console import sentence, write_output
from svcmodel.cli.inputs import checked_settings, the_day
from svcmodel.cli.interview_file import AnswerFile
from svcmodel.cli.interview_saved import SavedSession
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import Questionnaire
from svcmodel.domain.values import show
from svcmodel.errors import UnreadableInputError
from svcmodel.interview.session import Session, start
from svcmodel.render.interview_pages import budget_notice
from svcmodel.render.question_text import new_answers
from svcmodel.render.words import Words
from svcmodel.sources.answer_edits import Edit, with_answer, with_questionnaire
from svcmodel.sources.answer_files import AnswerDocument, open_answers
from svcmodel.sources.edit_yaml import edit_yaml
from svcmodel.sources.questionnaire_files import load_own_questionnaire, load_questionnaire
from svcmodel.sources.resumed_answers import ResumedAnswers, resume_answers

QUICK, FULL = "quick", "full"


@dataclass(frozen=True)
class Wanted:
    """What the options of the command ask for; None where they leave it open.

    `in_order`: the printed order, or the order of what matters. `catalogue`: the folder of another one.
    """

    questionnaire: str | None = None
    minutes: float | None = None
    in_order: bool | None = None
    date: str | None = None
    settings: tuple[str, ...] = ()
    catalogue: Path | None = None

    @property
    def is_own(self) -> bool:
        """Whether the questionnaire is a file of one's own."""
        return self.questionnaire is not None and is_own(self.questionnaire)


def questionnaire_of(wanted: str | None, file: str | None) -> Questionnaire:
    """The questionnaire asked for by name or path, else the one the file names, else the quick one.

    Raises the errors of `load_questionnaire` and `load_own_questionnaire`.
    """
    if wanted is not None and is_own(wanted):
        return load_own_questionnaire(Path(wanted))
    return load_questionnaire(wanted or file or QUICK)


def is_own(questionnaire: str) -> bool:
    """Whether a questionnaire is named by a path."""
    return questionnaire.endswith((".yaml", ".yml"))


def file_name(subject: str) -> str:
    """What the answer file of a company is called where no name was given."""
    plain = unicodedata.normalize("NFKD", subject.casefold()).encode("ascii", "ignore").decode()
    return f"{re.sub('[^a-z0-9]+', '_', plain).strip('_')[:60] or 'answers'}.yaml"


def write_new(
    name: str,
    subject: str,
    catalogue: Catalogue,
    questionnaire: Questionnaire,
    wanted: Wanted,
    words: Words,
) -> None:
    """Write an answer file with every question as a comment, and the schema beside it."""
    text = new_answers(questionnaire, catalogue, words)
    text = edit_yaml(text, ("subject",), subject)
    if wanted.is_own:
        text = edit_yaml(text, ("questionnaire",), FULL)
        version = load_questionnaire(FULL).file.version
        text = edit_yaml(text, ("questionnaire_version",), version)
    write_output(text, name)
    write_schema_beside(name, catalogue, questionnaire, words.lang)


def opened(name: str) -> AnswerDocument | None:
    """An answer file as it stands; None where there is no such file. Raises as `open_answers` does."""
    try:
        return open_answers(name)
    except UnreadableInputError as error:
        if any(problem.code == "E001" for problem in error.problems):
            return None
        raise


def begin(
    name: str,
    catalogue: Catalogue,
    questionnaire: Questionnaire,
    wanted: Wanted,
    words: Words,
    *,
    is_new: bool,
) -> tuple[SavedSession, tuple[str, ...], list[str]]:
    """The session of a file with the settings put into it, its stale ids, and what to tell first.

    Raises the errors of `resume_answers` and `start`.
    """
    settings = checked_settings(list(wanted.settings))
    file = AnswerFile(name)
    read = resume_answers(name, file.data, catalogue, questionnaire, settings)
    sheet, asked = read.sheet, questionnaire.file
    parked = [id_ for id_ in sheet.parked if id_ in asked_in(questionnaire)]
    session = start(
        catalogue,
        questionnaire,
        sheet,
        on=the_day(wanted.date, sheet.date),
        in_order=is_in_order(wanted, asked.id, is_new=is_new),
        minutes=wanted.minutes,
        parked=[id_ for id_ in parked if id_ not in sheet.answers],
    )
    given = [setting.partition("=")[0].strip() for setting in settings]
    edits: list[Edit] = [partial(with_answer, answer=sheet.answers[id_]) for id_ in given]
    is_other = sheet.questionnaire != asked.id or read.version not in (None, asked.version)
    if is_other and not wanted.is_own:
        edits.append(partial(with_questionnaire, name=asked.id, version=asked.version))
    file.save(file.edited(edits))
    saved = SavedSession(session, file, words("interview.notice.kept_remark"))
    notices = [] if is_new else list(_notices(read, session, words))
    if wanted.minutes is not None and session.current is not None:
        notices.append(budget_notice(session, words))
    return saved, read.stale, notices


def asked_in(questionnaire: Questionnaire) -> frozenset[str]:
    """The ids of the questions a questionnaire asks."""
    return frozenset(question.id for question in questionnaire.questions)


def is_in_order(wanted: Wanted, questionnaire: str, *, is_new: bool) -> bool:
    """Whether the printed order holds: where asked for, else for a new long questionnaire.

    A time budget needs what matters first, whatever the questionnaire.
    """
    if wanted.in_order is not None:
        return wanted.in_order
    return is_new and questionnaire != QUICK and wanted.minutes is None


def _notices(read: ResumedAnswers, session: Session, words: Words) -> Iterator[str]:
    """What somebody who goes on should know: where one is, another version, what no longer fits."""
    progress, asked = session.progress, session.situation.setting.questionnaire.file
    yield words(
        "interview.notice.resumed", answered=progress.answered, reachable=progress.reachable
    )
    if read.version not in (None, asked.version) and read.sheet.questionnaire == asked.id:
        title = asked.title.to(words.lang)
        values = {"before": read.version, "after": asked.version, "questionnaire": title}
        yield words("interview.notice.version", **values, gaps=len(session.gaps))
    for problem in read.unfit:
        said = f"{show(problem.path)}: {sentence(problem, words.lang)}"
        yield words("interview.notice.unfit", problem=said)
