"""Put the design together: constraints, obliged channels, the best combination, the channels around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from svcmodel.domain.answers import Constraint
from svcmodel.domain.assessment import (
    ChannelChoice,
    ConstraintResult,
    Design,
    LayerChoice,
    ModelResult,
    design_parts,
)
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import Facts
from svcmodel.domain.models import Obligation
from svcmodel.errors import WrongUseError
from svcmodel.scoring import rules
from svcmodel.scoring.channels import choose_channels
from svcmodel.scoring.design import (
    Combination,
    Limits,
    combinations,
    layer_choices,
    next_best,
    pairs,
)


def choose_design(
    catalogue: Catalogue,
    ranked: Iterable[ModelResult],
    facts: Facts,
    constraints: tuple[Constraint, ...],
    on: str,
) -> Design:
    """The best coherent design on the day `on`, with what it costs to keep to the constraints.

    Raises `WrongUseError` when the constraints leave no coherent design.
    """
    results = {result.id: result for result in ranked}
    limits = active_limits(catalogue, facts, constraints, on)
    fixed = fixed_channels(catalogue, facts, limits, on)
    found = combinations(catalogue, results, fixed, limits)
    layers = layer_choices(catalogue, results, found.best[0], limits)
    channels, over = channels_around(catalogue, results, facts, layers, limits, on)
    parts = design_parts(layers, channels)
    return Design(
        layers=layers,
        channels=channels,
        obligations=rules.obligation_results(catalogue.obligations, facts, on, parts),
        constraints=_constraint_results(catalogue, results, facts, constraints, on, found.best[0]),
        tensions=tuple(pairs(catalogue, parts, "tension")),
        over_capacity=over,
        next_best=next_best(found.best),
        core_parts=found.core,
        optional_parts=found.optional,
        synergies=tuple(pairs(catalogue, parts, "synergy")),
    )


def channels_around(
    catalogue: Catalogue,
    results: Mapping[str, ModelResult],
    facts: Facts,
    layers: Mapping[str, LayerChoice],
    limits: Limits,
    on: str,
) -> tuple[tuple[ChannelChoice, ...], int]:
    """The channels around the models, and by how many assisted ones they exceed capacity.

    A channel may bring an obligation that asks for another channel, so this goes on until none
    is new.
    """
    obliged = _applying(catalogue, facts, on, design_parts(layers))
    while True:
        channels, over = choose_channels(
            catalogue,
            results,
            facts,
            obliged,
            chosen={layer: choice.chosen for layer, choice in layers.items()},
            kept=tuple(c.id for c in catalogue.channels if c.id in limits.keep),
            ruled_out=limits.ruled_out,
        )
        applying = _applying(catalogue, facts, on, design_parts(layers, channels))
        new = [obligation for obligation in applying if obligation not in obliged]
        if not new:
            return channels, over
        obliged += new


def _is_active(constraint: Constraint, on: str) -> bool:
    """A constraint holds up to and on its last day."""
    return constraint.until is None or on <= constraint.until


def active_limits(
    catalogue: Catalogue, facts: Facts, constraints: Iterable[Constraint], on: str
) -> Limits:
    """What the constraints that hold on a day leave, and what the company's strategy favours."""
    held = _limits(constraint for constraint in constraints if _is_active(constraint, on))
    return held._replace(favoured=_favoured(catalogue, facts))


def _favoured(catalogue: Catalogue, facts: Facts) -> tuple[str, ...]:
    """The models the strategy speaks for that the company names as its starting point."""
    file = catalogue.strategies
    if file is None:
        return ()
    named = facts.answers.get(file.question)
    return next((strategy.favours for strategy in file.strategies if strategy.id == named), ())


def _limits(constraints: Iterable[Constraint]) -> Limits:
    held = tuple(constraints)
    return Limits(
        keep=frozenset(c.keep for c in held if c.keep),
        ruled_out=frozenset(id_ for c in held for id_ in c.rule_out),
    )


def _applying(
    catalogue: Catalogue, facts: Facts, on: str, parts: Iterable[str]
) -> list[Obligation]:
    present = set(parts)
    return [
        obligation
        for obligation in catalogue.obligations
        if (not obligation.touches or not present.isdisjoint(obligation.touches))
        and rules.obligation_state(obligation, facts, on)
    ]


def fixed_channels(catalogue: Catalogue, facts: Facts, limits: Limits, on: str) -> frozenset[str]:
    """The channels that are in whatever else is chosen: a model in conflict with one falls away."""
    applying = _applying(catalogue, facts, on, ())
    obliged = (channel for obligation in applying for channel in obligation.channels)
    kept = (channel.id for channel in catalogue.channels if channel.id in limits.keep)
    return frozenset([*obliged, *kept])


def _constraint_results(
    catalogue: Catalogue,
    results: Mapping[str, ModelResult],
    facts: Facts,
    constraints: tuple[Constraint, ...],
    on: str,
    best: Combination,
) -> tuple[ConstraintResult, ...]:
    """What each constraint costs: the value of the best design without it, less the value with it.

    Nothing, where the other constraints alone leave no design.
    """
    active = [constraint for constraint in constraints if _is_active(constraint, on)]
    costs = {}
    for constraint in active:
        others = _limits(other for other in active if other is not constraint)
        fixed = fixed_channels(catalogue, facts, others, on)
        try:
            free = combinations(catalogue, results, fixed, others).best[0]
        except WrongUseError:
            continue
        costs[constraint.id] = max(0, free.value - best.value)
    return tuple(
        ConstraintResult(c.id, c in active, costs.get(c.id, 0), c, _broken_by(results, c))
        for c in constraints
    )


def _broken_by(results: Mapping[str, ModelResult], constraint: Constraint) -> tuple[str, ...]:
    """The requirements that the model a client keeps does not meet."""
    if constraint.keep is None:
        return ()
    return tuple(rule.rule for rule in results[constraint.keep].rules if rule.state == "broken")
