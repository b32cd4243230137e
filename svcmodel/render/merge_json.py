"""What a merge leaves in dispute, as JSON; `svcmodel schema merge` describes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from svcmodel.domain.merging import (
    Disagreements,
    DisputeEffect,
    MergedSheets,
    Position,
    Scenario,
)
from svcmodel.render.compare_json import answer_data, constraint_data
from svcmodel.render.rounding import points

FORMAT = "svcmodel/merge/1"
DIGITS = 2


def merge_data(
    merged: MergedSheets, found: Disagreements, voices: Sequence[str], on: str
) -> dict[str, Any]:
    """The disagreements as plain mappings and lists, the weightiest first."""
    return {
        "format": FORMAT,
        "subject": merged.sheet.subject,
        "on": on,
        "voices": list(voices),
        "agreed": merged.agreed,
        "without_constraints": found.without_constraints,
        "disagreements": [_effect(effect) for effect in found.effects],
        "clashes": [
            {
                "kind": clash.kind,
                "one": constraint_data(clash.one),
                "other": constraint_data(clash.other),
            }
            for clash in merged.clashes
        ],
    }


def _effect(effect: DisputeEffect) -> dict[str, Any]:
    dispute = effect.dispute
    return {
        "kind": dispute.kind,
        "id": dispute.id,
        "segment": dispute.segment or None,
        "criteria": list(dispute.criteria),
        "turned": list(effect.turned),
        "channels_turn": effect.channels_turn,
        "moved": {"layer": effect.moved_layer, "points": points(effect.moved, DIGITS)},
        "positions": [_scenario(scenario) for scenario in effect.scenarios],
    }


def _scenario(scenario: Scenario) -> dict[str, Any]:
    return {
        **_position(scenario.position),
        "layers": {
            layer: {"chosen": chosen, "lead_points": _points(scenario.leads[layer])}
            for layer, chosen in scenario.chosen.items()
        },
        "channels": list(scenario.channels),
    }


def _position(position: Position) -> dict[str, Any]:
    return {
        "who": list(position.who),
        "said": position.said,
        "answer": answer_data(position.answer),
    }


def _points(micro: int | None) -> float | None:
    return None if micro is None else points(micro, DIGITS)
