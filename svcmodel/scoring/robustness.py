"""How the layers are decided when the dimensions are weighted otherwise (SMAA-2).

Weightings are drawn around the client's weights (Dirichlet parameters of sum 30), in the order or
inside the intervals the client gave; and beside that from all weights there are. In each weighting
the models that may lead a layer compete: the one with the greatest score leads, and the baseline
does where no model exceeds what it needs. So "in 83 of 100 weightings" speaks of weights alone: it is
never a probability of success.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from svcmodel.domain.answers import AnswerSheet
from svcmodel.domain.assessment import MICRO, MIDDLE, ModelResult
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.robustness import HowDrawn, Lead, Robustness
from svcmodel.scoring.contenders import Spans, contenders, narrowed, spans_of
from svcmodel.scoring.decide import Decided
from svcmodel.scoring.design import Limits, candidates
from svcmodel.scoring.draws import (
    SEED,
    Columns,
    any_weights,
    apportioned,
    centred_parameters,
    dirichlet,
    in_order,
    within,
)
from svcmodel.scoring.engines import Column, Engine, EngineName, engine_of
from svcmodel.scoring.score_forms import ScoreForm, score_form
from svcmodel.scoring.smaa import First, firsts
from svcmodel.scoring.tables import model_terms
from svcmodel.scoring.weights import dimension_weights, mark_factors

SAMPLES = 10_000
"""A share is then within a hundredth of what endless weightings would give, 19 times in 20."""
SCORE_SAMPLES = 2_000
"""For the shares beside the scores: within 22 thousandths."""
NEVER_FIRST = First(Fraction(0), None)


class Rivals(NamedTuple):
    """What competes in a layer: the ids with the forms of their scores.

    `baseline`: its place among them, None where it is ruled out; `needed`: the points over the
    baseline's that a model needs, in fiftieths.
    """

    ids: tuple[str, ...]
    forms: tuple[ScoreForm, ...]
    baseline: int | None
    needed: float


def with_lead_shares(
    catalogue: Catalogue, sheet: AnswerSheet, decided: Decided
) -> tuple[ModelResult, ...]:
    """The results with the share of weightings in which each model leads its layer."""
    engine = engine_of("plain")
    layers = layer_rivals(catalogue, sheet, decided).values()
    _, weights = _given_weights(catalogue, sheet, SCORE_SAMPLES, SEED, engine)
    firsts_of = _firsts(layers, weights, engine, central=False)
    shares = {id_: _micro(first.share) for id_, first in firsts_of.items()}
    return tuple(replace(r, lead_share=shares.get(r.id)) for r in decided.results)


def robustness(
    catalogue: Catalogue,
    sheet: AnswerSheet,
    decided: Decided,
    *,
    samples: int = SAMPLES,
    seed: int = SEED,
    engine: EngineName = "plain",
) -> Robustness:
    """How often each model that may lead does, and under which weights.

    The same seed gives the same bits on every engine. Raises `ImportError` where the engine is not
    installed.
    """
    runs = engine_of(engine)
    layers = layer_rivals(catalogue, sheet, decided).values()
    drawn, given = _given_weights(catalogue, sheet, samples, seed, runs)
    free = any_weights(len(catalogue.head.dimensions), samples, runs, seed)
    return Robustness(
        samples=samples,
        seed=seed,
        drawn=drawn,
        given=_leads(catalogue, _firsts(layers, given, runs, central=True)),
        any_weights=_leads(catalogue, _firsts(layers, free, runs, central=True)),
    )


def _given_weights(
    catalogue: Catalogue, sheet: AnswerSheet, samples: int, seed: int, engine: Engine
) -> tuple[HowDrawn, Columns]:
    """Weightings as the client's weights have them drawn: a column for each dimension."""
    ids = [dimension.id for dimension in catalogue.head.dimensions]
    if sheet.intervals:
        intervals = [sheet.intervals.get(id_, (0, MICRO)) for id_ in ids]
        return "within", within(intervals, samples, engine, seed)
    if sheet.ranks:
        ranks = [[ids.index(id_) for id_ in tied] for tied in sheet.ranks]
        return "ordered", in_order(ranks, samples, engine, seed)
    centre = dimension_weights(catalogue, sheet.weights)
    parameters = centred_parameters([centre[id_] for id_ in ids])
    return "centred", dirichlet(parameters, samples, engine, seed)


def layer_rivals(catalogue: Catalogue, sheet: AnswerSheet, decided: Decided) -> dict[str, Rivals]:
    """The rivals of every layer: what may lead it, also where the client keeps one."""
    results = {result.id: result for result in decided.results}
    free = Limits(ruled_out=decided.limits.ruled_out)
    numbers = {dimension.id: n for n, dimension in enumerate(catalogue.head.dimensions)}
    places = {id_: numbers[dimension] for id_, dimension in catalogue.dimension_of.items()}
    sizes = [list(places.values()).count(n) for n in numbers.values()]
    marks = mark_factors(catalogue, sheet.important)
    counts = decided.table.counts
    rivals = {}
    for layer in catalogue.head.layers:
        ids = tuple(c.id for c in candidates(catalogue, results, layer, free))
        forms = tuple(
            score_form(
                model_terms(catalogue.models[id_], counts, marks, catalogue.head),
                results[id_].contributions,
                counts,
                places,
                sizes,
            )
            for id_ in ids
        )
        baseline = ids.index(layer.baseline) if layer.baseline in ids else None
        rivals[layer.id] = Rivals(ids, forms, baseline, layer.needed(0) / MIDDLE)
    return rivals


def _firsts(
    layers: Collection[Rivals], weights: Columns, engine: Engine, *, central: bool
) -> dict[str, First]:
    """How often each rival leads its layer; with its central weights, where they are wanted."""
    spans = spans_of(weights, engine)
    found: dict[str, First] = {}
    for layer in layers:
        needed = round(layer.needed * MIDDLE)
        ahead = [needed if place == layer.baseline else 0 for place in range(len(layer.ids))]
        places = contenders(layer.forms, ahead, spans)
        fits = [_fits(layer, place, spans, weights, engine) for place in places]
        defender = places.index(layer.baseline) if layer.baseline in places else None
        led = firsts(fits, weights if central else (), engine, defender=defender)
        found |= dict.fromkeys(layer.ids, NEVER_FIRST)
        found |= {layer.ids[place]: first for place, first in zip(places, led, strict=True)}
    return found


def _fits(layer: Rivals, place: int, spans: Spans, weights: Columns, engine: Engine) -> Column:
    """What a rival brings to the contest: its fit, the baseline's with what a model needs over it."""
    fits = narrowed(layer.forms[place], spans).fits(weights, engine)
    if place != layer.baseline or not layer.needed:
        return fits
    return engine.weighted_sum((1,), [fits], plus=layer.needed)


def _leads(catalogue: Catalogue, first: Mapping[str, First]) -> dict[str, Lead]:
    ids = [dimension.id for dimension in catalogue.head.dimensions]
    return {id_: Lead(_micro(one.share), _central(ids, one.central)) for id_, one in first.items()}


def _central(ids: Sequence[str], central: Sequence[Fraction] | None) -> dict[str, int] | None:
    return None if central is None else dict(zip(ids, apportioned(MICRO, central), strict=True))


def _micro(share: Fraction) -> int:
    return int(share * MICRO + Fraction(1, 2))
