"""`svcmodel score`: from an answer file to advice."""

from __future__ import annotations

import shutil
import sys
from enum import StrEnum
from typing import Annotated

import typer

from svcmodel import __version__
from svcmodel.cli.console import (
    choose_language,
    expected_errors,
    uses_colour,
    words,
    write_output,
)
from svcmodel.cli.inputs import answers_from, segments_of, the_day
from svcmodel.cli.options import (
    CatalogueOption,
    DateOption,
    FileArgument,
    SetOption,
    WeightsOption,
)
from svcmodel.domain.assessment import Assessment
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.records import Lang
from svcmodel.domain.segmented import SegmentedResult
from svcmodel.scoring.assess import assess
from svcmodel.sources.catalogue_files import load_catalogue


class ScoreFormat(StrEnum):
    """How the result is written."""

    table = "table"
    json = "json"
    markdown = "markdown"


def score(
    file: FileArgument,
    format_: Annotated[
        ScoreFormat, typer.Option("--format", "-f", help="table, json or markdown.")
    ] = ScoreFormat.table,
    catalogue: CatalogueOption = None,
    weights: WeightsOption = None,
    settings: SetOption = None,
    date: DateOption = None,
) -> None:
    """Score an answer file: the six decisions, why, and how sure."""
    with expected_errors():
        chosen = load_catalogue(catalogue)
        answers, questionnaire = answers_from(file, chosen, settings=settings, weights=weights)
        day = the_day(date, answers.date)
        assessment = assess(chosen, questionnaire, answers, on=day, program=__version__)
        segmented = segments_of(chosen, questionnaire, answers, assessment)
        lang = choose_language(answers.lang)
        text = RENDERERS[format_](assessment, chosen, lang, segmented)
        write_output(text, "-")


def _json(
    assessment: Assessment, catalogue: Catalogue, lang: Lang, segmented: SegmentedResult | None
) -> str:
    from svcmodel.render.json_result import json_result

    return json_result(assessment, catalogue, lang, segmented)


def _table(
    assessment: Assessment, catalogue: Catalogue, lang: Lang, segmented: SegmentedResult | None
) -> str:
    from svcmodel.render.report import report
    from svcmodel.render.table import terminal_text

    spoken = words(lang)
    told = report(assessment, catalogue, spoken, segmented)
    width = shutil.get_terminal_size((110, 24)).columns
    return terminal_text(told, spoken, width=width, colour=uses_colour(sys.stdout))


def _markdown(
    assessment: Assessment, catalogue: Catalogue, lang: Lang, segmented: SegmentedResult | None
) -> str:
    from svcmodel.render.documents import document
    from svcmodel.render.report import report
    from svcmodel.sources.words_files import load_template

    spoken = words(lang)
    told = report(assessment, catalogue, spoken, segmented)
    return document("score.md.j2", load_template, spoken, told)


RENDERERS = {
    ScoreFormat.table: _table,
    ScoreFormat.json: _json,
    ScoreFormat.markdown: _markdown,
}
"""One renderer for each format; each imports its libraries only when it is used."""
