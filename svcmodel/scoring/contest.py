"""Deciding the open layers once every score is known: the best entrants that go together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from operator import itemgetter
from typing import NamedTuple

from svcmodel.domain.catalogue import Catalogue
from svcmodel.scoring.field import LayerField


class Seat(NamedTuple):
    """Whose score stands at a place. `extra`: what is added to it, for a baseline its threshold."""

    model: str
    extra: int


class LayerSeats(NamedTuple):
    """An open layer: its entrants, a baseline first, and their scores out of those of all seats."""

    layer: str
    entrants: tuple[str, ...]
    has_baseline: bool
    scores_of: Callable[[Sequence[int]], tuple[int, ...]]


@dataclass(frozen=True)
class Contest:
    """The open layers and what their entrants must go together with.

    `beside`: what is in the design whatever the open layers decide. `lacks`: what a model requires
    and cannot be added. `coherent`: which choices were found to go together, or not.
    """

    seats: tuple[Seat, ...]
    open: tuple[LayerSeats, ...]
    beside: frozenset[str]
    conflicts: Mapping[str, frozenset[str]]
    lacks: Mapping[str, frozenset[str]]
    coherent: dict[tuple[str, ...], bool] = field(default_factory=dict)

    def decided(self, scores: Sequence[int], barred: frozenset[str]) -> tuple[str, ...]:
        """The model of each open layer; an empty text where two models tie."""
        picked, told = [], []
        for seats in self.open:
            values = seats.scores_of(scores)
            if not barred.isdisjoint(seats.entrants):
                values = _without(values, seats, barred)
            best = max(values)
            place = values.index(best)
            tied = values.count(best) > 1 and not (seats.has_baseline and place == 0)
            picked.append(seats.entrants[place])
            told.append("" if tied else seats.entrants[place])
        if self._goes_together(tuple(picked)):
            return tuple(told)
        return self._best_together(scores, barred)

    def _goes_together(self, picked: tuple[str, ...]) -> bool:
        if picked not in self.coherent:
            parts = self.beside.union(picked)
            self.coherent[picked] = all(
                self.conflicts[id_].isdisjoint(parts) and self.lacks[id_] <= parts for id_ in picked
            )
        return self.coherent[picked]

    def _best_together(self, scores: Sequence[int], barred: frozenset[str]) -> tuple[str, ...]:
        """The coherent choice worth most: best first, one step down a layer at a time."""
        ranked = [list(_ranked(seats, scores, barred)) for seats in self.open]
        start = (0,) * len(ranked)
        queue = [(-sum(order[0][0] for order in ranked), start)]
        seen = {start}
        while queue:
            value, at = heappop(queue)
            picked = tuple(order[n][1] for order, n in zip(ranked, at, strict=True))
            if self._goes_together(picked):
                return picked
            for layer, (order, n) in enumerate(zip(ranked, at, strict=True)):
                after = (*at[:layer], n + 1, *at[layer + 1 :])
                if n + 1 < len(order) and after not in seen:
                    seen.add(after)
                    heappush(queue, (value + order[n][0] - order[n + 1][0], after))
        return tuple("" for _ in ranked)


def contest_of(
    catalogue: Catalogue,
    fields: Mapping[str, LayerField],
    fixed: Mapping[str, str],
    channels: frozenset[str],
    lacks: Mapping[str, frozenset[str]],
) -> Contest:
    """The contest for the layers that are not `fixed`; `channels` are in whatever is chosen."""
    seats: list[Seat] = []
    layers = []
    for id_, layer in fields.items():
        if id_ not in fixed:
            entrants = sorted(layer.ids, key=lambda model: (model != layer.layer.baseline, model))
            places = tuple(range(len(seats), len(seats) + len(entrants)))
            baseline = layer.layer.baseline
            seats += [Seat(m, layer.threshold if m == baseline else 0) for m in entrants]
            has_baseline = baseline in entrants
            layers.append(LayerSeats(id_, tuple(entrants), has_baseline, _getter(places)))
    beside = channels.union(fixed.values())
    return Contest(tuple(seats), tuple(layers), beside, catalogue.in_conflict, lacks)


def _getter(places: tuple[int, ...]) -> Callable[[Sequence[int]], tuple[int, ...]]:
    if len(places) > 1:
        return itemgetter(*places)
    return lambda scores: (scores[places[0]],)


def _without(values: tuple[int, ...], seats: LayerSeats, barred: frozenset[str]) -> tuple[int, ...]:
    """The scores of a layer, with none for who is barred."""
    return tuple(
        -1 if id_ in barred else value for id_, value in zip(seats.entrants, values, strict=True)
    )


def _ranked(
    seats: LayerSeats, scores: Sequence[int], barred: frozenset[str]
) -> Iterator[tuple[int, str]]:
    """The entrants of a layer with what they score, the best first."""
    pairs = zip(seats.scores_of(scores), seats.entrants, strict=True)
    free = [pair for pair in pairs if pair[1] not in barred]
    yield from sorted(free, key=lambda pair: -pair[0])
