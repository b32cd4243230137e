"""Arrow batches in, Arrow batches out: the function that runs on any engine that speaks Arrow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache, partial
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from svcmodel import __version__
from svcmodel.batch.applying import Column
from svcmodel.batch.arrow_columns import answer_codes, cell_of, said, unusual_envelope
from svcmodel.batch.arrow_rows import PROBLEMS, record_batch, schema_of
from svcmodel.batch.coding import SILENT
from svcmodel.batch.columnar_scorer import ColumnScorer, Scored, Sheets, Words, same_word
from svcmodel.batch.columns import Layout, layout
from svcmodel.batch.csv_tables import data_of_cells, document_of_cells
from svcmodel.batch.packed import FLOOR
from svcmodel.batch.results import Numbers
from svcmodel.batch.sheets import Raw, Setup, SheetScorer
from svcmodel.batch.table_heads import Head, read_head
from svcmodel.domain.questions import Questionnaire
from svcmodel.errors import InvalidInputError, Problem
from svcmodel.sources.catalogue_files import load_catalogue
from svcmodel.sources.questionnaire_files import load_questionnaire, shipped_questionnaires

ROWS_AT_ONCE = 1 << 14
"""Rows that are scored together: what is worked out on the way needs no more memory than for these."""


class Leaders(NamedTuple):
    """The scores of all models, in millionths of a point, and the model that leads each layer.

    A row for each of the batch, models in the order of the catalogue; a leader is a model's place in
    it, the first one's among equals, whatever requirements, thresholds and relations say. `apart`:
    the rows with something that only the careful reader can read, weights of their own left out;
    their numbers mean nothing.
    """

    scores: NDArray[np.int32]
    leaders: Numbers
    apart: NDArray[np.bool_]


class ArrowScorer:
    """Scores Arrow batches."""

    def __init__(self, setup: Setup, one: SheetScorer) -> None:
        """`one`: for the rows that need care. Raises `TooWideError`, `TooManyError`."""
        self.setup = setup
        self.scorer = ColumnScorer(setup, one)
        self.names = frozenset(shipped_questionnaires())
        self._heads: dict[tuple[str, ...], Head] = {}

    def head(self, names: Sequence[str], file: str = "") -> Head:
        """The columns of a batch. Raises `InvalidInputError` for names that are none."""
        key = tuple(names)
        if key not in self._heads:
            found = read_head(names, ",", self.setup.catalogue, self.scorer.bank, file)
            if found.problems:
                raise InvalidInputError(found.problems)
            self._heads[key] = found
        return self._heads[key]

    def leaders(self, batch: Any) -> Leaders:
        """The scores of all models and who leads each layer, and nothing else."""
        columns, apart = self._columns(batch, self.head(batch.schema.names))
        apart |= self.scorer.unreadable(columns, len(batch))
        added = self.scorer.sums.added(columns, len(batch), scores_only=True)
        found = self.scorer.designs.leaders(added.raised)
        return Leaders(added.raised - np.int32(FLOOR), found, apart)

    def scored(self, batch: Any, file: str = "", first: int = 1, hashes: Any = None) -> Scored:
        """The results of a batch. `file`, `first`: what its first row is called in problems."""
        head = self.head(batch.schema.names, file)
        columns, apart = self._columns(batch, head)
        apart |= unusual_envelope(head, batch, self.names)
        return self.scorer.scored(
            Sheets(
                columns=columns,
                apart=apart,
                subjects=batch.column("subject"),
                hashes=hashes,
                days=_words(batch, head, "date", self.setup.today),
                questionnaires=_words(batch, head, "questionnaire", "full"),
                raw=partial(raw_row, batch, head, file, first, hashes),
                warn=_Warnings(head, batch, file, first).of,
            )
        )

    def _columns(self, batch: Any, head: Head) -> tuple[dict[str, Column], NDArray[np.bool_]]:
        """The coded columns of the answers, and the rows in which two say different things."""
        found: dict[str, Column] = {}
        clash = np.zeros(len(batch), np.bool_)
        beside: list[tuple[str, Any]] = []
        for column in head.columns:
            if column.path[0] != "answers":
                continue
            id_, part = column.path[1], column.path[2] if len(column.path) > 2 else ""
            data = batch.column(column.name)
            if part not in ("", "level"):
                beside.append((id_, said(data)))
                continue
            coder = self.scorer.coder(id_)
            codes = answer_codes(column, data, coder, self.scorer.bank, level=part == "level")
            if id_ in found:
                clash |= (codes != SILENT) & (found[id_].codes != SILENT)
                codes = np.where(codes == SILENT, found[id_].codes, codes)
            found[id_] = Column(codes, coder.tokens)
        for id_, there in beside:  # what stands beside nothing
            clash |= there & (found[id_].codes == SILENT) if id_ in found else there
        return found, clash


def raw_rows(batch: Any, head: Head, file: str, first: int) -> Iterator[Raw]:
    """The rows of a batch as sheets by themselves."""
    return (raw_row(batch, head, file, first, None, row) for row in range(len(batch)))


def raw_row(batch: Any, head: Head, file: str, first: int, hashes: Any, row: int) -> Raw:
    """One row of a batch as a sheet by itself."""
    cells = [cell_of(c, batch.column(c.name)[row].as_py()) for c in head.columns]
    return Raw(
        file,
        data_of_cells(head.columns, cells),
        "" if hashes is None else hashes[row],
        partial(document_of_cells, head.columns, cells, first + row),
        head.names,
        partial(head.key_place, cells, first + row),
    )


class _Warnings:
    """Says W203 of answers of a batch that do not apply, each at its first cell."""

    def __init__(self, head: Head, batch: Any, file: str, first: int) -> None:
        """`file`, `first`: what the batch's first row is called."""
        self.head, self.batch, self.file, self.first = head, batch, file, first
        self._said: dict[str, list[tuple[int, Any]]] = {}

    def of(self, row: int, ids: Sequence[str]) -> tuple[Problem, ...]:
        """Those of a row, by the ids of the answers."""
        found = [self._warning(row, id_) for id_ in ids]
        return tuple(sorted(found, key=Problem.sort_key))

    def _warning(self, row: int, id_: str) -> Problem:
        if id_ not in self._said:
            numbered = enumerate(self.head.columns)
            own = [n for n, c in numbered if len(c.path) > 1 and c.path[1] == id_]
            self._said[id_] = [(n, said(self.batch.column(n))) for n in own]
        column = next(n for n, there in self._said[id_] if there[row])
        name = self.head.columns[column].name
        return Problem("W203", self.file, self.first + row, column + 1, name, severity="warning")


def _words(batch: Any, head: Head, name: str, usual: str) -> Words:
    """The words of a column; `usual` where there is none."""
    if name not in head.names:
        return same_word(usual, len(batch))
    encoded = batch.column(name).cast(pa.string()).fill_null(usual).dictionary_encode()
    words = [word or usual for word in encoded.dictionary.to_pylist()]
    return words, encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)


def arrow_scorer(
    setup: Setup, named: Callable[[str], Questionnaire] = load_questionnaire
) -> ArrowScorer:
    """What scores batches under a setup. Raises `InvalidInputError`, `TooWideError`, `TooManyError`."""
    return ArrowScorer(setup, SheetScorer(setup, named))


def score_batch(batch: Any, scorer: ArrowScorer | None = None) -> Any:
    """The advice for every row of a batch, a row each, in order.

    Columns in as in a table (`id`, `id.level`, `subject`, ...), columns out as a batch has them by
    default; points are whole millionths, and `problems` says what is wrong with a row that has no
    result. Without a `scorer` the shipped catalogue is used, for today. Raises `InvalidInputError`
    for a column that does not exist.
    """
    scorer = scorer or _usual_scorer()
    columns = default_layout(scorer)
    parts = []
    for start in range(0, max(1, len(batch)), ROWS_AT_ONCE):
        scored = scorer.scored(batch.slice(start, ROWS_AT_ONCE), first=start + 1)
        parts.append(record_batch(scored.results, columns, scored.problems))
    return parts[0] if len(parts) == 1 else pa.concat_batches(parts)


def result_schema(scorer: ArrowScorer | None = None) -> Any:
    """The Arrow schema of what `score_batch` gives."""
    return schema_of(default_layout(scorer or _usual_scorer())).append(PROBLEMS)


@cache
def _usual_scorer() -> ArrowScorer:
    """The scorer of the shipped catalogue, for today."""
    return arrow_scorer(Setup(load_catalogue(), date.today().isoformat()))  # noqa: DTZ011


def default_layout(scorer: ArrowScorer) -> Layout:
    """The columns of a batch unless others are asked for."""
    return layout(scorer.setup.catalogue, scorer.scorer.one.questionnaire, __version__)
