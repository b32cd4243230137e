"""Which decisions no missing answer can change any more: exact, never by sampling.

A layer is settled when its chosen model beats every rival and the baseline's threshold in every
completion of the missing answers, and no open requirement and no relation can take it away.
(Necessary preference: Greco, Mousseau & Slowinski 2008; the same completion counts for both models.)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import Facts, evaluate
from svcmodel.scoring.design import Limits
from svcmodel.scoring.field import LayerField, Levels, gap_bounds
from svcmodel.scoring.tables import ScoreTable


def settled_layers(
    catalogue: Catalogue,
    table: ScoreTable,
    levels: Levels,
    certain: Facts,
    fields: Mapping[str, LayerField],
    chosen: Mapping[str, str],
    limits: Limits,
    channels: Iterable[str],
) -> frozenset[str]:
    """The ids of the layers that are settled.

    `chosen`: the model of each layer; `channels`: single channels that an obligation or the client
    may bring in, so that a model in conflict with one could still fall away.
    """
    wins = {
        id_
        for id_, field in fields.items()
        if chosen[id_] in field.ids and _wins(table, levels, field, chosen[id_])
    }
    wins = {id_ for id_ in wins if _can_stand(catalogue, certain, limits, chosen[id_])}
    present = frozenset(channels)
    settled: set[str] = set()
    while True:
        beside = {
            id_: frozenset([chosen[id_]] if id_ in settled else field.ids)
            for id_, field in fields.items()
        }
        new = {
            layer
            for layer in wins - settled
            if catalogue.in_conflict[chosen[layer]].isdisjoint(
                present.union(*(ids for id_, ids in beside.items() if id_ != layer))
            )
        }
        if not new:
            return frozenset(settled)
        settled |= new


def _wins(table: ScoreTable, levels: Levels, field: LayerField, chosen: str) -> bool:
    """Whether the chosen model is ahead of every other entrant in every completion."""
    if field.kept:
        return len(field.entrants) == 1
    ours = next(entrant for entrant in field.entrants if entrant.id == chosen)
    if ours.open_rules:
        return False
    return all(
        _beats(table, levels, field, chosen, rival) for rival in field.ids if rival != chosen
    )


def _beats(table: ScoreTable, levels: Levels, field: LayerField, chosen: str, rival: str) -> bool:
    least, _ = gap_bounds(table, levels, chosen, rival)
    if chosen == field.layer.baseline:
        return least + field.threshold >= 0
    return least > (field.threshold if rival == field.layer.baseline else 0)


def _can_stand(catalogue: Catalogue, certain: Facts, limits: Limits, chosen: str) -> bool:
    """Whether every prerequisite of the chosen model stays possible whatever the missing answers."""
    for required in catalogue.required_by(chosen):
        target = catalogue.models[required]
        excluding = (rule for rule in target.requirements if rule.effect == "excludes")
        if target.id in limits.ruled_out or any(
            evaluate(rule.broken_if, certain) is not False for rule in excluding
        ):
            return False
    return True
