"""`svcmodel check` on a folder of templates: linted, then tried out on two of the example companies."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from svcmodel.cli.console import words
from svcmodel.cli.own_templates import given_to, words_of
from svcmodel.cli.plan_formats import FORMATS, WORD_TEMPLATES, PlanMaterial
from svcmodel.cli.planner import Planner
from svcmodel.cli.render_child import problem_of, render_apart, told
from svcmodel.domain.records import LANGUAGES
from svcmodel.errors import Problem, SvcmodelError
from svcmodel.sources.answer_files import open_answers, read_answers
from svcmodel.sources.catalogue_files import load_catalogue
from svcmodel.sources.knowledge_files import load_knowledge
from svcmodel.sources.own_words import check_own_words
from svcmodel.sources.package_data import data_folder
from svcmodel.sources.playbook_files import load_playbooks
from svcmodel.sources.template_folder import TemplateFolder, read_template_folder
from svcmodel.sources.template_lints import check_templates
from svcmodel.sources.text_files import is_folder
from svcmodel.sources.words_files import load_template

Checked = Iterator[tuple[str, tuple[Problem, ...]]]

DAY = "2026-01-15"


@dataclass(frozen=True, slots=True)
class Trial:
    """A company that templates are tried out on, and the formats that are written for it."""

    example: str
    formats: tuple[str, ...]


TRIALS = (Trial("retail_bank", (".html", ".md")), Trial("ecoproductos", (".pdf", ".docx")))
"""The text for a large company, which has every part; what is slow for a small one."""


def is_template_folder(path: Path) -> bool:
    """Whether there is a file in a folder that goes before one of the shipped templates."""
    if not is_folder(path) or (path / "catalogue.yaml").is_file():
        return False
    named = (entry.name for entry in path.iterdir() if entry.suffix in (".j2", ".typ", ".docx"))
    return any(name in WORD_TEMPLATES or load_template(name) is not None for name in named)


def check_template_folder(path: Path) -> Checked:
    """Each file of a folder of templates with its problems; tried out where nothing is wrong so far."""
    try:
        folder = read_template_folder(path)
        read = json.loads(render_apart(partial(_looked_at, folder), folder.place))
        found = {name: tuple(map(problem_of, problems)) for name, problems in read.items()}
    except SvcmodelError as error:
        yield str(path), error.problems
        return
    wrong = any(p.severity == "error" for problems in found.values() for p in problems)
    if not wrong and path.resolve() != Path(
        str(data_folder("templates"))
    ):  # ours are in every test
        for problem in _tried(folder):
            found[problem.file] = (*found.get(problem.file, ()), problem)
    yield from sorted(found.items())


def _looked_at(folder: TemplateFolder) -> str:
    """What is found by reading alone: JSON, for it is done apart."""
    found = {**check_own_words(folder, words("en").phrases)}
    found |= check_templates(folder, given_to(folder))
    found |= dict.fromkeys(folder.named(".typ"), ())
    for name in WORD_TEMPLATES if find_spec("docxtpl") else ():
        if name in folder.files:
            from svcmodel.sources.word_templates import check_word_template

            found[name] = tuple(check_word_template(folder.files[name], folder.place(name)))
    return json.dumps({folder.place(name): told(problems) for name, problems in found.items()})


def _tried(folder: TemplateFolder) -> Iterator[Problem]:
    """What fails when documents are written with the templates of a folder."""
    for trial in TRIALS:
        forms = [
            FORMATS[suffix]
            for suffix in trial.formats
            if folder.named(*_own(suffix)) and all(map(find_spec, FORMATS[suffix].packages))
        ]
        if forms:
            made = _material(trial.example, folder)
            for form in forms:
                try:
                    render_apart(partial(form.write_with, made, folder), folder.place)
                except SvcmodelError as error:
                    yield from error.problems


def _own(suffix: str) -> tuple[str, ...]:
    """How the templates end for whose sake a format is tried; pages are tried as pages alone."""
    return (
        FORMATS[suffix].templates if suffix in (".html", ".md") else FORMATS[suffix].templates[-1:]
    )


def _material(example: str, folder: TemplateFolder) -> PlanMaterial:
    """The plan of an example company, without what its reader could weigh otherwise."""
    catalogue = load_catalogue(None)
    planner = Planner(catalogue, load_playbooks(None), load_knowledge(catalogue, None))
    file = str(data_folder("examples") / f"{example}.yaml")
    answers, questionnaire, _ = read_answers(open_answers(file), catalogue)
    spoken = words_of(folder, answers.lang or LANGUAGES[0])
    made = planner.material(answers, questionnaire, spoken, on=DAY, start=DAY)
    return replace(made, trial=None)
