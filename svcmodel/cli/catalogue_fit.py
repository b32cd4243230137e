"""`svcmodel catalogue fit`: strengths from real cases, and how right they are on cases not seen."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from svcmodel import __version__
from svcmodel.cli.catalogue_test import CasesArgument
from svcmodel.cli.console import Settings, choose_language, expected_errors, say, write_output
from svcmodel.cli.extras import require
from svcmodel.cli.inputs import the_day
from svcmodel.cli.options import CatalogueOption, DateOption
from svcmodel.domain.case_record import RecordVersions
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.fitting import FOLDS, PROCEDURES, Fit, FitReport
from svcmodel.render.fit_json import fit_json
from svcmodel.render.fit_text import fit_text
from svcmodel.render.words import Words
from svcmodel.sources.case_files import load_answered_cases
from svcmodel.sources.catalogue_files import load_catalogue
from svcmodel.sources.expectation_files import load_expectations
from svcmodel.sources.fit_edits import fit_edits
from svcmodel.sources.package_data import data_folder
from svcmodel.sources.questionnaire_files import load_questionnaire
from svcmodel.sources.words_files import load_phrases, load_words

NEEDED = ("numpy", "scipy")
ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
"""The matrices are small: more threads take ten times as long, and add up in another order."""


class FitFormat(StrEnum):
    """How the fit is written."""

    table = "table"
    json = "json"


def fit(
    cases: CasesArgument = None,
    folds: Annotated[
        int,
        typer.Option(min=2, max=50, metavar="N", help="Into how many parts cases are held out."),
    ] = 5,
    seeds: Annotated[
        int, typer.Option(min=1, max=100, metavar="N", help="How often the parts are drawn anew.")
    ] = 10,
    write: Annotated[
        bool, typer.Option("--write", help="Write strengths and thresholds into the catalogue.")
    ] = False,
    format_: Annotated[
        FitFormat, typer.Option("--format", "-f", help="table or json.")
    ] = FitFormat.table,
    catalogue: CatalogueOption = None,
    date: DateOption = None,
) -> None:
    """Fit the strengths of effects to cases, and print how right they are on cases held out.

    Takes some minutes. The same files and options give the same strengths.
    """
    with expected_errors():
        require(NEEDED, "fit")
        chosen = load_catalogue(catalogue)
        words = _words()
        report = _report(cases, chosen, catalogue, folds, seeds, the_day(date, None), words)
        is_json = format_ is FitFormat.json
        write_output(fit_json(report) if is_json else fit_text(report, chosen, words), "-")
        if write:
            _write(chosen, report.fit, catalogue, words)
        else:
            say(words("fit.nothing_written"))


def _words() -> Words:
    named = {name: load_words(name) for name in ("fit", "record")}
    return Words(choose_language(), {**load_phrases(), **named})


def _report(
    cases: Path | None,
    catalogue: Catalogue,
    folder: Path | None,
    folds: int,
    seeds: int,
    on: str,
    words: Words,
) -> FitReport:
    for name in ONE_THREAD:
        os.environ.setdefault(name, "1")
    from svcmodel.scoring.fit_learning import material_of  # here: only a fit needs numpy and scipy
    from svcmodel.scoring.fit_record import fit_report

    full = load_questionnaire("full")
    read = load_answered_cases(cases, catalogue, full.bank, folder)
    companies = load_expectations(catalogue, full, folder)
    material = material_of(catalogue, full.bank, read.cases, companies, on=on, parts=folds)
    head = catalogue.head
    versions = RecordVersions(__version__, head.id, head.version, catalogue.hash, read.hash, on)
    with _shown(words("fit.working"), len(FOLDS) * len(PROCEDURES) * seeds) as progress:
        return fit_report(material, versions, seeds, progress)


@contextmanager
def _shown(what: str, steps: int) -> Iterator[Callable[[], None]]:
    """A bar on standard error where that is a terminal; each call of what it gives is a step."""
    from rich.console import Console
    from rich.progress import Progress

    silent = Settings.quiet or not sys.stderr.isatty()
    with Progress(console=Console(stderr=True), disable=silent, transient=True) as progress:
        task = progress.add_task(what, total=steps)
        yield lambda: progress.advance(task)


def _write(catalogue: Catalogue, fit: Fit, folder: Path | None, words: Words) -> None:
    root = folder or data_folder("models_catalog")
    changed = list(fit_edits(catalogue, fit, root))
    for path, text in changed:
        write_output(text, str(root / path))
    files = ", ".join(path for path, _ in changed)
    say(words("fit.written", files=files) if changed else words("fit.no_change"))
