"""Answer files: read, checked against the bank and the catalogue, with every problem at its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any, Literal

from svcmodel.domain.answers import (
    Answer,
    AnswerSheet,
    Constraint,
    Segment,
    TeamMember,
    WeightsFile,
)
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import Questionnaire
from svcmodel.domain.records import Bounds, Day, Id, Lang, Length, Many, Words, record
from svcmodel.errors import InvalidInputError, Problem, WrongUseError
from svcmodel.scoring.levels import read_levels
from svcmodel.sources.answer_values import AnswerReader
from svcmodel.sources.envelope_checks import check_envelope, check_weights_file
from svcmodel.sources.folders import check_format
from svcmodel.sources.level_checks import check_levels
from svcmodel.sources.questionnaire_files import load_questionnaire
from svcmodel.sources.records import besides, build
from svcmodel.sources.segment_answers import SegmentGroup, read_segments, segments_not_scored
from svcmodel.sources.strict_yaml import Document, resolve
from svcmodel.sources.text_files import decode, read_bytes, read_document, sha256

ANSWERS = "svcmodel/answers/1"
WEIGHTS = "svcmodel/weights/1"
Weight = int | float


@record
class SegmentEntry:
    """A segment in an answer file. `share`: per cent of the customers."""

    id: Id
    name: Words
    share: Annotated[int | float, Bounds(above=0, most=100)] | None = None
    answers: dict[Any, Any] | None = None


@record
class AnswersFile:
    """The envelope of an answer file; the answers themselves are read by their questions."""

    format: Literal["svcmodel/answers/1"]
    subject: Words
    lang: Lang | None = None
    questionnaire: Id = "full"
    questionnaire_version: Words | None = None
    date: str | None = None
    answers: dict[Any, Any] | None = None
    weights: dict[Id, Weight] = field(default_factory=dict)
    important: Annotated[Many[Id], Length(0, 5)] = ()
    constraints: Many[Constraint] = ()
    segments: Annotated[Many[SegmentEntry], Length(2)] = ()
    team: Many[TeamMember] = ()
    parked: dict[Id, Day] = field(default_factory=dict)
    notes: Many[Words] = ()


@dataclass(frozen=True, slots=True)
class AnswerDocument:
    """An answer file as read: its name, its YAML, the hash of its bytes, and the ids set beside it."""

    file: str
    document: Document
    hash: str
    settings: frozenset[str] = frozenset()

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


def open_answers(
    file: str | Path, settings: tuple[str, ...] = (), data: bytes | None = None
) -> AnswerDocument:
    """The YAML of an answer file, with `id=value` settings put in place of what it says.

    `data`: the bytes of the file, where they have been read already.
    Raises `UnreadableInputError`, or `InvalidInputError` for broken YAML or another format.
    """
    name = str(file)
    data = read_bytes(name) if data is None else data
    document = read_document(decode(data, name), name)
    wrong = check_format(document, name, ANSWERS)
    if wrong is not None:
        raise InvalidInputError([*document.problems, wrong])
    extra = "\n".join(settings).encode(errors="replace")
    ids = _apply(tuple(s.encode(errors="replace").decode() for s in settings), document.data)
    return AnswerDocument(name, document, sha256(data, extra), ids)


def read_answers(
    source: AnswerDocument,
    catalogue: Catalogue,
    named: Callable[[str], Questionnaire] | None = None,
) -> tuple[AnswerSheet, Questionnaire, tuple[Problem, ...]]:
    """The sheet, the questionnaire the file names, and the warnings.

    `named`: gives a questionnaire by its name, as `load_questionnaire` does.
    Raises `InvalidInputError` with every problem, also where there is no such questionnaire.
    """
    unknown: list[Problem] = []
    named = named or load_questionnaire
    try:
        questionnaire = named(source.questionnaire)
    except WrongUseError as error:
        questionnaire = named("full")
        line, column = source.document.locate(("questionnaire",))
        place = Problem("", source.file, line, column, "questionnaire")
        unknown = [replace(place, code=p.code, values=p.values) for p in error.problems]
    sheet, warnings = parse_answers(source, catalogue, questionnaire, unknown)
    return sheet, questionnaire, warnings


def parse_answers(
    source: AnswerDocument,
    catalogue: Catalogue,
    questionnaire: Questionnaire,
    known: Iterable[Problem] = (),
) -> tuple[AnswerSheet, tuple[Problem, ...]]:
    """The sheet and the warnings about it. Raises `InvalidInputError` with every problem.

    `known`: problems of the file that were found before.
    """
    unfit = check_levels(catalogue, questionnaire.bank)
    if unfit:
        raise InvalidInputError(unfit)
    document, file = source.document, source.file
    envelope, found = build(AnswersFile, document, file)
    reader = AnswerReader(catalogue, questionnaire.bank, document, file, source.settings)
    raw = document.data.get("answers")
    answers = reader.answers(raw) if isinstance(raw, dict) else {}
    groups = read_segments(catalogue, questionnaire.bank, document, file)
    said = [*reader.problems, *(p for group in groups for p in group.reader.problems)]
    meant = besides(check_envelope(document, file, catalogue), found)
    problems = besides(document.problems, [*said, *besides(known, meant)])
    if envelope is None or any(problem.severity == "error" for problem in problems):
        raise InvalidInputError(problems)
    sheet = _sheet(envelope, answers, groups, source.hash)
    problems += reader.not_scored(read_levels(catalogue, questionnaire.bank, sheet).not_scored)
    problems += segments_not_scored(groups, catalogue, questionnaire.bank, sheet)
    return sheet, tuple(sorted(problems, key=Problem.sort_key))


def _sheet(
    envelope: AnswersFile, answers: dict[str, Answer], groups: list[SegmentGroup], hash_: str
) -> AnswerSheet:
    entries = zip(envelope.segments, groups, strict=True)
    return AnswerSheet(
        subject=envelope.subject,
        lang=envelope.lang,
        questionnaire=envelope.questionnaire,
        date=envelope.date,
        answers=answers,
        weights=envelope.weights,
        important=envelope.important,
        constraints=envelope.constraints,
        segments=tuple(Segment(e.id, e.name, e.share, group.answers) for e, group in entries),
        team=envelope.team,
        parked=envelope.parked,
        notes=envelope.notes,
        hash=hash_,
    )


def load_weights(file: str | Path, catalogue: Catalogue, data: bytes | None = None) -> WeightsFile:
    """Weights and marks from a file of their own; `data` as in `open_answers`.

    Raises like `load_answers`.
    """
    name = str(file)
    data = read_bytes(name) if data is None else data
    document = read_document(decode(data, name), name)
    wrong = check_format(document, name, WEIGHTS)
    if wrong is not None:
        raise InvalidInputError([*document.problems, wrong])
    built, found = build(WeightsFile, document, name)
    meant = besides(check_weights_file(document, name, catalogue), found)
    problems = besides(document.problems, meant)
    if built is None or problems:
        raise InvalidInputError(problems)
    return built


def _apply(settings: tuple[str, ...], data: Any) -> frozenset[str]:
    """Put `id=value` settings into the answers, values read as YAML reads them; give their ids."""
    if data.get("answers") is None:
        data["answers"] = {}
    answers = data["answers"]
    for setting in settings:
        id_, _, value = setting.partition("=")
        if isinstance(answers, dict):
            text = value.strip()
            listed = text.startswith("[") and text.endswith("]")
            answers[id_.strip()] = _list(text[1:-1]) if listed else resolve(text)
    return frozenset(setting.partition("=")[0].strip() for setting in settings)


def _list(text: str) -> list[Any]:
    return [resolve(item.strip()) for item in text.split(",")] if text.strip() else []
