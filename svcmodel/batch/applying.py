"""Which questions apply in each row of a batch: as columns of their own, told from a few answers.

Questions whose conditions look at the same answers make a group. What those answers leave of its
members is looked up in a table, and stands in one column for the group, as if it were an answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from svcmodel.batch.coding import Codes
from svcmodel.batch.quick_answers import NOTHING
from svcmodel.batch.situations import Applies, Situations
from svcmodel.domain.conditions import questions_in
from svcmodel.domain.questions import Question

Flags = NDArray[np.bool_]
WIDEST = 1 << 18
"""Combinations of answers up to which each has a place in a table."""
EVERYTHING = Applies(frozenset(), frozenset())
"""Every question applies, and none may fall away."""


class Column(NamedTuple):
    """A column: a code for each row, and what each code says."""

    codes: Codes
    tokens: Sequence[Any]


Columns = Mapping[str, Column]


class Group(NamedTuple):
    """Questions whose conditions look, directly or by way of others, at the same answers."""

    deciding: tuple[str, ...]
    members: frozenset[str]


class Applying(NamedTuple):
    """What applies in the rows of a batch: a column for each group, whose tokens are `Applies`.

    `group_of`: the name of the group's column, by question.
    """

    columns: Mapping[str, Column]
    group_of: Mapping[str, str]

    def left_out(self, question: str) -> Flags | None:
        """The rows in which a question does not apply; None where it always does."""
        if question not in self.group_of:
            return None
        codes, tokens = self.columns[self.group_of[question]]
        flags: Flags = np.array([question in applies.left_out for applies in tokens])[codes]
        return flags


class Groups:
    """Tells what applies, batch after batch."""

    def __init__(self, situations: Situations) -> None:
        """`situations`: which says it of one company."""
        self.situations = situations
        found: dict[tuple[str, ...], set[str]] = {}
        for id_, question in situations.bank.items():
            if question.ask_when is not None:
                deciding = _deciding(situations.bank, question)
                found.setdefault(tuple(sorted(deciding)), set()).add(id_)
        groups = (Group(deciding, frozenset(members)) for deciding, members in found.items())
        self.groups = {f"applies {' '.join(group.deciding)}": group for group in groups}
        self.group_of = {id_: name for name, own in self.groups.items() for id_ in own.members}
        self._tokens: dict[str, dict[Applies, int]] = {name: {} for name in self.groups}

    def of(self, columns: Columns, rows: int) -> Applying:
        """What applies under the answers of a batch."""
        found = {
            name: self._column(name, group, columns, rows) for name, group in self.groups.items()
        }
        return Applying(found, self.group_of)

    def _column(self, name: str, group: Group, columns: Columns, rows: int) -> Column:
        asked = [id_ for id_ in group.deciding if id_ in columns]
        keys, size = np.zeros(rows, np.int64), 1
        for id_ in asked:
            keys = keys * len(columns[id_].tokens) + columns[id_].codes
            size *= len(columns[id_].tokens)
        first, place = _distinct(keys, size)
        known = self._tokens[name]
        numbers = [
            known.setdefault(self._applies(group, asked, columns, row), len(known))
            for row in first.tolist()
        ]
        return Column(np.array(numbers, np.int32)[place], list(known))

    def _applies(self, group: Group, asked: Sequence[str], columns: Columns, row: int) -> Applies:
        """What the answers of a row leave of a group's members."""
        tokens = {id_: columns[id_].tokens[columns[id_].codes[row]] for id_ in asked}
        said = {id_: token for id_, token in tokens.items() if token is not NOTHING}
        applies = self.situations.of(said)
        return Applies(applies.left_out & group.members, applies.falling & group.members)


def _deciding(bank: Mapping[str, Question], question: Question) -> set[str]:
    """The answers that a question's condition looks at, and those that these depend on."""
    found: set[str] = set()
    if question.ask_when is not None:
        for id_ in questions_in(question.ask_when):
            found |= {id_} | (_deciding(bank, bank[id_]) if id_ in bank else set())
    return found


def _distinct(keys: NDArray[np.int64], size: int) -> tuple[NDArray[np.int64], NDArray[Any]]:
    """A row for each distinct key, and for every row which of them it has; keys are below `size`."""
    if size > WIDEST:
        _, first, place = np.unique(keys, return_index=True, return_inverse=True)
        return first, place
    row_of = np.full(size, -1, np.int64)
    row_of[keys] = np.arange(len(keys))
    there = np.flatnonzero(row_of >= 0)
    number = np.empty(size, np.int32)
    number[there] = np.arange(len(there), dtype=np.int32)
    return row_of[there], number[keys]
