"""The columns for which a sheet is looked at as when it is scored alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from typing import Any

from svcmodel.domain.answers import AnswerSheet
from svcmodel.domain.assessment import Design, ModelResult
from svcmodel.domain.catalogue import Catalogue
from svcmodel.render.rounding import points
from svcmodel.scoring.certainty import certainty_grounds, design_with_certainty
from svcmodel.scoring.decide import Decided
from svcmodel.scoring.robustness import with_lead_shares
from svcmodel.scoring.rules import contradictions

DIGITS = 2


class DeepLook:
    """What the groups asked for need of one sheet, each worked out only where it is asked for."""

    def __init__(self, catalogue: Catalogue, sheet: AnswerSheet, decided: Decided, on: str) -> None:
        """A sheet that was decided for the day `on` (YYYY-MM-DD)."""
        self.catalogue, self.sheet, self.decided, self.on = catalogue, sheet, decided, on

    def more(self, groups: Collection[str]) -> Mapping[str, Sequence[Any]]:
        """The values of the groups, by name."""
        return {name: GROUPS[name](self) for name in groups}

    @cached_property
    def design(self) -> Design:
        """The design with how sure each layer is."""
        grounds = certainty_grounds(self.catalogue, self.decided, self.on)
        return design_with_certainty(self.decided.design, grounds)

    @cached_property
    def core(self) -> list[ModelResult]:
        """The results of the core models, in the order of the catalogue."""
        by_id = {result.id: result for result in self.decided.results}
        return [by_id[model.id] for model in self.catalogue.models.values() if model.core]


def _settled(look: DeepLook) -> Sequence[Any]:
    return look.design.settled, *(choice.settled for choice in look.design.layers.values())


def _very_likely(look: DeepLook) -> Sequence[Any]:
    return tuple(choice.very_likely for choice in look.design.layers.values())


def _margin(look: DeepLook) -> Sequence[Any]:
    return tuple(choice.margin for choice in look.decided.design.layers.values())


def _lead_share(look: DeepLook) -> Sequence[Any]:
    results = with_lead_shares(look.catalogue, look.sheet, look.decided)
    shares = {result.id: result.lead_share for result in results}
    return tuple(shares[result.id] for result in look.core)


def _channels(look: DeepLook) -> Sequence[Any]:
    return (tuple(choice.channel for choice in look.decided.design.channels),)


def _contradictions(look: DeepLook) -> Sequence[Any]:
    return (contradictions(look.catalogue, look.decided.reading.facts),)


def _contributions(look: DeepLook) -> Sequence[Any]:
    """For each core model a JSON object of criteria and points, the greatest first."""
    return tuple(
        json.dumps(
            {part.criterion: points(part.micro, DIGITS) for part in result.contributions},
            separators=(",", ":"),
        )
        for result in look.core
    )


GROUPS: Mapping[str, Callable[[DeepLook], Sequence[Any]]] = {
    "settled": _settled,
    "very_likely": _very_likely,
    "margin": _margin,
    "lead_share": _lead_share,
    "channels": _channels,
    "contradictions": _contradictions,
    "contributions": _contributions,
}
"""How each group is worked out, by its name."""
