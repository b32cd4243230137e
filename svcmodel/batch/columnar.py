"""Whole columns at once: the same integers as one sheet at a time, from tables in numpy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from svcmodel.batch.applying import Applying, Columns, Groups
from svcmodel.batch.folds import Fold, Folder, Lanes, TooWideError
from svcmodel.batch.quick import QuickScorer, Weighting
from svcmodel.domain.conditions import Span

Flags = NDArray[np.bool_]
AT_ONCE = 1024
"""Rows whose sums are taken at once: what is added to stays in the processor's own memory."""


class Added(NamedTuple):
    """What the rows of a batch add up to: as `Sums`, a row for each sheet.

    `raised`: scores of all models and `FLOOR`; `words`: the comparisons that hold.
    """

    raised: Lanes
    ends: Lanes
    coverage: Lanes
    words: Lanes
    applying: Applying


class ColumnarSums:
    """Adds up batches under one weighting."""

    def __init__(self, scorer: QuickScorer, weighting: Weighting) -> None:
        """`scorer`: whose rows these are. Raises `TooWideError` where the weights fit no lane."""
        packings = scorer.packings_for(weighting)
        if packings is None:
            raise TooWideError
        self.table = packings.table
        self.models, self.core = len(self.table.models), len(self.table.core)
        self.groups = Groups(scorer.situations)
        self.folder = Folder(packings, self.groups.group_of)

    def added(self, columns: Columns, rows: int, *, scores_only: bool = False) -> Added:
        """What each row adds up to. With `scores_only` the rest is empty, and it is faster."""
        applying = self.groups.of(columns, rows)
        every = {**columns, **applying.columns}
        start, folds = self.folder.folds({id_: column.tokens for id_, column in every.items()})
        width = self.models if scores_only else self.folder.width
        total = np.empty((rows, width), np.int32)
        _add(total, start, folds, every)
        ends, numbers = self.models + 2 * self.core, self.folder.numbers
        return Added(
            raised=total[:, : self.models],
            ends=total[:, self.models : ends],
            coverage=total[:, ends:numbers],
            words=total[:, numbers:],
            applying=applying,
        )


def _add(total: Lanes, start: Lanes, folds: Sequence[Fold], columns: Columns) -> None:
    """Fill in what the rows add up to, some rows at a time."""
    width = total.shape[1]
    keys = [_keys(fold, columns, len(total)) for fold in folds]
    tables = [fold.table if width > fold.scores.shape[1] else fold.scores for fold in folds]
    buffer = np.empty((AT_ONCE, width), np.int32)
    for at in range(0, len(total), AT_ONCE):
        part = total[at : at + AT_ONCE]
        looked_up = buffer[: len(part)]
        part[:] = start[:width]
        for table, key in zip(tables, keys, strict=True):
            np.take(table, key[at : at + AT_ONCE], axis=0, out=looked_up, mode="clip")
            part += looked_up


def _keys(fold: Fold, columns: Columns, rows: int) -> NDArray[np.int32]:
    """The row of the folded table for each row of the batch."""
    keys = np.zeros(rows, np.int32)
    for id_, size in zip(fold.columns, fold.sizes, strict=True):
        keys *= size
        keys += columns[id_].codes
    return keys


def disagreements(columns: Columns, parts: Mapping[str, Sequence[str]], rows: int) -> Flags:
    """The rows in which a level stands beside answers it would come from."""
    found = np.zeros(rows, np.bool_)
    for id_, column in columns.items():
        spans = np.array([isinstance(token, Span) for token in column.tokens])
        if spans.any() and parts.get(id_):
            own = spans[column.codes]
            for part in parts[id_]:
                if part in columns:
                    found |= own & (columns[part].codes != 0)
    return found
