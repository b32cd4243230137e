"""The design: the best coherent choice over all layers, by exact enumeration.

In each layer the models that may lead compete with the baseline. A design's value is the sum over
its layers of (score of the chosen model - score of the baseline - threshold), and nothing for a layer
at its baseline; so a baseline stays unless a model exceeds it by more than the layer's threshold.
Combinations with a conflict or an excluded prerequisite are left out. Equal values are decided by
the number of layers at their baseline, then by id, so that the result is the same everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from heapq import nsmallest
from itertools import product
from typing import NamedTuple

from svcmodel.domain.assessment import LayerChoice, ModelResult, NextBest
from svcmodel.domain.catalogue import Catalogue, Layer
from svcmodel.errors import Problem, WrongUseError

Results = Mapping[str, ModelResult]
NEXT_BEST = 3


class Combination(NamedTuple):
    """One coherent choice: a model or baseline per layer, and its value in millionths of a point."""

    chosen: Mapping[str, str]
    value: int


class Candidate(NamedTuple):
    """A model that may be chosen in its layer.

    `worth`: what choosing it adds to a design's value. `conflicts`: models it cannot stand beside.
    `lacks`: prerequisites that could not be added, so it needs a design that has chosen them.
    """

    id: str
    worth: int
    moves: bool
    conflicts: frozenset[str]
    lacks: frozenset[str]


class Limits(NamedTuple):
    """What the client's constraints leave: models kept in their layer, models ruled out."""

    keep: frozenset[str] = frozenset()
    ruled_out: frozenset[str] = frozenset()


def combinations(
    catalogue: Catalogue, results: Results, channels: Iterable[str], limits: Limits
) -> list[Combination]:
    """The best coherent combinations, the best first: that one and the next few.

    Raises `WrongUseError` (E303) when the constraints leave none.
    """
    options = [_candidates(catalogue, results, layer, limits) for layer in catalogue.head.layers]
    present = frozenset(channels)
    coherent = (picked for picked in product(*options) if _is_coherent(picked, present))
    best = nsmallest(1 + NEXT_BEST, coherent, key=_order)
    if not best or limits.keep & limits.ruled_out or _keeps_two(catalogue, limits):
        raise WrongUseError([Problem("E303")])
    return [_combination(catalogue, picked) for picked in best]


def _keeps_two(catalogue: Catalogue, limits: Limits) -> bool:
    """Whether the client keeps two models of one layer, which decides for one of them."""
    in_layers = catalogue.in_layer.values()
    return any(sum(model.id in limits.keep for model in members) > 1 for members in in_layers)


def _order(picked: tuple[Candidate, ...]) -> tuple[int, int, tuple[str, ...]]:
    """Best first: by value, then fewer departures from the baselines, then id."""
    value = sum([candidate.worth for candidate in picked])
    return -value, sum([c.moves for c in picked]), tuple([c.id for c in picked])


def _combination(catalogue: Catalogue, picked: tuple[Candidate, ...]) -> Combination:
    chosen = {layer: c.id for layer, c in zip(catalogue.layers, picked, strict=True)}
    return Combination(chosen, sum(candidate.worth for candidate in picked))


def _is_coherent(picked: tuple[Candidate, ...], channels: frozenset[str]) -> bool:
    demanding = [c for c in picked if c.conflicts or c.lacks]
    if not demanding:
        return True
    parts = channels.union([candidate.id for candidate in picked])
    return all(c.conflicts.isdisjoint(parts) and c.lacks <= parts for c in demanding)


def _candidates(
    catalogue: Catalogue, results: Results, layer: Layer, limits: Limits
) -> list[Candidate]:
    """The models that may be chosen in a layer: those that are kept there, else all that may lead."""
    members = [model.id for model in catalogue.in_layer[layer.id]]
    kept = [id_ for id_ in members if id_ in limits.keep]
    free = [
        id_
        for id_ in members
        if id_ not in limits.ruled_out and (id_ == layer.baseline or results[id_].may_lead)
    ]
    return [_candidate(catalogue, results, layer, id_, limits) for id_ in kept or free]


def _candidate(
    catalogue: Catalogue, results: Results, layer: Layer, id_: str, limits: Limits
) -> Candidate:
    needs = (relation.target for relation in catalogue.related(id_, "requires"))
    return Candidate(
        id=id_,
        worth=_worth(results, layer, id_),
        moves=id_ != layer.baseline,
        conflicts=catalogue.in_conflict[id_],
        lacks=frozenset(need for need in needs if _is_barred(results, limits, need)),
    )


def _is_barred(results: Results, limits: Limits, id_: str) -> bool:
    """Whether a model can be no part of the design: excluded, or ruled out by the client."""
    return results[id_].status == "excluded" or id_ in limits.ruled_out


def _worth(results: Results, layer: Layer, id_: str) -> int:
    if id_ == layer.baseline:
        return 0
    return results[id_].micro - layer.needed(results[layer.baseline].micro)


def layer_choices(
    catalogue: Catalogue, results: Results, best: Combination, limits: Limits
) -> dict[str, LayerChoice]:
    """The best combination layer by layer: what else belongs to it, the first phase, the runner-up."""
    companions = _companions(catalogue, results, best, limits)
    return {
        layer.id: _layer_choice(
            catalogue, results, layer, best.chosen[layer.id], companions, limits
        )
        for layer in catalogue.head.layers
    }


def _layer_choice(
    catalogue: Catalogue,
    results: Results,
    layer: Layer,
    chosen: str,
    companions: Mapping[str, list[str]],
    limits: Limits,
) -> LayerChoice:
    free = Limits(ruled_out=limits.ruled_out)
    rivals = [c.id for c in _candidates(catalogue, results, layer, free)]
    others = sorted((id_ for id_ in rivals if id_ != chosen), key=lambda i: (-results[i].micro, i))
    runner_up = others[0] if others else None
    lead = results[chosen].micro - results[runner_up].micro if runner_up else None
    return LayerChoice(
        layer=layer.id,
        chosen=chosen,
        at_baseline=chosen == layer.baseline,
        also=tuple(companions[layer.id]),
        first_phase=_first_phase(catalogue, results, chosen, limits),
        runner_up=runner_up,
        lead=lead,
        margin=_margin(results, layer, chosen, others),
    )


def _margin(results: Results, layer: Layer, chosen: str, others: list[str]) -> int | None:
    """How far the decision is from turning; None where nothing competes."""
    if not others:
        return None
    needed = layer.needed(results[layer.baseline].micro)
    if chosen == layer.baseline:
        return needed - results[others[0]].micro
    rivals = [results[id_].micro for id_ in others if id_ != layer.baseline]
    return results[chosen].micro - max([needed, *rivals])


def _companions(
    catalogue: Catalogue, results: Results, best: Combination, limits: Limits
) -> dict[str, list[str]]:
    """Models that belong to the design beside the chosen ones: floors, prerequisites, contained ones."""
    also: dict[str, list[str]] = {layer: [] for layer in catalogue.layers}
    for layer in catalogue.head.layers:
        if layer.floor and layer.floor != best.chosen[layer.id]:
            also[layer.id].append(layer.floor)
    for id_ in best.chosen.values():
        for relation in catalogue.related(id_, "requires", "contains"):
            target = catalogue.models[relation.target]
            if target.kind == "channel" or target.id in best.chosen.values():
                continue
            if _exclude_each_other(catalogue, id_, target.id) or target.id in also[target.layer]:
                continue
            if not _is_barred(results, limits, target.id):
                also[target.layer].append(target.id)
    return also


def _exclude_each_other(catalogue: Catalogue, one: str, other: str) -> bool:
    return any(r.target == other for r in catalogue.related(one, "exclusive")) or any(
        r.target == one for r in catalogue.related(other, "exclusive")
    )


def _first_phase(catalogue: Catalogue, results: Results, chosen: str, limits: Limits) -> str | None:
    """What to start with while a caution of the chosen model applies, where the catalogue says."""
    applying = {c.caution for c in results[chosen].cautions if c.state == "broken"}
    starts = (c.meanwhile for c in catalogue.models[chosen].cautions if c.id in applying)
    return next((s for s in starts if s and not _is_barred(results, limits, s)), None)


def tensions(catalogue: Catalogue, parts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The pairs of a design that go together only with a safeguard."""
    present = set(parts)
    for relation in catalogue.relations:
        if relation.type == "tension" and {relation.origin, relation.target} <= present:
            yield relation.origin, relation.target


def next_best(ordered: list[Combination]) -> tuple[NextBest, ...]:
    """The combinations after the best: what differs and by how much they fall behind."""
    best = ordered[0]
    return tuple(
        NextBest(
            {layer: id_ for layer, id_ in other.chosen.items() if id_ != best.chosen[layer]},
            best.value - other.value,
        )
        for other in ordered[1 : 1 + NEXT_BEST]
    )
