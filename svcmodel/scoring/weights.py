"""Weights of the criteria: one each by default, scaled by dimension, doubled where marked important."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from svcmodel.domain.catalogue import Catalogue

Weights = Mapping[str, Fraction]


def criterion_weights(
    catalogue: Catalogue,
    dimension_weights: Mapping[str, int | float] | None = None,
    important: Iterable[str] = (),
) -> dict[str, Fraction]:
    """Weight of each criterion; without marks they add up to the number of criteria.

    A dimension's weight multiplies its criteria's weights and the total is kept, so that only the
    proportions of the weights given matter. A criterion marked important counts double.
    """
    given = dimension_weights or {}
    by_dimension = {
        dimension.id: _exact(given.get(dimension.id, dimension.weight))
        for dimension in catalogue.head.dimensions
    }
    raw = {id_: by_dimension[catalogue.dimension_of[id_]] for id_ in catalogue.criteria}
    scale = Fraction(len(raw)) / (sum(raw.values()) or 1)
    marked = set(important)
    return {id_: weight * scale * (2 if id_ in marked else 1) for id_, weight in raw.items()}


def _exact(number: int | float) -> Fraction:
    """The number as it was typed: 0.1 is one tenth."""
    return Fraction(repr(number))
