"""Places: overall, within a layer, ties, and the list of the core models."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from svcmodel.domain.assessment import ModelResult


def ranked(
    results: Iterable[ModelResult], channels: Collection[str] = ()
) -> tuple[ModelResult, ...]:
    """The results with their places, best first; excluded models come last, without a rank.

    Equal scores share a rank; among equals the order is by id, so it is the same everywhere.
    `channels`: ids of those that compete in their layer with each other only, not with models.
    """
    everyone = sorted(results, key=lambda r: (-r.micro, r.id))
    placed = [_placed(result, everyone, channels) for result in everyone]
    return tuple(sorted(placed, key=lambda r: (r.rank is None, -r.micro, r.id)))


def _placed(
    result: ModelResult, everyone: list[ModelResult], channels: Collection[str]
) -> ModelResult:
    running = [other for other in everyone if other.status != "excluded"]
    rivals = [
        other
        for other in running
        if other.layer == result.layer and (other.id in channels) == (result.id in channels)
    ]
    ahead = 1 + sum(other.micro > result.micro for other in running)
    if result.status == "excluded":
        return replace(result, would_rank=ahead)
    return replace(
        result,
        rank=ahead,
        rank_in_layer=1 + sum(other.micro > result.micro for other in rivals),
        tied_with=tuple(r.id for r in rivals if r.micro == result.micro and r.id != result.id),
    )


def core_list(results: Iterable[ModelResult]) -> tuple[str, ...]:
    """The core models, the best-supported decision first, the excluded ones last."""
    return tuple(result.id for result in results if result.core)
