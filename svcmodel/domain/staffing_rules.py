"""What staffing takes for granted where nobody asked: every figure with its reason and its sources."""

from __future__ import annotations

from typing import Annotated, Literal

from svcmodel.domain.conditions import Condition
from svcmodel.domain.criteria import Level
from svcmodel.domain.records import Bounds, Id, Length, Many, Some, Text, record

Above = Annotated[int | float, Bounds(above=0)]
Pair = Annotated[Many[Above], Length(2, 2)]
"""The least and the most."""
PerCent = Annotated[int | float, Bounds(1, 95)]
SharePair = Annotated[Many[PerCent], Length(2, 2)]
Way = Literal["live", "later"]
"""Whether somebody must be free when a contact comes in, or it may wait."""


@record
class AssumedShare:
    """A share in per cent, least and most."""

    per_cent: SharePair
    reason: Text
    sources: Some[Id]

    def fault(self) -> str | None:
        """E413 when the range is turned."""
        return "E413" if self.per_cent[0] > self.per_cent[1] else None


@record
class AssumedFigure:
    """A figure, least and most."""

    figure: Pair
    reason: Text
    sources: Some[Id]

    def fault(self) -> str | None:
        """E413 when the range is turned."""
        return "E413" if self.figure[0] > self.figure[1] else None


@record
class ByOption:
    """A figure that follows from the option somebody chose in a question."""

    question: Id
    figures: dict[Id, Pair]

    def fault(self) -> str | None:
        """E413 when a range is turned."""
        return "E413" if any(least > most for least, most in self.figures.values()) else None


@record
class ByLevel:
    """A figure that follows from the level of a criterion, and what is taken where it is unknown.

    `answered`: a question that goes before the level where somebody answered it.
    """

    answered: ByOption | None = None
    criterion: Id
    figures: Annotated[dict[Level, Pair], Length(5, 5)]
    unknown: Pair
    reason: Text
    sources: Some[Id]

    def fault(self) -> str | None:
        """E413 when a range is turned."""
        pairs = (*self.figures.values(), self.unknown)
        return "E413" if any(least > most for least, most in pairs) else None


@record
class ChannelRule:
    """How one channel is attended.

    `minutes`: what a contact takes, with notes afterwards. `at_once`: how many customers one person
    serves at the same time. `share`, `within`: what is aimed at live, so many per cent of the contacts
    answered within so many seconds. `seldom`: whether it is never the one used most. `unless`: when it
    is not reckoned this way at all; `apart`: what is said of it then.
    """

    channel: Id
    way: Way
    minutes: Pair
    at_once: Annotated[Many[Annotated[int, Bounds(1)]], Length(2, 2)] = (1, 1)
    share: Annotated[int | float, Bounds(above=0, most=99)] | None = None
    within: Above | None = None
    seldom: bool = False
    unless: Condition | None = None
    apart: Text | None = None
    reason: Text
    sources: Some[Id]

    def fault(self) -> str | None:
        """E413 for a range that is turned, E439 for a live channel that does not say what it aims at."""
        if self.minutes[0] > self.minutes[1] or self.at_once[0] > self.at_once[1]:
            return "E413"
        return "E439" if self.way == "live" and None in (self.share, self.within) else None


@record
class ReliefRule:
    """Contacts that no longer reach a person once parts of the design work.

    `tries`: who tries them, of those who ask what is asked over and over; `succeeds`: how many of
    these need nobody then. `repeated`: the criterion of the share of such contacts.
    """

    id: Id
    parts: Some[Id]
    repeated: Id
    tries: SharePair
    succeeds: SharePair
    reason: Text
    sources: Some[Id]

    def fault(self) -> str | None:
        """E413 when a range is turned."""
        turned = self.tries[0] > self.tries[1] or self.succeeds[0] > self.succeeds[1]
        return "E413" if turned else None


@record
class LiveFrom:
    """How many contacts a month a live channel needs before a queue can be reckoned at all."""

    contacts: Annotated[int, Bounds(1)]
    reason: Text
    sources: Some[Id]


@record
class StaffingNote:
    """What is said beside the figures of a design with one of `parts`."""

    id: Id
    parts: Some[Id]
    text: Text


@record
class StaffingRules:
    """`staffing_rules.yaml`.

    `volume`: the criterion of contacts a month. `posts`: the question for the people there are.
    `each_next`: how many times fewer contacts each channel brings than the one before it in use; a
    channel that is new brings from none to what it would after them at its most.
    `busy_day`: the busiest day beside the mean one; `busy_hour`: its busiest hour beside its mean one.
    `away`: paid time in which nobody can attend. `occupancy`: the most of the time that anyone is busy.
    `easy`: what an easy contact takes, as a share of what a contact takes on average. `people`: how many
    must know the work, so that somebody is there when another is not. `measures`: the measures that
    would replace these figures.
    """

    format: str
    volume: Id
    posts: Id
    live_from: LiveFrom
    hours_open: ByLevel
    answer_within: ByLevel
    growth: ByLevel
    each_next: AssumedFigure
    busy_day: AssumedFigure
    busy_hour: ByLevel
    away: AssumedShare
    occupancy: AssumedShare
    week: AssumedFigure
    easy: AssumedShare
    people: Annotated[int, Bounds(1)]
    measures: Many[Id] = ()
    channels: Some[ChannelRule]
    relief: Many[ReliefRule] = ()
    notes: Many[StaffingNote] = ()
