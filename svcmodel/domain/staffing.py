"""Staffing as data: how many people each channel takes, from what, and what is not known.

Contacts are a month's, work is in hours a week, posts are full-time posts. Everything is a range, since
some input nearly always is; a pair is the least and the most.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from svcmodel.domain.questions import Question
from svcmodel.domain.records import Text
from svcmodel.domain.staffing_rules import Way

Range = tuple[float, float]
Whole = tuple[int, int]
InputId = Literal[
    "contacts",
    "hours_open",
    "answer_within",
    "growth",
    "each_next",
    "minutes",
    "at_once",
    "target",
    "busy_day",
    "busy_hour",
    "away",
    "occupancy",
    "week",
    "repeated",
    "tries",
    "succeeds",
    "easy",
]


class StaffingInput(NamedTuple):
    """A figure that staffing rests on, and where it is from.

    `of`: the channel, or the new part of the design, it belongs to, where it is one's. `range`: least
    and most; of a target the share (per cent) and the seconds. `origin`: an answer, the level of a
    criterion, or an assumption of the catalogue. `about`: the question or the criterion; empty for an
    assumption that no question could replace.
    """

    id: InputId
    of: str
    range: Range
    origin: Literal["answer", "level", "assumption"]
    about: str
    reason: Text | None
    sources: tuple[str, ...]


class ChannelLoad(NamedTuple):
    """What a channel takes at one time.

    `contacts`: a month. `minutes`: what one takes. `work`: hours of it a week. `paid`: hours to be paid
    for a week, with waiting between contacts and time away. `at_once`: the people needed at the same
    time in the busiest half hour: agents by Erlang C where `by_queue`, else hands as the work spreads.
    """

    contacts: Range
    minutes: Range
    work: Range
    paid: Range
    at_once: Range
    by_queue: bool


class ChannelStaffing(NamedTuple):
    """A channel today, and in a year: with the growth expected and what no longer reaches a person.

    `open_now`: whether it is in use, as far as somebody said; `open_then`: whether the design has it.
    """

    channel: str
    way: Way
    now: ChannelLoad
    then: ChannelLoad
    open_now: bool = True
    open_then: bool = True


class Total(NamedTuple):
    """All channels together: hours of work and hours to be paid for a week, and posts."""

    work: Range
    paid: Range
    posts: Range


class Cover(NamedTuple):
    """What it takes so that nothing stands still when somebody is away.

    `people`: how many must know the work. `posts`: what it takes to have one person there all the hours
    the service is open; None where every channel may wait.
    """

    people: int
    posts: Range | None


class Gap(NamedTuple):
    """What would make the figures sharper: a question to answer, or a measure to take.

    `question`: the question itself, where it is at hand.
    """

    kind: Literal["question", "measure"]
    id: str
    question: Question | None = None


Enough = Literal["spare", "enough", "unsure", "short"]
"""Whether the posts there are today are as many as the work takes now; `spare` is far more."""


@dataclass(frozen=True, slots=True)
class Staffing:
    """How many people the service takes.

    `channels` is empty where the contacts a month are not known at all. `by_queue`: whether some live
    channel has volume enough to be reckoned as a queue. `relief`: the share of contacts that no longer
    reach a person in a year. `posts_today`: what the company said. `gaps`: most telling first.
    `apart`: what is said of channels that are not reckoned here, and beside the figures.
    """

    channels: tuple[ChannelStaffing, ...]
    by_queue: bool
    now: Total
    then: Total
    relief: Range
    cover: Cover
    posts_today: float | None
    enough: Enough | None
    inputs: tuple[StaffingInput, ...]
    gaps: tuple[Gap, ...]
    apart: tuple[Text, ...] = ()
