"""One answer after another: from what stands in the file to an `Answer`, or to a problem."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from svcmodel.domain.answers import Answer, Grade, State
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import UNKNOWN_SPAN, Span
from svcmodel.domain.criteria import Criterion, FromBands, questions_of
from svcmodel.domain.questions import Choice, MultiChoice, Number, Percentage, Question, Ranking
from svcmodel.domain.records import Words, record
from svcmodel.domain.values import Fault, show
from svcmodel.errors import Problem, severity_of
from svcmodel.scoring.levels import level_of_value
from svcmodel.sources.readers import Path, nearest
from svcmodel.sources.records import build, dotted
from svcmodel.sources.strict_yaml import Document

STATES: Mapping[str, State] = {"unknown": "unknown", "not_applicable": "not_applicable"}


@record
class AnswerEntry:
    """The long form of an answer."""

    value: Any = None
    level: Any = None
    note: Words | None = None
    source: Words | None = None
    grade: Grade | None = None
    by: Words | None = None


class AnswerReader:
    """Reads the answers of one file; problems and warnings gather in `problems`."""

    def __init__(
        self,
        catalogue: Catalogue,
        bank: Mapping[str, Question],
        document: Document,
        file: str,
        settings: Collection[str] = (),
        at: Path = ("answers",),
    ) -> None:
        """`bank`: the questions by id. `document`: where positions come from.

        `settings`: the ids answered on the command line, which have no position. `at`: where the
        answers stand in the document.
        """
        self.criteria = catalogue.criteria
        self.bank = bank
        self.document = document
        self.file = file
        self.settings = settings
        self.at = at
        self.around = f"{dotted(at[:-1])}." if at[:-1] else ""
        self.problems: list[Problem] = []

    def answers(self, raw: Mapping[Any, Any]) -> dict[str, Answer]:
        """The answers that could be read, by id."""
        read = {str(id_): self._answer(id_, value) for id_, value in raw.items()}
        answers = {id_: answer for id_, answer in read.items() if answer is not None}
        for criterion in self.criteria.values():
            self._check_agreement(criterion, answers)
        return answers

    def not_scored(self, ids: Iterable[str]) -> list[Problem]:
        """W203 for every answer that is kept but does not count."""
        return [self._problem(id_, "W203", {}, key=True) for id_ in ids]

    def _note(
        self, id_: Any, code: str, said: Mapping[str, str], *, at: Path = (), key: bool = False
    ) -> None:
        self.problems.append(self._problem(id_, code, said, at=at, key=key))

    def _problem(
        self, id_: Any, code: str, said: Mapping[str, str], *, at: Path = (), key: bool = False
    ) -> Problem:
        severity = severity_of(code)
        if id_ in self.settings:
            return Problem(code, "--set", 0, 0, show(id_), said, severity)
        line, column = self.document.locate((*self.at, id_, *at), key=key)
        path = f"{self.around}{show(id_)}"
        return Problem(code, self.file, line, column, path, said, severity)

    def _answer(self, id_: Any, raw: Any) -> Answer | None:
        if id_ not in self.bank and id_ not in self.criteria:
            near = nearest(str(id_).lower(), [*self.bank, *self.criteria])
            self._note(id_, "E201", {"nearest": near}, key=True)
            return None
        if not isinstance(raw, dict):
            return self._value(id_, raw, AnswerEntry(), ())
        entry, problems = build(AnswerEntry, self.document, self.file, raw, (*self.at, id_))
        self.problems += problems
        if entry is None:
            return None
        if entry.level is not None:
            return self._level(id_, entry)
        if "value" not in raw:
            empty = "level" in raw
            self._note(id_, "E215" if empty else "E214", {}, at=("level",) if empty else ())
            return None
        return self._value(id_, entry.value, entry, ("value",))

    def _value(self, id_: str, raw: Any, entry: AnswerEntry, at: Path) -> Answer | None:
        if raw is None:
            self._note(id_, "E215", {}, at=at)
            return None
        if isinstance(raw, str) and raw in STATES:
            return self._made(id_, STATES[raw], entry)
        question = self.bank.get(id_)
        if question is None:
            asked = ", ".join(dict.fromkeys(questions_of(self.criteria[id_].level_from)))
            self._note(id_, "E216", {"questions": asked}, at=at)
            return None
        value = question.parse(raw)
        if isinstance(value, Fault):
            inside = at if value.item is None else (*at, value.item)
            self._note(id_, value.code, said_of(question, value), at=inside)
            return None
        self._warn_of_level(question, value, at)
        return self._made(id_, "given", entry, value=value)

    def _level(self, id_: str, entry: AnswerEntry) -> Answer | None:
        span = span_of(entry.level)
        if id_ not in self.criteria:
            self._note(id_, "E217", {}, at=("level",))
            return None
        if span is None:
            self._note(id_, "E219", {"got": show(entry.level)}, at=("level",))
            return None
        if entry.value is not None:
            self._note(id_, "E221", {}, at=("level",))
            return None
        return self._made(id_, "given", entry, span=span)

    def _made(
        self, id_: str, state: State, entry: AnswerEntry, *, value: Any = None, span: Any = None
    ) -> Answer:
        return Answer(
            id_,
            state,
            value,
            span,
            entry.grade,
            entry.note or "",
            entry.source or "",
            entry.by or "",
        )

    def _warn_of_level(self, question: Question, value: Any, at: Path) -> None:
        if may_be_level(self.criteria, question, value):
            self._note(question.id, "W201", {"got": str(value)}, at=at)

    def _check_agreement(self, criterion: Criterion, answers: Mapping[str, Answer]) -> None:
        """A level given beside answers it would come from must be one they leave possible."""
        direct = answers.get(criterion.id)
        if direct is None or direct.span is None:
            return
        values = {
            id_: answer.value
            for id_, answer in answers.items()
            if answer.state == "given" and answer.span is None and id_ != criterion.id
        }
        parts = level_of_value(criterion.level_from, values)
        if parts is None or parts == UNKNOWN_SPAN:
            return
        if direct.span.low > parts.high or direct.span.high < parts.low:
            said = {"level": _written(direct.span), "parts": _written(parts)}
            self._note(criterion.id, "E220", said, at=("level",))


def may_be_level(criteria: Mapping[str, Criterion], question: Question, value: Any) -> bool:
    """Whether a bare 1 to 5 for a large figure may have been meant as a level."""
    criterion = criteria.get(question.id)
    if criterion is None or not isinstance(question, Number) or value not in (1, 2, 3, 4, 5):
        return False
    bands = criterion.level_from
    return isinstance(bands, FromBands) and bands.bounds[0] > 5


def span_of(level: Any) -> Span | None:
    """The span of a level or of a pair of levels; None when it is neither."""
    ends = level if isinstance(level, list) else [level, level]
    if len(ends) != 2 or not all(type(end) is int for end in ends):
        return None
    return Span(*ends) if 1 <= ends[0] <= ends[1] <= 5 else None


def _written(span: Span) -> str:
    return str(span.low) if span.low == span.high else f"{span.low}-{span.high}"


def said_of(question: Question, fault: Fault) -> dict[str, str]:
    """The values of a fault, with the unit or the option that was probably meant."""
    said = dict(fault.values)
    if isinstance(question, Number):
        said |= {"unit_es": question.unit.es, "unit_en": question.unit.en}
    if isinstance(question, Percentage):
        said |= {"unit_es": "%", "unit_en": "%"}
    if fault.code == "E206" and isinstance(question, (Choice, MultiChoice, Ranking)):
        said["nearest"] = _meant_option(question, said["got"])
    return said


def _meant_option(question: Choice | MultiChoice | Ranking, got: str) -> str:
    """The option whose id or label is most like what was written, or nothing."""
    words: dict[str, str] = {}
    for option in question.options:
        for word in (option.label.en, option.label.es, option.id):
            words[word.lower()] = option.id
    return words.get(nearest(got.lower(), words), "")
