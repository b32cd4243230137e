"""The engine of plain Python: columns are lists; most loops run inside the interpreter."""

from __future__ import annotations

import sys
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import compress, pairwise, repeat
from operator import add, eq, gt, itemgetter, mul, sub, truediv

from svcmodel.scoring.draws import random_bytes

Column = list[float]
Rows = Iterable[tuple[int, ...]]
"""Given once: rows are read as they are made."""
AT_ONCE = 5
"""How many columns are summed in one pass; there are five dimensions."""
MOST_BOTTOMS = 3
"""How many rows a score has to be divided by the greatest of."""


def words(seed: int, first: int, rows: int, size: int) -> Rows:
    """Rows of 16-bit numbers."""
    numbers = array("H", random_bytes(seed, 2 * rows * size, first))
    if sys.byteorder == "big":
        numbers.byteswap()
    return zip(*[iter(numbers)] * size, strict=True)


def order_statistics(rows: Rows, places: Sequence[int]) -> list[Column]:
    """What stands in these places of each row put in order, as the middle of its cell."""
    pick = itemgetter(*places, 0)  # one more, since a single place would not give a row
    *picked, _ = zip(*map(pick, map(sorted, rows)), strict=True)
    return [[2.0 * number + 1.0 for number in column] for column in picked]


def columns(rows: Rows) -> list[Column]:
    """The columns of rows."""
    return [list(map(float, column)) for column in zip(*rows, strict=True)]


def constant(value: float, samples: int) -> Column:
    """A column of the same entries."""
    return [float(value)] * samples


def weighted_sum(row: Sequence[float], columns: Sequence[Column], plus: float = 0) -> Column:
    """`plus` and the sum of columns, each times its entry of the row."""
    total: Iterable[float] = repeat(float(plus), len(columns[0]))
    for start in range(0, len(row), AT_ONCE):
        a, b, c, d, e = _five(row[start : start + AT_ONCE])
        some = columns[start : start + AT_ONCE]
        total = [
            sum_ + a * v + b * w + c * x + d * y + e * z
            for sum_, v, w, x, y, z in zip(total, *_filled(some), strict=True)
        ]
    return list(total)


def ratio(
    top: Sequence[float], bottoms: Sequence[Sequence[float]], columns: Sequence[Column]
) -> Column:
    """The weighted sum of columns by one row over the greatest of those by other rows.

    Five columns and three rows are written out, since most of the time goes here.
    """
    if len(bottoms) > MOST_BOTTOMS or len(top) > AT_ONCE:
        reached = greatest([weighted_sum(bottom, columns) for bottom in bottoms])
        return list(map(truediv, weighted_sum(top, columns), reached))
    a, b, c, d, e = _five(top)
    f, g, h, i, j = _five(bottoms[0])
    if len(bottoms) == 1:
        return [
            (a * v + b * w + c * x + d * y + e * z) / (f * v + g * w + h * x + i * y + j * z)
            for v, w, x, y, z in zip(*_filled(columns), strict=True)
        ]
    k, m, n, o, p = _five(bottoms[1])
    q, r, s, t, u = _five(bottoms[-1])
    return [
        (a * v + b * w + c * x + d * y + e * z)
        / max(
            f * v + g * w + h * x + i * y + j * z,
            k * v + m * w + n * x + o * y + p * z,
            q * v + r * w + s * x + t * y + u * z,
        )
        for v, w, x, y, z in zip(*_filled(columns), strict=True)
    ]


def _five(row: Sequence[float]) -> list[float]:
    return [*map(float, row), *[0.0] * (AT_ONCE - len(row))]


def _filled(columns: Sequence[Column]) -> list[Column]:
    """As many columns as are summed in one pass; what is added counts nothing."""
    return [*columns, *[columns[0]] * (AT_ONCE - len(columns))]


def added(columns: Sequence[Column]) -> Column:
    """The sum of columns."""
    total: Iterable[float] = repeat(0, len(columns[0]))
    for column in columns:
        total = map(add, total, column)
    return list(total)


def multiplied(one: Column, other: Column) -> Column:
    """Entry by entry the product."""
    return list(map(mul, one, other))


def gaps(columns: Sequence[Column], whole: float) -> list[Column]:
    """From nothing to the first column, from each to the next, and from the last to `whole`."""
    between = [list(map(sub, upper, lower)) for lower, upper in pairwise(columns)]
    return [list(columns[0]), *between, [whole - entry for entry in columns[-1]]]


def floored(column: Column, divisor: int, plus: float = 0) -> Column:
    """`plus` and the whole part of the entries over a divisor."""
    return [plus + entry // divisor for entry in column]


def greatest(columns: Sequence[Column]) -> Column:
    """Entry by entry the greatest."""
    return list(map(max, *columns)) if len(columns) > 1 else list(columns[0])


def in_order(columns: Sequence[Column], ranks: Sequence[Sequence[int]]) -> list[Column]:
    """The entries of each row dealt out so that the columns come in this order."""
    dealt = [_dealt(row, ranks) for row in zip(*columns, strict=True)]
    return [list(column) for column in zip(*dealt, strict=True)]


def _dealt(row: Sequence[float], ranks: Sequence[Sequence[int]]) -> list[float]:
    entries = iter(sorted(row, reverse=True))
    dealt = list(row)
    for tied in ranks:
        for number in sorted(tied, key=row.__getitem__, reverse=True):
            dealt[number] = next(entries)
    return dealt


def equal(one: Column, other: Column) -> list[bool]:
    """Where the entries are equal."""
    return list(map(eq, one, other))


def above(one: Column, other: Column) -> list[bool]:
    """Where the entry of one is greater than that of the other."""
    return list(map(gt, one, other))


def between(column: Column, least: float, most: float) -> list[bool]:
    """Where the entries lie within, ends included."""
    return [least <= entry <= most for entry in column]


def kept(column: Column, mask: Column) -> Column:
    """The entries where a mask is true."""
    return list(compress(column, mask))


def joined(one: Column, other: Column) -> Column:
    """One column after another."""
    return one + other


def total(column: Column) -> float:
    """The sum of the entries."""
    return sum(column)


def ends(column: Column) -> tuple[float, float]:
    """The least and the greatest entry."""
    return min(column), max(column)


def total_where(column: Column, mask: Column) -> float:
    """The sum of the entries where a mask is true."""
    return sum(compress(column, mask))


def tally(columns: Sequence[Column]) -> Mapping[tuple[float, ...], int]:
    """How often each row of whole numbers occurs."""
    return Counter(zip(*columns, strict=True))
