"""The interview on a full screen, one page after another, and at its end the person's own screen."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import ExitStack
from textwrap import wrap

from prompt_toolkit.input.vt100 import raw_mode
from prompt_toolkit.output.vt100 import Vt100_Output

from svcmodel.cli.interview_look import WIDEST, Manner
from svcmodel.cli.interview_plain import to_ascii
from svcmodel.cli.interview_prompt import Prompt
from svcmodel.cli.interview_stop import StoppedError, Stops
from svcmodel.render.interview_types import Page, Reply
from svcmodel.render.words import Words


class OneScreen(Vt100_Output):
    """A terminal whose other screen stays on from page to page, so that nothing flickers."""

    def enter_alternate_screen(self) -> None:
        """Begin at the top left; the other screen is on already."""
        self.write_raw("\x1b[H")

    def quit_alternate_screen(self) -> None:
        """Stay on it: the next page comes at once."""


class ScreenDialogue:
    """Asks on a full screen.

    `stops`: where a signal finds out how to end an open prompt.
    """

    def __init__(self, words: Words, stops: Stops, *, in_ascii: bool = False) -> None:
        self.words = words
        self.stops = stops
        self.in_ascii = in_ascii
        self.shows_standing = False
        self.output = OneScreen.from_pty(sys.stdout, term=os.environ.get("TERM"))
        self.output.enable_cpr = False  # a whole page need not ask where the cursor is
        self.is_open = False
        self.typing = ExitStack()

    def ask(self, page: Page) -> Reply:
        """Show a page until it is answered or left. Raises `StoppedError`."""
        self._open(page.id != "result")  # which is asked below what was told, still in sight
        manner = Manner(self.words, self.output, self.in_ascii, self.is_open, self.shows_standing)
        prompt = Prompt(page, manner)
        self.stops.by_prompt = prompt.end
        try:
            return prompt.run()
        except StoppedError:
            raise
        except (KeyboardInterrupt, EOFError):
            raise StoppedError from None
        finally:
            self.stops.by_prompt = None
            self.shows_standing = manner.shows_standing

    def tell(self, lines: Iterable[str]) -> None:
        """Write lines to the person's own screen, where they stay."""
        self._open(False)
        width = min(self.output.get_size().columns, WIDEST)
        for line in lines:
            indent = " " * (len(line) - len(line.lstrip()))
            told = to_ascii(line) if self.in_ascii else line
            print("\n".join(wrap(told, width, subsequent_indent=f"{indent}  ") or [""]))

    def close(self) -> None:
        """Go back to the person's own screen."""
        self._open(False)

    def _open(self, wanted: bool) -> None:
        """Go to the other screen, or back; there what is typed between two pages waits for the next."""
        if wanted == self.is_open:
            return
        self.is_open = wanted
        if wanted:
            self.typing.enter_context(raw_mode(sys.stdin.fileno()))
        else:
            self.typing.close()
        self.output.write_raw("\x1b[?1049h\x1b[H" if wanted else "\x1b[?1049l")
        self.output.flush()
