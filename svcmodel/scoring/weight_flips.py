"""The smallest change of the dimension weights with which the design chooses another model.

Two kinds are looked for, in whole percentages of all weight: one dimension weighed differently, the
others keeping their proportions; and weight moved from one dimension to another. Candidates are
scored by the model's form in the dimension weights (`score_forms`), the nearest first, and the first
that also holds when the whole design is scored again is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from svcmodel.domain.answers import AnswerSheet
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.explanation import WeightFlip
from svcmodel.scoring.decide import Decided, decide_on, table_for
from svcmodel.scoring.draws import apportioned
from svcmodel.scoring.robustness import Rivals, layer_rivals
from svcmodel.scoring.score_forms import ScoreForm
from svcmodel.scoring.weights import dimension_weights

WHOLE = 100
Shares = tuple[Fraction, ...]
"""The percentage of all weight that each dimension has; together a hundred."""


class Proposal(NamedTuple):
    """A change of weights and the shares it leads to."""

    flip: WeightFlip
    shares: Shares


def weight_flips(
    catalogue: Catalogue, sheet: AnswerSheet, decided: Decided, model: str, on: str
) -> tuple[WeightFlip, ...]:
    """The smallest change of each kind with which the design of the day `on` chooses `model`.

    Empty where none does, or where the model may not lead. What the client has fixed must leave room
    for the model: else every weighting with which it leads is scored again in vain.
    """
    layer = catalogue.models[model].layer
    rivals = layer_rivals(catalogue, sheet, decided)[layer]
    if model not in rivals.ids:
        return ()
    weights = dimension_weights(catalogue, sheet.weights)
    ids = list(weights)
    whole = sum(weights.values())
    now = tuple(WHOLE * weights[id_] / whole for id_ in ids)
    shown = dict(zip(ids, apportioned(WHOLE, now), strict=True))
    found = []
    for proposals in (_scaled(ids, now, shown), _moved(ids, now, shown)):
        nearest = sorted(proposals, key=lambda p: (p.flip.moved, p.flip.dimension))
        leading = (p for p in nearest if _leads(rivals, model, p.shares))
        flip = next(
            (
                p.flip
                for p in leading
                if _holds(catalogue, sheet, decided, model, on, ids, p.shares)
            ),
            None,
        )
        if flip is not None:
            found.append(flip)
    return tuple(found)


def _scaled(ids: Sequence[str], now: Shares, shown: Mapping[str, int]) -> Iterator[Proposal]:
    """One dimension at every other whole percentage, the others in proportion."""
    for place, id_ in enumerate(ids):
        rest = WHOLE - now[place]
        if not rest:
            continue
        for then in range(WHOLE + 1):
            if then == shown[id_]:
                continue
            factor = (WHOLE - then) / rest
            shares = tuple(
                Fraction(then) if other == place else share * factor
                for other, share in enumerate(now)
            )
            yield Proposal(WeightFlip(id_, shown[id_], then), shares)


def _moved(ids: Sequence[str], now: Shares, shown: Mapping[str, int]) -> Iterator[Proposal]:
    """Every whole percentage that one dimension can give to another."""
    for source, giver in enumerate(ids):
        for place, id_ in enumerate(ids):
            if place == source:
                continue
            for points in range(1, int(now[source]) + 1):
                shares = list(now)
                shares[source] -= points
                shares[place] += points
                flip = WeightFlip(id_, shown[id_], shown[id_] + points, giver)
                yield Proposal(flip, tuple(shares))


def _leads(rivals: Rivals, model: str, shares: Shares) -> bool:
    """Whether a model leads its layer under these weights, by the forms of the scores."""
    fits = [_fit(form, shares) for form in rivals.forms]
    if rivals.baseline is not None:
        fits[rivals.baseline] += Fraction(rivals.needed)
    place = rivals.ids.index(model)
    others = [fit for other, fit in enumerate(fits) if other != place]
    if place == rivals.baseline:
        return all(fits[place] >= fit for fit in others)
    return all(fits[place] > fit for fit in others)


def _fit(form: ScoreForm, shares: Shares) -> Fraction:
    """(score - 50) / 50, exactly."""
    reached = max(_dot(bottom, shares) for bottom in form.bottoms)
    return _dot(form.top, shares) / reached if reached else Fraction(0)


def _dot(row: Iterable[int], shares: Shares) -> Fraction:
    return sum((part * share for part, share in zip(row, shares, strict=True)), Fraction(0))


def _holds(
    catalogue: Catalogue,
    sheet: AnswerSheet,
    decided: Decided,
    model: str,
    on: str,
    ids: Sequence[str],
    shares: Shares,
) -> bool:
    """Whether the whole design, scored again with these weights, chooses the model."""
    weights = dict(zip(ids, apportioned(WHOLE * WHOLE * WHOLE, shares), strict=True))
    table = table_for(catalogue, replace(sheet, weights=weights, ranks=(), intervals={}))
    design = decide_on(catalogue, decided.reading, table, sheet.constraints, on).design
    return design.layers[catalogue.models[model].layer].chosen == model
