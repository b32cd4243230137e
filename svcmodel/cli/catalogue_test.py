"""`svcmodel catalogue test`: how often the advice names what is documented for real cases."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from svcmodel import __version__
from svcmodel.cli.console import choose_language, expected_errors, say, words_with, write_output
from svcmodel.cli.inputs import the_day
from svcmodel.cli.options import CatalogueOption, DateOption
from svcmodel.render.record_json import record_json
from svcmodel.render.record_text import record_text
from svcmodel.scoring.case_record import case_record
from svcmodel.scoring.record_checks import changes_since, unmet
from svcmodel.sources.case_files import load_answered_cases
from svcmodel.sources.catalogue_files import load_catalogue
from svcmodel.sources.questionnaire_files import load_questionnaire
from svcmodel.sources.record_files import load_floors, load_record

CasesArgument = Annotated[
    Path | None,
    typer.Argument(metavar="[CASES]", help="A casebook, or a folder; else the shipped one."),
]


class RecordFormat(StrEnum):
    """How the record is written."""

    table = "table"
    json = "json"


def print_record(
    cases: CasesArgument = None,
    format_: Annotated[
        RecordFormat, typer.Option("--format", "-f", help="table or json.")
    ] = RecordFormat.table,
    against: Annotated[
        Path | None, typer.Option(metavar="FILE", help="An earlier record (JSON) to compare with.")
    ] = None,
    expect: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Floors the record must reach.")
    ] = None,
    catalogue: CatalogueOption = None,
    date: DateOption = None,
) -> None:
    """Score every case of a casebook and print how often the advice agrees.

    A folder holds cases.yaml and answers.csv. Ends with 1 where a floor is not met.
    """
    with expected_errors():
        chosen, bank = load_catalogue(catalogue), load_questionnaire().bank
        earlier = load_record(against) if against else None
        read = load_answered_cases(cases, chosen, bank, catalogue)
        record = case_record(
            chosen,
            bank,
            read.cases,
            on=the_day(date, None),
            cases_hash=read.hash,
            program=__version__,
        )
        changes = changes_since(earlier, record) if earlier else None
        floors = load_floors(expect, record) if expect else None
        missed = None if floors is None else unmet(record, floors)
        spoken = words_with("record", choose_language())
        if format_ is RecordFormat.json:
            write_output(record_json(record, spoken, changes, missed), "-")
        else:
            write_output(record_text(record, chosen, spoken, changes, missed), "-")
    if floors and missed:
        say(spoken("record.floors.said", unmet=len(missed), floors=len(floors)))
        raise typer.Exit(1)
