"""How balanced a catalogue is, seen on random companies and on the cases of a casebook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations

from svcmodel.domain.assessment import CriterionLevel
from svcmodel.domain.balance import (
    Balance,
    Counted,
    Dominated,
    IdleCriterion,
    LayerBalance,
    Leader,
    ModelBalance,
)
from svcmodel.domain.cases import Case
from svcmodel.domain.catalogue import Catalogue, Layer
from svcmodel.domain.conditions import UNKNOWN_SPAN, Condition, criteria_in
from svcmodel.scoring.by_levels import LevelDecider, Levels, Outcome, level_decider, looked_at
from svcmodel.scoring.field import gap_bounds
from svcmodel.scoring.random_companies import SEED, UNKNOWN, random_companies

HELD = ("commercial", "sourcing", "delivery")
"""The layers in which no model, and no baseline, should lead more than half of the cases."""
LEVELS = range(1, 6)

Decided = Sequence[tuple[Levels, Outcome]]


def balance(
    catalogue: Catalogue,
    cases: Iterable[Case],
    *,
    companies: int,
    on: str,
    seed: int = SEED,
) -> Balance:
    """What the catalogue says to so many random companies and to the cases, on the day `on`."""
    decider = level_decider(catalogue, on)
    drawn = _decided(decider, random_companies(decider.table, companies, seed))
    real = _decided(decider, map(levels_of, cases))
    layers = tuple(_layer(catalogue, layer, drawn, real) for layer in catalogue.head.layers)
    return Balance(
        companies=companies,
        seed=seed,
        unknown=UNKNOWN,
        cases=len(real),
        layers=layers,
        leaders=tuple(_leaders(layers, len(real))),
        idle=tuple(_idle(decider, drawn, real)),
        dominated=tuple(_dominated(decider, [*drawn, *real])),
    )


def levels_of(case: Case) -> Levels:
    """The levels of a case, both read and estimated ones."""
    return {**case.inferred, **case.stated, **dict.fromkeys(case.not_applicable)}


def _decided(decider: LevelDecider, companies: Iterable[Levels]) -> Decided:
    return [(levels, decider.outcome(levels)) for levels in companies]


def _layer(catalogue: Catalogue, layer: Layer, drawn: Decided, real: Decided) -> LayerBalance:
    place = list(catalogue.layers).index(layer.id)
    return LayerBalance(
        layer.id,
        layer.id in HELD,
        tuple(
            ModelBalance(
                member.id,
                member.id == layer.baseline,
                _counted(member.id, place, drawn),
                _counted(member.id, place, real),
            )
            for member in catalogue.in_layer[layer.id]
        ),
    )


def _counted(model: str, place: int, decided: Decided) -> Counted:
    outcomes = [outcome for _, outcome in decided]
    excluded = sum(model in outcome.excluded for outcome in outcomes)
    return Counted(
        chosen=sum(outcome.chosen[place] == model for outcome in outcomes),
        excluded=excluded,
        barred=sum(model in outcome.barred for outcome in outcomes) - excluded,
    )


def _leaders(layers: Iterable[LayerBalance], cases: int) -> Iterator[Leader]:
    for layer in layers:
        for each in layer.models:
            if 2 * each.cases.chosen > cases:
                yield Leader(layer.layer, each.model, each.cases.chosen, cases, layer.is_held)


def _idle(decider: LevelDecider, drawn: Decided, real: Decided) -> Iterator[IdleCriterion]:
    """The criteria that turn no layer of any company or case."""
    catalogue = decider.catalogue
    asked = Counter(id_ for each in _conditions(catalogue) for id_ in set(criteria_in(each)))
    deciding = looked_at(catalogue)
    for criterion in catalogue.criteria:
        effects = sum(criterion in model.effects for model in catalogue.models.values())
        may_turn = effects or criterion in deciding
        if not may_turn or not any(_turns(decider, criterion, *each) for each in (*real, *drawn)):
            yield IdleCriterion(criterion, effects, asked[criterion])


def _conditions(catalogue: Catalogue) -> Iterator[Condition]:
    """Every condition of a requirement, a caution or an obligation."""
    for model in catalogue.models.values():
        yield from (rule.broken_if for rule in model.requirements)
        yield from (caution.when for caution in model.cautions)
    yield from (obligation.applies_if for obligation in catalogue.obligations)


def _turns(decider: LevelDecider, criterion: str, levels: Levels, outcome: Outcome) -> bool:
    """Whether some level of a criterion changes what a layer of a company chooses."""
    return any(
        decider.outcome({**levels, criterion: level}).chosen != outcome.chosen
        for level in LEVELS
        if level != levels.get(criterion)
    )


def _dominated(decider: LevelDecider, decided: Decided) -> Iterator[Dominated]:
    """The models that another of their layer is never behind, in any answers or in all that was tried.

    Every effect counts from the usual company, so in all answers only a twin is: the same effects.
    """
    unknown = {
        id_: CriterionLevel(id_, UNKNOWN_SPAN, UNKNOWN_SPAN, answered=False)
        for id_ in decider.catalogue.criteria
    }
    for members in decider.catalogue.in_layer.values():
        contestants = [member.id for member in members if member.effects]
        for one, other in permutations(contestants, 2):
            _, most = gap_bounds(decider.table, unknown, one, other)
            if most <= 0:
                yield Dominated(one, other, is_proved=True)
            elif not any(o.scores[one] > o.scores[other] for _, o in decided):
                yield Dominated(one, other, is_proved=False)
