"""Options and arguments that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from svcmodel.cli.console import Settings, parse_language

FileArgument = Annotated[
    str, typer.Argument(metavar="FILE", help="An answer file, or - for stdin.")
]
CatalogueOption = Annotated[
    Path | None,
    typer.Option(
        "--catalogue", metavar="DIR", help="A catalogue folder instead of the shipped one."
    ),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="ID=VALUE", help="Answer one question differently; repeatable."),
]
WeightsOption = Annotated[
    Path | None,
    typer.Option(
        "--weights", metavar="FILE", help="Weights of the dimensions and important marks."
    ),
]
DateOption = Annotated[
    str | None,
    typer.Option(
        "--date", metavar="YYYY-MM-DD", help="The day it is for; else the file's, else today."
    ),
]
LangOption = Annotated[
    str | None, typer.Option("--lang", metavar="es|en", help="Language of what is written.")
]


def use_language(lang: str | None) -> None:
    """Remember the language an option names. Raises a usage error for one we do not speak."""
    if lang is None:
        return
    if parse_language(lang) is None:
        raise typer.BadParameter("es | en", param_hint="--lang")
    Settings.lang = parse_language(lang)
