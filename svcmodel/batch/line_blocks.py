"""Stretches of JSON lines as columns: many sheets read at once.

Most lines are taken apart into members that were met before; the others are read whole, to the same
codes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from svcmodel.batch.applying import Column
from svcmodel.batch.coding import MOST_CODES
from svcmodel.batch.columnar_scorer import ColumnScorer, Scored, Sheets
from svcmodel.batch.envelopes import (
    PLAIN_KEYS,
    SPACED,
    Envelope,
    Envelopes,
    Line,
    envelope_of,
    style_of,
)
from svcmodel.batch.json_sheets import json_sheet, quick_sheet, sound_sheet
from svcmodel.batch.known_members import KnownMembers
from svcmodel.batch.member_blocks import Members, members_of
from svcmodel.batch.readers import Part
from svcmodel.batch.sheets import Raw
from svcmodel.errors import Problem
from svcmodel.sources.text_files import sha256

STRANGE = 0
"""Stands for an answer to nothing that is asked; other numbers are a column's and a code in it."""
NOBODY = Envelope("", "", "full")
"""The envelope of a sheet that needs the careful reader."""


class LineScorer:
    """Scores one stretch of JSON lines after another."""

    def __init__(self, scorer: ColumnScorer, names: frozenset[str]) -> None:
        """`names`: the questionnaires there are."""
        self.scorer, self.names = scorer, names
        self.envelopes = Envelopes(names)
        ids = scorer.one.reader.ids
        self.columns = {id_: (place, scorer.coder(id_)) for place, id_ in enumerate(ids, start=1)}
        self.members = KnownMembers(ids, self.numbered)

    def numbered(self, id_: str, raw: Any) -> int:
        """The number of an answer: its column's, and its code there."""
        if id_ not in self.columns:
            return STRANGE
        place, coder = self.columns[id_]
        return place * MOST_CODES + coder.answer(raw)

    def scored(self, part: Part) -> tuple[Scored | None, list[tuple[Problem, ...]]]:
        """The results of a stretch of JSON lines, and the problems of lines that are no sheets."""
        gathered = _Gathered(self, part.file)
        wrong: list[tuple[Problem, ...]] = []
        numbered = enumerate(part.data.split(b"\n"), start=part.line - 1)
        lines = [(line, number) for number, line in numbered if line and not line.isspace()]
        apart, members = self._taken_apart([line for line, _ in lines])
        rows = np.full(len(lines), -1, np.int64)
        for place, (line, number) in enumerate(lines):
            quick = apart[place]
            if quick is not None and not members.whole[place]:
                rows[place] = len(gathered.lines)
                gathered.add(line, number, quick.envelope)
                continue
            sheet = json_sheet(line, part.file, number)
            if isinstance(sheet, Raw):
                gathered.add_whole(line, number, sheet)
            else:
                wrong.append(sheet)
        gathered.add_members(members.numbers, rows[members.objects])
        return (self.scorer.scored(gathered.sheets()) if gathered.lines else None), wrong

    def _taken_apart(self, lines: Sequence[bytes]) -> tuple[list[Line | None], Members]:
        """The lines in their parts, and the members of their answers; an object for each line."""
        style = style_of(lines[0]) if lines else SPACED
        apart = [self.envelopes.line(line, style) for line in lines]
        there = np.flatnonzero([line is not None for line in apart])
        objects = [line.answers for line in apart if line is not None]
        found = members_of(self.members, objects, style)
        whole = np.ones(len(lines), np.bool_)
        whole[there] = found.whole
        return apart, found._replace(objects=there[found.objects], whole=whole)


class _Gathered:
    """Sheets gathered one after another, and then as columns."""

    def __init__(self, maker: LineScorer, file: str) -> None:
        """`file`: the lines are from."""
        self.maker, self.file, self.scorer = maker, file, maker.scorer
        self.lines: list[tuple[bytes, int]] = []
        self.envelopes: list[Envelope] = []
        self.apart: list[bool] = []
        self.numbers: list[NDArray[np.int32]] = []
        self.rows: list[NDArray[np.int64]] = []

    def add(self, line: bytes, number: int, envelope: Envelope, *, apart: bool = False) -> None:
        """One more sheet, the line it is, and how many lines stand before it."""
        self.lines.append((line, number))
        self.envelopes.append(envelope)
        self.apart.append(apart)

    def add_whole(self, line: bytes, number: int, raw: Raw) -> None:
        """One more sheet that was read whole."""
        row, maker = len(self.lines), self.maker
        envelope = envelope_of(raw.data, maker.names)
        if envelope is None or raw.data.keys() - PLAIN_KEYS:
            self.add(line, number, NOBODY, apart=True)
            return
        self.add(line, number, envelope)
        answers: Mapping[str, Any] = raw.data.get("answers", {})
        numbers = [maker.numbered(*answer) for answer in answers.items()]
        self.add_members(np.array(numbers, np.int32), np.full(len(numbers), row))

    def add_members(self, numbers: NDArray[np.int32], rows: NDArray[np.int64]) -> None:
        """Answers, by the rows they are in."""
        self.numbers.append(numbers)
        self.rows.append(rows)

    def sheets(self) -> Sheets:
        """All that was gathered."""
        codes, times = self._spread()
        today = self.scorer.setup.today
        strange = times[STRANGE] > 0
        twice = times.max(axis=0) > 1
        return Sheets(
            columns=dict(self._columns(codes, times)),
            apart=np.array(self.apart, np.bool_) | strange | twice,
            subjects=[envelope.subject for envelope in self.envelopes],
            hashes=[sha256(line) for line, _ in self.lines],
            days=_numbered(envelope.day or today for envelope in self.envelopes),
            questionnaires=_numbered(envelope.questionnaire for envelope in self.envelopes),
            raw=self._raw,
            warn=self._warnings,
        )

    def _spread(self) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """The codes of all answers, a row for each column and what is strange; how many are where."""
        place, code = np.divmod(np.concatenate(self.numbers), MOST_CODES)
        shape = len(self.maker.columns) + 1, len(self.lines)
        at = place * np.int64(len(self.lines)) + np.concatenate(self.rows)
        codes = np.zeros(shape, np.int32)
        codes.ravel()[at] = code
        return codes, np.bincount(at, minlength=codes.size).reshape(shape)

    def _columns(
        self, codes: NDArray[np.int32], times: NDArray[np.int64]
    ) -> Iterator[tuple[str, Column]]:
        """The columns in which anything stands."""
        there = times.max(axis=1) > 0
        for id_, (place, coder) in self.maker.columns.items():
            if there[place]:
                yield id_, Column(codes[place], coder.tokens)

    def _raw(self, row: int) -> Raw:
        """A sheet by itself, read again."""
        line, number = self.lines[row]
        return sound_sheet(line, self.file, number)

    def _warnings(self, row: int, ids: Sequence[str]) -> tuple[Problem, ...]:
        """The warnings of a sheet whose answers to some questions do not apply."""
        line, number = self.lines[row]
        return self.scorer.one.warnings(quick_sheet(line, self.file, number, ""), ids)


def _numbered(words: Iterable[str]) -> tuple[list[str], Any]:
    """The words that occur, and the number of each."""
    number: dict[str, int] = {}
    numbers = [number.setdefault(word, len(number)) for word in words]
    return list(number), np.array(numbers, np.int64)
