"""Reading a folder of YAML files into records, with all problems of all files together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from svcmodel.domain.values import show
from svcmodel.errors import InvalidInputError, Problem, SvcmodelError, UnreadableInputError
from svcmodel.sources.readers import Path
from svcmodel.sources.records import besides, build, problem_at
from svcmodel.sources.strict_yaml import Document
from svcmodel.sources.text_files import decode, is_folder, read_bytes, read_document, sha256

R = TypeVar("R")
T = TypeVar("T")


@dataclass(slots=True)
class Folder:
    """Reads the files of one data folder and remembers their problems, places and bytes."""

    root: Traversable
    problems: list[Problem] = field(default_factory=list)
    documents: dict[str, Document] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)

    def name(self, path: str) -> str:
        """How a file of the folder is called in messages."""
        return f"{self.root}/{path}" if str(self.root) != "." else path

    def names(self, folder: str) -> list[str]:
        """The paths of the YAML files directly in a sub-folder, sorted."""
        place = self.root if folder == "." else self.root / folder  # a zip file knows no "."
        if not is_folder(place):
            return []
        names = (entry.name for entry in place.iterdir())
        return sorted(f"{folder}/{name}" for name in names if name.endswith((".yaml", ".yml")))

    def read(self, record: type[R], path: str, format_: str) -> R | None:
        """One file as a record; its problems are kept and None is returned when it has any."""
        document = self.document(path)
        if document is None:
            return None
        name = self.name(path)
        wrong = check_format(document, name, format_)
        built, found = build(record, document, name) if wrong is None else (None, [wrong])
        problems = besides(document.problems, found)
        self.problems += problems
        return None if problems else built

    def read_if_there(self, record: type[R], path: str, format_: str) -> R | None:
        """Like `read`, for a file that a folder may do without: nothing is wrong where it is missing."""
        return self.read(record, path, format_) if (self.root / path).is_file() else None

    def read_all(self, record: type[R], folder: str, format_: str) -> Iterator[tuple[str, R]]:
        """Every file of a sub-folder that is sound, with its path."""
        for path in self.names(folder):
            built = self.read(record, path, format_)
            if built is not None:
                yield path, built

    def document(self, path: str) -> Document | None:
        """The YAML document of a file, or None with the problem kept."""
        try:
            data = read_bytes(self.root / path, self.name(path))
            document = read_document(decode(data, self.name(path)), self.name(path))
        except UnreadableInputError as error:
            self.problems += error.problems
            return None
        self.contents[path] = data
        self.documents[path] = document
        return document

    def note(self, path: str, at: Path, code: str, *, key: bool = False, **values: str) -> None:
        """A problem found by comparing files, at its place in one of them."""
        document = self.documents[path]
        self.problems.append(problem_at(document, self.name(path), at, code, key=key, **values))

    def hash(self) -> str:
        """The SHA-256 of the names and bytes of all files read, in order of name."""
        parts: list[bytes] = []
        for path in sorted(self.contents):
            parts += [path.encode(), b"\0", self.contents[path], b"\0"]
        return sha256(*parts)

    def sound(self, built: T | None) -> T:
        """What was built, when nothing was wrong. Raises all problems together otherwise."""
        self.raise_if_wrong()
        if built is None:
            raise InvalidInputError(self.problems)
        return built

    def raise_if_wrong(self) -> None:
        """Raise all problems together: unreadable only when nothing could be read."""
        errors = [problem for problem in self.problems if problem.severity == "error"]
        if not errors:
            return
        error: type[SvcmodelError] = InvalidInputError if self.contents else UnreadableInputError
        raise error(self.problems)


def check_format(document: Document, name: str, format_: str) -> Problem | None:
    """The problem of a file that does not say the format it should have."""
    data: Any = document.data
    if document.problems and data is None:
        return document.problems.pop()
    if not isinstance(data, dict):
        return problem_at(document, name, (), "E111", expected=format_)
    if data.get("format") is None:
        return problem_at(document, name, ("format",), "E109", key=True, expected=format_)
    if data["format"] != format_:
        got = show(data["format"])
        return problem_at(document, name, ("format",), "E112", expected=format_, got=got)
    return None
