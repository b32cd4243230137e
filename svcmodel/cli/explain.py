"""`svcmodel explain`: why this design, why this model, why not another."""

from __future__ import annotations

import json
import shutil
import sys
from enum import StrEnum
from typing import Annotated, Any

import typer

from svcmodel import __version__
from svcmodel.cli.console import (
    choose_language,
    expected_errors,
    uses_colour,
    words,
    write_output,
)
from svcmodel.cli.inputs import answers_from, the_day
from svcmodel.cli.options import (
    CatalogueOption,
    DateOption,
    FileArgument,
    SetOption,
    WeightsOption,
)
from svcmodel.render.documents import page as filled
from svcmodel.render.explain_json import explanation_data, surroundings_data
from svcmodel.render.explain_report import ExplainReport
from svcmodel.render.pages import Page, plain_page
from svcmodel.render.surroundings_report import SurroundingsReport
from svcmodel.render.words import Words
from svcmodel.scoring.assess import assess
from svcmodel.scoring.explain import explain as explained
from svcmodel.scoring.surroundings import surroundings
from svcmodel.sources.catalogue_files import load_catalogue
from svcmodel.sources.knowledge_files import load_knowledge
from svcmodel.sources.words_files import load_template


class ExplainFormat(StrEnum):
    """How the explanation is written."""

    text = "text"
    json = "json"
    markdown = "markdown"


def explain(
    file: FileArgument,
    model: Annotated[
        str | None,
        typer.Argument(metavar="[MODEL]", help="A model to explain; without it, the whole design."),
    ] = None,
    against: Annotated[
        str | None,
        typer.Option(
            "--against", metavar="MODEL", help="The model of the same decision beside it."
        ),
    ] = None,
    format_: Annotated[
        ExplainFormat, typer.Option("--format", "-f", help="text, json or markdown.")
    ] = ExplainFormat.text,
    catalogue: CatalogueOption = None,
    weights: WeightsOption = None,
    settings: SetOption = None,
    date: DateOption = None,
) -> None:
    """Explain the design, or why one model and not another, and what would change it."""
    with expected_errors():
        chosen = load_catalogue(catalogue)
        answers, questionnaire = answers_from(file, chosen, settings=settings, weights=weights)
        day = the_day(date, answers.date)
        assessment = assess(chosen, questionnaire, answers, on=day, program=__version__)
        spoken = words(choose_language(answers.lang))
        bank = questionnaire.bank
        if model is None:
            knowledge = load_knowledge(chosen, catalogue)
            around = surroundings(chosen, bank, knowledge, answers, assessment)
            data = surroundings_data(around, assessment, answers)
            page = SurroundingsReport(around, knowledge, assessment, chosen, spoken).page()
        else:
            why = explained(chosen, bank, answers, assessment, model, against)
            data = explanation_data(why, assessment, answers)
            page = ExplainReport(why, assessment, chosen, spoken).page()
        write_output(_written(format_, page, data, spoken), "-")


def _written(format_: ExplainFormat, page: Page, data: dict[str, Any], spoken: Words) -> str:
    """The page in the form asked for."""
    if format_ is ExplainFormat.json:
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    if format_ is ExplainFormat.markdown:
        return filled("explain.md.j2", load_template, spoken, page=page)
    width = shutil.get_terminal_size((110, 24)).columns
    return plain_page(page, width, colour=uses_colour(sys.stdout))
