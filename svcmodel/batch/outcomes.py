"""What a batch counts and hands on: pieces that are done, and sheets so far."""

from __future__ import annotations

from typing import NamedTuple

STDOUT = "-"


class Done(NamedTuple):
    """A piece that is done: rows and problems as they are written, and how many sheets there were.

    `key`: the hash of what was read, by which it is known again.
    """

    key: str
    rows: bytes
    problems: bytes
    scored: int
    failed: int
    warned: int


class Counts(NamedTuple):
    """How many sheets were scored, failed, and were scored with warnings."""

    scored: int = 0
    failed: int = 0
    warned: int = 0

    def plus(self, other: Counts) -> Counts:
        """Both together."""
        return Counts(*(a + b for a, b in zip(self, other, strict=True)))
