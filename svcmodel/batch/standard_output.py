"""The output of a batch on a stream: written as it comes, and never gone on with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO

from svcmodel.batch.journal import Entry, Problems, Stream, Turn, disk_errors
from svcmodel.batch.outcomes import STDOUT, Done
from svcmodel.render.problem_formats import Frame


class StandardOutput:
    """Rows go to a stream as they come: nothing is kept, and nothing can be gone on with."""

    def __init__(
        self,
        output: IO[bytes],
        problems: Stream | None,
        frame: Frame,
        say: Callable[[bytes], None],
    ) -> None:
        """`output`: the stream; the rest as for `Problems`."""
        self.output = output
        self.problems = Problems(problems, frame, say)

    def entries(self) -> Iterator[Entry]:
        """Nothing was done before."""
        return iter(())

    def begin(self, last: Entry | None = None) -> None:  # noqa: ARG002 - there is no last
        """Begin."""
        self.problems.open(None)

    def add(self, done: Done) -> None:
        """Write what a piece gave."""
        with disk_errors(STDOUT):
            self.output.write(done.rows)
            self.output.flush()
        self.problems.add(done.problems)

    def finish(self, _turn: Turn | None) -> None:
        """End the problems."""
        self.problems.finish()

    def leave(self) -> None:
        """Leave off."""
        self.problems.leave()
