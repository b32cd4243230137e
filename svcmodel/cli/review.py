"""`svcmodel review`: the advice beside what was measured since."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from svcmodel import __version__
from svcmodel.cli.console import choose_language, expected_errors, words, write_output
from svcmodel.cli.inputs import answers_from, the_day, the_start
from svcmodel.cli.options import (
    CatalogueOption,
    DateOption,
    FileArgument,
    SetOption,
    StartOption,
    WeightsOption,
)
from svcmodel.cli.pages import json_text, page_text
from svcmodel.planning.build_plan import build_plan
from svcmodel.planning.review import review as reviewed
from svcmodel.render.documents import page as filled
from svcmodel.render.review_json import review_data
from svcmodel.render.review_report import ReviewReport
from svcmodel.scoring.assess import assess
from svcmodel.scoring.compare_stages import Side
from svcmodel.sources.catalogue_files import load_catalogue
from svcmodel.sources.kpi_value_files import load_kpi_values
from svcmodel.sources.playbook_files import load_playbooks
from svcmodel.sources.words_files import load_template


class ReviewFormat(StrEnum):
    """How the review is written."""

    text = "text"
    json = "json"
    markdown = "markdown"


def review(
    file: FileArgument,
    kpi: Annotated[str, typer.Option("--kpi", metavar="FILE", help="A file of measured values.")],
    format_: Annotated[
        ReviewFormat, typer.Option("--format", "-f", help="text, json or markdown.")
    ] = ReviewFormat.text,
    catalogue: CatalogueOption = None,
    weights: WeightsOption = None,
    settings: SetOption = None,
    date: DateOption = None,
    start: StartOption = None,
) -> None:
    """Look at the advice again with what was measured since: what broke, what changes, what to do."""
    with expected_errors():
        chosen, shelf = load_catalogue(catalogue), load_playbooks(catalogue)
        answers, questionnaire = answers_from(file, chosen, settings=settings, weights=weights)
        bank = questionnaire.bank
        measured = load_kpi_values(kpi, bank, shelf.kpis)
        before = Side(chosen, questionnaire, answers, the_day(None, answers.date))
        advised = assess(chosen, questionnaire, answers, on=before.on, program=__version__)
        plan = build_plan(advised, chosen, shelf, answers, bank, start=the_start(start))
        day = the_day(date, measured.date)
        found = reviewed(
            before,
            day,
            measured.values,
            shelf.kpis,
            plan.monitoring.reviews,
            shelf.rules.next_review,
        )
        spoken = words(choose_language(answers.lang))
        page = ReviewReport(found, chosen, bank, shelf.kpis, spoken).page()
        if format_ is ReviewFormat.json:
            text = json_text(review_data(found))
        elif format_ is ReviewFormat.markdown:
            text = filled("explain.md.j2", load_template, spoken, page=page)
        else:
            text = page_text(page)
        write_output(text, "-")
