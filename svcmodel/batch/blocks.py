"""Stretches of long files as columns: tables and JSON lines read many rows at once.

Only what is laid out plainly is read this way: a row to a line, as many cells as the head, no key that
may stand twice. Everything else is read row by row, with the same result.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from svcmodel.batch.applying import Column
from svcmodel.batch.arrow import ArrowScorer
from svcmodel.batch.coding import Coder
from svcmodel.batch.columnar_scorer import ColumnScorer, Scored, Sheets
from svcmodel.batch.json_sheets import json_sheet
from svcmodel.batch.quick_answers import UnusualError, plain_text
from svcmodel.batch.readers import Part
from svcmodel.batch.sheets import PLAIN_KEYS, Raw
from svcmodel.batch.table_heads import Head
from svcmodel.domain.records import LANGUAGES
from svcmodel.errors import Problem
from svcmodel.sources.answer_files import ANSWERS
from svcmodel.sources.text_files import sha256

BOUNDS = b",;\t\n"
"""What may stand before and after a quoted cell."""


def scored_table(scorer: ArrowScorer, part: Part, head: Head) -> Scored | None:
    """The results of a stretch of a table; None where it has to be read row by row."""
    data = part.data.replace(b"\r\n", b"\n")
    if b"\r" in data or b"\n\n" in data or data.startswith(b"\n") or b"\0" in data:
        return None
    if not _is_plainly_quoted(data):
        return None
    batch = _table(data, head)
    lines = data.rstrip(b"\n").split(b"\n")
    if batch is None or len(batch) != len(lines):
        return None
    if pa.compute.any(pa.compute.equal(batch.column("subject"), "")).as_py():
        return None  # a row of nothing but empty cells is passed over
    about = part.head.rstrip(b"\r\n") + b"\n"
    hashes = [sha256(about, line) for line in lines]
    return scorer.scored(batch, part.file, part.line, hashes)


def _is_plainly_quoted(data: bytes) -> bool:
    """Whether every quote begins or ends a cell, on one line."""
    outer, *inner = data.split(b'"')
    if len(inner) % 2:
        return False
    between = [outer, *inner[1::2]]
    begins = all(not part or part[-1] in BOUNDS for part in between[:-1])
    ends = all(not part or part[0] in BOUNDS for part in between[1:])
    apart = all(between[1:-1])  # two quotes together stand for one
    return begins and ends and apart and not any(b"\n" in part for part in inner[0::2])


def _table(data: bytes, head: Head) -> Any:
    """The cells as texts; None where they are not laid out as the head says."""
    names = list(head.names)
    try:
        table = arrow_csv.read_csv(
            pa.py_buffer(data),
            arrow_csv.ReadOptions(column_names=names, use_threads=False, block_size=len(data) + 1),
            arrow_csv.ParseOptions(delimiter=head.separator),
            arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowException:
        return None
    batches = table.combine_chunks().to_batches()
    return batches[0] if len(batches) == 1 else None


def scored_lines(
    scorer: ColumnScorer, part: Part, names: frozenset[str]
) -> tuple[Scored | None, list[tuple[Problem, ...]]]:
    """The results of a stretch of JSON lines, and the problems of lines that are no sheets.

    `names`: the questionnaires there are.
    """
    lines = part.data.split(b"\n")
    gathered = _Gathered(scorer, part.file, names, len(lines))
    wrong: list[tuple[Problem, ...]] = []
    for number, line in enumerate(lines, start=part.line - 1):
        if line and not line.isspace():
            sheet = json_sheet(line, part.file, number)
            if isinstance(sheet, Raw):
                gathered.add(sheet, line, number)
            else:
                wrong.append(sheet)
    return (scorer.scored(gathered.sheets()) if gathered.lines else None), wrong


class _Gathered:
    """Sheets gathered into columns one after another, each while it is at hand."""

    def __init__(self, scorer: ColumnScorer, file: str, names: frozenset[str], most: int) -> None:
        """`most`: how many sheets there are at most; the rest as for `scored_lines`."""
        self.scorer, self.file, self.names, self.most = scorer, file, names, most
        self.lines: list[tuple[bytes, int]] = []
        self.apart: list[bool] = []
        self.subjects: list[str] = []
        self.hashes: list[str] = []
        self.days: list[str] = []
        self.questionnaires: list[str] = []
        self.columns: dict[str, tuple[Coder, dict[str | int, int], array[int]]] = {}

    def add(self, raw: Raw, line: bytes, number: int) -> None:
        """One more sheet, the line it is, and how many lines stand before it."""
        data, row = raw.data, len(self.lines)
        plain = _is_plain(data, self.names)
        said: Mapping[str, Any] = data if plain else {"subject": ""}
        self.lines.append((line, number))
        self.hashes.append(raw.hash)
        self.subjects.append(said["subject"])
        self.days.append(said.get("date", self.scorer.setup.today))
        self.questionnaires.append(said.get("questionnaire", "full"))
        self.apart.append(not self._coded(said.get("answers", {}), row) or not plain)

    def _coded(self, answers: Mapping[Any, Any], row: int) -> bool:
        """Put the codes of a sheet's answers into their columns; whether there is a column for all."""
        columns, known = self.columns, True
        for id_, raw in answers.items():
            if id_ not in columns and not self._begun(id_):
                known = False
                continue
            coder, plain, codes = columns[id_]
            kind = type(raw)
            if (kind is str or kind is int) and raw in plain:  # most answers by far
                codes[row] = plain[raw]
            else:
                codes[row] = coder.answer(raw)
        return known

    def _begun(self, id_: str) -> bool:
        """Begin a column, if there may be one of that name."""
        if id_ not in self.scorer.known:
            return False
        coder = self.scorer.coder(id_)
        self.columns[id_] = coder, coder.plain, array("i", bytes(4 * self.most))
        return True

    def sheets(self) -> Sheets:
        """All that was gathered."""
        order = [id_ for id_ in self.scorer.one.reader.ids if id_ in self.columns]
        rows = len(self.lines)
        columns = {}
        for id_ in order:
            coder, _, codes = self.columns[id_]
            columns[id_] = Column(np.frombuffer(codes, np.int32)[:rows], coder.tokens)
        return Sheets(
            columns=columns,
            apart=np.array(self.apart, np.bool_),
            subjects=self.subjects,
            hashes=self.hashes,
            days=_numbered(self.days),
            questionnaires=_numbered(self.questionnaires),
            raw=self._raw,
            warn=lambda row, ids: self.scorer.one.warnings(self._raw(row), ids),
        )

    def _raw(self, row: int) -> Raw:
        """A sheet by itself, read again."""
        sheet = json_sheet(self.lines[row][0], self.file, self.lines[row][1])
        if not isinstance(sheet, Raw):
            raise TypeError(sheet)  # it was one before
        return sheet


def _is_plain(data: Any, names: frozenset[str]) -> bool:
    """Whether nothing beside the answers needs the careful reader."""
    if type(data) is not dict or data.keys() - PLAIN_KEYS or data.get("format") != ANSWERS:
        return False
    try:
        plain_text(data.get("subject"))
        if "questionnaire_version" in data:
            plain_text(data["questionnaire_version"])
    except UnusualError:
        return False
    return (
        type(data.get("answers", {})) is dict
        and data.get("lang", "en") in LANGUAGES
        and type(data.get("date", "")) is str
        and data.get("questionnaire", "full") in names
    )


def _numbered(words: Iterable[str]) -> tuple[list[str], Any]:
    """The words that occur, and the number of each."""
    number: dict[str, int] = {}
    numbers = [number.setdefault(word, len(number)) for word in words]
    return list(number), np.array(numbers, np.int64)
