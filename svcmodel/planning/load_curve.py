"""How many people a queue needs as its contacts grow: the curve on which its staffing lies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from svcmodel.domain.staffing import Staffing, Whole
from svcmodel.planning.erlang import agents_needed
from svcmodel.planning.staffing import WEEKS
from svcmodel.planning.staffing_inputs import LEAST, MOST

ONE_AT_ONCE = (1.0, 1.0)


class LoadPoint(NamedTuple):
    """The people needed at the same time in the busiest half hour, least and most, at so many contacts.

    `contacts`: a month.
    """

    contacts: float
    people: Whole


def load_curve(
    staffing: Staffing, channel: str, contacts: Sequence[float]
) -> tuple[LoadPoint, ...]:
    """The points of a channel that is reckoned as a queue, with all other inputs as they are today."""
    return tuple(
        LoadPoint(
            each, (_people(staffing, channel, each, LEAST), _people(staffing, channel, each, MOST))
        )
        for each in contacts
    )


def _people(staffing: Staffing, channel: str, contacts: float, end: int) -> int:
    """With every input at the end that makes for least, or for most, people."""
    other = MOST - end
    found = {each.id: each.range for each in staffing.inputs if each.of in ("", channel)}
    minutes, hours = found["minutes"][end], found["hours_open"][other]
    peak = found["busy_day"][end] * found["busy_hour"][end]
    share, within = found["target"]
    return agents_needed(
        contacts / WEEKS * minutes / 60 / hours * peak,
        minutes * 60,
        share=share / 100,
        within=within,
        occupancy=found["occupancy"][other],
        at_once=int(found.get("at_once", ONE_AT_ONCE)[other]),
    )
