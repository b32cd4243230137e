"""The real program on a pseudo-terminal: keys go in, and what a person would see comes out."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pexpect
import pyte

from tests.program import ENVIRONMENT, ROOT

UP, DOWN, HOME, END, PAGE_DOWN, F1 = "\x1b[A", "\x1b[B", "\x1b[H", "\x1b[F", "\x1b[6~", "\x1bOP"
ENTER, SPACE, CTRL_C, CTRL_D = "\r", " ", "\x03", "\x04"
BACK, WHY, NOTE, REVIEW, PARK = "\x02", "\x07", "\x0f", "\x12", "\x0b"
LANGUAGE, REMARK, STANDING, LEAVE = "\x0c", "\x06", "\x14", "\x18"

PATIENCE = 60
"""Seconds: other work may keep the machine busy."""
QUIET = 0.03
"""Seconds without output after which a screen counts as drawn."""


class Terminal:
    """A program of ours on a terminal of `columns` and `lines`, with the screen it has drawn."""

    def __init__(
        self,
        *arguments: object,
        folder: Path,
        columns: int = 80,
        lines: int = 24,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.screen = pyte.Screen(columns, lines)
        self.stream = pyte.ByteStream(self.screen)
        paths = {"TERM": "xterm-256color", "PYTHONPATH": str(ROOT)}
        settings = {**os.environ, **ENVIRONMENT, **paths, **(environment or {})}
        settings = {name: value for name, value in settings.items() if name != "COLUMNS"}
        self.program: pexpect.spawn[bytes] = pexpect.spawn(
            sys.executable,
            ["-m", "svcmodel", *(str(argument) for argument in arguments)],
            dimensions=(lines, columns),
            cwd=str(folder),
            env=settings,
        )
        self.program.delaybeforesend = None
        self.is_hung_up = False

    @property
    def lines(self) -> list[str]:
        """What is on the screen, line by line."""
        return [line.rstrip() for line in self.screen.display]

    @property
    def text(self) -> str:
        """What is on the screen, as words in one line."""
        return " ".join(" ".join(self.lines).split())

    def press(self, keys: str) -> Terminal:
        """Type keys and wait until the screen stands still."""
        self.program.send(keys)
        self.settle()
        return self

    def see(self, text: str, *, not_any_more: str = "") -> Terminal:
        """Wait until a text is on the screen, and another one is not."""
        self._until(
            lambda: text in self.text and (not not_any_more or not_any_more not in self.text)
        )
        assert text in self.text, f"not seen: {text}\n" + "\n".join(self.lines)
        assert not not_any_more or not_any_more not in self.text, "\n".join(self.lines)
        return self

    def see_one_of(self, *texts: str) -> str:
        """Wait until one of these texts stands under the last rule of the screen; which one."""

        def found() -> str | None:
            footer = self.text.split("─")[-1]
            return next((text for text in texts if text in footer), None)

        self._until(lambda: found() is not None)
        seen = found()
        assert seen, f"none seen of {texts}\n" + "\n".join(self.lines)
        return seen

    def settle(self) -> None:
        """Read until nothing more comes for a moment."""
        while self.read(QUIET):
            pass

    def resize(self, columns: int, lines: int) -> Terminal:
        """Give the terminal another size."""
        self.screen.resize(lines, columns)
        self.program.setwinsize(lines, columns)
        self.settle()
        return self

    def ended(self) -> int:
        """Wait for the end of the program; its exit code, or minus the signal that ended it."""
        while self.read(PATIENCE):
            pass
        self.program.wait()
        if self.program.signalstatus is not None:
            return -int(self.program.signalstatus)
        return int(self.program.exitstatus or 0)

    def hang_up(self) -> int:
        """Close the terminal under the program; its exit code."""
        os.close(self.program.child_fd)
        self.is_hung_up = True
        _, status = os.waitpid(self.program.pid or 0, 0)
        return os.waitstatus_to_exitcode(status)

    def close(self) -> None:
        """End the program, where it still runs."""
        if not self.is_hung_up:
            self.program.close(force=True)

    def _until(self, done: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not done() and time.monotonic() < end and self.read(0.5, keep=True):
            pass

    def read(self, seconds: float, *, keep: bool = False) -> bool:
        """Read once; whether it is worth reading on."""
        try:
            self.stream.feed(self.program.read_nonblocking(65536, seconds))
        except pexpect.TIMEOUT:
            return keep
        except pexpect.EOF:
            return False
        return True
