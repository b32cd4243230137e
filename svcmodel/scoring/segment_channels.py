"""The channels of several segments together: precedence first, then share, within capacity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from svcmodel.domain.assessment import ChannelChoice, ChannelReason
from svcmodel.domain.segmented import SegmentedChannel
from svcmodel.scoring.channels import ChannelsWanted, Room

PRECEDENCE: tuple[ChannelReason, ...] = ("obligation", "kept", "use", "fit", "fallback")
"""The reasons for a channel, the strongest first."""


class GroupChannels(NamedTuple):
    """The channels of one segment in the order they were taken; `weight`: its share."""

    segment: str
    weight: int
    channels: tuple[ChannelChoice, ...]


class JointChannels(NamedTuple):
    """The channels taken, those left out, and by how many assisted ones capacity is exceeded."""

    taken: tuple[SegmentedChannel, ...]
    left_out: tuple[SegmentedChannel, ...]
    over: int


class _Call(NamedTuple):
    """A channel that segments call for: its best reason, their weight, its best place."""

    reason: ChannelReason
    weight: int
    place: int
    segments: tuple[str, ...]


def joint_channels(groups: Sequence[GroupChannels], room: Room) -> JointChannels:
    """The union of the segments' channels, as far as there is room.

    Obliged and kept channels are taken in any case; then by reason, and within a reason those that the
    larger part of the customers calls for, then those that stand first.
    """
    calls = _calls(groups)
    by_reason = {
        reason: [channel for channel, call in calls.items() if call.reason == reason]
        for reason in PRECEDENCE
    }
    fitting = [*by_reason["fit"], *by_reason["fallback"]]
    fixed = [*by_reason["obligation"], *by_reason["kept"]]
    wanted = ChannelsWanted(
        by_reason["obligation"], by_reason["kept"], (), by_reason["use"], fitting
    )
    taken = room.filled(wanted)
    return JointChannels(
        taken=tuple(_segmented(channel, calls) for channel in taken),
        left_out=tuple(_segmented(channel, calls) for channel in calls if channel not in taken),
        over=max(0, room.assisted_count(fixed) - room.limit),
    )


def _calls(groups: Sequence[GroupChannels]) -> dict[str, _Call]:
    """Every channel that is called for, those that go first first."""
    calls: dict[str, _Call] = {}
    for group in groups:
        for place, (channel, reason) in enumerate(group.channels):
            before = calls.get(channel, _Call("fallback", 0, place, ()))
            calls[channel] = _Call(
                reason=min(before.reason, reason, key=PRECEDENCE.index),
                weight=before.weight + group.weight,
                place=min(before.place, place),
                segments=(*before.segments, group.segment),
            )

    def order(item: tuple[str, _Call]) -> tuple[int, int, int, str]:
        channel, call = item
        return PRECEDENCE.index(call.reason), -call.weight, call.place, channel

    return dict(sorted(calls.items(), key=order))


def _segmented(channel: str, calls: Mapping[str, _Call]) -> SegmentedChannel:
    return SegmentedChannel(channel, calls[channel].reason, calls[channel].segments)
