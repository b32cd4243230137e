"""Many sheets at once, by columns: the results of all, and the few that need care one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from svcmodel.batch.applying import Column
from svcmodel.batch.coding import UNUSUAL, Coder
from svcmodel.batch.columnar import Added, ColumnarSums, disagreements
from svcmodel.batch.columnar_designs import ColumnarDesigns
from svcmodel.batch.quick_answers import NOTHING
from svcmodel.batch.results import Numbers, Results, results_of
from svcmodel.batch.sheets import Raw, Setup, SheetScorer, is_day
from svcmodel.domain.criteria import questions_of
from svcmodel.errors import Problem

Flags = NDArray[np.bool_]
Warn = Callable[[int, Sequence[str]], tuple[Problem, ...]]
Words = tuple[list[str], Numbers]
"""The words that occur in a column, and the number of each row's."""


@dataclass
class Sheets:
    """Some sheets by columns. `apart`: the rows that need the careful reader.

    `raw`: a row as a sheet by itself; `warn`: the warnings of a row whose answers to some questions
    do not apply. The rest as in `Results`.
    """

    columns: dict[str, Column]
    apart: Flags
    subjects: Any
    hashes: Any
    days: Words
    questionnaires: Words
    raw: Callable[[int], Raw]
    warn: Warn


class Scored(NamedTuple):
    """The results of some sheets, and the problems and warnings of each, by row."""

    results: Results
    problems: dict[int, tuple[Problem, ...]]


class ColumnScorer:
    """Scores sheets by columns."""

    def __init__(self, setup: Setup, one: SheetScorer) -> None:
        """`one`: for the sheets that need care. Raises `TooWideError`, `TooManyError`."""
        self.setup, self.one = setup, one
        quick = one.quick
        self.bank = quick.bank
        self.sums = ColumnarSums(quick, one.given_weights or ((), ()))
        self.designs = ColumnarDesigns(quick)
        self.known = frozenset(one.reader.ids)
        self._coders: dict[str, Coder] = {}
        criteria = setup.catalogue.criteria.values()
        self._asked = {c.id: tuple(questions_of(c.level_from)) for c in criteria}

    def coder(self, id_: str) -> Coder:
        """The coder of a question or criterion; one for all batches."""
        if id_ not in self._coders:
            self._coders[id_] = Coder(self.one.reader, id_)
        return self._coders[id_]

    def scored(self, sheets: Sheets) -> Scored:
        """The results of some sheets."""
        columns, apart = sheets.columns, sheets.apart
        apart |= self.unreadable(columns, len(apart))
        days, day = self._days(sheets)
        added = self.sums.added(columns, len(apart))
        decided = self.designs.decided(added, days, day, self._strategy(columns, added))
        apart |= decided.apart
        results = results_of(
            added,
            decided,
            self.sums.table,
            sheets.subjects,
            sheets.hashes,
            (days, day),
            sheets.questionnaires,
        )
        problems: dict[int, tuple[Problem, ...]] = {}
        for row, ids in self._idle(columns, added, apart).items():
            problems[row] = sheets.warn(row, sorted(ids))
        for row in map(int, np.flatnonzero(apart)):
            problems |= self._alone(row, sheets, results)
        return Scored(results, problems)

    def unreadable(self, columns: Mapping[str, Column], rows: int) -> Flags:
        """The rows in which an answer needs the careful reader."""
        found = disagreements(columns, self.one.quick.parts, rows)
        for column in columns.values():
            found |= column.codes == UNUSUAL
        return found

    def _days(self, sheets: Sheets) -> Words:
        """The days that occur, and the number of each row's; a day that is none needs care."""
        if self.setup.day:
            return [self.setup.day], np.zeros(len(sheets.apart), np.int64)
        days, day = sheets.days
        wrong = np.array([not is_day(each) for each in days], np.bool_)
        sheets.apart |= wrong[day]
        return days, day

    def _strategy(self, columns: Mapping[str, Column], added: Added) -> Callable[[int], str]:
        """The strategy of a company by its row."""
        question = self.one.quick.designs.strategy_question
        if question not in columns:
            return lambda _row: ""
        codes, tokens = columns[question]
        left_out = added.applying.left_out(question)

        def strategy(row: int) -> str:
            token = tokens[codes[row]]
            counts = isinstance(token, str) and (left_out is None or not left_out[row])
            return str(token) if counts else ""

        return strategy

    def _idle(
        self, columns: Mapping[str, Column], added: Added, apart: Flags
    ) -> dict[int, list[str]]:
        """The answers given that do not apply, in the rows that are not looked at alone."""
        found: dict[int, list[str]] = {}
        for id_, (codes, tokens) in columns.items():
            gone = self._gone(id_, added)
            if gone is not None:
                given = np.array([t is not NOTHING and t is not None for t in tokens])
                for row in np.flatnonzero(gone & given[codes] & ~apart).tolist():
                    found.setdefault(row, []).append(id_)
        return found

    def _gone(self, id_: str, added: Added) -> Flags | None:
        """The rows in which nothing under an id counts; None where it always does.

        A question does not when it is left out, a criterion when all it comes from is.
        """
        own = added.applying.left_out(id_)
        asked = self._asked.get(id_, ())
        parts = [added.applying.left_out(question) for question in asked]
        if not parts or any(part is None for part in parts):
            return own
        gone: Flags = np.logical_and.reduce([part for part in parts if part is not None])
        return gone if own is None else gone | own

    def _alone(self, row: int, sheets: Sheets, results: Results) -> dict[int, tuple[Problem, ...]]:
        """Score one row by itself and put what it gives in its place; its problems."""
        outcome = self.one.outcome(sheets.raw(row))
        if outcome.row is None:
            results.sound[row] = False
        else:
            results.put(row, outcome.row)
        return {row: outcome.problems} if outcome.problems else {}


def same_word(word: str, rows: int) -> Words:
    """A column in which one word stands throughout."""
    return [word], np.zeros(rows, np.int64)
