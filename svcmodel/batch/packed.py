"""A catalogue's table of scores packed so that one addition counts for every model at once.

What a criterion's level adds to every score, to the ends of every core model's range and to the
coverage stands side by side in one whole number, 32 bits each (a lane). What a company's levels add
up to is the sum of such numbers, cut into lanes again: the same integers as the table's, since each
lane is an exact sum that fits. Above the lanes stand bits that say which comparisons hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from struct import Struct
from typing import NamedTuple

from svcmodel.batch.comparisons import Comparisons
from svcmodel.domain.assessment import MICRO, MIDDLE
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import UNKNOWN_SPAN, Span
from svcmodel.scoring.scores import ends
from svcmodel.scoring.tables import ScoreTable, score_table
from svcmodel.scoring.weights import Number, criterion_weights

LANE = 32
FLOOR = 1 << 30
"""Added in every lane, since ends of ranges may lie below nothing before they are cut off."""
MOST_SHARES = 10_000
FULL = 100 * MICRO
TOP = FULL + FLOOR


class LevelKey(NamedTuple):
    """What of a criterion's level a score depends on; see `CriterionLevel`."""

    span: Span | None
    hull: Span | None = None
    may_fall: bool = False


NOT_KNOWN = LevelKey(UNKNOWN_SPAN)


class Sums(NamedTuple):
    """What the levels of a company add up to, millionths of a point.

    `raised`: every model's score and `FLOOR`. `scores`, `lows`, `highs`: of the core models.
    `share`: the weight answered of the weight that applies, in millionths. `bits`: the comparisons
    that hold.
    """

    raised: tuple[int, ...]
    scores: tuple[int, ...]
    lows: tuple[int, ...]
    highs: tuple[int, ...]
    share: int
    answered: int
    bits: int


class PackedTable:
    """The rows of a table by criterion and level, made when they are first asked for."""

    def __init__(
        self,
        catalogue: Catalogue,
        comparisons: Comparisons,
        table: ScoreTable,
        weights: Mapping[str, int],
    ) -> None:
        """`weights`: the weight of each criterion in whole units, all together below a lane."""
        self.comparisons, self.table, self.weights = comparisons, table, weights
        self.models = tuple(catalogue.models)
        core = [n for n, model in enumerate(catalogue.models.values()) if model.core]
        self.core = tuple(self.models[place] for place in core)
        self.core_places = core
        self.size = LANE * (len(self.models) + 2 * len(core) + 3)
        self._cut = Struct(f"<{self.size // LANE}I")
        self._rows: dict[tuple[str, LevelKey], int] = {}
        self._shares: dict[tuple[int, int], int] = {}
        middle = [MIDDLE + FLOOR] * (len(self.models) + 2 * len(core))
        empty = sum(self._packed(id_, NOT_KNOWN) for id_ in catalogue.criteria)
        self.start = empty + pack(middle) + (comparisons.open_answers << self.size)
        """What an empty sheet adds up to."""

    def row(self, criterion: str, key: LevelKey) -> int:
        """What this level of a criterion adds to an empty sheet."""
        if (criterion, key) not in self._rows:
            row = self._packed(criterion, key) - self._packed(criterion, NOT_KNOWN)
            self._rows[criterion, key] = row
        return self._rows[criterion, key]

    def sums(self, total: int) -> Sums:
        """The lanes of a sum of rows and of `start`."""
        bits = total >> self.size
        whole = (total - (bits << self.size)).to_bytes(self.size // 8, "little")
        lanes = self._cut.unpack(whole)
        lows = len(self.models)
        highs = lows + len(self.core)
        rest = highs + len(self.core)
        part, of, answered = lanes[rest:]
        return Sums(
            raised=lanes[:lows],
            scores=tuple([lanes[place] - FLOOR for place in self.core_places]),
            lows=tuple([low - FLOOR if low > FLOOR else 0 for low in lanes[lows:highs]]),
            highs=tuple([high - FLOOR if high < TOP else FULL for high in lanes[highs:rest]]),
            share=self.share(part, of),
            answered=answered,
            bits=bits,
        )

    def share(self, part: int, whole: int) -> int:
        """The share of coverage, rounded as `assess` does it."""
        key = part, whole
        if key in self._shares:
            return self._shares[key]
        share = round(Fraction(part * MICRO, whole)) if whole else 0
        if len(self._shares) < MOST_SHARES:
            self._shares[key] = share
        return share

    def _packed(self, criterion: str, key: LevelKey) -> int:
        weight = self.weights[criterion]
        answered = key.span != UNKNOWN_SPAN and key.span is not None
        numbers = [*self._terms(criterion, key), *self._ends(criterion, key)]
        numbers += [weight if answered else 0, 0 if key.span is None else weight, int(answered)]
        bits = self.comparisons.of_level(criterion, key.span)
        return pack(numbers) + (bits << self.size)

    def _terms(self, criterion: str, key: LevelKey) -> Iterable[int]:
        for model in self.models:
            rows = self.table.points[model]
            known = key.span is not None and criterion in rows
            yield self.table.term(model, criterion, key.span) if known and key.span else 0

    def _ends(self, criterion: str, key: LevelKey) -> Sequence[int]:
        """The least and the most it adds to each core model, the least of all models first."""
        span = key.hull or key.span
        pairs = [
            (0, 0)
            if span is None or criterion not in self.table.points[model]
            else ends(self.table, model, criterion, span, may_fall=key.may_fall)
            for model in self.core
        ]
        return [low for low, _ in pairs] + [high for _, high in pairs]


def pack(numbers: Iterable[int]) -> int:
    """Numbers side by side in one, the first lowest; negative ones borrow from the next."""
    return sum(number << (LANE * place) for place, number in enumerate(numbers))


def packed_table(
    catalogue: Catalogue,
    comparisons: Comparisons,
    given: Mapping[str, Number] | None = None,
    important: Iterable[str] = (),
) -> PackedTable | None:
    """The packed table under the weights given; None where they are too fine for a lane."""
    weights = criterion_weights(catalogue, given, important)
    unit = lcm(*(weight.denominator for weight in weights.values()))
    whole = {id_: int(weight * unit) for id_, weight in weights.items()}
    if sum(whole.values()) >= 1 << (LANE - 1):
        return None
    return PackedTable(catalogue, comparisons, score_table(catalogue, weights), whole)
