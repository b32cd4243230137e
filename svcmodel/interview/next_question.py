"""Which question comes next: in printed order, or the one whose answer matters most to the design."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from svcmodel.interview.situation import Situation

NEARLY_AS_MUCH = Fraction(2, 3)
"""A talk stays in a section while something in it is worth so much of what is worth most of all."""


def in_order(situation: Situation, parked: Collection[str], minutes: float | None) -> str | None:
    """The first question to be asked in printed order."""
    if minutes is None:
        return next(iter(situation.askable(parked)), None)
    chosen = fitting(situation, parked, minutes)
    return next((id_ for id_ in situation.gaps if id_ in chosen), None)


def adaptive(
    situation: Situation, parked: Collection[str], minutes: float | None, after: str | None
) -> str | None:
    """The question worth most, or the one worth most in the section of the one asked before.

    The second while it is worth nearly as much, so that the talk stays natural.
    """
    worth = _fitting(situation, parked, minutes)
    best = next(iter(worth), None)
    if best is None or after is None:
        return best
    section_of = situation.setting.section_of
    near = next((id_ for id_ in worth if section_of[id_] == section_of[after]), best)
    return near if worth[near] >= NEARLY_AS_MUCH * worth[best] else best


def fitting(
    situation: Situation, parked: Collection[str], minutes: float | None
) -> tuple[str, ...]:
    """The open questions that together fit in the minutes left, most worth first."""
    return tuple(_fitting(situation, parked, minutes))


def most_worth_first(situation: Situation) -> tuple[str, ...]:
    """The gaps in the order of what their answers are worth; those alike in printed order."""
    worth = situation.worth
    return tuple(sorted(worth, key=worth.__getitem__, reverse=True))


def _fitting(
    situation: Situation, parked: Collection[str], minutes: float | None
) -> dict[str, int]:
    """The questions that fit with what they are worth, most worth first."""
    worth, askable = situation.worth, situation.askable(parked)
    chosen = {}
    for id_ in sorted(askable, key=worth.__getitem__, reverse=True):
        takes = situation.setting.questions[id_].minutes
        if minutes is None or takes <= minutes:
            chosen[id_] = worth[id_]
            minutes = None if minutes is None else minutes - takes
    return chosen
