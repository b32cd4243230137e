"""`svcmodel score`: from an answer file to advice."""

from __future__ import annotations

import shutil
import sys
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
    RedactOption,
    SetOption,
    TemplateOption,
    WeightsOption,
)
from svcmodel.domain.assessment import Assessment
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.records import Lang
from svcmodel.domain.segmented import SegmentedResult
from svcmodel.render.words import Words
from svcmodel.scoring.assess import assess
from svcmodel.sources.catalogue_files import load_catalogue

if TYPE_CHECKING:  # what only some formats use is imported where it is used
    from svcmodel.render.documents import LoadTemplate
    from svcmodel.render.report_types import Report


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
    template: TemplateOption = None,
    redact: RedactOption = False,
) -> None:
    """Score an answer file: the six decisions, why, and how sure."""
    with expected_errors():
        chosen = load_catalogue(catalogue)
        answers, questionnaire = answers_from(file, chosen, settings=settings, weights=weights)
        day = the_day(date, answers.date)
        assessment = assess(chosen, questionnaire, answers, on=day, program=__version__)
        segmented = segments_of(chosen, questionnaire, answers, assessment)
        lang = choose_language(answers.lang)
        if redact:
            from svcmodel.cli.redacted import redaction  # few ask for it

            hide = redaction(answers, questionnaire, chosen, words(lang))
            assessment, segmented = hide.of(assessment), hide.of(segmented)
        text: str | bytes
        if template is None:
            text = RENDERERS[format_](assessment, chosen, lang, segmented)
        else:
            told = (assessment, chosen, lang, segmented)
            text = _own_markdown(template, *told, is_markdown=format_ is ScoreFormat.markdown)
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
    from svcmodel.render.report import report
    from svcmodel.sources.words_files import load_template

    spoken = words(lang)
    told = report(assessment, catalogue, spoken, segmented)
    return _filled(spoken, told, load_template)


def _own_markdown(
    template: Path,
    assessment: Assessment,
    catalogue: Catalogue,
    lang: Lang,
    segmented: SegmentedResult | None,
    *,
    is_markdown: bool,
) -> str | bytes:
    """The document of a folder of the user's own templates, which is no table and no JSON."""
    from svcmodel.cli.own_templates import own_templates, rendered, words_of
    from svcmodel.render.report import report

    folder = own_templates(template, ("score.md.j2",) if is_markdown else ())
    spoken = words_of(folder, lang)
    told = report(assessment, catalogue, spoken, segmented)
    return rendered(partial(_filled, spoken, told), folder)


def _filled(spoken: Words, told: Report, load: LoadTemplate) -> str:
    from svcmodel.render.documents import document

    return document("score.md.j2", load, spoken, told)


RENDERERS = {
    ScoreFormat.table: _table,
    ScoreFormat.json: _json,
    ScoreFormat.markdown: _markdown,
}
"""One renderer for each format; each imports its libraries only when it is used."""
