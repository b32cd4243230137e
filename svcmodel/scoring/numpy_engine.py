"""The engine of numpy: columns are arrays of 64-bit floats. Imported only where it is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from svcmodel.scoring.draws import (
    FIRST_MIX,
    GAMMA,
    LAST_SHIFT,
    MASK,
    SECOND_MIX,
    WORDS_IN_NUMBER,
)

Column = NDArray[Any]
Rows = NDArray[Any]


def words(seed: int, first: int, rows: int, size: int) -> Rows:
    """Rows of 16-bit numbers."""
    count = rows * size
    numbers = np.arange(first, first + -(-count // WORDS_IN_NUMBER), dtype=np.uint64)
    states = numbers * np.uint64(GAMMA) + np.uint64(seed & MASK)
    for shift, factor in (FIRST_MIX, SECOND_MIX):
        states = (states ^ (states >> np.uint64(shift))) * np.uint64(factor)
    states ^= states >> np.uint64(LAST_SHIFT)
    return states.astype("<u8").view("<u2")[:count].reshape(rows, size)


def order_statistics(rows: Rows, places: Sequence[int]) -> list[Column]:
    """What stands in these places of each row put in order, as the middle of its cell."""
    ordered = np.sort(rows, axis=1)
    return [2.0 * ordered[:, place] + 1.0 for place in places]


def columns(rows: Rows) -> list[Column]:
    """The columns of rows."""
    return list(rows.T.astype(np.float64))


def constant(value: float, samples: int) -> Column:
    """A column of the same entries."""
    return np.full(samples, float(value))


def weighted_sum(row: Sequence[float], columns: Sequence[Column], plus: float = 0) -> Column:
    """`plus` and the sum of columns, each times its entry of the row, from the first to the last."""
    total = columns[0] * float(row[0]) + float(plus)
    product = np.empty_like(total)
    for factor, column in zip(row[1:], columns[1:], strict=True):
        total += np.multiply(column, float(factor), out=product)
    return total


def added(columns: Sequence[Column]) -> Column:
    """The sum of columns."""
    total = constant(0, len(columns[0]))
    for column in columns:
        total += column
    return total


def multiplied(one: Column, other: Column) -> Column:
    """Entry by entry the product."""
    return one * other


def ratio(
    top: Sequence[float], bottoms: Sequence[Sequence[float]], columns: Sequence[Column]
) -> Column:
    """The weighted sum of columns by one row over the greatest of those by other rows."""
    reached = greatest([weighted_sum(bottom, columns) for bottom in bottoms])
    return weighted_sum(top, columns) / reached


def gaps(columns: Sequence[Column], whole: float) -> list[Column]:
    """From nothing to the first column, from each to the next, and from the last to `whole`."""
    between = [upper - lower for lower, upper in pairwise(columns)]
    return [columns[0], *between, whole - columns[-1]]


def floored(column: Column, divisor: int, plus: float = 0) -> Column:
    """`plus` and the whole part of the entries over a divisor."""
    return plus + column // divisor


def greatest(columns: Sequence[Column]) -> Column:
    """Entry by entry the greatest."""
    most: Column = np.maximum.reduce(columns)
    return most


def in_order(columns: Sequence[Column], ranks: Sequence[Sequence[int]]) -> list[Column]:
    """The entries of each row dealt out so that the columns come in this order."""
    falling = -np.sort(-np.stack(columns, axis=1), axis=1)
    dealt, done = list(columns), 0
    for tied in ranks:
        drawn = np.stack([columns[number] for number in tied], axis=1)
        places = np.argsort(-drawn, axis=1, kind="stable")
        given = np.empty_like(drawn)
        np.put_along_axis(given, places, falling[:, done : done + len(tied)], axis=1)
        for number, column in zip(tied, given.T, strict=True):
            dealt[number] = column
        done += len(tied)
    return dealt


def equal(one: Column, other: Column) -> Column:
    """Where the entries are equal."""
    return np.equal(one, other)


def above(one: Column, other: Column) -> Column:
    """Where the entry of one is greater than that of the other."""
    return one > other


def between(column: Column, least: float, most: float) -> Column:
    """Where the entries lie within, ends included."""
    return (least <= column) & (column <= most)


def kept(column: Column, mask: Column) -> Column:
    """The entries where a mask is true."""
    return column[mask]


def joined(one: Column, other: Column) -> Column:
    """One column after another."""
    return np.concatenate((one, other))


def total(column: Column) -> float:
    """The sum of the entries."""
    return float(column.sum())


def ends(column: Column) -> tuple[float, float]:
    """The least and the greatest entry."""
    return float(column.min()), float(column.max())


def total_where(column: Column, mask: Column) -> float:
    """The sum of the entries where a mask is true."""
    return float(column @ mask.astype(np.float64))


def tally(columns: Sequence[Column]) -> Mapping[tuple[float, ...], int]:
    """How often each row of whole numbers occurs."""
    rows, counts = np.unique(np.stack(columns, axis=1), axis=0, return_counts=True)
    return {tuple(row): int(n) for row, n in zip(rows.tolist(), counts, strict=True)}
