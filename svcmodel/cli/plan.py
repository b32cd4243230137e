"""`svcmodel plan`: from an answer file to a plan document."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from svcmodel.cli.console import choose_language, expected_errors, say, write_output
from svcmodel.cli.inputs import answers_from, the_day, the_start
from svcmodel.cli.options import (
    CatalogueOption,
    DateOption,
    FileArgument,
    RedactOption,
    SetOption,
    StartOption,
    TemplateOption,
    WeightsOption,
)
from svcmodel.cli.own_templates import own_templates, rendered, words_of
from svcmodel.cli.plan_formats import plan_format
from svcmodel.cli.planner import Planner
from svcmodel.cli.redacted import redaction
from svcmodel.planning.size_tasks import asks_knowledge, size_of
from svcmodel.sources.catalogue_files import load_catalogue
from svcmodel.sources.knowledge_files import load_knowledge
from svcmodel.sources.playbook_files import load_playbooks


def plan(
    file: FileArgument,
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="OUT",
            help="OUT.html, .pdf, .docx, .xlsx, .md or .json; - for Markdown.",
        ),
    ] = "-",
    catalogue: CatalogueOption = None,
    weights: WeightsOption = None,
    settings: SetOption = None,
    date: DateOption = None,
    start: StartOption = None,
    template: TemplateOption = None,
    redact: RedactOption = False,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format", "-f", metavar="KIND", help="html, pdf ... whatever the name of OUT ends in."
        ),
    ] = None,
) -> None:
    """Write the six-step plan of an answer file's design."""
    with expected_errors():
        form = plan_format(output, format_)
        folder = own_templates(template, form.templates)
        chosen = load_catalogue(catalogue)
        shelf = load_playbooks(catalogue)
        answers, questionnaire = answers_from(file, chosen, settings=settings, weights=weights)
        asks = asks_knowledge(size_of(shelf.rules, answers))
        knowledge = load_knowledge(chosen, catalogue) if asks else None
        planner = Planner(chosen, shelf, knowledge)
        spoken = words_of(folder, choose_language(answers.lang))
        day, begin = the_day(date, answers.date), the_start(start)
        made = planner.material(answers, questionnaire, spoken, on=day, start=begin)
        if form.lacks_pictures:
            say(spoken("cli.no_pictures"))
        if redact:
            made = redaction(answers, questionnaire, chosen, spoken).of(made)
        write_output(rendered(partial(form.write_with, made), folder), output)
        if output != "-":
            say(spoken("cli.written", file=output))
