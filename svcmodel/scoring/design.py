"""The design: the best coherent choice over all layers, by exact enumeration.

In each layer the models that may lead compete with the baseline. A design's value is the sum over
its layers of (score of the chosen model - score of the baseline - threshold), and nothing for a layer
at its baseline; so a baseline stays unless a model exceeds it by more than the layer's threshold.
Combinations with a conflict or an excluded prerequisite are left out. Equal values are decided by
the number of layers at their baseline, then by id, so that the result is the same everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nsmallest
from itertools import product
from typing import NamedTuple

from svcmodel.domain.assessment import MICRO, LayerChoice, ModelResult, NextBest
from svcmodel.domain.catalogue import Catalogue, Layer
from svcmodel.errors import Problem, WrongUseError

Results = Mapping[str, ModelResult]
NEXT_BEST = 3


class Combination(NamedTuple):
    """One coherent choice: a model or baseline per layer, and its value in millionths of a point."""

    chosen: Mapping[str, str]
    value: int


class Combinations(NamedTuple):
    """The best combinations, the best first, and the parts of the good ones.

    Good are those that no more than a close call separates from the best. `core`: what all of them
    choose; `optional`: what only some choose.
    """

    best: list[Combination]
    core: tuple[str, ...]
    optional: tuple[str, ...]


class Candidate(NamedTuple):
    """A model that may be chosen in its layer.

    `worth`: what choosing it adds to a design's value. `conflicts`: models it cannot stand beside.
    `lacks`: prerequisites that could not be added, so it needs a design that has chosen them.
    `favour`: how strongly the company's strategy speaks for it.
    """

    id: str
    worth: int
    moves: bool
    conflicts: frozenset[str]
    lacks: frozenset[str]
    favour: int = 0


class Limits(NamedTuple):
    """What the client sets: models kept in their layer, models ruled out, models favoured.

    `favoured`: what the company's strategy speaks for, the first most; it decides between equals.
    """

    keep: frozenset[str] = frozenset()
    ruled_out: frozenset[str] = frozenset()
    favoured: tuple[str, ...] = ()


def combinations(
    catalogue: Catalogue, results: Results, channels: Iterable[str], limits: Limits
) -> Combinations:
    """The coherent combinations: the best and the next few, and what the good ones have in common.

    Raises `WrongUseError` (E303) when the constraints leave none.
    """
    options = [candidates(catalogue, results, layer, limits) for layer in catalogue.head.layers]
    present = frozenset(channels)
    coherent = [picked for picked in product(*options) if is_coherent(picked, present)]
    best = nsmallest(1 + NEXT_BEST, coherent, key=_order)
    if not best or limits.keep & limits.ruled_out or _keeps_two(catalogue, limits):
        raise WrongUseError([Problem("E303")])
    least = _value(best[0]) - round(catalogue.head.close_call * MICRO)
    good = [{c.id for c in picked} for picked in coherent if _value(picked) > least]
    core = set.intersection(*good)
    return Combinations(
        best=[_combination(catalogue, picked) for picked in best],
        core=tuple(c.id for c in best[0] if c.id in core),
        optional=tuple(sorted(set.union(*good) - core)),
    )


def _value(picked: tuple[Candidate, ...]) -> int:
    return sum([candidate.worth for candidate in picked])


def _keeps_two(catalogue: Catalogue, limits: Limits) -> bool:
    """Whether the client keeps two models of one layer, which decides for one of them."""
    in_layers = catalogue.in_layer.values()
    return any(sum(model.id in limits.keep for model in members) > 1 for members in in_layers)


def _order(picked: tuple[Candidate, ...]) -> tuple[int, int, int, tuple[str, ...]]:
    """Best first: by value, then fewer departures from the baselines, then the strategy, then id."""
    moves, favour = sum([c.moves for c in picked]), sum([c.favour for c in picked])
    return -_value(picked), moves, -favour, tuple([c.id for c in picked])


def _combination(catalogue: Catalogue, picked: tuple[Candidate, ...]) -> Combination:
    chosen = {layer: c.id for layer, c in zip(catalogue.layers, picked, strict=True)}
    return Combination(chosen, _value(picked))


def is_coherent(picked: tuple[Candidate, ...], channels: frozenset[str]) -> bool:
    """Whether nothing picked is in conflict with the rest or lacks what it requires."""
    demanding = [c for c in picked if c.conflicts or c.lacks]
    if not demanding:
        return True
    parts = channels.union([candidate.id for candidate in picked])
    return all(c.conflicts.isdisjoint(parts) and c.lacks <= parts for c in demanding)


def candidates(
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
    return Candidate(
        id=id_,
        worth=worth(results, layer, id_),
        moves=id_ != layer.baseline,
        conflicts=catalogue.in_conflict[id_],
        lacks=lacking(catalogue, results, id_, limits),
        favour=_favour(limits, id_),
    )


def _favour(limits: Limits, id_: str) -> int:
    """How strongly the strategy speaks for a model: most for the first it names."""
    named = limits.favoured
    return len(named) - named.index(id_) if id_ in named else 0


def lacking(catalogue: Catalogue, results: Results, id_: str, limits: Limits) -> frozenset[str]:
    """What a model requires and cannot be added, so that it needs a design that has chosen it."""
    needs = catalogue.required_by(id_)
    return frozenset(need for need in needs if _is_barred(results, limits, need))


def _is_barred(results: Results, limits: Limits, id_: str) -> bool:
    """Whether a model can be no part of the design: excluded, or ruled out by the client."""
    return results[id_].status == "excluded" or id_ in limits.ruled_out


def worth(results: Results, layer: Layer, id_: str) -> int:
    """What choosing a model adds to a design's value, in millionths; the baseline adds nothing."""
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
    rivals = [c.id for c in candidates(catalogue, results, layer, free)]
    others = sorted((id_ for id_ in rivals if id_ != chosen), key=lambda i: (-results[i].micro, i))
    runner_up = others[0] if others else None
    lead = results[chosen].micro - results[runner_up].micro if runner_up else None
    margin = _margin(results, layer, chosen, others)
    close = margin is not None and 0 <= margin < round(catalogue.head.close_call * MICRO)
    return LayerChoice(
        layer=layer.id,
        chosen=chosen,
        at_baseline=chosen == layer.baseline,
        also=tuple(companions[layer.id]),
        first_phase=_first_phase(catalogue, results, chosen, limits),
        runner_up=runner_up,
        lead=lead,
        margin=margin,
        close=close,
        favoured=_favoured(layer, chosen, others, limits) if close else None,
    )


def _favoured(layer: Layer, chosen: str, others: list[str], limits: Limits) -> str | None:
    """Which of the models that are nearly level the strategy speaks for."""
    level = {chosen, *others[:1], layer.baseline}
    return next((id_ for id_ in limits.favoured if id_ in level), None)


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
            if exclude_each_other(catalogue, id_, target.id) or target.id in also[target.layer]:
                continue
            if not _is_barred(results, limits, target.id):
                also[target.layer].append(target.id)
    return also


def exclude_each_other(catalogue: Catalogue, one: str, other: str) -> bool:
    """Whether two models cannot both be chosen, whichever end the relation was written from."""
    return any(r.target == other for r in catalogue.related(one, "exclusive")) or any(
        r.target == one for r in catalogue.related(other, "exclusive")
    )


def _first_phase(catalogue: Catalogue, results: Results, chosen: str, limits: Limits) -> str | None:
    """What to start with while a caution of the chosen model applies, where the catalogue says."""
    applying = {c.caution for c in results[chosen].cautions if c.state == "broken"}
    starts = (c.meanwhile for c in catalogue.models[chosen].cautions if c.id in applying)
    return next((s for s in starts if s and not _is_barred(results, limits, s)), None)


def pairs(catalogue: Catalogue, parts: Iterable[str], type_: str) -> Iterator[tuple[str, str]]:
    """The pairs of a design that a type of relation joins: `synergy`, or `tension`."""
    present = set(parts)
    for relation in catalogue.relations:
        if relation.type == type_ and {relation.origin, relation.target} <= present:
            yield relation.origin, relation.target


def next_best(ordered: Sequence[Combination]) -> tuple[NextBest, ...]:
    """The combinations after the best: what differs and by how much they fall behind."""
    best = ordered[0]
    return tuple(
        NextBest(
            {layer: id_ for layer, id_ in other.chosen.items() if id_ != best.chosen[layer]},
            best.value - other.value,
        )
        for other in ordered[1 : 1 + NEXT_BEST]
    )
