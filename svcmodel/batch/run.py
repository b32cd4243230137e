"""A whole batch: pieces out to processes, what they give back in order, the output at the end."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from typing import Any, Protocol

from svcmodel.batch.journal import Entry, Turn
from svcmodel.batch.outcomes import Counts, Done
from svcmodel.batch.partitions import Partition
from svcmodel.batch.pieces import Piece
from svcmodel.batch.readers import load
from svcmodel.batch.worker import Worker


class Interrupted(Exception):  # noqa: N818 - it is no error
    """The person, or the system, wants the batch to end; what is whole is kept."""

    def __init__(self, number: int) -> None:
        """`number`: of the signal."""
        super().__init__(number)
        self.number = number


class TooManyError(Exception):
    """More sheets failed than the batch may have."""


Work = Piece | Partition
"""What an engine is given one of after another: a cluster partitions, any other one pieces."""


class Engine(Protocol):
    """Does pieces somewhere and gives them back in their order."""

    def done(self, pieces: Iterable[Any]) -> Iterator[tuple[Any, Done]]:
        """Each piece with what it gave."""
        ...


class InPlace:
    """Does the pieces in this process."""

    def __init__(self, worker: Worker) -> None:
        """`worker`: ready to work."""
        self.worker = worker

    def done(self, pieces: Iterable[Piece]) -> Iterator[tuple[Piece, Done]]:
        """Each piece with what it gave."""
        return ((piece, self.worker.done(piece)) for piece in pieces)


class Sink(Protocol):
    """Where a batch puts what it makes; see `Journal`."""

    def entries(self) -> Iterator[Entry]:
        """What an earlier run has done."""
        ...

    def begin(self, last: Entry | None = None) -> None:
        """Begin anew, or go on after an entry."""
        ...

    def add(self, done: Done) -> None:
        """Add what a piece gave."""
        ...

    def finish(self, turn: Turn | None) -> None:
        """Put the output in its place."""
        ...

    def leave(self) -> None:
        """Leave what is there to be gone on with."""
        ...


class Batch:
    """A batch: where its pieces come from, who does them, where they go."""

    def __init__(
        self,
        pieces: Iterable[Work],
        engine: Engine,
        sink: Sink,
        most_failed: int | None,
        tell: Callable[[int, Counts], None],
    ) -> None:
        """`tell`: called after each piece with its size in bytes and the counts so far."""
        self.pieces, self.engine, self.sink = iter(pieces), engine, sink
        self.most_failed, self.tell = most_failed, tell
        self.counts = Counts()

    def run(self, *, resume: bool) -> tuple[Counts, bool]:
        """Do every piece, or what an earlier run left; and whether one had left something.

        Raises `TooManyError` and `Interrupted`; what is done by then is in the sink.
        """
        left, last = self._skipped() if resume else ([], None)
        self.sink.begin(last)
        with ending_signals() as wanted:
            pieces = _until(chain(left, self.pieces), wanted)
            for piece, done in self.engine.done(pieces):
                self.sink.add(done)
                self._count(piece, Counts(done.scored, done.failed, done.warned))
                if wanted:
                    break
        if wanted:
            raise Interrupted(wanted[0])
        return self.counts, last is not None

    def _skipped(self) -> tuple[list[Work], Entry | None]:
        """Pass over what was done: the first piece that was not, and the last that was."""
        earlier, last = self.sink.entries(), None
        for piece in self.pieces:
            entry = next(earlier, None)
            if entry is None or _key_of(piece) != entry.key:
                return [piece], last
            last = entry
            self._count(piece, entry.counts)
        return [], last

    def _count(self, piece: Work, counts: Counts) -> None:
        self.counts = self.counts.plus(counts)
        self.tell(piece.size, self.counts)
        if self.most_failed is not None and self.counts.failed > self.most_failed:
            raise TooManyError


def _key_of(piece: Work) -> str:
    """What a piece is known by again: the hash of what it reads, or what a cluster told of it."""
    return piece.key if isinstance(piece, Partition) else load(piece).key


def _until(pieces: Iterable[Work], wanted: list[int]) -> Iterator[Work]:
    """The pieces, until the batch is to end."""
    for piece in pieces:
        if wanted:
            return
        yield piece


@contextmanager
def ending_signals() -> Iterator[list[int]]:
    """The signals to end that came meanwhile: they are heard, not obeyed at once.

    A second one is obeyed. Elsewhere than in the main thread nothing is heard.
    """
    wanted: list[int] = []
    if threading.current_thread() is not threading.main_thread():
        yield wanted
        return

    def hear(number: int, _frame: object) -> None:
        if wanted:
            raise Interrupted(number)
        wanted.append(number)

    before = {each: signal.signal(each, hear) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield wanted
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
