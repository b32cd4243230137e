"""What can go wrong, as data: a `Problem` says where and what; the errors carry problems and an exit code.

The words of a problem are not here: its `code` and `values` are turned into a sentence of either
language by `svcmodel.render.problems` from `templates/words/problems.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one place. Lines and columns count from 1; 0 means the file as a whole."""

    code: str
    file: str = ""
    line: int = 0
    column: int = 0
    path: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    severity: Severity = "error"

    @property
    def is_of_reading(self) -> bool:
        """Whether it says that a file cannot be read at all (E001 to E008)."""
        return self.code.startswith("E00")

    def sort_key(self) -> tuple[str, int, int, str]:
        """Reading order: by file, then from top to bottom."""
        return (self.file, self.line, self.column, self.code)

    def __str__(self) -> str:
        """A bare form without words, for logs and tracebacks."""
        said = ", ".join(f"{name}={value}" for name, value in self.values.items())
        return f"{self.file}:{self.line}:{self.column}: {self.code} {self.path} {said}".rstrip()


def severity_of(code: str) -> Severity:
    """What a code says of itself: W for a warning, E for an error."""
    return "warning" if code.startswith("W") else "error"


class SvcmodelError(Exception):
    """An expected mistake. `exit_code` is what the command line ends with."""

    exit_code = 1

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems in reading order."""
        self.problems = tuple(sorted(problems, key=Problem.sort_key))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[SvcmodelError], tuple[tuple[Problem, ...]]]:
        """Go to another process with the problems."""
        return type(self), (self.problems,)


class InvalidInputError(SvcmodelError):
    """A file was read and its content is wrong: all its problems together (exit 1)."""


class UnreadableInputError(SvcmodelError):
    """A file cannot be read at all: missing, too large, not text (exit 2)."""

    exit_code = 2


class WrongUseError(SvcmodelError):
    """The command was asked for something that does not exist or cannot be done (exit 2)."""

    exit_code = 2
