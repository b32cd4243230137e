"""Strengths fitted to cases whose service model is documented.

Points of model m above 50 are linear in the sizes v >= 0 of its effects p,

    z_m = sum over p of v_p u_p (r_p(level_p) - rho_p)

u: the points of a strength of 1 in the prior, with the effect's sign; r: its response; rho: the mean
response of the population. With v0 the sizes of the prior, the fit minimises

    loss of the contests (svcmodel.scoring.fit_contests) + caution * d' K^-1 d,      d = v - v0
    K = diag(v0) + v0 v0' (by_model within a model + by_criterion within a criterion)

The second term is a Gaussian prior: a strong effect may move more than a weak one, and the greater
by_model and by_criterion, the easier all effects of a model, or of a criterion, grow or shrink
together. No effect changes its sign: one that the cases contradict ends at 0. None appears without a
prior, and nothing is added per model, so an empty sheet stays at 50. Effects on criteria that no case
answers, and all of a model that no case had or could have had, stay at the prior.

Solved by L-BFGS-B (Byrd, Lu, Nocedal & Zhu 1995) from the prior: the same input, the same strengths.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from svcmodel.domain.fitting import Knobs
from svcmodel.scoring.fit_contests import Contests, across_cases, contest_loss, within_cases
from svcmodel.scoring.fit_matrices import (
    Bools,
    Cases,
    Effects,
    Floats,
    Frame,
    Ints,
    centred,
    points_above,
)

EXACT = {"maxiter": 1000, "maxfun": 1000, "ftol": 1e-10, "gtol": 1e-6}
"""Far below a tenth of a point, so that rounding gives the same whole strengths."""


def fitted_sizes(frame: Frame, known: Cases, counts: Floats, knobs: Knobs) -> Floats:
    """The sizes of all effects, fitted to the cases known.

    `counts`: how often each level occurs in the population that rho is the mean of.
    """
    effects, cases = frame.effects, known.joined(frame.invented)
    terms = centred(effects, cases.levels, counts) * effects.units
    free = free_effects(effects, cases)
    sizes = effects.sizes.copy()
    if free.any():
        fixed = points_above(effects, terms * np.where(free, 0, sizes), cases.documented.shape[1])
        at = np.flatnonzero(free)
        loss = _Loss(
            terms=terms[:, at],
            models=effects.model[at],
            fixed=fixed,
            prior=sizes[at],
            firmness=np.asarray(
                np.linalg.inv(covariance(effects, at, knobs) / knobs.caution), np.float64
            ),
            within=within_cases(cases, frame, knobs),
            across=across_cases(cases, knobs),
            temperature=knobs.temperature,
        )
        bounds = [(0.0, knobs.most * max(1.0, size)) for size in sizes[at]]
        found = minimize(loss, sizes[at], jac=True, method="L-BFGS-B", bounds=bounds, options=EXACT)
        sizes[at] = found.x
    return sizes


def free_effects(effects: Effects, cases: Cases) -> Bools:
    """Which effects may move: some case answers them, and had or could have had their model."""
    named: Bools = np.any(cases.documented | cases.acceptable | cases.chosen, axis=0)
    return effects.answered & named[effects.model] & (effects.sizes > 0)


def covariance(effects: Effects, at: Ints, knobs: Knobs) -> Floats:
    """K of the effects `at` these places: how much they may move, and together with which."""
    sizes, model, criterion = effects.sizes[at], effects.model[at], effects.criterion[at]
    together = knobs.by_model * (model[:, None] == model)
    together = together + knobs.by_criterion * (criterion[:, None] == criterion)
    whole: Floats = np.diag(sizes) + np.outer(sizes, sizes) * together
    return whole


@dataclass(frozen=True)
class _Loss:
    """What the fit minimises, and its slope, as a function of the sizes that may move.

    `fixed`: the points that come from those that may not.
    """

    terms: Floats
    models: Ints
    fixed: Floats
    prior: Floats
    firmness: Floats
    within: Contests
    across: Contests
    temperature: float

    def __call__(self, sizes: Floats) -> tuple[float, Floats]:
        points = self.fixed + (self.terms * sizes) @ np.eye(self.fixed.shape[1])[self.models]
        loss, slope = contest_loss(self.within, points, self.temperature)
        more, turned = contest_loss(self.across, points.T, self.temperature)
        moved = sizes - self.prior
        pull = self.firmness @ moved
        steep = np.einsum("ce,ce->e", (slope + turned.T)[:, self.models], self.terms)
        return loss + more + float(moved @ pull), steep + 2 * pull
