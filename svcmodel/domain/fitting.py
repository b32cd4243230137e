"""Fitting: strengths found from cases, and how right they are on cases they were not fitted to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from svcmodel.domain.case_record import Figure, Grouping, Record, RecordVersions, Share

Folds = Literal["random", "similar"]
"""How cases are held out: at `random`, those documented alike spread evenly; or `similar` ones together."""
FOLDS: tuple[Folds, ...] = get_args(Folds)

Procedure = Literal["prior", "fitted"]
"""Where the strengths come from: judgement alone, or judgement and the cases that are not held out."""
PROCEDURES: tuple[Procedure, ...] = get_args(Procedure)


class Knobs(NamedTuple):
    """What a fit is given; the formulas are in `svcmodel.scoring.fit_strengths`.

    `caution`: how firmly strengths keep to the prior. `temperature`: points by which a lead counts.
    `by_model`, `by_criterion`: how easily the effects of a model, of a criterion, grow or shrink
    together. `most`: times its prior that an effect may reach. The rest: what a contest weighs
    against one of a documented model in its list.
    """

    caution: float = 0.1
    temperature: float = 3.0
    by_model: float = 0.3
    by_criterion: float = 0.1
    most: float = 3.0
    acceptable: float = 0.5
    layer: float = 0.6
    across: float = 0.3
    expected: float = 3.0
    failed: float = 1.0


CAUTIONS = (0.1, 0.2, 0.4)
"""The knob that is chosen, each time among the cases that are not held out; the others stay."""

Strengths = Mapping[str, Mapping[str, int]]
"""Tenths of a point by model and criterion."""


@dataclass(frozen=True, slots=True)
class Fit:
    """What cases teach: the strengths, and points over the baseline by layer.

    `kept`: the models that keep their prior because no case had or could have had them.
    """

    knobs: Knobs
    strengths: Strengths
    thresholds: Mapping[str, float]
    kept: tuple[str, ...]


class MovedEffect(NamedTuple):
    """A strength before and after, in tenths of a point."""

    model: str
    criterion: str
    prior: int
    fitted: int


class Spread(NamedTuple):
    """A figure over several ways to hold cases out, in millionths: mean and standard deviation.

    `share`: the hits of the mean, to the nearest, with the interval of the share.
    """

    mean: int
    deviation: int
    share: Share


class HeldOutGroup(NamedTuple):
    """The figures of a group of cases that were held out. `cases`: how many of them count."""

    by: Grouping
    of: str
    cases: int
    figures: Mapping[Figure, Spread]


class HeldOutCase(NamedTuple):
    """A case held out in turn. `wrong`: in how many of the seeds it stayed wrong.

    `order`: the models most often first in its list, the most often first; `place`: the mean place
    of the best documented model, in tenths (None where the case does not count); `failures`: how
    often each documented failure was recommended.
    """

    case: str
    wrong: int
    order: tuple[str, ...]
    place: int | None
    failures: Mapping[str, int]


class HeldOut(NamedTuple):
    """The record of one procedure on cases held out one way.

    `thresholds`, by layer, and `cautions`: how often each value was found.
    """

    procedure: Procedure
    folds: Folds
    groups: tuple[HeldOutGroup, ...]
    cases: tuple[HeldOutCase, ...]
    thresholds: Mapping[str, Mapping[float, int]]
    cautions: Mapping[float, int]


class Kept(NamedTuple):
    """An expectation of an invented company, and whether the fitted catalogue keeps to it."""

    example: str
    layer: str
    binding: bool
    holds: bool


@dataclass(frozen=True, slots=True)
class FitReport:
    """A fit to all cases, and what it is worth.

    `held_out`: each procedure on each kind of folds, over `seeds` seeds and `parts` folds.
    `in_sample`: the record of the fit on the very cases it was fitted to. `effects`: every effect of
    the fit beside its prior. `expectations`: those of the invented companies.
    """

    versions: RecordVersions
    parts: int
    seeds: int
    fit: Fit
    held_out: tuple[HeldOut, ...]
    in_sample: Record
    effects: tuple[MovedEffect, ...]
    expectations: tuple[Kept, ...]

    @property
    def zeroed(self) -> tuple[MovedEffect, ...]:
        """The effects that the cases contradict."""
        return tuple(effect for effect in self.effects if not effect.fitted)
