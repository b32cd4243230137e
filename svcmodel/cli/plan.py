"""`svcmodel plan`: from an answer file to a plan document."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath
from typing import Annotated

import typer

from svcmodel import __version__
from svcmodel.cli.console import choose_language, expected_errors, say, words, write_output
from svcmodel.cli.inputs import answers_from, segments_of, the_day, the_start
from svcmodel.cli.options import (
    CatalogueOption,
    DateOption,
    FileArgument,
    SetOption,
    StartOption,
    WeightsOption,
)
from svcmodel.errors import Problem, WrongUseError
from svcmodel.planning.build_plan import build_plan
from svcmodel.render.documents import document
from svcmodel.render.plan_json import plan_json
from svcmodel.render.plan_report import plan_report, sections_around
from svcmodel.render.report import report
from svcmodel.scoring.assess import assess
from svcmodel.sources.catalogue_files import load_catalogue
from svcmodel.sources.knowledge_files import load_knowledge
from svcmodel.sources.playbook_files import load_playbooks
from svcmodel.sources.words_files import load_template

TEMPLATES = {".html": "plan.html.j2", ".md": "plan.md.j2", ".json": ""}
"""The template of each kind of file a plan can be written as; JSON needs none."""


def plan(
    file: FileArgument,
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", metavar="OUT", help="OUT.html, .md or .json; - for Markdown."
        ),
    ] = "-",
    catalogue: CatalogueOption = None,
    weights: WeightsOption = None,
    settings: SetOption = None,
    date: DateOption = None,
    start: StartOption = None,
) -> None:
    """Write the six-step plan of an answer file's design."""
    with expected_errors():
        template = template_for(output)
        chosen, shelf = load_catalogue(catalogue), load_playbooks(catalogue)
        answers, questionnaire = answers_from(file, chosen, settings=settings, weights=weights)
        day = the_day(date, answers.date)
        assessment = assess(chosen, questionnaire, answers, on=day, program=__version__)
        segmented = segments_of(chosen, questionnaire, answers, assessment)
        planned_for = replace(assessment, design=segmented.proposed) if segmented else assessment
        knowledge = load_knowledge(chosen, catalogue)
        planned = build_plan(
            planned_for,
            chosen,
            shelf,
            answers,
            questionnaire.bank,
            knowledge=knowledge,
            start=the_start(start),
        )
        spoken = words(choose_language(answers.lang))
        if not template:
            text = plan_json(planned, chosen, shelf, spoken.lang)
        else:
            told = report(assessment, chosen, spoken, segmented)
            steps = plan_report(planned, planned_for, chosen, shelf, spoken)
            around = sections_around(planned, knowledge, planned_for, chosen, spoken)
            text = document(template, load_template, spoken, told, plan=steps, around=around)
        write_output(text, output)
        if output != "-":
            say(spoken("cli.written", file=output))


def template_for(output: str) -> str:
    """The template for a file name. Raises `WrongUseError` (E304) for a kind not known."""
    suffix = ".md" if output == "-" else PurePath(output).suffix.lower()
    if suffix not in TEMPLATES:
        values = {"name": suffix or output, "known": ", ".join(TEMPLATES)}
        raise WrongUseError([Problem("E304", path="--output", values=values)])
    return TEMPLATES[suffix]
