"""The rows of a batch as columns of numbers: what each row decides, as `Row` says it of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from svcmodel.batch.columnar import Added
from svcmodel.batch.columnar_designs import Decided
from svcmodel.batch.packed import FLOOR, FULL, PackedTable
from svcmodel.batch.rows import Row

Numbers = NDArray[np.int64]
NO_RANK = 0


@dataclass
class Results:
    """The results of the rows of a batch; `sound`: which rows have any.

    `models`, `core`: ids, in the order of the catalogue. `subjects` and `hashes` may be anything that
    is indexed by row. `days`, `questionnaires`: those that occur; `day`, `questionnaire`: the number
    of each row's. `chosen`, `core_list`: places, of models and of core models. `ranks`: 0 for none.
    `excluded`: a bit for each model. Scores and ends in millionths of a point.
    """

    models: tuple[str, ...]
    core: tuple[str, ...]
    subjects: Any
    hashes: Any
    days: list[str]
    day: Numbers
    questionnaires: list[str]
    questionnaire: Numbers
    chosen: Numbers
    core_list: Numbers
    ranks: Numbers
    excluded: Numbers
    share: Numbers
    answered: Numbers
    scores: Numbers
    lows: Numbers
    highs: Numbers
    sound: NDArray[np.bool_]

    def put(self, at: int, row: Row) -> None:
        """Put what one sheet gave in place of a row."""
        places = {id_: place for place, id_ in enumerate(self.models)}
        core = {id_: place for place, id_ in enumerate(self.core)}
        if isinstance(self.subjects, list):  # where it was told only by looking at the sheet alone
            self.subjects[at] = row.subject
        self.day[at] = _number(self.days, row.on)
        self.questionnaire[at] = _number(self.questionnaires, row.questionnaire)
        self.chosen[at] = [places[id_] for id_ in row.chosen]
        self.core_list[at] = [core[id_] for id_ in row.core]
        self.ranks[at] = [rank or NO_RANK for rank in row.ranks]
        self.excluded[at] = sum(1 << places[id_] for id_ in row.excluded)
        self.share[at], self.answered[at] = row.share, row.answered
        self.scores[at], self.lows[at], self.highs[at] = row.scores, row.lows, row.highs


def results_of(
    added: Added,
    decided: Decided,
    table: PackedTable,
    subjects: Any,
    hashes: Any,
    days: tuple[list[str], Numbers],
    questionnaires: tuple[list[str], Numbers],
) -> Results:
    """The results of a batch whose rows were decided together."""
    core = len(table.core)
    ends = added.ends.astype(np.int64) - FLOOR
    return Results(
        models=table.models,
        core=table.core,
        subjects=subjects,
        hashes=hashes,
        days=days[0],
        day=days[1],
        questionnaires=questionnaires[0],
        questionnaire=questionnaires[1],
        chosen=decided.chosen,
        core_list=decided.core,
        ranks=decided.ranks,
        excluded=decided.excluded,
        share=_shares(table, added.coverage),
        answered=added.coverage[:, 2].astype(np.int64),
        scores=added.raised[:, table.core_places].astype(np.int64) - FLOOR,
        lows=np.maximum(ends[:, :core], 0),
        highs=np.minimum(ends[:, core:], FULL),
        sound=np.ones(len(added.raised), np.bool_),
    )


def _shares(table: PackedTable, coverage: NDArray[np.int32]) -> Numbers:
    """The share of coverage of each row; few are different."""
    keys = coverage[:, 0].astype(np.int64) << 32 | coverage[:, 1]
    found, number = np.unique(keys, return_inverse=True)
    shares = [table.share(int(key >> 32), int(key & 0xFFFFFFFF)) for key in found]
    return np.array(shares, np.int64)[number]


def _number(known: list[str], word: str) -> int:
    """The number of a word among those that occur, one more for a new one."""
    if word not in known:
        known.append(word)
    return known.index(word)


def ids_of(models: Sequence[str], bits: int) -> list[str]:
    """The models of a set of bits."""
    return [id_ for place, id_ in enumerate(models) if bits >> place & 1]
