"""The segments of a result as JSON: each alone, and the design proposed for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from svcmodel.domain.segmented import (
    SegmentedChannel,
    SegmentedLayer,
    SegmentedResult,
    SegmentResult,
)
from svcmodel.render.rounding import points

DIGITS = 2


def segments_data(segmented: SegmentedResult) -> dict[str, Any]:
    """The key `segments` of a result."""
    return {
        "alone": [_segment(result) for result in segmented.segments],
        "layers": {layer: _layer(given) for layer, given in segmented.layers.items()},
        "channels": _channels(segmented.channels),
        "left_out": _channels(segmented.left_out),
        "over_capacity": segmented.proposed.over_capacity,
    }


def _segment(result: SegmentResult) -> dict[str, Any]:
    design = result.assessment.design
    return {
        "id": result.segment.id,
        "name": result.segment.name,
        "share": result.share / 1_000_000,
        "scores": {model.id: points(model.micro, DIGITS) for model in result.assessment.models},
        "layers": {
            layer: {
                "chosen": choice.chosen,
                "baseline": choice.at_baseline,
                "runner_up": choice.runner_up,
                "lead_points": _points(choice.lead),
                "margin_points": _points(choice.margin),
            }
            for layer, choice in design.layers.items()
        },
        "channels": [choice.channel for choice in design.channels],
    }


def _layer(layer: SegmentedLayer) -> dict[str, Any]:
    return {
        "common": layer.is_common,
        "lead": layer.lead,
        "chosen": dict(layer.chosen),
        "losses": {segment: points(loss, DIGITS) for segment, loss in layer.losses.items()},
    }


def _channels(channels: Iterable[SegmentedChannel]) -> list[dict[str, Any]]:
    return [
        {"channel": each.channel, "reason": each.reason, "segments": list(each.segments)}
        for each in channels
    ]


def _points(micro: int | None) -> float | None:
    return None if micro is None else points(micro, DIGITS)
