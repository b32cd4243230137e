"""How many people the service takes: by channel, today and in a year, as ranges.

Every figure is reckoned with all inputs at the end that makes for least work and at the end that makes
for most, for either end of the hours the service is open and of how unevenly the channels are used.
A range spans whatever came out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import product
from typing import NamedTuple

from svcmodel.domain.assessment import Design
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import Question
from svcmodel.domain.records import Text
from svcmodel.domain.staffing import (
    ChannelLoad,
    ChannelStaffing,
    Cover,
    Enough,
    Range,
    Staffing,
    Total,
)
from svcmodel.domain.staffing_rules import ChannelRule, StaffingRules
from svcmodel.planning.erlang import agents_needed, hands_needed
from svcmodel.planning.staffing_channels import Attended, Spread
from svcmodel.planning.staffing_inputs import LEAST, MOST, Inputs, World, gaps, inputs_of
from svcmodel.scoring.levels import Reading

WEEKS = 52 / 12
"""In a month."""
DIGITS = 4
DAY = 24
"""Hours within which an answer must be out for work to be moved within a day, not within a week."""
SPARE = 2
"""From how many times the posts it takes on there are so many that it is worth asking why."""
SHIFT = 8
"""Hours within which an answer must be out for work to be moved within the day."""


class Load(NamedTuple):
    """A channel with every input at one value; as in `ChannelLoad`."""

    contacts: float
    minutes: float
    work: float
    paid: float
    at_once: float


class Run(NamedTuple):
    """All channels with every input at one value, today and in a year, and the hours of a post."""

    now: tuple[Load, ...]
    then: tuple[Load, ...]
    week: float


def staffing_of(
    rules: StaffingRules,
    catalogue: Catalogue,
    bank: Mapping[str, Question],
    reading: Reading,
    design: Design,
    kept: Collection[str] = (),
) -> Staffing | None:
    """The staffing of a design; None where no channel of it is attended by people.

    `bank`: the questions to name where an answer is missing; `kept`: channels that a model of the design
    goes on with.
    """
    inputs = inputs_of(rules, catalogue, reading, design, kept)
    if inputs is None:
        return None
    queued = _queued(rules, inputs)
    runs = [
        _run(inputs, spread, end, hours, queued)
        for end, hours, spread in product((LEAST, MOST), (LEAST, MOST), inputs.spreads)
    ]
    now = _total([run.now for run in runs], [run.week for run in runs])
    return Staffing(
        channels=tuple(_channels(inputs.attended, runs, queued)) if inputs.estimable else (),
        by_queue=bool(queued),
        now=now,
        then=_total([run.then for run in runs], [run.week for run in runs]),
        relief=_hull(inputs.relieved(end) for end in (LEAST, MOST)),
        cover=_cover(rules, inputs),
        posts_today=inputs.posts,
        enough=_enough(inputs, now.posts) if inputs.estimable else None,
        inputs=inputs.told,
        gaps=gaps(rules, inputs, bank),
        apart=(*inputs.attended.told, *_notes(rules, design)),
    )


def _queued(rules: StaffingRules, inputs: Inputs) -> frozenset[str]:
    """The live channels that may have volume enough, now or in a year, to be reckoned as queues."""
    world = inputs.world(MOST, MOST)
    contacts = world.contacts * max(1, world.growth * (1 - world.relief))
    return frozenset(
        rule.channel
        for place, rule in enumerate(inputs.channels)
        if rule.way == "live"
        and contacts * max(max(each.now[place], each.then[place]) for each in inputs.spreads)
        >= rules.live_from.contacts
    )


def _run(inputs: Inputs, spread: Spread, end: int, hours: int, queued: frozenset[str]) -> Run:
    world = inputs.world(end, hours)
    left = world.growth * (1 - world.relief)
    longer = (1 - world.relief * world.easy) / (1 - world.relief)
    now, then = [], []
    for rule, today, later in zip(inputs.channels, spread.now, spread.then, strict=True):
        minutes, many = rule.minutes[end], rule.at_once[MOST - end]
        by_queue = rule.channel in queued
        now.append(_load(rule, world, world.contacts * today, minutes, many, by_queue=by_queue))
        contacts = world.contacts * later * left
        then.append(_load(rule, world, contacts, minutes * longer, many, by_queue=by_queue))
    return Run(tuple(now), tuple(then), world.week)


def _load(
    rule: ChannelRule,
    world: World,
    contacts: float,
    minutes: float,
    many: int,
    *,
    by_queue: bool,
) -> Load:
    """What a channel takes; `many`: how many customers one person serves at the same time."""
    if not contacts:
        return Load(0, minutes, 0, 0, 0)
    served = contacts / WEEKS * minutes / 60
    load, work = served / world.hours, served / many
    if by_queue:
        busiest: float = _agents(rule, world, load * _peak(world, 0), minutes, many)
        paid = _agents(rule, world, load, minutes, many) * world.hours
    else:
        busiest = hands_needed(load / many, _peak(world, world.wait(rule.way)), world.occupancy)
        paid = work / world.occupancy
    return Load(contacts, minutes, work, paid / (1 - world.away), busiest)


def _agents(rule: ChannelRule, world: World, load: float, minutes: float, many: int) -> int:
    return agents_needed(
        load,
        minutes * 60,
        share=(rule.share or 0) / 100,
        within=rule.within or 0,
        occupancy=world.occupancy,
        at_once=many,
    )


def _peak(world: World, within: float) -> float:
    """How far the busiest stretch stands above the mean hour, where answers may take so many hours."""
    if within > DAY:
        return 1
    return world.busy_day * (1 if within >= SHIFT else world.busy_hour)


def _channels(
    attended: Attended, runs: list[Run], queued: frozenset[str]
) -> Iterator[ChannelStaffing]:
    for place, rule in enumerate(attended.every):
        by_queue = rule.channel in queued
        now, then = (
            _channel_load([loads[place] for loads in side], by_queue=by_queue)
            for side in ([run.now for run in runs], [run.then for run in runs])
        )
        open_now = rule in attended.used or not attended.known
        open_then = rule.channel in attended.kept
        yield ChannelStaffing(rule.channel, rule.way, now, then, open_now, open_then)


def _channel_load(loads: list[Load], *, by_queue: bool) -> ChannelLoad:
    return ChannelLoad(
        contacts=_hull(load.contacts for load in loads),
        minutes=_hull(load.minutes for load in loads),
        work=_hull(load.work for load in loads),
        paid=_hull(load.paid for load in loads),
        at_once=_hull(load.at_once for load in loads),
        by_queue=by_queue,
    )


def _total(sides: list[tuple[Load, ...]], weeks: list[float]) -> Total:
    paid = [sum(load.paid for load in loads) for loads in sides]
    return Total(
        work=_hull(sum(load.work for load in loads) for loads in sides),
        paid=_hull(paid),
        posts=_hull(hours / week for hours, week in zip(paid, weeks, strict=True)),
    )


def _cover(rules: StaffingRules, inputs: Inputs) -> Cover:
    """One person there all the hours somebody must be free, paid also while away."""
    kept = [rule for rule in inputs.channels if rule.channel in inputs.attended.kept]
    if all(rule.way == "later" for rule in kept):
        return Cover(rules.people, None)
    ends = product((LEAST, MOST), repeat=2)
    worlds = [inputs.world(end, hours) for end, hours in ends]
    return Cover(
        rules.people, _hull(world.hours / (1 - world.away) / world.week for world in worlds)
    )


def _notes(rules: StaffingRules, design: Design) -> tuple[Text, ...]:
    """What is said beside the figures of a design."""
    return tuple(note.text for note in rules.notes if not set(note.parts).isdisjoint(design.parts))


def _enough(inputs: Inputs, needed: Range) -> Enough | None:
    """Whether there are enough; never far more where work that is not reckoned here takes some."""
    posts = inputs.posts
    if posts is None:
        return None
    least, most = needed
    if posts >= most:
        whole = not inputs.attended.apart
        return "spare" if whole and posts >= SPARE * most else "enough"
    return "short" if posts < least else "unsure"


def _hull(values: Iterable[float]) -> Range:
    """From the least to the most, to so many digits that every machine says the same."""
    each = list(values)
    return round(min(each), DIGITS), round(max(each), DIGITS)
