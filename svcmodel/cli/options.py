"""Options and arguments that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperOption

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

StartOption = Annotated[
    str | None,
    typer.Option(
        "--start", metavar="YYYY-MM-DD", help="The day the work begins; else the day it is for."
    ),
]

TemplateOption = Annotated[
    Path | None,
    typer.Option(
        "--template", metavar="DIR", help="A folder of your own templates; docs/templates.md."
    ),
]
RedactOption = Annotated[
    bool,
    typer.Option("--redact", help="Leave out names, money and whatever was said in free words."),
]


def everywhere(command: Any) -> Any:
    """Give a command, and those below it, the options that stand anywhere on the line."""
    command.params += [
        _common(["--lang"], _set_language, metavar="es|en", help="Language of what is written."),
        _common(["--quiet", "-q"], _set_quiet, is_flag=True, help="Only results and problems."),
        _common(["--debug"], _set_debug, is_flag=True, help="Show tracebacks."),
    ]
    for inner in getattr(command, "commands", {}).values():
        everywhere(inner)
    return command


def _common(names: list[str], callback: Callable[..., None], **more: Any) -> TyperOption:
    return TyperOption(param_decls=names, callback=callback, expose_value=False, **more)


def _set_language(_ctx: Any, _param: Any, lang: str | None) -> None:
    if lang is None:
        return
    if parse_language(lang) is None:
        raise typer.BadParameter("choose es or en", param_hint="--lang")
    Settings.lang = parse_language(lang)


def _set_quiet(_ctx: Any, _param: Any, quiet: bool | None) -> None:
    Settings.quiet = Settings.quiet or bool(quiet)


def _set_debug(_ctx: Any, _param: Any, debug: bool | None) -> None:
    Settings.debug = Settings.debug or bool(debug)
