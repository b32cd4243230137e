"""Questionnaires from their folder: the bank of questions and the ordered choices from it."""

from __future__ import annotations

from collections.abc import Collection
from graphlib import CycleError, TopologicalSorter
from importlib.resources.abc import Traversable
from pathlib import Path

from svcmodel.domain.conditions import questions_in
from svcmodel.domain.piping import named, places
from svcmodel.domain.questions import Question, Questionnaire, QuestionnaireFile, QuestionsFile
from svcmodel.domain.shelf import PlaybookShelf, full_id
from svcmodel.errors import Problem, WrongUseError
from svcmodel.sources.folders import Folder
from svcmodel.sources.package_data import data_folder
from svcmodel.sources.readers import nearest
from svcmodel.sources.text_files import is_folder, sha256

QUESTIONNAIRE = "svcmodel/questionnaire/1"


def load_questionnaire(
    name: str = "full", folder: str | Path | Traversable | None = None
) -> Questionnaire:
    """A questionnaire by its name (`full`, `quick`, ...), with the bank it is chosen from.

    Raises `InvalidInputError` with all problems of its files, `WrongUseError` (E302) when no
    questionnaire has that name.
    """
    reader = Folder(_root(folder))
    names = questionnaire_names(reader)
    if name not in names:
        values = {"name": name, "known": ", ".join(names), "nearest": nearest(name, names)}
        raise WrongUseError([Problem("E302", values=values)])
    return reader.sound(read_questionnaire(reader, f"{name}.yaml"))


def load_own_questionnaire(path: Path) -> Questionnaire:
    """A questionnaire in a file of one's own, chosen from the bank beside it, else from the shipped one.

    Raises `InvalidInputError` with all problems of the files, `UnreadableInputError`.
    """
    folder = Folder(path.parent)
    shelf = folder if is_folder(path.parent / "bank") else Folder(_root(None))
    bank = shelf.sound(read_bank(shelf))
    file = folder.sound(folder.read(QuestionnaireFile, path.name, QUESTIONNAIRE))
    _check_ids(folder, path.name, file, bank)
    folder.raise_if_wrong()
    hash_ = sha256(shelf.hash().encode(), folder.hash().encode())
    return Questionnaire(file, named(bank, {}), hash_, bank)


def shipped_questionnaires() -> list[str]:
    """The names of the questionnaires that come with svcmodel."""
    return questionnaire_names(Folder(_root(None)))


def shipped_hash() -> str:
    """A hash of every questionnaire that comes with svcmodel and of the bank, without reading them."""
    root = _root(None)
    folder = Folder(root)
    paths = [path for place in (".", "bank") for path in folder.names(place)]
    return sha256(*(root.joinpath(*path.split("/")).read_bytes() for path in paths))


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
    return Questionnaire(file, named(bank, {}), reader.hash(), bank)


def check_feeds(reader: Folder, shelf: PlaybookShelf) -> None:
    """Note E420 for every answer that is to be shown at a task which no playbook has."""
    books = shelf.books.values()
    tasks = [full_id(b.id, t.id) for b in books for t in b.tasks if t.extends is None]
    for path in reader.names("bank"):
        for number, question in enumerate(reader.documents[path].data["questions"]):
            for place, task in enumerate(question.get("feeds", ())):
                if task not in tasks:
                    at = ("questions", number, "feeds", place)
                    reader.note(path, at, "E420", id=task, nearest=nearest(task, tasks))


def read_bank(reader: Folder) -> dict[str, Question]:
    """Every question of the bank by id."""
    bank: dict[str, Question] = {}
    files = list(reader.read_all(QuestionsFile, "bank", "svcmodel/questions/1"))
    for path, file in files:
        for number, question in enumerate(file.questions):
            if question.id in bank:
                reader.note(path, ("questions", number, "id"), "E421", id=question.id)
            bank[question.id] = question
    nameable = [id_ for id_, question in bank.items() if question.unnamed]
    for path, file in files:
        _check_conditions(reader, path, file, bank)
        _check_places(reader, path, file, nameable)
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


def _check_places(
    reader: Folder, path: str, file: QuestionsFile, nameable: Collection[str]
) -> None:
    """Note E420 for a text that names an answer for which there is no neutral phrase."""
    for number, question in enumerate(file.questions):
        for key, lang, id_ in places(question):
            if id_ not in nameable:
                at = ("questions", number, key, lang)
                reader.note(path, at, "E420", id=id_, nearest=nearest(id_, nameable))


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
