"""An interview that is stopped: by its terminal, by the end of the input, by a signal."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable, Iterator
from types import FrameType

INTERRUPTED, TERMINATED = 130, 143


class StoppedError(KeyboardInterrupt):
    """The interview ends here. `code`: what the program ends with.

    A kind of interrupt, so that whatever runs when a signal comes lets it pass.
    """

    def __init__(self, code: int = INTERRUPTED) -> None:
        """Keep the exit code."""
        super().__init__(code)
        self.code = code


class Stops:
    """Turns signals into `StoppedError`, at once or by way of a prompt that is open.

    `by_prompt`: how an open prompt is made to end with an error; None while none is open. `code`: of
    the signal that came.
    """

    def __init__(self) -> None:
        self.by_prompt: Callable[[StoppedError], None] | None = None
        self.code: int | None = None

    @contextlib.contextmanager
    def heeded(self) -> Iterator[None]:
        """While this lasts, a closed terminal and a request to end are heeded."""
        codes = {signal.SIGTERM: TERMINATED}
        if hasattr(signal, "SIGHUP"):
            codes[signal.SIGHUP] = INTERRUPTED

        def stop(number: int, _: FrameType | None) -> None:
            self.code = codes[signal.Signals(number)]
            stopped = StoppedError(self.code)
            if self.by_prompt is None:
                raise stopped
            self.by_prompt(stopped)

        before = {number: signal.signal(number, stop) for number in codes}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
