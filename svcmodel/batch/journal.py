"""The output of a batch while it runs: beside its place, whole piece by piece, to be gone on with.

Rows and problems are added to hidden files beside the output. A journal says, for every piece done,
what it read (by hash), where its rows and problems end, and how many sheets it had. Killed at any
moment, the files are cut back to the last whole piece; pieces that read the same again are not done
again. The output takes its place only when everything is there.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any, NamedTuple

from svcmodel.batch.outcomes import Counts, Done
from svcmodel.errors import Problem, UnreadableInputError, WrongUseError
from svcmodel.render.problem_formats import Frame

Turn = Callable[[Path, Path], None]
"""Makes the file asked for of the file rows were kept in."""


class Entry(NamedTuple):
    """A piece as the journal has it; `rows`, `problems`: where they end in their files.

    `end`: where the entry itself ends in the journal.
    """

    key: str
    rows: int
    problems: int
    counts: Counts
    end: int = 0


class Stream:
    """A file that is written beside its place and takes it at the end."""

    def __init__(self, target: str, head: bytes) -> None:
        """`target`: where it is to stand; `head`: what it begins with."""
        self.target = Path(target)
        self.kept = self.target.with_name(f".{self.target.name}.partial")
        self.head = head
        self.end = 0
        self._file: IO[bytes] | None = None

    def open(self, end: int | None) -> None:
        """Begin anew, or go on at an `end` that was reached before."""
        if end is None:
            self._file = self.kept.open("wb")
            self.end = self._file.write(self.head)
        else:
            self._file = self.kept.open("r+b")
            self._file.truncate(end)
            self.end = self._file.seek(end)

    def add(self, data: bytes) -> None:
        """Add to the file; what was added can be read by others at once."""
        if self._file is not None and data:
            self._file.write(data)
            self._file.flush()
            self.end += len(data)

    def close(self) -> None:
        """Write down everything and close the file."""
        if self._file is not None:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self._file = None

    @property
    def size(self) -> int:
        """How many bytes are kept; nothing where nothing is."""
        try:
            return self.kept.stat().st_size
        except OSError:
            return 0


class Problems:
    """Where problems go: to a file of their own, or said at once."""

    def __init__(self, stream: Stream | None, frame: Frame, say: Callable[[bytes], None]) -> None:
        """`stream`: None where they are said; `frame`: what stands around them in the file."""
        self.stream, self.frame, self.say = stream, frame, say

    @property
    def end(self) -> int:
        """Where they end in their file."""
        return self.stream.end if self.stream else 0

    @property
    def size(self) -> int:
        """How much of their file is kept."""
        return self.stream.size if self.stream else 0

    def open(self, end: int | None) -> None:
        """Begin anew, or go on at an `end`."""
        if self.stream is not None:
            with disk_errors(str(self.stream.target)):
                self.stream.open(end)

    def add(self, written: bytes) -> None:
        """Add the problems of a piece."""
        if not written:
            return
        if self.stream is None:
            self.say(written)
            return
        with disk_errors(str(self.stream.target)):
            begun = self.stream.end > len(self.stream.head)
            self.stream.add((self.frame.between if begun else b"") + written)

    def finish(self) -> None:
        """Put the file in its place."""
        if self.stream is not None:
            with disk_errors(str(self.stream.target)):
                self.stream.add(self.frame.after)
                self.stream.close()
                self.stream.kept.replace(self.stream.target)

    def leave(self) -> None:
        """Close the file as it is."""
        if self.stream is not None:
            self.stream.close()


class Journal:
    """The files of a running batch."""

    def __init__(
        self,
        rows: Stream,
        problems: Stream | None,
        frame: Frame,
        say: Callable[[bytes], None],
        mark: str,
    ) -> None:
        """`mark`: what the run depends on beside its inputs; the rest as for `Problems`."""
        self.rows, self.mark = rows, mark
        self.problems = Problems(problems, frame, say)
        self.path = rows.kept.with_suffix(".journal")
        self._log: IO[str] | None = None

    def entries(self) -> Iterator[Entry]:
        """The pieces that an earlier run of the same kind has done, as far as their files go."""
        rows, problems = self.rows.size, self.problems.size
        for number, (said, end) in enumerate(_json_lines(self.path)):
            if number == 0:
                if said != {"mark": self.mark}:
                    return
                continue
            key, own_rows, own_problems, *counts = said["done"]
            if own_rows > rows or own_problems > problems:
                return
            yield Entry(key, own_rows, own_problems, Counts(*counts), end)

    def begin(self, last: Entry | None = None) -> None:
        """Open the files, to begin anew or to go on after an entry.

        Raises `WrongUseError` (E331) while another batch writes there, `UnreadableInputError`.
        """
        with disk_errors(str(self.rows.target)):
            self._log = _held(self.path)
            self.rows.open(last.rows if last else None)
            self.problems.open(last.problems if last else None)
            self._log.truncate(last.end if last else 0)
            self._log.seek(last.end if last else 0)
            if last is None:
                self._say({"mark": self.mark})

    def add(self, done: Done) -> None:
        """Add what a piece gave, and say so."""
        with disk_errors(str(self.rows.target)):
            self.rows.add(done.rows)
            self.problems.add(done.problems)
            counts = (done.scored, done.failed, done.warned)
            self._say({"done": [done.key, self.rows.end, self.problems.end, *counts]})

    def finish(self, turn: Turn | None) -> None:
        """Put the output in its place; `turn` makes it of the rows kept, where it is another file."""
        with disk_errors(str(self.rows.target)):
            self.rows.close()
            self._put_in_place(turn)
        self.problems.finish()
        self._close()
        self.path.unlink(missing_ok=True)

    def _put_in_place(self, turn: Turn | None) -> None:
        kept, target = self.rows.kept, self.rows.target
        if turn is None:
            kept.replace(target)
            return
        made = kept.with_suffix(".made")
        try:
            turn(kept, made)
            made.replace(target)
        finally:
            made.unlink(missing_ok=True)
        kept.unlink()

    def leave(self) -> None:
        """Close the files as they are, to be gone on with another time."""
        with contextlib.suppress(OSError):
            self.rows.close()
            self.problems.leave()
        self._close()

    def _say(self, said: object) -> None:
        if self._log is not None:
            self._log.write(json.dumps(said) + "\n")
            self._log.flush()

    def _close(self) -> None:
        if self._log is not None:
            with contextlib.suppress(OSError):
                self._log.close()
            self._log = None


def _held(path: Path) -> IO[str]:
    """A journal that nobody else writes; it is let go when it is closed. Raises E331."""
    log = path.open("a+", encoding="utf-8")
    if find_spec("fcntl"):  # not where Windows is
        import fcntl

        try:
            fcntl.flock(log, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            log.close()
            raise WrongUseError([Problem("E331", file=str(path))]) from None
    return log


def _json_lines(path: Path) -> Iterator[tuple[dict[str, Any], int]]:
    """The whole lines of a journal, each with where it ends; the last may have been cut off."""
    end = 0
    try:
        with path.open("rb") as lines:
            for line in lines:
                end += len(line)
                if line.endswith(b"\n"):
                    yield json.loads(line), end
    except (OSError, ValueError):
        return


@contextlib.contextmanager
def disk_errors(name: str) -> Iterator[None]:
    """Say of a file that it cannot be written (E007), or that the disk is full (E009)."""
    try:
        yield
    except BrokenPipeError:
        raise  # whoever read our output has gone: no error of the disk
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise UnreadableInputError([Problem("E009" if full else "E007", file=name)]) from None
