"""What a report holds: texts in one language, numbers rounded for reading."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias


class Reason(NamedTuple):
    """Why a criterion speaks for or against a model: its name, the level, the points, a sentence.

    `percent`: how large the points are beside the largest of the report, 0 to 100.
    """

    criterion: str
    name: str
    level: str
    points: float
    percent: int
    sentence: str


class Decision(NamedTuple):
    """One layer: the question, the answer and what stands behind it.

    `lead_in`: what to say before the reasons where they speak against a rival, not for the answer.
    """

    layer: str
    question: str
    answer: str
    chosen: str
    also: tuple[str, ...]
    first_phase: str
    at_baseline: bool
    score: float
    runner_up: str
    lead: float | None
    close: bool
    definition: str
    verdict: str
    lead_in: str
    reasons: tuple[Reason, ...]
    against: tuple[Reason, ...]


class CoreRow(NamedTuple):
    """One of the models in the list of the best-supported decisions."""

    id: str
    rank: str
    name: str
    layer: str
    score: float | None
    range: tuple[float, float]
    lead: str
    readiness: str
    note: str
    chosen: bool


class Entry(NamedTuple):
    """A named thing with a text and a remark: a channel, an obligation, an excluded model ..."""

    name: str
    text: str = ""
    remark: str = ""
    id: str = ""


class SaidText(NamedTuple):
    """An answer of the company as it is read: what was asked in a few words, what it said, in quotes."""

    label: str
    answer: str
    quoted: str


SheetCell: TypeAlias = str | tuple[str, ...]
"""A cell of a table: a text, or the items of a list."""


class Sheet(NamedTuple):
    """A part of a document that is a heading, sentences and a table; the first column names the row.

    `in_parts`: whether each row is told as a part of the text, too long for a row; its lists are steps.
    """

    id: str
    heading: str
    notes: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[SheetCell, ...], ...] = ()
    in_parts: bool = False


class Block(NamedTuple):
    """A label and what stands under it, each on a line of its own."""

    label: str
    lines: tuple[str, ...]


class Report(NamedTuple):
    """Everything a document says of an assessment."""

    subject: str
    on: str
    coverage: str
    certainty: tuple[str, ...]
    decisions: tuple[Decision, ...]
    core: tuple[CoreRow, ...]
    channels: tuple[Entry, ...]
    excluded: tuple[Entry, ...]
    cautions: tuple[Entry, ...]
    tensions: tuple[Entry, ...]
    obligations: tuple[Entry, ...]
    to_check: tuple[Entry, ...]
    constraints: tuple[Entry, ...]
    next_best: tuple[Entry, ...]
    open_questions: tuple[Entry, ...]
    idle: str
    versions: tuple[Entry, ...]
    by_segment: tuple[Entry, ...] = ()
