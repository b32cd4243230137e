"""`svcmodel catalogue balance`: what the catalogue advises thousands of random companies."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from svcmodel.cli.console import choose_language, expected_errors, say, words_with, write_output
from svcmodel.cli.inputs import the_day
from svcmodel.cli.options import CatalogueOption, DateOption
from svcmodel.render.balance_json import balance_json
from svcmodel.render.balance_text import balance_text
from svcmodel.scoring.balance import balance as balance_of
from svcmodel.scoring.random_companies import SEED
from svcmodel.sources.catalogue_files import load_catalogue
from svcmodel.sources.knowledge_files import load_cases

MOST_COMPANIES = 50_000


class BalanceFormat(StrEnum):
    """How the balance is written."""

    table = "table"
    json = "json"


def balance(
    format_: Annotated[
        BalanceFormat, typer.Option("--format", "-f", help="table or json.")
    ] = BalanceFormat.table,
    companies: Annotated[
        int, typer.Option(min=1, max=MOST_COMPANIES, metavar="N", help="How many are drawn.")
    ] = 4000,
    seed: Annotated[
        int, typer.Option(min=0, metavar="N", help="Another one draws other companies.")
    ] = SEED,
    catalogue: CatalogueOption = None,
    date: DateOption = None,
) -> None:
    """Advise random companies and the casebook: what wins, what never does.

    Ends with 1 where one model leads more than half of the cases in how it is paid, who does it or
    how it is answered.
    """
    with expected_errors():
        chosen, cases = load_catalogue(catalogue), load_cases(catalogue)
        day = the_day(date, None)
        found = balance_of(chosen, cases.values(), companies=companies, on=day, seed=seed)
        spoken = words_with("balance", choose_language())
        is_json = format_ is BalanceFormat.json
        write_output(
            balance_json(found, chosen) if is_json else balance_text(found, chosen, spoken), "-"
        )
    if found.findings:
        say(spoken("balance.said", findings=len(found.findings)))
        raise typer.Exit(1)
