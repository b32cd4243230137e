"""Documents that stand further down in a file: where their parts are, said of the file."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from svcmodel.errors import Problem
from svcmodel.sources.strict_yaml import Document
from svcmodel.sources.text_files import read_document

_LINES_SAID = ("first", "since")
"""The values of a problem that are numbers of lines."""


def strict_document(text: str, file: str, before: int) -> Document:
    """The document with its places and problems, said of the file."""
    document = read_document(text, file)
    document.problems[:] = [moved(problem, before) for problem in document.problems]
    return _shifted(document, before)


def place_of_yaml_key(text: str, before: int, id_: str) -> tuple[int, int] | None:
    """Where a key stands in block style, if what looks like it stands once."""
    found = list(islice(re.finditer(f"^ *{id_}:", text, re.MULTILINE), 2))
    if len(found) != 1:
        return None
    return _place(text, before, found[0].end() - len(id_) - 1)


def place_of_json_key(text: str, before: int, id_: str) -> tuple[int, int] | None:
    """Where a key stands, if what looks like it stands once."""
    written = f'"{id_}"'
    at = text.find(written)
    return None if at < 0 or text.find(written, at + 1) >= 0 else _place(text, before, at)


def _place(text: str, before: int, at: int) -> tuple[int, int]:
    return before + 1 + text.count("\n", 0, at), at - text.rfind("\n", 0, at)


@dataclass(slots=True)
class _Shifted(Document):
    """A document that begins further down in its file."""

    before: int = 0

    def locate(self, path: tuple[Any, ...], *, key: bool = False) -> tuple[int, int]:
        """The place in the file."""
        line, column = Document.locate(self, path, key=key)
        return line + self.before, column


def _shifted(document: Document, before: int) -> Document:
    if not before:
        return document
    return _Shifted(document.data, document.place, document.problems, before)


def moved(problem: Problem, before: int) -> Problem:
    """The problem of a part of a file, said of the file: so many lines further down."""
    if not before or not problem.line:
        return problem
    values = {
        key: str(int(value) + before) if key in _LINES_SAID and value.isdigit() else value
        for key, value in problem.values.items()
    }
    return replace(problem, line=problem.line + before, values=values)
