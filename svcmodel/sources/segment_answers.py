"""The answers of the segments in an answer file, read like those of the company."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from svcmodel.domain.answers import Answer, AnswerSheet
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import Question
from svcmodel.errors import Problem
from svcmodel.scoring.levels import read_levels
from svcmodel.scoring.segment_sheets import sheet_of
from svcmodel.sources.answer_values import AnswerReader
from svcmodel.sources.strict_yaml import Document


class SegmentGroup(NamedTuple):
    """The answers of one segment, and the reader that knows their places and problems."""

    reader: AnswerReader
    answers: Mapping[str, Answer]


def read_segments(
    catalogue: Catalogue, bank: Mapping[str, Question], document: Document, file: str
) -> list[SegmentGroup]:
    """The answers of every segment in order, as far as they could be read."""
    raw = document.data.get("segments")
    groups = []
    for number, segment in enumerate(raw if isinstance(raw, list) else ()):
        at = ("segments", number, "answers")
        reader = AnswerReader(catalogue, bank, document, file, at=at)
        said = segment.get("answers") if isinstance(segment, dict) else None
        groups.append(SegmentGroup(reader, reader.answers(said) if isinstance(said, dict) else {}))
    return groups


def segments_not_scored(
    groups: Iterable[SegmentGroup],
    catalogue: Catalogue,
    bank: Mapping[str, Question],
    sheet: AnswerSheet,
) -> list[Problem]:
    """W203 for every answer of a segment that does not count for it."""
    problems = []
    for group, segment in zip(groups, sheet.segments, strict=True):
        idle = read_levels(catalogue, bank, sheet_of(catalogue, sheet, segment)).not_scored
        problems += group.reader.not_scored(id_ for id_ in idle if id_ in segment.answers)
    return problems
