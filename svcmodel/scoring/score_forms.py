"""A model's score as a function of the weights of the dimensions.

When the dimensions are weighted D_1 .. D_n, every criterion's weight is its dimension's, scaled so
that the total is kept (`criterion_weights`). The scale cancels out of the score, which becomes

    score = 50 + 50 * (top . D) / max of (bottom . D)

with top_d = sum over the dimension's criteria of m * e * (r - rho), m = 2 for an important criterion
and else 1; and one bottom for each way N is reached (`tables`): bottom_d = sum of m * |e| and the
dimension's part of what is fixed, by its number of criteria; and the reach upwards and downwards.
The coefficients of a model are rounded once, to 32 bits of its largest: to less than a millionth of
a point. (The table's allowance for rounding terms is not needed here.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import gt
from typing import NamedTuple

from svcmodel.domain.assessment import Contribution
from svcmodel.domain.conditions import Span
from svcmodel.scoring.engines import Column, Engine
from svcmodel.scoring.tables import Counts, ModelTerms, Term, divide

FINE = 1 << 48
"""The unit in which coefficients are added up."""
BITS = 32
"""Of the largest coefficient: times weights that add up to a million it stays below 2**53."""

Coefficients = tuple[int, ...]


class ScoreForm(NamedTuple):
    """The coefficients of the dimensions; those of one form are in one unit, which cancels out."""

    top: Coefficients
    bottoms: tuple[Coefficients, ...]

    def fits(self, weights: Sequence[Column], engine: Engine) -> Column:
        """(score - 50) / 50 under each weighting, a column of weights for each dimension."""
        if not any(self.top):
            return engine.constant(0, len(weights[0]))
        return engine.ratio(self.top, self.bottoms, weights)


def score_form(
    model: ModelTerms,
    contributions: Sequence[Contribution],
    counts: Mapping[str, Counts],
    places: Mapping[str, int],
    sizes: Sequence[int],
) -> ScoreForm:
    """The form of a model whose answered criteria are in `contributions`.

    `model`: its terms with the marks alone as weights. `places`: the number of each criterion's
    dimension; `sizes`: how many criteria each dimension has.
    """
    top, usual, up, down = ([0] * len(sizes) for _ in range(4))
    for criterion, span, _ in contributions:
        top[places[criterion]] += _mean(model.terms[criterion], counts[criterion], span)
    for criterion, (numerators, denominator) in model.terms.items():
        place = places[criterion]
        usual[place] += model.sizes[criterion] * FINE
        up[place] += FINE * max(numerators) // denominator
        down[place] -= FINE * min(numerators) // denominator
    for place, size in enumerate(sizes):
        usual[place] += FINE * model.fixed * size // (sum(sizes) or 1)
    further = [reach for reach in (up, down) if any(map(gt, reach, usual))]
    return _scaled(top, [usual, *further])


def _mean(term: Term, counts: Counts, span: Span) -> int:
    """What a criterion adds, in the fine unit; on several levels their mean in the population."""
    numerators, denominator = term
    if span.low == span.high:
        return FINE * numerators[span.low - 1] // denominator
    levels = slice(span.low - 1, span.high)
    total = sum(n * p for n, p in zip(counts[levels], numerators[levels], strict=True))
    return FINE * total // (denominator * sum(counts[levels]))


def _scaled(top: Sequence[int], bottoms: Sequence[Sequence[int]]) -> ScoreForm:
    """The coefficients in as many bits as there may be; a bottom is nowhere nothing."""
    largest = max(abs(part) for row in (top, *bottoms) for part in row)
    unit = 1 << max(0, largest.bit_length() - BITS)
    return ScoreForm(
        tuple([divide(part, unit) for part in top]),
        tuple([tuple([max(1, divide(part, unit)) for part in row]) for row in bottoms]),
    )
