"""Checking any file of ours by the format it names, and folders by what they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from svcmodel.domain.answers import WeightsFile
from svcmodel.domain.catalogue import Catalogue, CatalogueHead, ReferencePopulation
from svcmodel.domain.criteria import CriteriaFile
from svcmodel.domain.expectations import ExpectationsFile
from svcmodel.domain.models import ObligationsFile, RelationsFile, ServiceModel, SourcesFile
from svcmodel.domain.plan_rules import PlanRules
from svcmodel.domain.playbooks import KpisFile, Playbook, RolesFile
from svcmodel.domain.questions import QuestionnaireFile, QuestionsFile
from svcmodel.domain.record_files import FloorsFile
from svcmodel.domain.review import KpiValuesFile
from svcmodel.domain.staffing_rules import StaffingRules
from svcmodel.domain.values import show
from svcmodel.errors import Problem, SvcmodelError
from svcmodel.sources.answer_files import (
    ANSWERS,
    WEIGHTS,
    AnswersFile,
    load_weights,
    open_answers,
    read_answers,
)
from svcmodel.sources.catalogue_files import read_catalogue
from svcmodel.sources.expectation_files import EXPECTATIONS_FORMAT, read_expectations
from svcmodel.sources.folders import Folder, check_format
from svcmodel.sources.knowledge_files import KNOWLEDGE_FORMATS, read_knowledge
from svcmodel.sources.kpi_value_files import KPI_VALUES, load_kpi_values
from svcmodel.sources.level_checks import check_levels_of_files
from svcmodel.sources.plan_rule_checks import check_plan_rules_fit
from svcmodel.sources.playbook_files import STAFFING, load_playbooks, read_playbooks
from svcmodel.sources.questionnaire_files import (
    check_feeds,
    load_questionnaire,
    questionnaire_names,
    read_questionnaire,
)
from svcmodel.sources.readers import nearest
from svcmodel.sources.record_files import FLOORS
from svcmodel.sources.records import besides, build, problem_at
from svcmodel.sources.source_checks import check_citations
from svcmodel.sources.staffing_checks import check_staffing
from svcmodel.sources.strict_yaml import Document
from svcmodel.sources.template_checks import WORDS, check_template, check_words
from svcmodel.sources.text_files import decode, is_folder, read_bytes, read_document, read_text
from svcmodel.sources.word_templates import read_word_template

FORMATS: Mapping[str, type[Any]] = {
    ANSWERS: AnswersFile,
    WEIGHTS: WeightsFile,
    "svcmodel/catalogue/1": CatalogueHead,
    "svcmodel/reference/1": ReferencePopulation,
    "svcmodel/criteria/1": CriteriaFile,
    "svcmodel/model/1": ServiceModel,
    "svcmodel/relations/1": RelationsFile,
    "svcmodel/obligations/1": ObligationsFile,
    "svcmodel/playbook/1": Playbook,
    "svcmodel/roles/1": RolesFile,
    "svcmodel/kpis/1": KpisFile,
    "svcmodel/plan_rules/1": PlanRules,
    STAFFING: StaffingRules,
    "svcmodel/sources/1": SourcesFile,
    **KNOWLEDGE_FORMATS,
    EXPECTATIONS_FORMAT: ExpectationsFile,
    "svcmodel/questions/1": QuestionsFile,
    "svcmodel/questionnaire/1": QuestionnaireFile,
    FLOORS: FloorsFile,
    KPI_VALUES: KpiValuesFile,
}
"""The record of every format, by the name its files begin with."""

TEMPLATE = ".j2"
"""How the names of Jinja templates end."""

WORD_TEMPLATE = ".docx"
"""Checked where it is named; in a folder other Word files are nobody's templates."""

Problems = tuple[Problem, ...]


def check_path(path: Path, catalogue: Callable[[], Catalogue]) -> Iterator[tuple[str, Problems]]:
    """Each file checked, with its problems. A folder of a catalogue is checked as a whole.

    `catalogue`: gives the catalogue that answer files are checked against, when one is met.
    """
    if not is_folder(path):
        yield str(path), check_file(path, catalogue)
    elif (path / "catalogue.yaml").is_file():
        yield from _check_folder(path, _read_whole_catalogue)
    elif is_folder(path / "bank"):
        yield from _check_folder(path, _read_questionnaires)
    else:
        yield from _check_each(path, catalogue)


def check_file(path: Path, catalogue: Callable[[], Catalogue]) -> Problems:
    """The problems of one file (`-` for standard input), by the format it names."""
    name = str(path)
    try:
        if path.suffix in (TEMPLATE, WORD_TEMPLATE):
            return _check_template(path)
        data = read_bytes(name)
        text = decode(data, name)
        document = read_document(text, name)
        wrong = _check_format(document, name)
        if wrong is not None:
            return tuple(sorted([*document.problems, wrong], key=Problem.sort_key))
        format_ = document.data["format"]
        if format_ == ANSWERS:
            _, _, warnings = read_answers(open_answers(name, data=data), catalogue())
            return warnings
        if format_ == WEIGHTS:
            load_weights(name, catalogue(), data)
            return ()
        if format_ == KPI_VALUES:
            load_kpi_values(name, load_questionnaire().bank, load_playbooks().kpis, data)
            return ()
        if format_ in WORDS:
            found = check_words(document, name)
        else:
            _, found = build(FORMATS[format_], document, name)
        return tuple(sorted(besides(document.problems, found), key=Problem.sort_key))
    except SvcmodelError as error:
        return error.problems


def _check_template(path: Path) -> Problems:
    """What is wrong with a template. Raises the errors of `read_text` and `read_word_template`."""
    if path.suffix == WORD_TEMPLATE:
        read_word_template(path)
        return ()
    return tuple(check_template(read_text(path), str(path)))


def _check_format(document: Document, name: str) -> Problem | None:
    """The problem of a file that names no format of ours; it is asked for the likeliest one."""
    data = document.data
    format_ = data.get("format") if isinstance(data, dict) else None
    if format_ is None:
        return check_format(document, name, _likeliest(data))
    if isinstance(format_, str) and format_ in (*FORMATS, *WORDS):
        return None
    got, known = show(format_), ", ".join(FORMATS)
    near = nearest(got, FORMATS)
    at = ("format",)
    return problem_at(document, name, at, "E113", got=got, known=known, nearest=near)


def _likeliest(data: Any) -> str:
    """The format with most keys of the data; an answer file where nothing speaks for another."""
    keys = set(data) if isinstance(data, dict) else set()
    return max(FORMATS, key=lambda format_: len(keys & {f.name for f in fields(FORMATS[format_])}))


def _check_each(path: Path, catalogue: Callable[[], Catalogue]) -> Iterator[tuple[str, Problems]]:
    files = sorted(file for file in path.rglob("*") if file.suffix in (".yaml", ".yml", TEMPLATE))
    if not files:
        yield str(path), (Problem("E307", file=str(path)),)
    loaded: list[Catalogue] = []

    def once() -> Catalogue:
        if not loaded:
            loaded.append(catalogue())
        return loaded[0]

    for file in files:
        yield str(file), check_file(file, once)


def _check_folder(path: Path, read: Callable[[Folder], Any]) -> Iterator[tuple[str, Problems]]:
    reader = Folder(path)
    read(reader)
    names = [reader.name(name) for name in reader.contents]
    for name in sorted({*names, *(problem.file for problem in reader.problems)}):
        own = sorted((p for p in reader.problems if p.file == name), key=Problem.sort_key)
        yield name, tuple(p for number, p in enumerate(own) if p not in own[:number])


def _read_whole_catalogue(reader: Folder) -> None:
    catalogue = read_catalogue(reader)
    if catalogue is not None:
        check_levels_of_files(catalogue, load_questionnaire().bank, reader)
        _warn_of_old_laws(reader, date.today())  # noqa: DTZ011 - the reader's own today
    shelf = read_playbooks(reader)
    if catalogue is not None:
        read_knowledge(reader, catalogue, shelf)
        if shelf is not None:
            check_plan_rules_fit(shelf, catalogue, reader)
        check_staffing(reader, catalogue, shelf)
        read_expectations(reader, catalogue)
    reader.read(SourcesFile, "sources.yaml", "svcmodel/sources/1")
    check_citations(reader)


def _warn_of_old_laws(reader: Folder, today: date) -> None:
    """W204 for every law that was last checked over a year ago."""
    year_ago = f"{today.year - 1:04}-{today:%m-%d}"
    for path in reader.names("obligations"):
        for number, law in enumerate(reader.documents[path].data["obligations"]):
            if law["ground"] == "law" and law["checked_on"] < year_ago:
                at = ("obligations", number, "checked_on")
                reader.note(path, at, "W204", got=law["checked_on"])


def _read_questionnaires(reader: Folder) -> None:
    for name in questionnaire_names(reader):
        read_questionnaire(reader, f"{name}.yaml")
    if not reader.problems:
        check_feeds(reader, load_playbooks())
