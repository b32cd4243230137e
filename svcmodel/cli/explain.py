"""`svcmodel explain`: why this design, why this model, why not another."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from typing import Annotated, Any, TypeVar

import typer

from svcmodel import __version__
from svcmodel.cli.console import choose_language, expected_errors, write_output
from svcmodel.cli.inputs import answers_from, the_day
from svcmodel.cli.options import (
    CatalogueOption,
    DateOption,
    FileArgument,
    RedactOption,
    SetOption,
    TemplateOption,
    WeightsOption,
)
from svcmodel.cli.own_templates import own_templates, rendered, words_of
from svcmodel.cli.pages import json_text, page_text
from svcmodel.cli.redacted import redaction
from svcmodel.render.documents import LoadTemplate
from svcmodel.render.documents import page as filled
from svcmodel.render.explain_json import explanation_data, surroundings_data
from svcmodel.render.explain_report import ExplainReport
from svcmodel.render.pages import Page
from svcmodel.render.surroundings_report import SurroundingsReport
from svcmodel.render.words import Words
from svcmodel.scoring.assess import assess
from svcmodel.scoring.explain import explain as explained
from svcmodel.scoring.surroundings import surroundings
from svcmodel.sources.catalogue_files import load_catalogue
from svcmodel.sources.knowledge_files import load_knowledge

T = TypeVar("T")


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
    template: TemplateOption = None,
    redact: RedactOption = False,
) -> None:
    """Explain the design, or why one model and not another, and what would change it."""
    with expected_errors():
        used = ("explain.md.j2",) if format_ is ExplainFormat.markdown else ()
        folder = own_templates(template, used)
        chosen = load_catalogue(catalogue)
        answers, questionnaire = answers_from(file, chosen, settings=settings, weights=weights)
        day = the_day(date, answers.date)
        assessment = assess(chosen, questionnaire, answers, on=day, program=__version__)
        spoken = words_of(folder, choose_language(answers.lang))
        bank = questionnaire.bank
        hide = redaction(answers, questionnaire, chosen, spoken).of if redact else _as_it_is
        shown = hide(assessment)
        if model is None:
            knowledge = load_knowledge(chosen, catalogue)
            around = surroundings(chosen, bank, knowledge, answers, assessment)
            data = surroundings_data(around, shown, hide(answers))
            page = SurroundingsReport(around, knowledge, shown, chosen, spoken).page()
        else:
            why = hide(explained(chosen, bank, answers, assessment, model, against))
            data = explanation_data(why, shown, hide(answers))
            page = ExplainReport(why, shown, chosen, spoken).page()
        fill = partial(_filled, page, spoken)
        is_markdown = format_ is ExplainFormat.markdown
        write_output(rendered(fill, folder) if is_markdown else _written(format_, page, data), "-")


def _as_it_is(value: T) -> T:
    return value


def _filled(page: Page, spoken: Words, load: LoadTemplate) -> str:
    return filled("explain.md.j2", load, spoken, page=page)


def _written(format_: ExplainFormat, page: Page, data: dict[str, Any]) -> str:
    """The page as text or its data as JSON."""
    return json_text(data) if format_ is ExplainFormat.json else page_text(page)
