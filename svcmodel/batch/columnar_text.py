"""Results as text, by columns: the same bytes as `row_text.py` writes row by row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from svcmodel.batch.columns import Group, Layout
from svcmodel.batch.results import NO_RANK, Numbers, Results, ids_of
from svcmodel.batch.row_text import CSV, HUNDREDTH, JSON, POINTS, Encoder, csv_line, json_line
from svcmodel.batch.rows import NO_ROW

Texts = NDArray[Any]
"""Texts as objects: a row for each sheet, and a column for each of a group."""

_POINTS = np.array(POINTS, object)


class ColumnText:
    """Writes results as text in one format."""

    def __init__(self, layout: Layout, format_: str) -> None:
        """`format_`: `csv` or `jsonl`."""
        self.line: Callable[[Sequence[str]], str]
        if format_ == "csv":
            encoders, self.line = CSV, csv_line
        else:
            encoders, self.line = JSON, json_line(layout)
        self.groups = [(group, encoders[group.kind]) for group in layout.groups]

    def written(self, results: Results) -> bytes:
        """The lines of the rows that have a result."""
        parts = [BUILDERS[group.name](results, group, encode) for group, encode in self.groups]
        table = np.hstack(parts)
        rows = table.tolist() if results.sound.all() else table[results.sound].tolist()
        return "".join(map(self.line, rows)).encode(errors="replace")


def _objects(texts: Sequence[str]) -> Texts:
    found = np.empty(len(texts), object)
    found[:] = texts
    return found


def _column(texts: Sequence[str]) -> Texts:
    return _objects(texts)[:, None]


def _of_few(values: Sequence[Any], numbers: Numbers, encode: Encoder) -> Texts:
    """A column, or several, of values that are few: each is written once."""
    return _objects(encode(values))[numbers]


def _places(group: Group) -> list[int]:
    return [group.whole.index(name) for name in group.columns]


def _subject(results: Results, _group: Group, encode: Encoder) -> Texts:
    subjects = results.subjects
    return _column(encode(subjects if isinstance(subjects, list) else subjects.to_pylist()))


def _design(results: Results, group: Group, encode: Encoder) -> Texts:
    return _of_few(results.models, results.chosen[:, _places(group)], encode)


def _core(results: Results, _group: Group, encode: Encoder) -> Texts:
    return _column(encode(_objects(results.core)[results.core_list].tolist()))


def _excluded(results: Results, _group: Group, encode: Encoder) -> Texts:
    found, number = np.unique(results.excluded, return_inverse=True)
    lists = [ids_of(results.models, int(bits)) for bits in found]
    return _of_few(lists, number, encode)[:, None]


def _numbers(pick: Callable[[Results], Numbers]) -> Callable[[Results, Group, Encoder], Texts]:
    """Columns of numbers of which few are different."""

    def texts(results: Results, _group: Group, encode: Encoder) -> Texts:
        found, number = np.unique(pick(results), return_inverse=True)
        return _of_few(found.tolist(), number, encode)[:, None]

    return texts


def _points(pick: Callable[[Results], Numbers]) -> Callable[[Results, Group, Encoder], Texts]:
    """Columns of points, which lie within 0 and 100 and are written alike everywhere."""

    def texts(results: Results, group: Group, _encode: Encoder) -> Texts:
        hundredths = (pick(results)[:, _places(group)] + HUNDREDTH // 2) // HUNDREDTH
        found: Texts = _POINTS[hundredths]
        return found

    return texts


def _ranks(results: Results, group: Group, encode: Encoder) -> Texts:
    ranks = results.ranks[:, _places(group)]
    values = [None if rank == NO_RANK else rank for rank in range(len(results.models) + 1)]
    return _of_few(values, ranks, encode)


def _versions(results: Results, group: Group, encode: Encoder) -> Texts:
    """The versions: alike for all rows of a questionnaire but for the day and the hash."""
    said = [group.all_values(NO_ROW._replace(questionnaire=q)) for q in results.questionnaires]
    columns = []
    for name, place in zip(group.columns, _places(group), strict=True):
        if name == "on":
            columns.append(_of_few(results.days, results.day, encode))
        elif name == "answers_hash":
            hashes = results.hashes or [""] * len(results.day)
            columns.append(_objects(encode(hashes)))
        else:
            words = [str(values[place]) for values in said]
            columns.append(_of_few(words, results.questionnaire, encode))
    return np.column_stack(columns)


BUILDERS: Mapping[str, Callable[[Results, Group, Encoder], Texts]] = {
    "subject": _subject,
    "design": _design,
    "core": _core,
    "excluded": _excluded,
    "coverage": _numbers(lambda results: results.share),
    "answered": _numbers(lambda results: results.answered),
    "scores": _points(lambda results: results.scores),
    "ranges": _points(lambda results: np.hstack([results.lows, results.highs])),
    "ranks": _ranks,
    "versions": _versions,
}
"""How the texts of each group are made."""
