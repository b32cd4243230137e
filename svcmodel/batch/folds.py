"""Tables in numpy that say what the answers of some columns add to a sum, folded together.

For every criterion a table says what each combination of codes of its columns adds to every score, to
the ends of the ranges, to the coverage, and which comparisons it makes true. Several such tables are
folded into one, as far as it stays small, so that a row of a batch takes few look-ups.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from svcmodel.batch.applying import EVERYTHING
from svcmodel.batch.packed import LANE
from svcmodel.batch.quick_answers import NOTHING, Token
from svcmodel.batch.situations import Applies, Joint, Packings

Lanes = NDArray[np.int32]
MOST_FOLDED = 2401
"""Rows of a folded table (four columns of levels): small enough for the processor's own memory."""
MOST_OF_TABLE = 200_000
MOST_PLANS = 64
EXACT = 16
"""Codes of a column up to which its part of a table has no room for more."""
IN_WORD = 15
"""Comparisons whose bits share a lane."""
Tokens = Mapping[str, Sequence[Any]]
"""What the codes of each column say; those of the columns of groups are `Applies`."""


class TooWideError(Exception):
    """A criterion comes from more combinations than a table should have."""


class Unit(NamedTuple):
    """What decides something together: a question alone, or the answers a criterion comes from.

    `columns`: those of the batch it looks at, the groups' ones last. `joint`: its place among the
    joints of a packing, None for a question alone.
    """

    id: str
    columns: tuple[str, ...]
    joint: int | None


class Share(NamedTuple):
    """The units whose tables are folded into one, and all their columns."""

    columns: tuple[str, ...]
    units: tuple[Unit, ...]


class Plan(NamedTuple):
    """What every row begins with, and which units share a table."""

    start: Lanes
    shares: tuple[Share, ...]


class Fold(NamedTuple):
    """Columns whose tables are one: their ids, their sizes, and a row for each combination.

    `scores`: the part of the table that says what is added to the scores of all models.
    """

    columns: tuple[str, ...]
    sizes: tuple[int, ...]
    table: Lanes
    scores: Lanes


class Folder:
    """Makes the folded tables of batches under one weighting."""

    def __init__(self, packings: Packings, group_of: Mapping[str, str]) -> None:
        """`group_of`: the column that says whether a question applies; see `applying.py`."""
        self.packings, self.group_of = packings, group_of
        self.base = packings.of(EVERYTHING)
        self.numbers = packings.table.size // LANE
        self.words = -(-len(packings.table.comparisons.all) // IN_WORD)
        self.width = self.numbers + self.words
        self._tables: dict[tuple[Unit, tuple[int, ...]], tuple[tuple[int, ...], Lanes]] = {}
        self._plans: dict[tuple[tuple[str, int], ...], Plan] = {}
        self._folds: dict[tuple[Share, tuple[int, ...]], tuple[tuple[int, ...], Fold]] = {}

    def folds(self, tokens: Tokens) -> tuple[Lanes, list[Fold]]:
        """What every row begins with, and the folded tables. Raises `TooWideError`."""
        sizes = {id_: _room(len(said)) for id_, said in tokens.items()}
        key = tuple(sizes.items())
        if key not in self._plans:
            if len(self._plans) >= MOST_PLANS:
                self._plans.clear()
                self._folds.clear()
            self._plans[key] = self._plan(tokens, sizes)
        start, shares = self._plans[key]
        return start, [self._fold(share, tokens, sizes) for share in shares]

    def _plan(self, tokens: Tokens, sizes: Mapping[str, int]) -> Plan:
        units = list(self._units(tokens))
        start = self.lanes(self.base.start)
        for unit in units:
            if unit.joint is not None and not unit.columns:
                start = start + self._adds(unit, {})
        return Plan(start, _shared([unit for unit in units if unit.columns], sizes))

    def lanes(self, total: int) -> Lanes:
        """A packed sum as lanes, the bits of the comparisons last."""
        size = self.packings.table.size
        bits = total >> size
        numbers = (total - (bits << size)).to_bytes(self.numbers * 4, "little")
        word = (1 << 2 * IN_WORD) - 1
        words = [bits >> 2 * IN_WORD * n & word for n in range(self.words)]
        return np.concatenate([np.frombuffer(numbers, np.int32), np.array(words, np.int32)])

    def _units(self, tokens: Tokens) -> Iterator[Unit]:
        """Everything that decides something, by the columns there are."""
        for number, joint in enumerate(self.base.joints):
            yield Unit(joint.level.criterion.id, self._columns(joint.asked, tokens), number)
        for id_ in self.base.singles:
            yield Unit(id_, self._columns((id_,), tokens), None)

    def _columns(self, ids: Sequence[str], tokens: Tokens) -> tuple[str, ...]:
        groups = (self.group_of[id_] for id_ in ids if id_ in self.group_of)
        return tuple(dict.fromkeys([*(id_ for id_ in ids if id_ in tokens), *groups]))

    def _fold(self, share: Share, tokens: Tokens, sizes: Mapping[str, int]) -> Fold:
        """The table of some units; made again where a column says more than before."""
        ids, units = share
        said = tuple(len(tokens[id_]) for id_ in ids)
        shape = tuple(sizes[id_] for id_ in ids)
        key = share, shape
        if key not in self._folds or self._folds[key][0] != said:
            table = np.zeros((*shape, self.width), np.int32)
            for unit in units:
                own = self._table(unit, tokens, sizes)
                order = [unit.columns.index(id_) for id_ in ids if id_ in unit.columns]
                spread = [sizes[id_] if id_ in unit.columns else 1 for id_ in ids]
                table += own.transpose([*order, len(order)]).reshape(*spread, -1)
            rows = table.reshape(-1, self.width)
            scores = np.ascontiguousarray(rows[:, : len(self.packings.table.models)])
            self._folds[key] = said, Fold(ids, shape, rows, scores)
        return self._folds[key][1]

    def _table(self, unit: Unit, tokens: Tokens, sizes: Mapping[str, int]) -> Lanes:
        """What every combination of answers to a unit's columns adds; it grows with what is said."""
        shape = tuple(sizes[id_] for id_ in unit.columns)
        said = tuple(len(tokens[id_]) for id_ in unit.columns)
        empty = (0,) * len(said), np.zeros((*shape, self.width), np.int32)
        filled, table = self._tables.get((unit, shape), empty)
        if filled != said:
            for at in product(*map(range, said)):
                if any(n >= end for n, end in zip(at, filled, strict=True)):
                    pairs = zip(unit.columns, at, strict=True)
                    table[at] = self._adds(unit, {id_: tokens[id_][n] for id_, n in pairs})
            self._tables[unit, shape] = said, table
        return table

    def _adds(self, unit: Unit, said: Mapping[str, Any]) -> Lanes:
        """What a unit adds to an empty sheet by what is said in its columns."""
        applies = _together([token for token in said.values() if isinstance(token, Applies)])
        packing = self.packings.of(applies)
        heard = {
            id_: NOTHING if id_ in applies.left_out else token
            for id_, token in said.items()
            if not isinstance(token, Applies)
        }
        if unit.joint is not None:
            row = _joint_row(packing.joints[unit.joint], heard)
        else:
            row = self._single_row(unit.id, applies, heard.get(unit.id, NOTHING))
        start = self.base.start
        return self.lanes(start + row) - self.lanes(start)

    def _single_row(self, id_: str, applies: Applies, token: Token) -> int:
        own, base = self.packings.of(applies).singles[id_], self.base.singles[id_]
        row = own.absent - base.absent + (0 if token is NOTHING else own[token])
        if id_ in applies.left_out:
            table = self.packings.table
            row += table.comparisons.of_answer(id_, None) << table.size
        return row


def _joint_row(joint: Joint, heard: Mapping[str, Token]) -> int:
    return joint[tuple([heard.get(id_, NOTHING) for id_ in joint.asked])]


def _together(parts: Sequence[Applies]) -> Applies:
    """What several groups say of what applies, as one."""
    left_out = frozenset[str]().union(*(part.left_out for part in parts))
    return Applies(left_out, frozenset[str]().union(*(part.falling for part in parts)))


def _shared(units: Sequence[Unit], sizes: Mapping[str, int]) -> tuple[Share, ...]:
    """The units whose tables are folded into one, and the columns of each such table."""
    folds: list[tuple[list[str], list[Unit]]] = []
    for unit in units:
        for ids, members in folds:
            union = list(dict.fromkeys([*ids, *unit.columns]))
            if _size(union, sizes) <= max(MOST_FOLDED, _size(ids, sizes)):
                ids[:] = union
                members.append(unit)
                break
        else:
            if _size(unit.columns, sizes) > MOST_OF_TABLE:
                raise TooWideError
            folds.append((list(unit.columns), [unit]))
    return tuple(Share(tuple(ids), tuple(members)) for ids, members in folds)


def _size(ids: Sequence[str], sizes: Mapping[str, int]) -> int:
    size = 1
    for id_ in ids:
        size *= sizes[id_]
    return size


def _room(codes: int) -> int:
    """How many codes a table has room for: the same for many batches of a column that grows."""
    return codes if codes <= EXACT else 1 << (codes - 1).bit_length()
