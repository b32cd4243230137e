"""The result of scoring a company segment by segment: what all have in common, what differs.

Points are integers in millionths of a point, as in an assessment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from svcmodel.domain.answers import Segment
from svcmodel.domain.assessment import Assessment, ChannelReason, Design


@dataclass(frozen=True, slots=True)
class SegmentResult:
    """One segment scored alone. `share`: its part of the customers, in millionths."""

    segment: Segment
    share: int
    assessment: Assessment


class SegmentedLayer(NamedTuple):
    """What is proposed in one layer.

    `chosen`: the model or baseline for each segment, by the segment's id. `lead`: the one that leads.
    `losses`: by how many points each segment's own choice fits it better than what is proposed for it.
    """

    layer: str
    chosen: Mapping[str, str]
    lead: str
    losses: Mapping[str, int]

    @property
    def is_common(self) -> bool:
        """Whether all segments are given the same."""
        return len(set(self.chosen.values())) == 1


class SegmentedChannel(NamedTuple):
    """A channel, the best reason for it, and the ids of the segments that call for it."""

    channel: str
    reason: ChannelReason
    segments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SegmentedResult:
    """The company as a whole, each of its segments, and one design proposed for them together.

    `left_out`: channels that segments call for and for which there is no capacity. `proposed`: the
    same design as one; what does not lead in its layer stands beside what does.
    """

    whole: Assessment
    segments: tuple[SegmentResult, ...]
    layers: Mapping[str, SegmentedLayer]
    channels: tuple[SegmentedChannel, ...]
    left_out: tuple[SegmentedChannel, ...]
    proposed: Design
