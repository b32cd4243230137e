"""`svcmodel new`: files to start from."""

from __future__ import annotations

from typing import Annotated

import typer

from svcmodel.cli.answer_output import refuse_to_overwrite, write_answer_file
from svcmodel.cli.console import choose_language, expected_errors, words
from svcmodel.cli.options import CatalogueOption
from svcmodel.render.question_text import new_answers
from svcmodel.sources.catalogue_files import load_catalogue
from svcmodel.sources.questionnaire_files import load_questionnaire

app = typer.Typer(
    help="Write a file to start from.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


@app.command()
def answers(
    output: Annotated[
        str, typer.Argument(metavar="OUT", help="The file to write; - for stdout.")
    ] = "-",
    questionnaire: Annotated[
        str, typer.Option("--questionnaire", help="full, quick, audit or charter.")
    ] = "full",
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that exists.")] = False,
    catalogue: CatalogueOption = None,
) -> None:
    """Write an answer file with every question, its options, and a schema for editors beside it."""
    with expected_errors():
        spoken = words(choose_language())
        refuse_to_overwrite(output, force=force)
        chosen = load_catalogue(catalogue)
        asked = load_questionnaire(questionnaire)
        text = new_answers(asked, chosen, spoken)
        write_answer_file(text, output, chosen, asked, spoken.lang)


@app.callback()
def new() -> None:
    """Write a file to start from."""
