"""What a catalogue learns from some of the cases: by judgement alone, or with its strengths fitted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from svcmodel.domain.case_record import AnsweredCase
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.expectations import AnsweredCompany
from svcmodel.domain.fitting import Fit, Procedure, Strengths
from svcmodel.domain.questions import Question
from svcmodel.scoring.fit_catalogue import (
    half_thresholds,
    with_population,
    with_strengths,
    with_thresholds,
)
from svcmodel.scoring.fit_knobs import chosen_knobs
from svcmodel.scoring.fit_matrices import (
    Cases,
    Effects,
    Floats,
    Frame,
    cases_of,
    frame_of,
    level_counts,
    reference_counts,
)
from svcmodel.scoring.fit_strengths import fitted_sizes, free_effects


class Taught(NamedTuple):
    """A catalogue as some cases leave it, and what they settled. `caution`: None for the prior."""

    catalogue: Catalogue
    thresholds: Mapping[str, float]
    caution: float | None


Learner = Callable[[Sequence[int], int], Taught]
"""Takes the numbers of the cases known and a seed."""


@dataclass(frozen=True)
class Material:
    """What there is to learn from. `on`: the day of the designs; `parts`: into how many folds.

    `arrays`: the cases as a fit works on them.
    """

    catalogue: Catalogue
    bank: Mapping[str, Question]
    cases: tuple[AnsweredCase, ...]
    companies: tuple[AnsweredCompany, ...]
    on: str
    parts: int
    frame: Frame
    arrays: Cases

    def learner(self, procedure: Procedure) -> Learner:
        """How a procedure learns."""
        return {"prior": self.by_judgement, "fitted": self.by_fit}[procedure]

    def by_judgement(self, known: Sequence[int], _seed: int) -> Taught:
        """The strengths of the prior; the cases give the usual company and the thresholds."""
        return self._taught(known, {}, None)

    def by_fit(self, known: Sequence[int], seed: int) -> Taught:
        """The strengths fitted to the cases too, and the knob chosen among them."""
        cases = self.arrays.take(known)
        knobs = chosen_knobs(self.frame, cases, self.parts, seed)
        counts = level_counts(cases.levels, self.frame.effects.smoothing)
        sizes = fitted_sizes(self.frame, cases, counts, knobs)
        return self._taught(known, whole_strengths(self.frame.effects, sizes), knobs.caution)

    def fit(self, seed: int) -> Fit:
        """The fit to all cases, with the population that the catalogue ships."""
        frame, effects = self.frame, self.frame.effects
        knobs = chosen_knobs(frame, self.arrays, self.parts, seed)
        sizes = fitted_sizes(frame, self.arrays, reference_counts(self.catalogue), knobs)
        strengths = whole_strengths(effects, sizes)
        fitted = with_strengths(self.catalogue, strengths)
        may_move = free_effects(effects, self.arrays.joined(frame.invented))
        free = {id_[0] for id_, moves in zip(effects.ids, may_move, strict=True) if moves}
        return Fit(
            knobs=knobs,
            strengths=strengths,
            thresholds=half_thresholds(fitted, [each.case for each in self.cases], self.on),
            kept=tuple(sorted(strengths.keys() - free)),
        )

    def _taught(self, known: Sequence[int], strengths: Strengths, caution: float | None) -> Taught:
        cases = [self.cases[number].case for number in known]
        catalogue = with_population(with_strengths(self.catalogue, strengths), cases)
        thresholds = half_thresholds(catalogue, cases, self.on)
        return Taught(with_thresholds(catalogue, thresholds), thresholds, caution)


def material_of(
    catalogue: Catalogue,
    bank: Mapping[str, Question],
    cases: Sequence[AnsweredCase],
    companies: Sequence[AnsweredCompany],
    *,
    on: str,
    parts: int,
) -> Material:
    """The material of some cases and invented companies."""
    told = [answered.case for answered in cases]
    frame = frame_of(catalogue, bank, told, companies)
    arrays = cases_of(catalogue, told)
    return Material(catalogue, bank, tuple(cases), tuple(companies), on, parts, frame, arrays)


def whole_strengths(effects: Effects, sizes: Floats) -> dict[str, dict[str, int]]:
    """Sizes as the strengths that files hold, by model and criterion."""
    strengths: dict[str, dict[str, int]] = {}
    for (model, criterion), strength in zip(effects.ids, effects.whole(sizes), strict=True):
        strengths.setdefault(model, {})[criterion] = int(strength)
    return strengths
