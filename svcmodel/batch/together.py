"""Parts of a batch scored by columns: tables, JSON lines and Parquet, where numpy and pyarrow are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from svcmodel.batch.arrow import ArrowScorer
from svcmodel.batch.arrow_rows import ArrowStreams, record_batch
from svcmodel.batch.columnar_designs import TooManyError
from svcmodel.batch.columnar_scorer import Scored
from svcmodel.batch.columnar_text import ColumnText
from svcmodel.batch.columns import Layout
from svcmodel.batch.folds import TooWideError
from svcmodel.batch.line_blocks import LineScorer
from svcmodel.batch.parquet_input import batch_of
from svcmodel.batch.readers import Part, SheetReader
from svcmodel.batch.sheets import SheetScorer
from svcmodel.batch.table_blocks import scored_table
from svcmodel.errors import InvalidInputError, Problem


class TooLargeError(Exception):
    """The catalogue is too large to be scored by columns."""


class Together:
    """Scores parts by columns."""

    def __init__(
        self, order: Any, one: SheetScorer, reader: SheetReader, layout: Layout, encoder: Any
    ) -> None:
        """What the worker has. Raises `TooLargeError`."""
        try:
            self.scorer = ArrowScorer(order.setup, one)
        except (TooWideError, TooManyError):
            raise TooLargeError from None
        self.lines = LineScorer(self.scorer.scorer, self.scorer.names)
        self.reader, self.layout, self.encoder = reader, layout, encoder
        self.text = ColumnText(layout, order.format) if order.format in TEXTS else None

    def add(self, part: Part, tally: Any) -> bool:
        """Score a part and add what it gives; whether it could be."""
        wrong: Sequence[tuple[Problem, ...]] = ()
        try:
            if part.kind == "parquet":
                scored: Scored | None = self.scorer.scored(
                    batch_of(part.data), part.file, part.line
                )
            elif part.kind == "csv":
                found, head = self.reader.columns(part.head, part.file)
                if found or head is None:
                    return False
                scored = scored_table(self.scorer, part, head)
                if scored is None:
                    return False
            else:
                scored, wrong = self.lines.scored(part)
        except InvalidInputError as error:
            tally.failed += 1
            tally.problems += error.problems if part.line == 1 else ()
            return True
        except TooWideError:
            return False
        self._add(scored, wrong, tally)
        return True

    def _add(self, scored: Scored | None, wrong: Sequence[tuple[Problem, ...]], tally: Any) -> None:
        problems = [problem for found in wrong for problem in found]
        tally.failed += len(wrong)
        if scored is not None:
            sound = scored.results.sound
            count = int(sound.sum())
            tally.scored += count
            tally.failed += len(sound) - count
            tally.warned += sum(bool(sound[row]) for row in scored.problems)
            problems += [problem for found in scored.problems.values() for problem in found]
            if count:
                tally.written.append(self._written(scored))
        tally.problems += sorted(problems, key=Problem.sort_key)

    def _written(self, scored: Scored) -> bytes:
        if self.text is not None:
            return self.text.written(scored.results)
        batch = record_batch(scored.results, self.layout)
        if isinstance(self.encoder, ArrowStreams):
            return self.encoder.stream(batch)
        written: bytes = self.encoder.of_batch(batch)
        return written


TEXTS = ("csv", "jsonl")
"""The formats that are text."""
