"""Several people's answer sheets of one company put together, and where they disagree.

Points are integers in millionths of a point, as in an assessment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, NamedTuple

from svcmodel.domain.answers import Answer, AnswerSheet, Constraint

Number = int | float | Fraction
DisputeKind = Literal["answer", "weights", "important"]
ClashKind = Literal["kept_and_ruled_out", "two_of_a_layer", "in_conflict", "other_end"]


class Voice(NamedTuple):
    """One person's sheet and the name it goes by."""

    name: str
    sheet: AnswerSheet


class Position(NamedTuple):
    """What some of the voices say: their names, the words for it as in an answer file.

    One of the others is there, by the kind of the dispute: the first of their answers, their weights
    of the dimensions, their marks.
    """

    who: tuple[str, ...]
    said: str
    answer: Answer | None = None
    weights: Mapping[str, Number] | None = None
    important: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Dispute:
    """Something the voices do not agree on.

    `id`: the question or criterion; "weights" and "important" for those. `segment`: whose answer it
    is, "" for the company. `criteria`: the criteria that it leaves between levels.
    """

    kind: DisputeKind
    id: str
    segment: str
    criteria: tuple[str, ...]
    positions: tuple[Position, ...]


class Clash(NamedTuple):
    """Two constraints that do not go together, or one that is to end on two days."""

    kind: ClashKind
    one: Constraint
    other: Constraint


@dataclass(frozen=True, slots=True)
class MergedSheets:
    """One sheet made of several, what is in dispute and which constraints clash.

    `agreed`: how many answers of the company were given more than once and always the same.
    """

    sheet: AnswerSheet
    disputes: tuple[Dispute, ...]
    clashes: tuple[Clash, ...]
    agreed: int


class Scenario(NamedTuple):
    """The design if one position is right: by layer what is chosen and its lead; the channels.

    Nothing is chosen where the constraints leave no coherent design.
    """

    position: Position
    chosen: Mapping[str, str]
    leads: Mapping[str, int | None]
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DisputeEffect:
    """What hangs on a dispute, with all else as merged.

    `turned`: the layers decided differently by who is right; `channels_turn`: whether the channels
    are. `moved_layer`, `moved`: where the lead moves most, and by how much.
    """

    dispute: Dispute
    scenarios: tuple[Scenario, ...]
    turned: tuple[str, ...]
    channels_turn: bool
    moved_layer: str | None
    moved: int


@dataclass(frozen=True, slots=True)
class Disagreements:
    """The disputes, the weightiest first; `without_constraints`: together they leave no design."""

    effects: tuple[DisputeEffect, ...]
    without_constraints: bool
