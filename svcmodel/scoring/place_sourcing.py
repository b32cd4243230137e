"""Who should do each stage of the life cycle and answer at each support level: in house or not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from svcmodel.domain.conditions import Facts, evaluate
from svcmodel.domain.knowledge import Knowledge, ProvisioningFile, SourcingRule
from svcmodel.domain.surroundings import PlaceSourcing


def stage_sourcing(knowledge: Knowledge, facts: Facts, chosen: str) -> tuple[PlaceSourcing, ...]:
    """Who does each life-cycle stage; `chosen`: what the design chose for the whole."""
    return tuple(
        _placed(stage.id, stage.rules, stage.otherwise, facts, chosen) for stage in knowledge.stages
    )


def level_sourcing(knowledge: Knowledge, facts: Facts, chosen: str) -> tuple[PlaceSourcing, ...]:
    """Who answers at each support level; `chosen` as for the stages."""
    levels = knowledge.support.levels if knowledge.support else ()
    return tuple(_placed(level.id, level.rules, level.otherwise, facts, chosen) for level in levels)


def _placed(
    place: str,
    rules: Sequence[SourcingRule],
    otherwise: str | None,
    facts: Facts,
    chosen: str,
) -> PlaceSourcing:
    """The first rule that holds decides; one before it that is open is remembered."""
    may_differ = False
    for number, rule in enumerate(rules):
        truth = evaluate(rule.when, facts)
        if truth:
            who = rule.who or chosen
            return PlaceSourcing(place, who, number, may_differ, who == chosen)
        may_differ = may_differ or truth is None
    who = otherwise or chosen
    return PlaceSourcing(place, who, None, may_differ, who == chosen)


def provisioning_choice(
    provisioning: ProvisioningFile | None, facts: Facts, parts: Iterable[str]
) -> tuple[str, int | None] | None:
    """How to have the technology, and the number of the rule that says so (None: the usual case).

    None where nothing in the design makes the choice worth a page.
    """
    if provisioning is None or set(provisioning.needed_by).isdisjoint(parts):
        return None
    for number, rule in enumerate(provisioning.rules):
        if evaluate(rule.when, facts):
            return rule.take, number
    return provisioning.otherwise, None
