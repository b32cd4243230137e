"""What stands around a design: its pattern, who does each stage, the road to it, cases like it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

LayerFit = Literal["same", "usual", "other"]


class PatternMatch(NamedTuple):
    """A design pattern beside the design.

    `layers`: whether each layer is the pattern's first choice, another usual one, or neither.
    `likeness`: a million for each layer that is the same, two thirds of it for a usual one.
    """

    pattern: str
    layers: Mapping[str, LayerFit]
    likeness: int
    channels_shared: tuple[str, ...]
    channels_only_there: tuple[str, ...]


class PlaceSourcing(NamedTuple):
    """Who should do a stage or answer at a support level.

    `rule`: the number of the rule that decided, None for the usual case. `open`: whether a rule
    before it could still decide otherwise, for want of an answer. `as_design`: whether it is what
    the design chose in its sourcing layer.
    """

    place: str
    who: str
    rule: int | None
    open: bool
    as_design: bool


Because = Literal["direct", "after_preparing", "by_way_of", "prerequisite"]


class RoadMove(NamedTuple):
    """One change on the road: in a layer from a model to another, from which month on.

    `late`: whether it is not complete by the client's deadline.
    """

    layer: str
    origin: str
    target: str
    because: Because
    phase: str
    month: int
    late: bool


@dataclass(frozen=True, slots=True)
class Road:
    """The staged road from what is done today. `known`: whether today's models were told.

    `deadline`: months the client has, where that was said. `stays`: layers that do not change.
    """

    moves: tuple[RoadMove, ...]
    stays: tuple[str, ...]
    known: bool
    deadline: int | None


class Analogue(NamedTuple):
    """A case of the casebook like this company. `likeness` in millionths; `shared`: criteria compared.

    `alike`, `unlike`: the criteria that bring it closest and that set it furthest apart.
    """

    case: str
    likeness: int
    shared: int
    alike: tuple[str, ...]
    unlike: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """All of it for one design."""

    patterns: tuple[PatternMatch, ...]
    anti_patterns: tuple[str, ...]
    stages: tuple[PlaceSourcing, ...]
    levels: tuple[PlaceSourcing, ...]
    provisioning: tuple[str, int | None] | None
    road: Road | None
    analogues: tuple[Analogue, ...]
