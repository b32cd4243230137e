"""The command line: one command per file, put together here."""

from __future__ import annotations

from typing import Annotated

import typer

from svcmodel import __version__
from svcmodel.cli import catalogue, new, questionnaire
from svcmodel.cli.check import check
from svcmodel.cli.console import Settings
from svcmodel.cli.options import LangOption, use_language
from svcmodel.cli.plan import plan
from svcmodel.cli.schema import schema
from svcmodel.cli.score import score

app = typer.Typer(
    name="svcmodel",
    help="An adviser on how to serve your customers: from answers to advice and a plan.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def show_version(wanted: bool) -> None:
    """Print the version and end, where the option asks for it."""
    if wanted:
        print(f"svcmodel {__version__}")
        raise typer.Exit


@app.callback()
def options(
    lang: LangOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only results and errors.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks.")] = False,
    version: Annotated[  # noqa: ARG001 - its callback answers
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Show it.")
    ] = False,
) -> None:
    """Options for every command; they stand before its name."""
    Settings.lang = None
    use_language(lang)
    Settings.quiet = quiet
    Settings.debug = debug


app.command()(score)
app.command()(plan)
app.command()(check)
app.command()(schema)
app.add_typer(new.app, name="new")
app.add_typer(catalogue.app, name="catalogue")
app.add_typer(questionnaire.app, name="questionnaire")
