"""How far a batch has come: a bar with the rate and the time left, on a terminal only."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from types import TracebackType
from typing import Any

from svcmodel.batch.outcomes import Counts
from svcmodel.batch.pieces import Missing, named_files, size_of
from svcmodel.cli.console import Settings, choose_language, words

SHOWN_EVERY = 0.2
"""Seconds between two drawings."""


class Progress:
    """Draws the bar on standard error; nothing at all where that is no terminal, or with `--quiet`."""

    def __init__(self, paths: Iterable[str]) -> None:
        """`paths`: the inputs, whose bytes are what there is to do."""
        self.paths = list(paths)
        self.bar: Any = None
        self.begun = self.shown = 0.0

    def __enter__(self) -> Progress:
        """Begin to draw."""
        if sys.stderr.isatty() and not Settings.quiet:
            self.bar = _bar()
            self.bar.start()
            files = (f for f in named_files(self.paths) if not isinstance(f, Missing))
            self.task = self.bar.add_task("", total=sum(size_of(file.name) for file in files))
            self.begun = time.monotonic()
        return self

    def tell(self, size: int, counts: Counts) -> None:
        """A piece of so many bytes is done; drawn a few times a second."""
        if self.bar is None:
            return
        now = time.monotonic()
        sheets = counts.scored + counts.failed
        rate = int(sheets / max(now - self.begun, 0.001))
        spoken = words(choose_language())
        said = spoken("cli.batch_rate", sheets=spoken.number(sheets), rate=spoken.number(rate))
        self.bar.update(self.task, advance=size, description=said)
        if now - self.shown > SHOWN_EVERY:
            self.bar.refresh()
            self.shown = now

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the bar away."""
        if self.bar is not None:
            self.bar.stop()


def _bar() -> Any:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TimeRemainingColumn(),
        console=Console(file=sys.stderr),
        auto_refresh=False,  # no second thread: processes are forked from this one
        transient=True,
    )
