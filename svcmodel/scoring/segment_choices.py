"""One choice for several segments: which layers have one model for all, and which one for each.

Every layer can be decided for all alike; a layer that may differ by customer (`by_segment`) also as
each segment would decide it alone, where those choices can stand beside one another. Of all these
combinations the coherent one with the greatest value is taken: the sum over segments and layers of
what the choice is worth to the segment, times the segment's share. Equal values are decided by how
few layers differ by segment, then by how much stays as the whole company would choose it, then by
the number of departures from the baselines, then by id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import NamedTuple

from svcmodel.domain.catalogue import Catalogue, Layer
from svcmodel.domain.conditions import Facts
from svcmodel.domain.segmented import SegmentedLayer
from svcmodel.errors import Problem, WrongUseError
from svcmodel.scoring.design import (
    Candidate,
    Limits,
    Results,
    candidates,
    exclude_each_other,
    is_coherent,
    worth,
)


class Group(NamedTuple):
    """A segment as the common design sees it.

    `weight`: its share as a whole number. `own`: what it would choose alone, by layer. `channels`: the
    single channels it has in any case.
    """

    id: str
    weight: int
    results: Results
    facts: Facts
    own: Mapping[str, str]
    channels: frozenset[str]


class Option(NamedTuple):
    """A way to decide one layer: what each group is given, in order, and its value."""

    picks: tuple[Candidate, ...]
    value: int

    @property
    def ids(self) -> tuple[str, ...]:
        """The models and baselines, in the order of the groups."""
        return tuple([pick.id for pick in self.picks])

    @property
    def differs(self) -> bool:
        """Whether not all groups are given the same."""
        return len(set(self.ids)) > 1


def segmented_layers(
    catalogue: Catalogue, groups: Sequence[Group], limits: Limits, whole: Mapping[str, str]
) -> dict[str, SegmentedLayer]:
    """What is proposed in every layer; `whole`: what the company as a whole would choose.

    Raises `WrongUseError` (E303) where nothing coherent can be offered to all groups.
    """
    options = [_options(catalogue, layer, groups, limits) for layer in catalogue.head.layers]
    coherent = (picked for picked in product(*options) if _is_coherent(picked, groups))
    usual = tuple(whole[layer.id] for layer in catalogue.head.layers)
    best = min(coherent, key=lambda picked: _order(picked, usual), default=None)
    if best is None:
        raise WrongUseError([Problem("E303")])
    return {
        layer.id: _proposed(layer, option, groups, whole[layer.id])
        for layer, option in zip(catalogue.head.layers, best, strict=True)
    }


def _options(
    catalogue: Catalogue, layer: Layer, groups: Sequence[Group], limits: Limits
) -> list[Option]:
    open_to = [
        {each.id: each for each in candidates(catalogue, group.results, layer, limits)}
        for group in groups
    ]
    for_all = [id_ for id_ in open_to[0] if all(id_ in some for some in open_to)]
    picked = [tuple(some[id_] for some in open_to) for id_ in for_all]
    own = [group.own[layer.id] for group in groups]
    if layer.by_segment and len(set(own)) > 1 and _stand_together(catalogue, own):
        picked.append(tuple(some[id_] for some, id_ in zip(open_to, own, strict=True)))
    return [Option(picks, _value(picks, groups)) for picks in picked]


def _value(picks: tuple[Candidate, ...], groups: Sequence[Group]) -> int:
    return sum(group.weight * pick.worth for group, pick in zip(groups, picks, strict=True))


def _stand_together(catalogue: Catalogue, ids: Sequence[str]) -> bool:
    """Whether different models of one layer can be offered side by side."""
    return not any(
        other in catalogue.in_conflict[one] or exclude_each_other(catalogue, one, other)
        for one, other in combinations(dict.fromkeys(ids), 2)
    )


def _is_coherent(picked: tuple[Option, ...], groups: Sequence[Group]) -> bool:
    """Whether each group is given what can stand together; different customers meet only in a layer."""
    return all(
        is_coherent(tuple([option.picks[place] for option in picked]), group.channels)
        for place, group in enumerate(groups)
    )


def _order(
    picked: tuple[Option, ...], usual: tuple[str, ...]
) -> tuple[int, int, int, int, tuple[tuple[str, ...], ...]]:
    """Best first."""
    return (
        -sum([option.value for option in picked]),
        sum([option.differs for option in picked]),
        sum([set(o.ids) != {id_} for o, id_ in zip(picked, usual, strict=True)]),
        sum([pick.moves for option in picked for pick in option.picks]),
        tuple([option.ids for option in picked]),
    )


def _proposed(layer: Layer, option: Option, groups: Sequence[Group], usual: str) -> SegmentedLayer:
    return SegmentedLayer(
        layer=layer.id,
        chosen={group.id: id_ for group, id_ in zip(groups, option.ids, strict=True)},
        lead=min(_leads(layer, option, groups, usual))[-1],
        losses={
            group.id: worth(group.results, layer, group.own[layer.id]) - pick.worth
            for group, pick in zip(groups, option.picks, strict=True)
        },
    )


def _leads(
    layer: Layer, option: Option, groups: Sequence[Group], usual: str
) -> Iterator[tuple[int, bool, str]]:
    """What is chosen, to be ordered: by value to all groups, then the usual choice, then by id."""
    for id_ in set(option.ids):
        value = sum(group.weight * worth(group.results, layer, id_) for group in groups)
        yield -value, id_ != usual, id_
