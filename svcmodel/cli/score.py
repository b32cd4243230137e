"""`svcmodel score`: from an answer file to advice."""

from __future__ import annotations

import shutil
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from svcmodel.cli.console import expected_errors, uses_colour, words, write_output
from svcmodel.cli.inputs import Scored, score_file
from svcmodel.cli.options import (
    CatalogueOption,
    DateOption,
    FileArgument,
    SetOption,
    WeightsOption,
)


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
        scored = score_file(
            Path(file), catalogue=catalogue, weights=weights, settings=settings, on=date
        )
        write_output(RENDERERS[format_](scored), "-")


def _json(scored: Scored) -> str:
    from svcmodel.render.json_result import json_result

    return json_result(scored.assessment, scored.catalogue, scored.lang)


def _table(scored: Scored) -> str:
    from svcmodel.render.report import report
    from svcmodel.render.table import terminal_text

    spoken = words(scored.lang)
    told = report(scored.assessment, scored.catalogue, spoken)
    width = shutil.get_terminal_size((110, 24)).columns
    return terminal_text(told, spoken, width=width, colour=uses_colour(sys.stdout))


def _markdown(scored: Scored) -> str:
    from svcmodel.render.documents import document
    from svcmodel.render.report import report
    from svcmodel.sources.words_files import load_template

    spoken = words(scored.lang)
    told = report(scored.assessment, scored.catalogue, spoken)
    return document("score.md.j2", load_template, spoken, told)


RENDERERS = {
    ScoreFormat.table: _table,
    ScoreFormat.json: _json,
    ScoreFormat.markdown: _markdown,
}
"""One renderer for each format; each imports its libraries only when it is used."""
