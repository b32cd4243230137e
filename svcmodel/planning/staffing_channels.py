"""Which channels people attend, today and in a year, and how the contacts spread over them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import count
from typing import NamedTuple

from svcmodel.domain.conditions import Facts, evaluate
from svcmodel.domain.records import Text
from svcmodel.domain.staffing_rules import ChannelRule, StaffingRules

Shares = tuple[float, ...]
"""What part of the contacts each channel brings."""


class Spread(NamedTuple):
    """The shares of the channels today and in a year."""

    now: Shares
    then: Shares


class Attended(NamedTuple):
    """The channels that people attend: those in use, the most used first, then the new ones.

    `kept`: those that the design has. `apart`: those that bring their share of the contacts and are not
    reckoned here; `told`: what is said of them.
    """

    used: tuple[ChannelRule, ...]
    new: tuple[ChannelRule, ...]
    kept: frozenset[str]
    apart: frozenset[str] = frozenset()
    told: tuple[Text, ...] = ()

    @property
    def known(self) -> bool:
        """Whether somebody said which channels are in use."""
        return bool(self.used)

    @property
    def every(self) -> tuple[ChannelRule, ...]:
        """All that are reckoned here."""
        return tuple(rule for rule in (*self.used, *self.new) if rule.channel not in self.apart)

    def spreads(self, even: float, steep: float) -> Iterator[Spread]:
        """Each way the contacts may spread, as far as the channels are reckoned here."""
        places = [
            place
            for place, rule in enumerate((*self.used, *self.new))
            if rule.channel not in self.apart
        ]
        for each in self.whole_spreads(even, steep):
            now, then = (tuple(side[place] for place in places) for side in each)
            yield Spread(now, then)

    def whole_spreads(self, even: float, steep: float) -> Iterator[Spread]:
        """Each way they may spread: each channel brings so many times fewer than the one before.

        What the design goes without counts today; what is new brings from none to what it would at its
        steepest after those in use. Where nobody said which is used most, any may be: from first to
        last, the other way round, and all alike; what is seldom used comes last in any of them.
        """
        if not self.known:
            for shares in _any_order(self.new, steep):
                yield Spread(shares, shares)
            return
        for times in (even, steep):
            now = [times**-place for place in range(len(self.used))]
            steps = (times**-place for place in count())
            then = [next(steps) if rule.channel in self.kept else 0.0 for rule in self.used]
            last = min((each for each in then if each), default=steep)
            more = [last * steep ** -(place + 1) for place in range(len(self.new))]
            nothing = [0.0] * len(self.new)
            if any(then):
                yield Spread(_of_one([*now, *nothing]), _of_one([*then, *nothing]))
            if more:
                yield Spread(_of_one([*now, *nothing]), _of_one([*then, *more]))


def attended(
    rules: StaffingRules, facts: Facts, chosen: Collection[str], used: Sequence[str]
) -> Attended | None:
    """The channels that people attend; None where the design has none that is reckoned here.

    `chosen`: the channels of the design; `used`: those in use, the most used first.
    """
    by_id = {rule.channel: rule for rule in rules.channels}
    apart = frozenset(
        rule.channel
        for rule in rules.channels
        if rule.unless is not None and evaluate(rule.unless, facts) is True
    )
    if not any(id_ in by_id and id_ not in apart for id_ in chosen):
        return None
    ranked = [by_id[id_] for id_ in used if id_ in by_id]
    new = [by_id[id_] for id_ in chosen if id_ in by_id and by_id[id_] not in ranked]
    if not ranked:
        new.sort(key=lambda rule: rule.seldom)
    texts = [by_id[id_].apart for id_ in chosen if id_ in apart]
    told = tuple(text for text in texts if text is not None)
    return Attended(tuple(ranked), tuple(new), frozenset(chosen), apart, told)


def _any_order(rules: Sequence[ChannelRule], steep: float) -> Iterator[Shares]:
    """The shares where any channel may be the most used, but for those that seldom are."""
    steps = [steep**-place for place in range(len(rules))]
    usual = sum(not rule.seldom for rule in rules) or len(rules)
    rest = steps[usual:]
    for weights in (steps[:usual], steps[:usual][::-1], [1.0] * usual):
        yield _of_one([*weights, *rest])


def _of_one(weights: Sequence[float]) -> Shares:
    return tuple(weight / sum(weights) for weight in weights)
