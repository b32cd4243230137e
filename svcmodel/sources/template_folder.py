"""A consultant's own templates: one folder that is looked up before the shipped templates."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from svcmodel.errors import InvalidInputError, Problem, UnreadableInputError
from svcmodel.sources.text_files import decode, is_folder
from svcmodel.sources.words_files import load_template

SHIPPED = "svcmodel/"
"""What the names of the shipped templates begin with where a folder has one of the same name."""

READ = (
    *(".j2", ".css", ".typ", ".docx", ".yaml", ".yml"),
    *(".svg", ".png", ".jpg", ".jpeg", ".ttf", ".otf"),
)
"""What is read of a folder: templates, words, pictures and fonts, by the endings of their names."""

MAX_FILES = 200
MAX_FILE_BYTES = 20_000_000
MAX_BYTES = 50_000_000


@dataclass(frozen=True)
class TemplateFolder:
    """The files of a folder of templates, by their paths in it; nothing outside it is ever read.

    Called with the name of a template it gives its text: the folder's own, else the shipped one.
    """

    root: str
    files: Mapping[str, bytes]

    def __call__(self, name: str) -> str | None:
        """The text of a template, None where there is none. Raises the errors of `decode`."""
        if name.startswith(SHIPPED):
            return load_template(name.removeprefix(SHIPPED))
        if name in self.files:
            return decode(self.files[name], self.place(name))
        return load_template(name)

    def place(self, name: str) -> str:
        """How a template is called in messages."""
        if name in self.files:
            return f"{self.root}/{name}"
        return name if name.startswith((f"{self.root}/", SHIPPED)) else f"{SHIPPED}{name}"

    def named(self, *endings: str) -> tuple[str, ...]:
        """The files whose names end in one of the endings, sorted."""
        return tuple(sorted(name for name in self.files if name.endswith(endings)))


def read_template_folder(place: Path) -> TemplateFolder:
    """The folder with all that is read of it, whole.

    Raises `UnreadableInputError`: E001 missing, E006 not allowed, E340 no folder; and
    `InvalidInputError`: E338 a link that leads out of it, E339 too many or too large files.
    """
    if not place.exists():
        raise UnreadableInputError([Problem("E001", file=str(place))])
    if not is_folder(place):
        raise UnreadableInputError([Problem("E340", file=str(place), values={"name": str(place)})])
    files: dict[str, bytes] = {}
    for path, name in _paths(place):
        files[name] = _content(path)
        if len(files) > MAX_FILES or sum(map(len, files.values())) > MAX_BYTES:
            limit = f"{MAX_FILES}, {MAX_BYTES // 1_000_000} MB"
            raise InvalidInputError([Problem("E339", file=str(place), values={"limit": limit})])
    return TemplateFolder(str(place).rstrip("/"), files)


def _paths(root: Path) -> Iterator[tuple[Path, str]]:
    """Every file that is read, and its path in the folder; hidden ones are passed over."""
    inside = root.resolve()
    outside: list[Problem] = []
    for folder, names, files in os.walk(root):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in sorted([*names, *files]):
            path = Path(folder) / name
            if path.is_symlink() and not path.resolve().is_relative_to(inside):
                outside.append(Problem("E338", file=str(path)))
        if outside:
            raise InvalidInputError(outside)
        for name in sorted(files):
            if name.endswith(READ) and not name.startswith("."):
                path = Path(folder) / name
                yield path, str(PurePosixPath(path.relative_to(root)))


def _content(path: Path) -> bytes:
    """The bytes of a file that is a file: a pipe or a device would never end."""
    try:
        if not path.is_file():
            raise InvalidInputError([Problem("E338", file=str(path))])
        with path.open("rb") as stream:
            data = stream.read(MAX_FILE_BYTES + 1)
    except OSError:
        raise UnreadableInputError([Problem("E006", file=str(path))]) from None
    if len(data) > MAX_FILE_BYTES:
        limit = f"{MAX_FILE_BYTES // 1_000_000} MB"
        raise InvalidInputError([Problem("E339", file=str(path), values={"limit": limit})])
    return data
