"""Which of the recurring designs this one is nearest to, and which traps it holds."""

from __future__ import annotations

from collections.abc import Mapping

from svcmodel.domain.assessment import MICRO, Design
from svcmodel.domain.conditions import Facts, evaluate
from svcmodel.domain.knowledge import DesignPattern, Knowledge
from svcmodel.domain.surroundings import LayerFit, PatternMatch

WORTH: Mapping[LayerFit, int] = {"same": MICRO, "usual": 2 * MICRO // 3, "other": 0}


def nearest_patterns(knowledge: Knowledge, design: Design) -> tuple[PatternMatch, ...]:
    """Every pattern beside a design, the nearest first; among equals, the one sharing more channels."""
    matches = (_match(pattern, design) for pattern in knowledge.patterns.values())
    return tuple(sorted(matches, key=lambda m: (-m.likeness, -len(m.channels_shared), m.pattern)))


def _match(pattern: DesignPattern, design: Design) -> PatternMatch:
    layers = {layer: _fit(pattern, layer, choice.chosen) for layer, choice in design.layers.items()}
    present = {choice.channel for choice in design.channels}
    return PatternMatch(
        pattern=pattern.id,
        layers=layers,
        likeness=sum(WORTH[fit] for fit in layers.values()),
        channels_shared=tuple(c for c in pattern.channels if c in present),
        channels_only_there=tuple(c for c in pattern.channels if c not in present),
    )


def _fit(pattern: DesignPattern, layer: str, chosen: str) -> LayerFit:
    usual = pattern.layers.get(layer, ())
    if chosen not in usual:
        return "other"
    return "same" if usual[0] == chosen else "usual"


def anti_patterns_met(knowledge: Knowledge, design: Design, facts: Facts) -> tuple[str, ...]:
    """The ids of the traps a design holds: all of their parts, none of what avoids them."""
    parts = set(design.parts)
    return tuple(
        anti.id
        for anti in knowledge.anti_patterns
        if parts.issuperset(anti.parts)
        and parts.isdisjoint(anti.without)
        and (anti.when is None or evaluate(anti.when, facts))
    )
