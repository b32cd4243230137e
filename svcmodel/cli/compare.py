"""`svcmodel compare`: two results side by side, and what each change comes from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from svcmodel.cli.console import choose_language, expected_errors, words, write_output
from svcmodel.cli.inputs import answers_from, the_day
from svcmodel.cli.options import (
    CatalogueOption,
    DateOption,
    FileArgument,
    SetOption,
    WeightsOption,
)
from svcmodel.cli.pages import PageFormat, json_text, page_text
from svcmodel.domain.catalogue import Catalogue
from svcmodel.render.compare_json import compare_data
from svcmodel.render.compare_report import compare_page
from svcmodel.scoring.compare import compare as compared
from svcmodel.scoring.compare_stages import Side
from svcmodel.sources.catalogue_files import load_catalogue


def compare(
    file: FileArgument,
    other: Annotated[
        str | None,
        typer.Argument(metavar="[OTHER]", help="The second answer file; else FILE again."),
    ] = None,
    format_: Annotated[
        PageFormat, typer.Option("--format", "-f", help="table or json.")
    ] = PageFormat.table,
    catalogue: CatalogueOption = None,
    catalogue_a: Annotated[
        Path | None,
        typer.Option("--catalogue-a", metavar="DIR", help="The catalogue of FILE, if another."),
    ] = None,
    weights: WeightsOption = None,
    settings: SetOption = None,
    date: DateOption = None,
    date_a: Annotated[
        str | None,
        typer.Option("--date-a", metavar="YYYY-MM-DD", help="The day of FILE, if another."),
    ] = None,
) -> None:
    """Compare two answer files, days or catalogues: what changed, and what it comes from.

    `--set` and `--weights` change the second side only.
    """
    with expected_errors():
        chosen = load_catalogue(catalogue)
        before = _side(file, load_catalogue(catalogue_a) if catalogue_a else chosen, date_a or date)
        after = _side(other or file, chosen, date, settings, weights)
        told = compared(before, after)
        if format_ is PageFormat.json:
            write_output(json_text(compare_data(told)), "-")
            return
        spoken = words(choose_language(after.sheet.lang))
        page = compare_page(told, chosen, after.questionnaire.bank, spoken)
        write_output(page_text(page), "-")


def _side(
    file: str,
    catalogue: Catalogue,
    day: str | None,
    settings: list[str] | None = None,
    weights: Path | None = None,
) -> Side:
    sheet, questionnaire = answers_from(file, catalogue, settings=settings, weights=weights)
    return Side(catalogue, questionnaire, sheet, the_day(day, sheet.date))
