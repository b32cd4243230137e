"""`svcmodel interview`: questions on the terminal, saved one by one, up to the recommendation."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from svcmodel.cli.answer_output import refuse_to_overwrite
from svcmodel.cli.console import STDOUT, expected_errors
from svcmodel.cli.interview_begin import Wanted
from svcmodel.cli.interview_dialogue import Dialogue
from svcmodel.cli.interview_plain import PlainDialogue, lines_from
from svcmodel.cli.interview_replay import Replay
from svcmodel.cli.interview_sitting import Sitting
from svcmodel.cli.interview_stop import Stops
from svcmodel.cli.options import CatalogueOption, DateOption, SetOption
from svcmodel.errors import Problem, WrongUseError
from svcmodel.render.words import Words
from svcmodel.sources.answer_files import load_answers
from svcmodel.sources.catalogue_files import load_catalogue
from svcmodel.sources.questionnaire_files import load_questionnaire


def interview(
    file: Annotated[
        str | None,
        typer.Argument(metavar="[FILE]", help="An answer file; left out, named after the company."),
    ] = None,
    questionnaire: Annotated[
        str | None,
        typer.Option("--questionnaire", help="quick, full, audit, charter, or a file of your own."),
    ] = None,
    minutes: Annotated[
        float | None, typer.Option("--minutes", min=1, help="How much time there is.")
    ] = None,
    in_order: Annotated[
        bool | None,
        typer.Option("--in-order/--adaptive", help="In printed order, or what matters most first."),
    ] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Line by line, no full screen.")] = False,
    in_ascii: Annotated[bool, typer.Option("--ascii", help="ASCII signs only.")] = False,
    replay: Annotated[
        str | None,
        typer.Option("--replay", metavar="FILE", help="Play an answer file; print what happens."),
    ] = None,
    catalogue: CatalogueOption = None,
    settings: SetOption = None,
    date: DateOption = None,
) -> None:
    """Ask the questions one by one, save every answer, and end with the recommendation."""
    wanted = Wanted(questionnaire, minutes, in_order, date, tuple(settings or ()), catalogue)
    with expected_errors():
        if file == STDOUT:
            raise WrongUseError([Problem("E311", file=file)])
        if replay is not None:
            code = _replayed(replay, file, wanted, in_ascii=in_ascii)
        else:
            sitting, stops = Sitting(file, wanted), Stops()
            is_plain = plain or not _is_full_terminal()
            code = sitting.hold(_dialogue(sitting.words, stops, is_plain, in_ascii), stops)
    raise SystemExit(code)


def _is_full_terminal() -> bool:
    """Whether there is a terminal on both sides that can draw a page."""
    drawn = os.name == "posix" and os.environ.get("TERM", "dumb") not in ("dumb", "unknown")
    return drawn and sys.stdin.isatty() and sys.stdout.isatty()


def _dialogue(words: Words, stops: Stops, is_plain: bool, in_ascii: bool) -> Dialogue:
    if is_plain:
        return PlainDialogue(words, lines_from(sys.stdin, "> "), in_ascii=in_ascii)
    from svcmodel.cli.interview_screen import ScreenDialogue  # a pipe does without questionary

    return ScreenDialogue(words, stops, in_ascii=in_ascii)


def _replayed(played: str, file: str | None, wanted: Wanted, *, in_ascii: bool) -> int:
    """Play an answer file into a new one, which is thrown away where it has no name."""
    if file is not None:
        refuse_to_overwrite(file, force=False)
    sheet = load_answers(played, load_catalogue(wanted.catalogue), load_questionnaire())
    wanted = replace(wanted, questionnaire=wanted.questionnaire or sheet.questionnaire)
    with TemporaryDirectory() as folder:
        sitting = Sitting(file or str(Path(folder) / "replay.yaml"), wanted, sheet.lang)
        dialogue = PlainDialogue(sitting.words, Replay(sheet), in_ascii=in_ascii, echoes=True)
        return sitting.hold(dialogue, Stops(), is_told=file is not None)
