"""Questionnaires from their folder: the bank of questions and the ordered choices from it."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from importlib.resources.abc import Traversable
from pathlib import Path

from svcmodel.domain.conditions import questions_in
from svcmodel.domain.questions import Question, Questionnaire, QuestionnaireFile, QuestionsFile
from svcmodel.errors import Problem, WrongUseError
from svcmodel.sources.folders import Folder
from svcmodel.sources.package_data import data_folder
from svcmodel.sources.readers import nearest

QUESTIONNAIRE = "svcmodel/questionnaire/1"


def load_questionnaire(
    name: str = "full", folder: str | Path | Traversable | None = None
) -> Questionnaire:
    """A questionnaire by its name (`full`, `quick`), with the bank it is chosen from.

    Raises `InvalidInputError` with all problems of its files, `WrongUseError` (E302) when no
    questionnaire has that name.
    """
    reader = Folder(_root(folder))
    names = questionnaire_names(reader)
    if name not in names:
        values = {"name": name, "known": ", ".join(names), "nearest": nearest(name, names)}
        raise WrongUseError([Problem("E302", values=values)])
    return reader.sound(read_questionnaire(reader, f"{name}.yaml"))


def shipped_questionnaires() -> list[str]:
    """The names of the questionnaires that come with svcmodel."""
    return questionnaire_names(Folder(_root(None)))


def questionnaire_names(reader: Folder) -> list[str]:
    """The names of the questionnaires in a folder."""
    return [path.removeprefix("./").removesuffix(".yaml") for path in reader.names(".")]


def read_questionnaire(reader: Folder, path: str) -> Questionnaire | None:
    """One questionnaire; None, with the problems kept, when something is wrong."""
    bank = read_bank(reader)
    file = reader.read(QuestionnaireFile, path, QUESTIONNAIRE)
    if file is None or reader.problems:
        return None
    _check_ids(reader, path, file, bank)
    return Questionnaire(file, bank, reader.hash())


def read_bank(reader: Folder) -> dict[str, Question]:
    """Every question of the bank by id."""
    bank: dict[str, Question] = {}
    files = list(reader.read_all(QuestionsFile, "bank", "svcmodel/questions/1"))
    for path, file in files:
        for number, question in enumerate(file.questions):
            if question.id in bank:
                reader.note(path, ("questions", number, "id"), "E421", id=question.id)
            bank[question.id] = question
    for path, file in files:
        _check_conditions(reader, path, file, bank)
    _check_cycle(reader, [(path, file.questions) for path, file in files], bank)
    return bank


def _check_conditions(
    reader: Folder, path: str, file: QuestionsFile, bank: dict[str, Question]
) -> None:
    for number, question in enumerate(file.questions):
        if question.ask_when is None:
            continue
        for id_ in questions_in(question.ask_when):
            if id_ not in bank:
                at = ("questions", number, "ask_when")
                reader.note(path, at, "E420", id=id_, nearest=nearest(id_, bank))


def _check_cycle(
    reader: Folder, files: list[tuple[str, tuple[Question, ...]]], bank: dict[str, Question]
) -> None:
    """Note E427 for a question whose condition comes back to itself."""
    graph = {id_: list(questions_in(q.ask_when)) for id_, q in bank.items() if q.ask_when}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        cycle: list[str] = error.args[1]
        for path, questions in files:
            for number, question in enumerate(questions):
                if question.id == cycle[0]:
                    at = ("questions", number, "ask_when")
                    reader.note(path, at, "E427", cycle=" -> ".join(cycle))


def _check_ids(
    reader: Folder, path: str, file: QuestionnaireFile, bank: dict[str, Question]
) -> None:
    seen: set[str] = set()
    for part, section in enumerate(file.sections):
        for number, id_ in enumerate(section.questions):
            at = ("sections", part, "questions", number)
            if id_ not in bank:
                reader.note(path, at, "E420", id=id_, nearest=nearest(id_, bank))
            elif id_ in seen:
                reader.note(path, at, "E421", id=id_)
            seen.add(id_)


def _root(folder: str | Path | Traversable | None) -> Traversable:
    if folder is None:
        return data_folder("questionnaires")
    return Path(folder) if isinstance(folder, str) else folder
