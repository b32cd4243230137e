"""Answer files: read, checked against the bank and the catalogue, with every problem at its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from svcmodel.domain.answers import AnswerSheet, Constraint
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import Questionnaire
from svcmodel.domain.records import Id, Lang, Many, Record, Words
from svcmodel.errors import InvalidInputError, Problem
from svcmodel.sources.answer_values import AnswerReader
from svcmodel.sources.folders import check_format
from svcmodel.sources.records import build, nearest, problem_at
from svcmodel.sources.strict_yaml import Document, resolve
from svcmodel.sources.text_files import decode, read_bytes, read_document, sha256

ANSWERS = "svcmodel/answers/1"
WEIGHTS = "svcmodel/weights/1"
Weight = int | float


class AnswersFile(Record):
    """The envelope of an answer file; the answers themselves are read by their questions."""

    format: Literal["svcmodel/answers/1"]
    subject: Words
    lang: Lang | None = None
    questionnaire: Id = "full"
    date: str | None = None
    answers: dict[str, Any] | None = None
    weights: dict[Id, Weight] = Field(default_factory=dict)
    important: Many[Id] = Field(default=(), max_length=5)
    constraints: Many[Constraint] = ()
    segments: Any = None


class WeightsFile(Record):
    """A file of weights and marks given on the command line."""

    format: Literal["svcmodel/weights/1"]
    weights: dict[Id, Weight] = Field(default_factory=dict)
    important: Many[Id] = Field(default=(), max_length=5)


@dataclass(frozen=True, slots=True)
class AnswerDocument:
    """An answer file as read: its name, its YAML, the hash of its bytes, and warnings on the way."""

    file: str
    document: Document
    hash: str

    @property
    def questionnaire(self) -> str:
        """The name of the questionnaire it was answered for."""
        data = self.document.data
        name = data.get("questionnaire", "full") if isinstance(data, dict) else "full"
        return name if isinstance(name, str) else "full"

    @property
    def lang(self) -> Lang | None:
        """The language the file asks for."""
        lang = self.document.data.get("lang") if isinstance(self.document.data, dict) else None
        return lang if lang in ("es", "en") else None


def load_answers(
    file: str | Path, catalogue: Catalogue, questionnaire: Questionnaire
) -> AnswerSheet:
    """The answer sheet in a file (`-` for standard input).

    Raises `InvalidInputError` with all its problems, `UnreadableInputError` when it cannot be read.
    """
    sheet, _ = parse_answers(open_answers(file), catalogue, questionnaire)
    return sheet


def open_answers(file: str | Path, settings: tuple[str, ...] = ()) -> AnswerDocument:
    """The YAML of an answer file, with `id=value` settings put in place of what it says.

    Raises `UnreadableInputError`, or `InvalidInputError` for broken YAML or another format.
    """
    name = str(file)
    data = read_bytes(name)
    document = read_document(decode(data, name), name)
    wrong = check_format(document, name, ANSWERS)
    if wrong is not None:
        raise InvalidInputError([*document.problems, wrong])
    _apply(settings, document.data)
    extra = "\n".join(settings).encode()
    return AnswerDocument(name, document, sha256(data, extra))


def parse_answers(
    source: AnswerDocument, catalogue: Catalogue, questionnaire: Questionnaire
) -> tuple[AnswerSheet, tuple[Problem, ...]]:
    """The sheet and the warnings about it. Raises `InvalidInputError` with every problem."""
    document, file = source.document, source.file
    envelope, found = build(AnswersFile, document, file)
    problems = [*document.problems, *found]
    reader = AnswerReader(catalogue, questionnaire.bank, document, file)
    raw = document.data.get("answers")
    answers = reader.answers(raw) if isinstance(raw, dict) else {}
    problems += reader.problems
    if envelope is not None:
        problems += _check_envelope(envelope, catalogue, document, file)
    if envelope is None or any(problem.severity == "error" for problem in problems):
        raise InvalidInputError(problems)
    sheet = AnswerSheet(
        subject=envelope.subject,
        lang=envelope.lang,
        questionnaire=envelope.questionnaire,
        date=envelope.date,
        answers=answers,
        weights=envelope.weights,
        important=envelope.important,
        constraints=envelope.constraints,
        hash=source.hash,
    )
    return sheet, tuple(problems)


def load_weights(file: str | Path, catalogue: Catalogue) -> WeightsFile:
    """Weights and marks from a file of their own. Raises like `load_answers`."""
    name = str(file)
    document = read_document(decode(read_bytes(name), name), name)
    wrong = check_format(document, name, WEIGHTS)
    built, problems = build(WeightsFile, document, name) if wrong is None else (None, [wrong])
    problems = [*document.problems, *problems]
    if built is not None:
        problems += _check_weights(built, catalogue, document, name)
    if built is None or problems:
        raise InvalidInputError(problems)
    return built


def _apply(settings: tuple[str, ...], data: Any) -> None:
    """Put `id=value` settings into the answers; values are read as YAML reads them."""
    answers = data["answers"] = data.get("answers") or {}
    for setting in settings:
        id_, _, value = setting.partition("=")
        if isinstance(answers, dict):
            text = value.strip()
            listed = text.startswith("[") and text.endswith("]")
            items = [resolve(item.strip()) for item in text[1:-1].split(",")] if listed else None
            answers[id_.strip()] = items if items is not None else resolve(text)


def _check_envelope(
    envelope: AnswersFile, catalogue: Catalogue, document: Document, file: str
) -> list[Problem]:
    problems = _check_weights(envelope, catalogue, document, file)
    if envelope.segments is not None:
        problems.append(problem_at(document, file, ("segments",), "E230", key=True))
    if envelope.date is not None and not _is_day(envelope.date):
        problems.append(problem_at(document, file, ("date",), "E218", got=envelope.date))
    seen: set[str] = set()
    for number, constraint in enumerate(envelope.constraints):
        at = ("constraints", number)
        if constraint.id in seen:
            problems.append(problem_at(document, file, (*at, "id"), "E421", id=constraint.id))
        seen.add(constraint.id)
        if constraint.until is not None and not _is_day(constraint.until):
            got = constraint.until
            problems.append(problem_at(document, file, (*at, "until"), "E218", got=got))
        for place, id_ in _named_models(constraint):
            if id_ not in catalogue.models:
                near = nearest(id_, catalogue.models)
                path = (*at, *place)
                problems.append(problem_at(document, file, path, "E420", id=id_, nearest=near))
    return problems


def _named_models(constraint: Constraint) -> list[tuple[tuple[Any, ...], str]]:
    named: list[tuple[tuple[Any, ...], str]] = [
        (("rule_out", number), id_) for number, id_ in enumerate(constraint.rule_out)
    ]
    if constraint.keep is not None:
        named.append((("keep",), constraint.keep))
    return named


def _check_weights(
    given: AnswersFile | WeightsFile, catalogue: Catalogue, document: Document, file: str
) -> list[Problem]:
    problems = []
    dimensions = [dimension.id for dimension in catalogue.head.dimensions]
    for id_, weight in given.weights.items():
        if id_ not in dimensions:
            near, path = nearest(id_, dimensions), ("weights", id_)
            problems.append(
                problem_at(document, file, path, "E420", key=True, id=id_, nearest=near)
            )
        elif weight <= 0:
            path = ("weights", id_)
            problems.append(problem_at(document, file, path, "E406", limit="> 0", got=f"{weight}"))
    for number, id_ in enumerate(given.important):
        if id_ not in catalogue.criteria:
            near = nearest(id_, catalogue.criteria)
            at = ("important", number)
            problems.append(problem_at(document, file, at, "E420", id=id_, nearest=near))
    return problems


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
