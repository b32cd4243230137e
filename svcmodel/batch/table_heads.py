"""The columns of a table of answers: which there may be, and how their cells are read.

Column `id` holds a question's own value, `id.level` a criterion's level; `id.grade`, `id.note`,
`id.source` and `id.by` what stands beside an answer. `subject`, `questionnaire`, `lang`, `date`,
`weights.<dimension>` and `important` are as in an answer file. An empty cell says nothing.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, NamedTuple

from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import FreeText, MultiChoice, Question, Ranking
from svcmodel.domain.values import show
from svcmodel.errors import Problem
from svcmodel.sources.answer_values import STATES
from svcmodel.sources.readers import nearest
from svcmodel.sources.strict_yaml import resolve

ENVELOPE = ("format", "subject", "questionnaire", "questionnaire_version", "lang", "date")
BESIDE = ("level", "grade", "note", "source", "by")
SEPARATORS = ",;\t"


class Column(NamedTuple):
    """A column: its name, where its cells go in an answer file, and how they are read.

    `answer`: the id where a cell is an answer by itself, as most are.
    """

    name: str
    path: tuple[str, ...]
    read: Callable[[str], Any]
    answer: str = ""


@dataclass(frozen=True)
class Head:
    """The columns of a table; without problems its rows can be read."""

    columns: tuple[Column, ...]
    separator: str
    problems: tuple[Problem, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    def key_place(self, cells: Sequence[Any], line: int, id_: str) -> tuple[int, int] | None:
        """The place of an answer: that of its first cell."""
        for number, (column, cell) in enumerate(zip(self.columns, cells, strict=True), start=1):
            if cell is not None and column.path[:2] == ("answers", id_):
                return line, number
        return None


def read_head(
    names: Sequence[str],
    separator: str,
    catalogue: Catalogue,
    bank: Mapping[str, Question],
    file: str,
) -> Head:
    """The columns of these names. Every name must be known and stand once; there is a subject."""
    problems, columns = [], []
    known = known_columns(catalogue, bank)
    for number, name in enumerate(names, start=1):
        at = Problem("", file, 1, number, show(name))
        if name in names[: number - 1]:
            problems.append(_of(at, "E421", id=show(name)))
        elif name not in known:
            problems.append(_of(at, "E420", id=show(name), nearest=nearest(name, known)))
        else:
            path = known[name]
            answer = path[1] if path[0] == "answers" and len(path) == 2 else ""
            columns.append(Column(name, path, _reader(name, bank), answer))
    if "subject" not in names:
        problems.append(_of(Problem("", file, 1, 1, "subject"), "E401", key="subject"))
    return Head(tuple(columns), separator, tuple(problems))


def known_columns(catalogue: Catalogue, bank: Mapping[str, Question]) -> dict[str, tuple[str, ...]]:
    """The columns there may be, each with the path of its cells in an answer file."""
    ids = dict.fromkeys([*bank, *catalogue.criteria])
    columns: dict[str, tuple[str, ...]] = {name: (name,) for name in (*ENVELOPE, "important")}
    columns |= {f"weights.{d.id}": ("weights", d.id) for d in catalogue.head.dimensions}
    columns |= {id_: ("answers", id_) for id_ in ids}
    columns |= {f"{id_}.{part}": ("answers", id_, part) for id_ in ids for part in BESIDE}
    return columns


def separator_of(head: str) -> str:
    """What separates the cells of a table, by its first line: a comma, a semicolon or a tab."""
    return max(SEPARATORS, key=head.count)


def head_names(head: str, separator: str) -> list[str]:
    """The names of the columns."""
    names = next(csv.reader([head], delimiter=separator), [])
    return [name.strip() for name in names]


def _reader(name: str, bank: Mapping[str, Question]) -> Callable[[str], Any]:
    """How the cells of a column are read: as YAML reads them, but a text as it stands."""
    id_, _, part = name.partition(".")
    if name == "important":
        return _listed
    if part in ("grade", "note", "source", "by") or (not part and name in ENVELOPE):
        return str
    if part == "level":
        return _level
    if id_ == "weights":
        return resolve
    question = bank.get(id_)
    if isinstance(question, MultiChoice | Ranking):
        return partial(_listed, words=tuple(STATES))
    return str.strip if isinstance(question, FreeText) else _single


def _single(text: str) -> Any:
    return resolve(text.strip())


def _level(text: str) -> Any:
    """A level or a pair of levels, written `2-4` or `[2, 4]`."""
    bare = text.strip().strip("[]").replace("–", "-").replace(",", "-")
    low, mark, high = bare.partition("-")
    if mark and low.strip().isdigit() and high.strip().isdigit():
        return [int(low), int(high)]
    return resolve(text.strip())


def _listed(text: str, words: Sequence[str] = ()) -> Any:
    """A list, written `a; b` or `[a, b]`."""
    bare = text.strip()
    if bare in words:
        return bare
    bracketed = bare.startswith("[") and bare.endswith("]")
    parts = bare[1:-1].split(",") if bracketed else bare.split(";")
    return [part.strip() for part in parts if part.strip()]


def _of(place: Problem, code: str, **values: str) -> Problem:
    return Problem(code, place.file, place.line, place.column, place.path, values)
