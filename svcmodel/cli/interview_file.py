"""The answer file of an interview: held against a second interview, and saved whole after every answer."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from svcmodel.cli.console import write_output
from svcmodel.errors import Problem, UnreadableInputError, WrongUseError
from svcmodel.sources.answer_edits import Edit, applied
from svcmodel.sources.text_files import decode, read_bytes

try:
    import fcntl
except ImportError:  # Windows: two interviews on one file are not kept apart there
    fcntl = None  # type: ignore[assignment]


class AnswerFile:
    """A file as it stood when it was last read or written.

    `name`: as the person calls it. A link is followed, so that the file it leads to is written.
    """

    def __init__(self, name: str) -> None:
        """Read the file. Raises `UnreadableInputError`."""
        self.name = name
        self.data = read_bytes(name)

    def edited(self, edits: Iterable[Edit]) -> bytes:
        """What the file would hold after some edits; nothing is written.

        Starts from what stands in the file now, so that what was changed outside is kept.
        Raises `UnreadableInputError`, or `InvalidInputError` where the file holds no sound YAML now.
        """
        now = read_bytes(self.name)
        decode(now, self.name)
        return applied(now.decode(), edits).encode()

    def save(self, data: bytes) -> None:
        """Write the file, whole or not at all. Raises `UnreadableInputError` (E007)."""
        if data != read_bytes(self.name):
            write_output(data, os.path.realpath(self.name))
        self.data = data

    @property
    def is_changed_outside(self) -> bool:
        """Whether somebody else has written to the file since."""
        return read_bytes(self.name) != self.data


@contextlib.contextmanager
def held(name: str) -> Iterator[None]:
    """Keep a file to oneself while an interview lasts.

    The lock is a file beside it that the system lets go of when the process ends in whatever way;
    one left behind by a killed process holds nobody up. Raises `WrongUseError` (E309) where another
    interview holds it, `UnreadableInputError` (E007) where the folder cannot be written.
    """
    if fcntl is None:
        yield
        return
    target = Path(os.path.realpath(name))
    place = target.with_name(f".{target.name}.lock")
    try:
        handle = _lock(place, name)
    except OSError:
        raise UnreadableInputError([Problem("E007", file=name)]) from None
    try:
        yield
    finally:
        place.unlink(missing_ok=True)
        os.close(handle)


def _lock(place: Path, name: str) -> int:
    """The open lock file. Taken again where its last holder removed it at this very moment."""
    while True:
        handle = os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            process = os.read(handle, 20).decode(errors="replace")
            os.close(handle)
            raise WrongUseError([Problem("E309", file=name, values={"got": process})]) from None
        if _is_in_place(handle, place):
            os.ftruncate(handle, 0)
            os.write(handle, str(os.getpid()).encode())
            return handle
        os.close(handle)


def _is_in_place(handle: int, place: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), place.stat())
    except FileNotFoundError:
        return False
