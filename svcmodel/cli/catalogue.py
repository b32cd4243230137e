"""`svcmodel catalogue`: what the catalogue holds."""

from __future__ import annotations

from typing import Annotated

import typer

from svcmodel.cli import catalogue_balance, catalogue_fit, catalogue_list, catalogue_test
from svcmodel.cli.console import choose_language, expected_errors, words, write_output
from svcmodel.cli.options import CatalogueOption
from svcmodel.domain.catalogue import Catalogue
from svcmodel.errors import Problem, WrongUseError
from svcmodel.render.documents import page
from svcmodel.render.model_page import model_page
from svcmodel.sources.catalogue_files import load_catalogue, load_sources
from svcmodel.sources.playbook_files import load_playbooks
from svcmodel.sources.readers import nearest
from svcmodel.sources.words_files import load_template

app = typer.Typer(
    help="What the catalogue holds, how often it is right, how balanced it is.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
app.command("list")(catalogue_list.list_models)


@app.command()
def show(
    model: Annotated[str, typer.Argument(metavar="MODEL", help="The id of a model.")],
    catalogue: CatalogueOption = None,
) -> None:
    """Show everything the catalogue says of one model."""
    with expected_errors():
        spoken = words(choose_language())
        chosen = load_catalogue(catalogue)
        _check_known(model, chosen)
        told = model_page(
            chosen.models[model],
            chosen,
            load_playbooks(catalogue),
            load_sources(catalogue),
            spoken,
        )
        write_output(page("model.md.j2", load_template, spoken, page=told), "-")


app.command("test")(catalogue_test.print_record)
app.command("fit")(catalogue_fit.fit)
app.command("balance")(catalogue_balance.balance)


def _check_known(model: str, catalogue: Catalogue) -> None:
    if model not in catalogue.models:
        known = ", ".join(catalogue.models)
        values = {"name": model, "known": known, "nearest": nearest(model, catalogue.models)}
        raise WrongUseError([Problem("E301", values=values)])
