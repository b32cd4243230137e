"""The cases of the casebook that are most like a company.

Likeness = 1 - sum_c w_c * |level_c - level'_c| / (4 * sum_c w_c), over the criteria c answered on both
sides, a city-block distance as voting-advice tools use: it comes apart by question. A case that shares
few answers is drawn towards an ordinary likeness, as if so many further criteria had been compared and
found half alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from svcmodel.domain.assessment import MICRO
from svcmodel.domain.cases import Case
from svcmodel.domain.surroundings import Analogue
from svcmodel.scoring.field import Levels
from svcmodel.scoring.weights import Weights

SHOWN = 3
NAMED = 3
"""How many criteria are named that bring a case close, and that set it apart."""
DRAWN_TO_MIDDLE = 10
MOST_UNLIKE = 4
"""Levels between the two ends of a scale."""


def analogues(
    cases: Iterable[Case], levels: Levels, weights: Weights, *, never: str = ""
) -> tuple[Analogue, ...]:
    """The cases most like a company, the nearest first. `never`: a case that is the company itself."""
    known = {
        level.criterion: Fraction(level.span.low + level.span.high, 2)
        for level in levels.values()
        if level.answered and level.span is not None
    }
    near = [_analogue(case, known, weights) for case in cases if case.id != never]
    found = [analogue for analogue in near if analogue.shared]
    return tuple(sorted(found, key=lambda a: (-a.likeness, a.case))[:SHOWN])


def _analogue(case: Case, known: Mapping[str, Fraction], weights: Weights) -> Analogue:
    theirs = {**case.inferred, **case.stated}
    apart = {id_: abs(known[id_] - theirs[id_]) for id_ in known if id_ in theirs}
    whole = sum(weights[id_] for id_ in apart) + DRAWN_TO_MIDDLE
    distance = sum(weights[id_] * gap for id_, gap in apart.items())
    distance += Fraction(DRAWN_TO_MIDDLE * MOST_UNLIKE, 2)
    alike = sorted((i for i in apart if not apart[i]), key=lambda i: (-abs(known[i] - 3), i))
    unlike = sorted((i for i in apart if apart[i] > 1), key=lambda i: (-apart[i], i))
    return Analogue(
        case=case.id,
        likeness=round(MICRO * (1 - distance / (MOST_UNLIKE * whole))),
        shared=len(apart),
        alike=tuple(alike[:NAMED]),
        unlike=tuple(unlike[:NAMED]),
    )
