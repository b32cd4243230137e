"""The command line: one command per file, put together here."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup, TyperOption

from svcmodel import __version__
from svcmodel.cli.console import Settings, choose_language, words
from svcmodel.cli.options import everywhere

COMMANDS = (
    "interview",
    "score",
    "explain",
    "plan",
    "review",
    "compare",
    "merge",
    "batch",
    "check",
    "new",
    "catalogue",
    "questionnaire",
    "schema",
)
"""The commands in the order of the help; each is the module of its name, imported when it is used."""

SELDOM = ("install_completion", "show_completion", "debug")
"""Options that the list of options leaves out, so that help fits on a screen."""


class Commands(TyperGroup):
    """Finds a command by importing its module, so that each command pays only for itself."""

    def make_context(self, *args: Any, **more: Any) -> Any:
        """Start a run: nothing said in an earlier one holds, and the common options are known."""
        Settings.reset()
        if all(param.name != "lang" for param in self.params):
            everywhere(self)
        for param in self.params:
            if param.name in SELDOM and isinstance(param, TyperOption):
                param.hidden = True
        return super().make_context(*args, **more)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - its interface
        """Tell what each command does, in the reader's language, without importing any."""
        spoken = words(choose_language())
        with formatter.section(spoken("cli.commands")):
            formatter.write_dl([(name, spoken(f"cli.command.{name}")) for name in COMMANDS])

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the group's interface
        """Name every command."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - the group's interface
        """Give the command of a name, or None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"svcmodel.cli.{cmd_name}")
        commands: typer.Typer | None = getattr(module, "app", None)
        if commands is None:
            commands = typer.Typer(add_completion=False, rich_markup_mode=None)
            commands.command(cmd_name)(getattr(module, cmd_name))
        command = typer.main.get_command(commands)
        command.name = cmd_name
        return everywhere(command)


app = typer.Typer(
    name="svcmodel",
    cls=Commands,
    help="An adviser on how to serve customers: from answers to advice and a plan.",
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
    version: Annotated[
        bool,
        typer.Option("--version", callback=show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Options before the name of a command."""
