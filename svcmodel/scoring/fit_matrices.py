"""What a fit works on, as arrays: effects, cases, and who competes with whom.

Imports numpy: only `catalogue fit` imports this module.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from svcmodel.domain.cases import Case
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import Span
from svcmodel.domain.expectations import AnsweredCompany
from svcmodel.domain.questions import Question
from svcmodel.scoring.balance import levels_of
from svcmodel.scoring.case_record import contestants, models_listed
from svcmodel.scoring.levels import read_levels
from svcmodel.scoring.tables import QUARTERS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

HEAD_START = 4.0
"""Points that the baselines with a threshold are given in the contests of a layer: about what is found."""
MIDDLE_POINTS = 50
LEVELS = range(1, 6)


@dataclass(frozen=True)
class Effects:
    """The effects of all models, one entry each, those of a model together.

    `ids`: model and criterion; `model`, `criterion`: their numbers in the catalogue. `sizes`: |e| of
    the prior. `units`: points of a strength of 1, with the effect's sign. `response`: r of the levels
    1 to 5, (effects, 5). `answered`: whether some case answers the criterion. `smoothing`: counts
    added to each level of the population. `per_point`: what a point is in fitted strengths, 10.
    """

    ids: tuple[tuple[str, str], ...]
    model: Ints
    criterion: Ints
    sizes: Floats
    units: Floats
    response: Floats
    answered: Bools
    smoothing: int
    per_point: float

    def whole(self, sizes: Floats) -> Ints:
        """Sizes as the fitted strengths that files hold: signed, whole, so many to a point."""
        return np.rint(self.per_point * sizes * self.units).astype(np.int64)


@dataclass(frozen=True)
class Cases:
    """What is known of each case: (cases, models) but for `levels`, `weight` and `stratum`.

    `levels`: (cases, criteria), 1 to 5, 0 where unknown or not applicable. `documented`, `acceptable`:
    models the case had, could have had. `listed`: those that compete for its first place. `failed`:
    those that failed there. `chosen`, `not_chosen`: what a consultant expects of the design, baselines
    included. `weight`: 0 where the case does not count. `stratum`: folds spread it evenly.
    """

    levels: Ints
    documented: Bools
    acceptable: Bools
    listed: Bools
    failed: Bools
    chosen: Bools
    not_chosen: Bools
    weight: Floats
    stratum: Ints

    def take(self, rows: Sequence[int] | Bools) -> Cases:
        """These cases only."""
        at = np.asarray(rows)
        return Cases(**{name: values[at] for name, values in vars(self).items()})

    def joined(self, other: Cases) -> Cases:
        """These cases and others."""
        both = {k: np.concatenate([v, vars(other)[k]]) for k, v in vars(self).items()}
        return Cases(**both)


@dataclass(frozen=True)
class Frame:
    """What is the same for every fit.

    `rivals`: (layers, models), those that the record compares with each other; `members`: (layers,
    models), with the baselines, and points they are given ahead, `head_start`. `invented`: companies
    that a consultant has expectations for, in every fit, but no part of the population.
    """

    effects: Effects
    rivals: Bools
    members: Bools
    head_start: Floats
    invented: Cases


def frame_of(
    catalogue: Catalogue,
    bank: Mapping[str, Question],
    cases: Iterable[Case],
    companies: Iterable[AnsweredCompany],
) -> Frame:
    """The frame of a catalogue. `cases`: they say which criteria are answered at all."""
    answered = {id_ for case in cases for id_ in (*case.stated, *case.inferred)}
    layers = catalogue.head.layers
    head_start = np.zeros((len(layers), len(catalogue.models)))
    for number, layer in enumerate(layers):
        start = HEAD_START if layer.threshold else 0.0
        head_start[number] = start * _marked(catalogue, [layer.baseline])
    return Frame(
        effects=effects_of(catalogue, answered),
        rivals=_rows(catalogue, contestants(catalogue)),
        members=_rows(catalogue, ([m.id for m in ms] for ms in catalogue.in_layer.values())),
        head_start=head_start,
        invented=_invented(catalogue, bank, companies),
    )


def effects_of(catalogue: Catalogue, answered: Collection[str]) -> Effects:
    """The effects as the prior has them.

    A strength of 1 is worth 50 / (S + shrink) points, S being the sum of the model's |strength| on the
    criteria that some case answers: so what was added since takes nothing from the others.
    """
    models, criteria = list(catalogue.models), list(catalogue.criteria)
    found = [
        (model, id_, effect)
        for model in catalogue.models.values()
        for id_, effect in model.effects.items()
    ]
    sums = {
        model.id: catalogue.head.shrink
        + sum(abs(e.strength) for id_, e in model.effects.items() if id_ in answered)
        for model in catalogue.models.values()
    }
    strengths = np.array([effect.strength for _, _, effect in found], np.float64)
    units = [MIDDLE_POINTS / (sums[model.id] or 1) for model, _, _ in found]
    return Effects(
        ids=tuple((model.id, id_) for model, id_, _ in found),
        model=np.array([models.index(model.id) for model, _, _ in found], np.int64),
        criterion=np.array([criteria.index(id_) for _, id_, _ in found], np.int64),
        sizes=np.abs(strengths),
        units=np.sign(strengths) * np.array(units),
        response=np.array([QUARTERS[effect.when] for _, _, effect in found], np.float64) / 4,
        answered=np.array([id_ in answered for _, id_, _ in found], np.bool_),
        smoothing=catalogue.reference.smoothing,
        per_point=catalogue.head.scale / MIDDLE_POINTS,
    )


def cases_of(catalogue: Catalogue, cases: Sequence[Case]) -> Cases:
    """Cases as arrays; what nobody expects of them stays empty."""
    first = [case.chosen[0] if case.chosen else "" for case in cases]
    strata = sorted(set(first))
    nothing = _rows(catalogue, [()] * len(cases))
    return Cases(
        levels=_levels(catalogue, (_known(levels_of(case)) for case in cases)),
        documented=_rows(catalogue, (case.chosen for case in cases)),
        acceptable=_rows(catalogue, (case.acceptable for case in cases)),
        listed=_rows(catalogue, (models_listed(catalogue, case.chosen) for case in cases)),
        failed=_rows(catalogue, (case.failed for case in cases)),
        chosen=nothing,
        not_chosen=nothing,
        weight=np.array([float(case.is_counted) for case in cases]),
        stratum=np.array([strata.index(id_) for id_ in first], np.int64),
    )


def _invented(
    catalogue: Catalogue, bank: Mapping[str, Question], companies: Iterable[AnsweredCompany]
) -> Cases:
    """Invented companies as cases without weight, of which binding expectations are known."""
    found = list(companies)
    nothing = _rows(catalogue, [()] * len(found))
    binding = [[each for each in company.expected if each.binding] for company in found]
    levels = (read_levels(catalogue, bank, company.sheet).levels for company in found)
    return Cases(
        levels=_levels(
            catalogue, ({k: _middle(v.span) for k, v in each.items()} for each in levels)
        ),
        documented=nothing,
        acceptable=nothing,
        listed=nothing,
        failed=nothing,
        chosen=_rows(catalogue, ([m for e in each for m in e.chosen] for each in binding)),
        not_chosen=_rows(catalogue, ([m for e in each for m in e.not_chosen] for each in binding)),
        weight=np.zeros(len(found)),
        stratum=np.zeros(len(found), np.int64),
    )


def _middle(span: Span | None) -> int:
    """The level in the middle of a span; 0 where nothing is known or applies."""
    return 0 if span is None or span == (1, 5) else (span.low + span.high) // 2


def _known(levels: Mapping[str, int | None]) -> dict[str, int]:
    return {id_: level or 0 for id_, level in levels.items()}


def _levels(catalogue: Catalogue, levels: Iterable[Mapping[str, int]]) -> Ints:
    rows = [[each.get(id_, 0) for id_ in catalogue.criteria] for each in levels]
    return np.array(rows, np.int64).reshape(len(rows), len(catalogue.criteria))


def _rows(catalogue: Catalogue, named: Iterable[Collection[str]]) -> Bools:
    """A row for each collection of models, true where one of them stands."""
    rows = [_marked(catalogue, ids) for ids in named]
    return np.array(rows, np.bool_).reshape(len(rows), len(catalogue.models))


def _marked(catalogue: Catalogue, ids: Collection[str]) -> Bools:
    return np.array([id_ in ids for id_ in catalogue.models], np.bool_)


def level_counts(levels: Ints, smoothing: int) -> Floats:
    """How often each level of each criterion occurs, (criteria, 5), so many counts added to each."""
    return np.stack([smoothing + (levels == level).sum(0) for level in LEVELS], axis=1) * 1.0


def reference_counts(catalogue: Catalogue) -> Floats:
    """The same of the population that the catalogue ships."""
    reference = catalogue.reference
    rows = [reference.frequencies.get(id_, (0,) * len(LEVELS)) for id_ in catalogue.criteria]
    return np.array(rows, np.float64).reshape(len(rows), len(LEVELS)) + reference.smoothing


def centred(effects: Effects, levels: Ints, counts: Floats) -> Floats:
    """r(level) - rho of every case and effect; 0 where no level is known."""
    share = counts / counts.sum(1, keepdims=True)
    rho = (effects.response * share[effects.criterion]).sum(1)
    known = levels[:, effects.criterion]
    rows = np.arange(len(effects.response))
    return np.where(known > 0, effects.response[rows, known - 1] - rho, 0.0)


def points_above(effects: Effects, terms: Floats, models: int) -> Floats:
    """The sums of each case's terms by model, (cases, models)."""
    return terms @ np.eye(models)[effects.model]
