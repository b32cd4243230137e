"""What staffing is reckoned from: every figure as a range, with the answer or the assumption behind it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from svcmodel.domain.assessment import Design
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import UNKNOWN_SPAN, Span
from svcmodel.domain.criteria import FromBands, questions_of
from svcmodel.domain.questions import Question
from svcmodel.domain.staffing import Gap, InputId, Range, StaffingInput
from svcmodel.domain.staffing_rules import (
    AssumedFigure,
    AssumedShare,
    ByLevel,
    ChannelRule,
    ReliefRule,
    StaffingRules,
)
from svcmodel.planning.staffing_channels import Attended, Spread, attended
from svcmodel.scoring.levels import Reading

LEAST, MOST = 0, 1
"""The ends of a range."""
MOST_CONTACTS = 1_000_000_000
"""A month: more than any company has, so that a slip of the keyboard cannot run away."""


class World(NamedTuple):
    """All that holds for every channel, with every input at one value.

    `contacts`: a month. `hours`: open a week. `answer_within`: hours, of what may wait. `growth`: in a
    year. `relief`: the share of contacts that no longer reach a person then; `easy`: what such a
    contact took, as a share of the average. `week`: hours of a post.
    """

    contacts: float
    hours: float
    answer_within: float
    growth: float
    busy_day: float
    busy_hour: float
    occupancy: float
    away: float
    week: float
    relief: float
    easy: float

    def wait(self, way: str) -> float:
        """How many hours a contact may wait."""
        return self.answer_within if way == "later" else 0


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that goes in.

    `attended`: the channels that people attend; `spreads`: each way the contacts may spread over them.
    `reliefs`: three shares of one another each. `posts`: people there
    are. `estimable`: whether the contacts are known at all. `open_questions`: what is not known.
    """

    general: Mapping[InputId, StaffingInput]
    attended: Attended
    spreads: tuple[Spread, ...]
    reliefs: tuple[tuple[StaffingInput, ...], ...]
    posts: float | None
    estimable: bool
    open_questions: tuple[str, ...]

    @property
    def channels(self) -> tuple[ChannelRule, ...]:
        """The channels that people attend, today or in a year."""
        return self.attended.every

    def world(self, end: int, hours: int) -> World:
        """Every input at the end that makes for least, or for most, work; hours open at either."""
        found = {id_: each.range for id_, each in self.general.items()}
        other = MOST - end  # of these more makes less work
        return World(
            contacts=found["contacts"][end],
            hours=found["hours_open"][hours],
            answer_within=found["answer_within"][other],
            growth=found["growth"][end],
            busy_day=found["busy_day"][end],
            busy_hour=found["busy_hour"][end],
            occupancy=found["occupancy"][other],
            away=found["away"][end],
            week=found["week"][other],
            relief=self.relieved(other),
            easy=found["easy"][other],
        )

    def relieved(self, end: int) -> float:
        """The share of contacts that no longer reach a person, one relief after another."""
        left = 1.0
        for shares in self.reliefs:
            repeated, tries, succeeds = (each.range[end] for each in shares)
            left *= 1 - repeated * tries * succeeds
        return 1 - left

    @property
    def told(self) -> tuple[StaffingInput, ...]:
        """What is worth telling: what makes no difference here is left out."""
        idle = {"answer_within"} if all(rule.way == "live" for rule in self.channels) else set()
        idle |= set() if self.reliefs else {"easy"}
        idle |= set() if len(self.channels) > 1 else {"each_next"}
        idle |= set() if self.estimable else {"contacts"}
        general = [each for id_, each in self.general.items() if id_ not in idle]
        own = [each for rule in self.channels for each in _channel_inputs(rule)]
        return (*general, *own, *(each for shares in self.reliefs for each in shares))


class _Company(NamedTuple):
    """Where the figures of one company come from."""

    catalogue: Catalogue
    reading: Reading
    design: Design

    def span(self, criterion: str) -> Span | None:
        """The levels a criterion may have; None where nothing is known of it or it does not apply."""
        level = self.reading.levels.get(criterion)
        return None if level is None or level.span == UNKNOWN_SPAN else level.span

    def question(self, criterion: str) -> str:
        """The first question a criterion's level comes from."""
        record = self.catalogue.criteria.get(criterion)
        return next(questions_of(record.level_from)) if record else criterion

    def chosen(self, question: str) -> tuple[str, ...]:
        """The options somebody named, where the question lists some."""
        value = self.reading.values.get(question)
        return value if isinstance(value, tuple) else ()

    def option(self, question: str) -> str:
        """The one option somebody chose; empty where nobody did."""
        value = self.reading.values.get(question)
        return value if isinstance(value, str) else ""

    def figure(self, question: str) -> float | None:
        """The figure somebody gave."""
        value = self.reading.values.get(question)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return None
        return float(min(value, MOST_CONTACTS))


def inputs_of(
    rules: StaffingRules,
    catalogue: Catalogue,
    reading: Reading,
    design: Design,
    kept: Collection[str] = (),
) -> Inputs | None:
    """What goes in for a company and its design; None where no channel is attended by people.

    `kept`: channels in use that stay although they are none of the design's.
    """
    company = _Company(catalogue, reading, design)
    use = catalogue.head.channel_rules.use_question
    chosen = list(dict.fromkeys([*(each.channel for each in design.channels), *kept]))
    channels = attended(rules, reading.facts, chosen, company.chosen(use))
    if channels is None:
        return None
    contacts = _from_bands(company, "contacts", rules.volume, MOST_CONTACTS)
    reliefs = tuple(_relief_inputs(company, rule, of) for rule, of in _new_reliefs(rules, company))
    volume = company.question(rules.volume)
    lacking = [] if company.figure(volume) is not None else [volume]
    lacking += [] if channels.known else [use]
    return Inputs(
        general=_general(company, rules, contacts),
        attended=channels,
        spreads=tuple(channels.spreads(*rules.each_next.figure)),
        reliefs=reliefs,
        posts=company.figure(rules.posts),
        estimable=contacts is not None,
        open_questions=tuple(lacking),
    )


def _general(
    company: _Company, rules: StaffingRules, contacts: StaffingInput | None
) -> dict[InputId, StaffingInput]:
    """What holds for every channel."""
    return {
        "contacts": contacts or StaffingInput("contacts", "", (0, 0), "assumption", "", None, ()),
        "growth": _by_level(company, "growth", rules.growth),
        "hours_open": _by_level(company, "hours_open", rules.hours_open),
        "answer_within": _by_level(company, "answer_within", rules.answer_within),
        "each_next": _assumed("each_next", rules.each_next),
        "busy_day": _assumed("busy_day", rules.busy_day),
        "busy_hour": _by_level(company, "busy_hour", rules.busy_hour)._replace(
            origin="assumption", about=""
        ),
        "occupancy": _assumed("occupancy", rules.occupancy),
        "away": _assumed("away", rules.away),
        "week": _assumed("week", rules.week),
        "easy": _assumed("easy", rules.easy),
    }


def gaps(rules: StaffingRules, inputs: Inputs, bank: Mapping[str, Question]) -> tuple[Gap, ...]:
    """The questions that would make the figures sharper, the most telling first; then the measures."""
    open_ = [each.about for each in inputs.told if each.origin == "assumption" and each.about]
    asked = dict.fromkeys([*inputs.open_questions, *open_])
    questions = [Gap("question", id_, bank.get(id_)) for id_ in asked]
    return (*questions, *(Gap("measure", id_) for id_ in rules.measures))


def _from_bands(
    company: _Company, id_: InputId, criterion: str, most: float, of: str = ""
) -> StaffingInput | None:
    """A figure as it was given, else what the level of its criterion leaves open; None where neither.

    `most`: the end of an open top band that names no planning cap.
    """
    span = company.span(criterion)
    bands = company.catalogue.criteria[criterion].level_from if span else None
    if span is None or not isinstance(bands, FromBands):
        return None
    figure = company.figure(bands.bands)
    if figure is not None:
        return StaffingInput(id_, of, (figure, figure), "answer", bands.bands, None, ())
    ends = (0, *bands.bounds, bands.top or most)
    return StaffingInput(
        id_, of, (ends[span.low - 1], ends[span.high]), "level", criterion, None, ()
    )


def _by_level(company: _Company, id_: InputId, rule: ByLevel) -> StaffingInput:
    """A figure that follows from a level, or what is taken where the level is not known."""
    span, told = company.span(rule.criterion), (rule.reason, rule.sources)
    if rule.answered is not None:
        pair = rule.answered.figures.get(company.option(rule.answered.question))
        if pair is not None:
            return StaffingInput(id_, "", _ends(pair), "answer", rule.answered.question, *told)
    if span is None:
        about = company.question(rule.criterion)
        return StaffingInput(id_, "", _ends(rule.unknown), "assumption", about, *told)
    pairs = [rule.figures[level] for level in range(span.low, span.high + 1)]
    ends = min(pair[LEAST] for pair in pairs), max(pair[MOST] for pair in pairs)
    return StaffingInput(id_, "", ends, "level", rule.criterion, *told)


def _assumed(id_: InputId, rule: AssumedFigure | AssumedShare) -> StaffingInput:
    """An assumption of the catalogue; a share as a part of one."""
    ends = _ends(rule.figure) if isinstance(rule, AssumedFigure) else _parts(rule.per_cent)
    return StaffingInput(id_, "", ends, "assumption", "", rule.reason, rule.sources)


def _channel_inputs(rule: ChannelRule) -> Iterator[StaffingInput]:
    """What is taken for granted of a channel; of the target, the share and then the seconds."""
    of, told = rule.channel, (rule.reason, rule.sources)
    yield StaffingInput("minutes", of, _ends(rule.minutes), "assumption", "", *told)
    if max(rule.at_once) > 1:
        yield StaffingInput("at_once", of, _ends(rule.at_once), "assumption", "", *told)
    if rule.share is not None and rule.within is not None:
        yield StaffingInput("target", of, (rule.share, rule.within), "assumption", "", *told)


def _new_reliefs(rules: StaffingRules, company: _Company) -> Iterator[tuple[ReliefRule, str]]:
    """The reliefs that the design brings, each with the part that does.

    What is in use today has had its effect already.
    """
    head = company.catalogue.head
    today = set(company.chosen(head.channel_rules.use_question))
    if head.road_rules is not None:
        today |= set(company.chosen(head.road_rules.today_question))
    new = set(company.design.parts) - today
    for rule in rules.relief:
        yield from [(rule, part) for part in rule.parts if part in new][:1]


def _relief_inputs(company: _Company, rule: ReliefRule, of: str) -> tuple[StaffingInput, ...]:
    """What the effect of a relief follows from: three shares of one another."""
    repeated = _from_bands(company, "repeated", rule.repeated, 100, of)
    if repeated is None:
        about = company.question(rule.repeated)
        repeated = StaffingInput("repeated", of, (0, 100), "assumption", about, None, ())
    told = (rule.reason, rule.sources)
    return (
        repeated._replace(range=_parts(repeated.range)),
        StaffingInput("tries", of, _parts(rule.tries), "assumption", "", *told),
        StaffingInput("succeeds", of, _parts(rule.succeeds), "assumption", "", *told),
    )


def _ends(pair: tuple[float, ...]) -> Range:
    return pair[LEAST], pair[MOST]


def _parts(per_cent: tuple[float, ...]) -> Range:
    return per_cent[LEAST] / 100, per_cent[MOST] / 100
