"""The set of channels: what is obliged, then what customers use, then what fits, within capacity.

Precedence: law, safety, capacity, preference. Obliged channels enter even above capacity; how many
assisted ones are too many is reported, and the plan then carries the task to hire or buy help.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from svcmodel.domain.assessment import MICRO, MIDDLE, ChannelChoice, ChannelReason, ModelResult
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import Facts, evaluate
from svcmodel.domain.models import Obligation


def choose_channels(
    catalogue: Catalogue,
    results: Mapping[str, ModelResult],
    facts: Facts,
    obliged: Sequence[Obligation],
    *,
    chosen: Mapping[str, str],
    kept: Sequence[str] = (),
    ruled_out: Iterable[str] = (),
) -> tuple[tuple[ChannelChoice, ...], int]:
    """The channels in the order they were taken, and by how many assisted ones exceed capacity.

    `chosen`: the model of each layer; a channel in conflict with one of them is left out. Where an
    obligation leaves a choice of channels, one that is in anyway fulfils it.
    """
    rules = catalogue.head.channel_rules
    allowed = _allowed(catalogue, results, chosen.values(), set(ruled_out))
    used = [c for c in used_channels(catalogue, facts) if c in allowed][: rules.used_at_most]
    points_above = rules.points_above_used if used else rules.points_above
    fitting = _fitting(allowed, results, points_above)
    named = [channel for obligation in obliged for channel in obligation.channels]
    wanted = ChannelsWanted(named, kept, (), used, fitting)
    room = room_for(catalogue, facts, chosen)
    open_choices = [o.one_of_channels for o in obliged if o.one_of_channels]
    fulfilling = obliged_alternatives(open_choices, [*room.filled(wanted), *used], allowed)
    channels = room.filled(wanted._replace(fulfilling=fulfilling))
    over = max(0, room.assisted_count([*named, *fulfilling, *kept]) - room.limit)
    if not channels:
        return (ChannelChoice(rules.fallback, "fallback"),), 0
    return tuple(channels.values()), over


class ChannelsWanted(NamedTuple):
    """Channels by the reason they are wanted for, in order of precedence.

    `fulfilling`: those that an obligation with a choice of channels is met by.
    """

    obliged: Sequence[str]
    kept: Sequence[str]
    fulfilling: Sequence[str]
    used: Sequence[str]
    fitting: Sequence[str]


@dataclass(frozen=True, slots=True)
class Room:
    """How many channels there may be: `limit` assisted ones, `in_all` together."""

    catalogue: Catalogue
    limit: int
    in_all: int

    def filled(self, wanted: ChannelsWanted) -> dict[str, ChannelChoice]:
        """The channels that get a place; obliged and kept ones get it in any case."""
        taken: dict[str, ChannelChoice] = {}
        for channel in wanted.obliged:
            taken.setdefault(channel, ChannelChoice(channel, "obligation"))
        for channel in wanted.kept:
            taken.setdefault(channel, ChannelChoice(channel, "kept"))
        for channel in wanted.fulfilling:
            in_anyway = channel in wanted.used and self._has_place(taken, channel)
            reason: ChannelReason = "use" if in_anyway else "obligation"
            taken.setdefault(channel, ChannelChoice(channel, reason))
        for channel in wanted.used:
            if self._has_place(taken, channel):
                taken.setdefault(channel, ChannelChoice(channel, "use"))
        for channel in wanted.fitting:
            if self._has_place(taken, channel):
                taken.setdefault(channel, ChannelChoice(channel, "fit"))
        return taken

    def assisted_count(self, channels: Iterable[str]) -> int:
        """How many of the channels people have to attend."""
        return sum(self.catalogue.models[channel].assisted for channel in set(channels))

    def _has_place(self, taken: Mapping[str, ChannelChoice], channel: str) -> bool:
        if len(taken) >= self.in_all:
            return False
        assisted = self.catalogue.models[channel].assisted
        return not assisted or self.assisted_count(taken) < self.limit


def room_for(catalogue: Catalogue, facts: Facts, chosen: Mapping[str, str]) -> Room:
    """The room a company with these facts has; `chosen`: the model of each layer."""
    return Room(catalogue, assisted_limit(catalogue, facts), _in_all(catalogue, chosen))


def obliged_alternatives(
    choices: Iterable[Sequence[str]], present: Sequence[str], allowed: Collection[str]
) -> list[str]:
    """For each choice an obligation leaves: a channel that is present, else the first one allowed.

    Where nothing of the choice is allowed the first one is taken: an obligation goes before a wish.
    """
    taken: list[str] = []
    for choice in choices:
        known = [*taken, *present, *(channel for channel in choice if channel in allowed)]
        taken.append(next((channel for channel in known if channel in choice), choice[0]))
    return taken


def _allowed(
    catalogue: Catalogue,
    results: Mapping[str, ModelResult],
    chosen: Iterable[str],
    barred: set[str],
) -> list[str]:
    """The channels nothing speaks against: no broken requirement, no conflict, not ruled out."""
    barred = barred.union(*(catalogue.in_conflict[id_] for id_ in chosen))
    return [c.id for c in catalogue.channels if results[c.id].may_lead and c.id not in barred]


def _in_all(catalogue: Catalogue, chosen: Mapping[str, str]) -> int:
    """How many channels at most: fewer where the channel layer stays at its baseline."""
    rules = catalogue.head.channel_rules
    layer = catalogue.models[rules.fallback].layer
    at_baseline = chosen[layer] == catalogue.layers[layer].baseline
    return rules.at_baseline_at_most if at_baseline else rules.in_all_at_most


def assisted_limit(catalogue: Catalogue, facts: Facts) -> int:
    """How many assisted channels the company can attend well; unknown facts do not limit."""
    rules = catalogue.head.channel_rules
    limits = [rule.assisted_at_most for rule in rules.capacity if evaluate(rule.when, facts)]
    return min(limits, default=rules.in_all_at_most)


def used_channels(catalogue: Catalogue, facts: Facts) -> tuple[str, ...]:
    """The channels customers use, the most used first; none when that is not known."""
    used: tuple[str, ...] | None = facts.answers.get(catalogue.head.channel_rules.use_question)
    return used or ()


def _fitting(
    allowed: Iterable[str], results: Mapping[str, ModelResult], points_above: float
) -> list[str]:
    floor = MIDDLE + round(points_above * MICRO)
    fitting = [channel for channel in allowed if results[channel].micro > floor]
    return sorted(fitting, key=lambda channel: (-results[channel].micro, channel))
