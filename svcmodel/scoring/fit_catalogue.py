"""A catalogue as cases teach it: its strengths, its usual company, its points over the baselines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from svcmodel.domain.cases import Case
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.fitting import Strengths
from svcmodel.domain.models import Effect
from svcmodel.scoring.balance import HELD, levels_of
from svcmodel.scoring.by_levels import level_decider

MOST_NEEDED = 7.5
"""Points over the baseline from which the search goes down: what the first sheet called a good fit."""
STEP = 0.5


def with_strengths(catalogue: Catalogue, strengths: Strengths) -> Catalogue:
    """The catalogue with other fitted strengths, in tenths; a model that is not named has none."""
    return replace(
        catalogue,
        models={
            id_: replace(model, effects=_effects(model.effects, strengths.get(id_, {})))
            for id_, model in catalogue.models.items()
        },
    )


def _effects(effects: Mapping[str, Effect], fitted: Mapping[str, int]) -> dict[str, Effect]:
    return {id_: replace(effect, fitted=fitted.get(id_)) for id_, effect in effects.items()}


def with_population(catalogue: Catalogue, cases: Iterable[Case]) -> Catalogue:
    """The catalogue with these cases as its reference population."""
    counts = Counter(
        (criterion, level)
        for case in cases
        for criterion, level in levels_of(case).items()
        if level is not None
    )
    frequencies = {
        id_: tuple(counts[id_, level] for level in range(1, 6)) for id_ in catalogue.criteria
    }
    return replace(catalogue, reference=replace(catalogue.reference, frequencies=frequencies))


def with_thresholds(catalogue: Catalogue, thresholds: Mapping[str, float]) -> Catalogue:
    """The catalogue with other thresholds in the layers that are named."""
    layers = tuple(
        replace(layer, threshold=thresholds.get(layer.id, layer.threshold))
        for layer in catalogue.head.layers
    )
    return replace(catalogue, head=replace(catalogue.head, layers=layers))


def half_thresholds(catalogue: Catalogue, cases: Sequence[Case], on: str) -> dict[str, float]:
    """The thresholds of the layers in which no model should lead more than half of the cases.

    The largest half point at which the baseline is chosen for at most half of the cases; 0 where
    there is none. It looks at no documented model. Layers whose baseline has a score of its own need
    no threshold, and are left as they are.
    """
    found = dict.fromkeys(_without_score(catalogue), MOST_NEEDED)
    for id_ in found:
        while found[id_] > 0 and _at_baseline(catalogue, found, id_, cases, on) * 2 > len(cases):
            found[id_] -= STEP
    return found


def _without_score(catalogue: Catalogue) -> list[str]:
    """The layers to be held of which the baseline has no effects, so that it always stands at 50."""
    layers = catalogue.layers
    return [id_ for id_ in HELD if id_ in layers and not _baseline_effects(catalogue, id_)]


def _baseline_effects(catalogue: Catalogue, layer: str) -> Mapping[str, Effect]:
    return catalogue.models[catalogue.layers[layer].baseline].effects


def _at_baseline(
    catalogue: Catalogue,
    thresholds: Mapping[str, float],
    layer: str,
    cases: Sequence[Case],
    on: str,
) -> int:
    """For how many of the cases a layer stays at its baseline."""
    decider = level_decider(with_thresholds(catalogue, thresholds), on)
    place, baseline = list(catalogue.layers).index(layer), catalogue.layers[layer].baseline
    return sum(decider.outcome(levels_of(case)).chosen[place] == baseline for case in cases)
