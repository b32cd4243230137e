"""`svcmodel schema`: the JSON Schema of a format."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from svcmodel.cli.console import choose_language, expected_errors, write_output
from svcmodel.cli.options import CatalogueOption
from svcmodel.sources.catalogue_files import load_catalogue
from svcmodel.sources.questionnaire_files import load_questionnaire
from svcmodel.sources.schemas import answers_schema, schema_names
from svcmodel.sources.schemas import schema as schema_of

NAMES = ", ".join(schema_names())


def schema(
    name: Annotated[str, typer.Argument(metavar="NAME", help=f"One of: {NAMES}.")],
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="OUT", help="- for stdout.")
    ] = "-",
    catalogue: CatalogueOption = None,
) -> None:
    """Write the JSON Schema of a file format, for editors and other programs."""
    with expected_errors():
        if name == "answers":
            bank = load_questionnaire().bank
            data = answers_schema(load_catalogue(catalogue), bank, choose_language())
        else:
            data = schema_of(name)
        write_output(json.dumps(data, ensure_ascii=False, indent=2) + "\n", output)
