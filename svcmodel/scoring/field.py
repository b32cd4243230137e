"""Who may still lead each layer: the models that some completion of the missing answers lets lead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from svcmodel.domain.assessment import CriterionLevel
from svcmodel.domain.catalogue import Catalogue, Layer
from svcmodel.domain.conditions import Facts, evaluate
from svcmodel.domain.models import Requirement, ServiceModel
from svcmodel.scoring.design import Limits
from svcmodel.scoring.tables import ScoreTable

Levels = Mapping[str, CriterionLevel]


class Entrant(NamedTuple):
    """A model or baseline that may still lead its layer; `open_rules` are what may yet bar it."""

    id: str
    open_rules: tuple[Requirement, ...]


class LayerField(NamedTuple):
    """The entrants of a layer. `threshold`: what a model needs over the baseline, in millionths.

    `kept`: whether the client's constraint leaves one alone.
    """

    layer: Layer
    entrants: tuple[Entrant, ...]
    threshold: int
    kept: bool

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the entrants."""
        return tuple(entrant.id for entrant in self.entrants)


def layer_fields(catalogue: Catalogue, certain: Facts, limits: Limits) -> dict[str, LayerField]:
    """The field of every layer, under what is certain whatever the missing answers are."""
    return {layer.id: _field(catalogue, layer, certain, limits) for layer in catalogue.head.layers}


def _field(catalogue: Catalogue, layer: Layer, certain: Facts, limits: Limits) -> LayerField:
    members = catalogue.in_layer[layer.id]
    kept = [member for member in members if member.id in limits.keep]
    entrants = (
        [Entrant(member.id, ()) for member in kept]
        if kept
        else list(_free(members, layer, certain, limits))
    )
    return LayerField(layer, tuple(entrants), layer.needed(0), bool(kept))


def _free(
    members: Iterable[ServiceModel], layer: Layer, certain: Facts, limits: Limits
) -> Iterator[Entrant]:
    for member in members:
        if member.id in limits.ruled_out:
            continue
        truths = [(rule, evaluate(rule.broken_if, certain)) for rule in barring(member)]
        if member.id == layer.baseline:
            yield Entrant(member.id, ())
        elif not any(truth is True for _, truth in truths):
            yield Entrant(member.id, tuple(rule for rule, truth in truths if truth is None))


def barring(model: ServiceModel) -> Iterator[Requirement]:
    """The requirements of a model that keep it from leading when they are broken."""
    return (rule for rule in model.requirements if rule.effect != "never_alone")


def gap_bounds(table: ScoreTable, levels: Levels, one: str, other: str) -> tuple[int, int]:
    """The least and the most by which `one` scores over `other` in any completion (millionths)."""
    least = most = 0
    for _, low, high in gap_terms(table, levels, one, other):
        least, most = least + low, most + high
    return least, most


def gap_terms(
    table: ScoreTable, levels: Levels, one: str, other: str
) -> Iterator[tuple[str, int, int]]:
    """For each criterion the least and the most it adds to the gap between two models.

    The same answer counts for both, so the bounds are sharper than those of the two scores.
    """
    ours, theirs = table.points[one], table.points[other]
    for criterion in ours.keys() | theirs.keys():
        level = levels[criterion]
        span = level.possible
        if span is None:
            continue
        mine, other_row = ours.get(criterion), theirs.get(criterion)
        gaps = _gaps(mine, other_row, span.low - 1, span.high)
        if level.may_fall:
            gaps.append(0)
        yield criterion, min(gaps), max(gaps)


def _gaps(
    mine: tuple[int, ...] | None, theirs: tuple[int, ...] | None, start: int, end: int
) -> list[int]:
    if theirs is None:
        return list(mine[start:end]) if mine else [0]
    if mine is None:
        return [-value for value in theirs[start:end]]
    return [a - b for a, b in zip(mine[start:end], theirs[start:end], strict=True)]
