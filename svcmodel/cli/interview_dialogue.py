"""What an interview asks of whatever shows its pages: a full screen, a stream of lines, a replay."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from svcmodel.cli.console import Settings, sentence, words
from svcmodel.domain.records import control_sign
from svcmodel.errors import Problem
from svcmodel.render.interview_types import Page, Reply
from svcmodel.render.words import Words


class Dialogue(Protocol):
    """How pages are shown and answered."""

    words: Words

    def ask(self, page: Page) -> Reply:
        """Show a page until the person does something. Raises `StoppedError`."""

    def tell(self, lines: Iterable[str]) -> None:
        """Show lines that stay."""

    def close(self) -> None:
        """Leave the terminal as it was."""


def speak_other(dialogue: Dialogue) -> None:
    """Go on in the other language."""
    Settings.lang = "es" if dialogue.words.lang == "en" else "en"
    dialogue.words = words(Settings.lang)


def text_problem(text: Any, words: Words) -> str:
    """Why a text cannot be taken: a sign in it would steer the terminal; nothing where it can."""
    sign = control_sign(str(text))
    return sentence(Problem("E110", values={"sign": sign}), words.lang) if sign else ""
