"""How a result stands when the dimensions are weighted otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

HowDrawn = Literal["centred", "ordered", "within"]
"""How weightings are drawn: around the given weights, in a given order, or inside given intervals."""


class Lead(NamedTuple):
    """How often a model leads its layer, and the weights that speak for it.

    `share`: millionths of the weightings. `central`: the mean weights of those in which it leads, by
    dimension, in millionths that add up to one; None where it never leads.
    """

    share: int
    central: Mapping[str, int] | None


class Robustness(NamedTuple):
    """What thousands of other weightings of the dimensions decide, for every model that may lead.

    `given`: weightings as the client's weights have them drawn; `any_weights`: all equally likely.
    """

    samples: int
    seed: int
    drawn: HowDrawn
    given: Mapping[str, Lead]
    any_weights: Mapping[str, Lead]
