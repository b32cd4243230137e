"""How cautious a fit should be: chosen among cases that are held out in turn."""

from __future__ import annotations

import numpy as np

from svcmodel.domain.fitting import CAUTIONS, Knobs
from svcmodel.scoring.fit_contests import contest_loss, within_cases
from svcmodel.scoring.fit_folds import random_folds
from svcmodel.scoring.fit_matrices import (
    Cases,
    Floats,
    Frame,
    centred,
    level_counts,
    points_above,
)
from svcmodel.scoring.fit_strengths import fitted_sizes


def chosen_knobs(frame: Frame, known: Cases, parts: int, seed: int) -> Knobs:
    """The knobs by which points of cases held out make their contests likeliest."""
    contests = within_cases(known, frame, Knobs())
    fold = random_folds(known.stratum, parts, seed)

    def loss(knobs: Knobs) -> float:
        points = np.zeros(known.documented.shape)
        for part in np.unique(fold):
            learnt, tested = known.take(fold != part), known.take(fold == part)
            counts = level_counts(learnt.levels, frame.effects.smoothing)
            sizes = fitted_sizes(frame, learnt, counts, knobs)
            points[fold == part] = _points(frame, sizes, counts, tested)
        return contest_loss(contests, points, knobs.temperature)[0]

    return min((Knobs(caution=caution) for caution in CAUTIONS), key=loss)


def _points(frame: Frame, sizes: Floats, counts: Floats, tested: Cases) -> Floats:
    """Points above 50 of the cases tested."""
    effects = frame.effects
    terms = centred(effects, tested.levels, counts) * effects.units * sizes
    return points_above(effects, terms, tested.documented.shape[1])
