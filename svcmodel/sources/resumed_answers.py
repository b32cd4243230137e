"""Reading an answer file to go on with it: an answer that no longer fits is set aside, not refused.

What a question's id, options or bounds no longer allow stays in the file and is listed; the question,
where there still is one, is asked again. Everything else wrong in a file is refused as usual.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from svcmodel.domain.answers import AnswerSheet
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import Questionnaire
from svcmodel.domain.values import show
from svcmodel.errors import InvalidInputError, Problem
from svcmodel.sources.answer_files import AnswerDocument, open_answers, parse_answers

UNKNOWN_ID = "E201"


@dataclass(frozen=True, slots=True)
class ResumedAnswers:
    """What could be read: the sheet, the problems of what was set aside by id, and the warnings.

    `version`: of the questionnaire it was answered for; None where the file does not say.
    """

    sheet: AnswerSheet
    set_aside: dict[str, Problem]
    warnings: tuple[Problem, ...]
    version: str | None

    @property
    def stale(self) -> tuple[str, ...]:
        """The ids for which there is no question any more."""
        return tuple(id_ for id_, p in self.set_aside.items() if p.code == UNKNOWN_ID)

    @property
    def unfit(self) -> tuple[Problem, ...]:
        """What is wrong with the answers that have to be given again."""
        return tuple(p for p in self.set_aside.values() if p.code != UNKNOWN_ID)


def resume_answers(
    file: str,
    data: bytes,
    catalogue: Catalogue,
    questionnaire: Questionnaire,
    settings: tuple[str, ...] = (),
) -> ResumedAnswers:
    """The answers in the bytes of a file, to go on with; `settings` as in `open_answers`.

    Raises `InvalidInputError` for problems that are of no single answer, `UnreadableInputError` when
    it is no text.
    """
    source = open_answers(file, settings, data)
    version = source.document.data.get("questionnaire_version")
    set_aside: dict[str, Problem] = {}
    while True:
        try:
            sheet, warnings = parse_answers(source, catalogue, questionnaire)
        except InvalidInputError as error:
            found = _by_answer(source, error)
            if not found:
                raise
            set_aside |= found
            for id_ in found:
                del source.document.data["answers"][id_]
        else:
            said = version if isinstance(version, str) else None
            return ResumedAnswers(sheet, set_aside, warnings, said)


def _by_answer(source: AnswerDocument, error: InvalidInputError) -> dict[str, Problem]:
    """The first problem of each answer; nothing where some problem is of no answer."""
    answers = source.document.data.get("answers")
    ids = answers if isinstance(answers, dict) else {}
    wrong = [problem for problem in error.problems if problem.severity == "error"]
    found: dict[str, Problem] = {}
    for problem in wrong:
        if problem.path in source.settings:
            return {}
        id_ = next((id_ for id_ in ids if _is_of(problem, id_)), None)
        if id_ is None:
            return {}
        found.setdefault(id_, replace(problem, path=show(id_)))
    return found


def _is_of(problem: Problem, id_: object) -> bool:
    path = f"answers.{id_}"
    return problem.path in (show(id_), path) or problem.path.startswith((f"{path}.", f"{path}["))
