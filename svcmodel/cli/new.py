"""`svcmodel new`: files to start from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from svcmodel.cli.console import choose_language, expected_errors, say, words, write_output
from svcmodel.cli.options import CatalogueOption
from svcmodel.errors import Problem, WrongUseError
from svcmodel.render.question_text import SCHEMA_FILE, new_answers
from svcmodel.sources.catalogue_files import load_catalogue
from svcmodel.sources.questionnaire_files import load_questionnaire
from svcmodel.sources.schemas import answers_schema

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
    questionnaire: Annotated[str, typer.Option("--questionnaire", help="full or quick.")] = "full",
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that exists.")] = False,
    catalogue: CatalogueOption = None,
) -> None:
    """Write an answer file with every question, its options, and a schema for editors beside it."""
    with expected_errors():
        spoken = words(choose_language())
        if output != "-" and Path(output).exists() and not force:
            raise WrongUseError([Problem("E306", file=output)])
        chosen = load_catalogue(catalogue)
        asked = load_questionnaire(questionnaire)
        write_output(new_answers(asked, chosen, spoken), output)
        if output != "-":
            schema = answers_schema(chosen, asked.bank, spoken.lang)
            beside = Path(output).with_name(SCHEMA_FILE)
            write_output(json.dumps(schema, ensure_ascii=False, indent=1) + "\n", str(beside))
            say(spoken("cli.written", file=output))


@app.callback()
def new() -> None:
    """Write a file to start from."""
