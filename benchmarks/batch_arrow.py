"""What a row of an Arrow batch costs, and what rows of text cost by columns, beside bare parsing.

Processor time in this one process, the least of some rounds, when all has been learnt that can be.
"""

from __future__ import annotations

import csv
import gc
import json
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from benchmarks.batch_sheets import Sheet, sheets, write_lines, write_table
from svcmodel.batch import score_batch
from svcmodel.batch.arrow import ArrowScorer, arrow_scorer
from svcmodel.batch.pieces import named_files, pieces
from svcmodel.batch.sheets import Setup
from svcmodel.batch.worker import Order, Worker
from svcmodel.sources.catalogue_files import load_catalogue

DAY = "2026-01-15"
ROUNDS = 5
LEARNT = 4000
"""Sheets that a process has done before it is measured."""
ROWS = 1 << 15
NEVER = 10**9


class Figure(NamedTuple):
    """One row of the page: what was done, and how long a sheet took, in microseconds."""

    name: str
    micros: float
    target: float | None = None

    @property
    def rate(self) -> float:
        """Sheets a second."""
        return 1e6 / self.micros


def micros(action: Callable[[], object], count: int) -> float:
    """How long one of so many sheets takes."""
    taken = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        action()
        taken.append(time.process_time() - begun)
    return 1e6 * min(taken) / count


def levels_table(scorer: ArrowScorer, count: int) -> Any:
    """Rows with the level of every criterion."""
    drawn = np.random.default_rng(1)
    criteria = scorer.setup.catalogue.criteria
    columns = [pa.array(drawn.integers(1, 6, count).astype(np.int8)) for _ in criteria]
    subjects = pa.array([f"Company {number}" for number in range(count)])
    names = ["subject", *(f"{id_}.level" for id_ in criteria)]
    return pa.RecordBatch.from_arrays([subjects, *columns], names)


def answers_table(drawn: Sequence[Sheet]) -> Any:
    """Rows with the answers to a whole questionnaire: words as numbers, figures, lists."""
    ids = list(dict.fromkeys(id_ for sheet in drawn for id_ in sheet["answers"]))
    arrays = [_array([sheet["answers"].get(id_) for sheet in drawn]) for id_ in ids]
    subjects = pa.array([sheet["subject"] for sheet in drawn])
    return pa.RecordBatch.from_arrays([subjects, *arrays], ["subject", *ids])


def _array(values: Sequence[Any]) -> Any:
    said = [None if value == "unknown" else value for value in values]
    array = pa.array(said)
    return array.dictionary_encode() if pa.types.is_string(array.type) else array


def arrow_figures(scorer: ArrowScorer, drawn: Sequence[Sheet]) -> Iterator[Figure]:
    """A row in Arrow."""
    levels = levels_table(scorer, ROWS)
    name = "Arrow, levels of all criteria"
    leaders = micros(lambda: scorer.leaders(levels), ROWS)
    yield Figure(f"{name}: scores and leaders of all models", leaders, 1)
    yield Figure(f"{name}: with the design", micros(lambda: score_batch(levels, scorer), ROWS), 5)
    answers = answers_table(drawn)
    name, count = "Arrow, a whole questionnaire", len(drawn)
    leaders = micros(lambda: scorer.leaders(answers), count)
    yield Figure(f"{name}: scores and leaders of all models", leaders)
    yield Figure(f"{name}: with the design", micros(lambda: score_batch(answers, scorer), count))


def text_figures(folder: Path, drawn: Sequence[Sheet]) -> Iterator[Figure]:
    """A row of text to a row of text, one by one and by columns, and the floors."""
    count = len(drawn)
    others = sheets(LEARNT, seed=2)
    for name, each in (("s", drawn), ("learnt", others)):
        write_lines(each, folder / f"{name}.jsonl")
        write_table(each, folder / f"{name}.csv")
        batch = answers_table(each)
        parquet.write_table(pa.Table.from_batches([batch]), folder / f"{name}.parquet")
    for name, file, target in (("JSON lines", "s.jsonl", 25), ("CSV", "s.csv", 100 / 3)):
        path = folder / file
        yield Figure(f"{name}: reading the bytes", micros(path.read_bytes, count))
        parse = _parse_lines if file == "s.jsonl" else _parse_table
        yield Figure(f"{name}: bare parsing", micros(lambda: parse(path), count))  # noqa: B023
        alone = 1000 / 12 if file == "s.jsonl" else 100
        yield Figure(f"{name}: a batch, one by one", _batch(path, NEVER, count), alone)
        yield Figure(f"{name}: a batch, by columns", _batch(path, 0, count), target)
    path = folder / "s.parquet"
    yield Figure("Parquet: reading it", micros(lambda: parquet.read_table(path), count))
    yield Figure("Parquet: a batch to Parquet", _batch(path, 0, count, "parquet"))


def _batch(path: Path, columns_from: int, count: int, format_: str = "csv") -> float:
    """Microseconds a sheet of a batch: read, checked, scored and written down.

    The process has done other sheets before, and meets these for the first time.
    """
    setup = Setup(load_catalogue(), today=DAY)
    order = Order(setup, "", format_, "jsonl", "en", "0", columns_from=columns_from)
    taken = []
    for _ in range(ROUNDS):
        worker = Worker(order)
        _all_done(worker, path.with_stem("learnt"))
        gc.freeze()  # as the program does
        begun = time.process_time()
        _all_done(worker, path)
        taken.append(time.process_time() - begun)
        gc.unfreeze()
    return 1e6 * min(taken) / count


def _all_done(worker: Worker, path: Path) -> None:
    for piece in pieces(named_files([str(path)])):
        worker.done(piece)


def _parse_lines(path: Path) -> None:
    with path.open("rb") as lines:
        for line in lines:
            json.loads(line)


def _parse_table(path: Path) -> None:
    with path.open(newline="", encoding="utf-8") as stream:
        for _ in csv.reader(stream):
            pass


def figures(folder: Path, count: int) -> list[Figure]:
    """Everything, with so many sheets."""
    drawn = sheets(count)
    scorer = arrow_scorer(Setup(load_catalogue(), today=DAY))
    score_batch(levels_table(scorer, 1000), scorer)  # tables are made once
    return [*arrow_figures(scorer, drawn), *text_figures(folder, drawn)]
