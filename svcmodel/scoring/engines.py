"""Engines: the same sums over thousands of weightings, in plain Python or in numpy.

An engine works on columns: one entry for each weighting. Entries are floats that hold whole numbers
below 2**53, so that sums are exact in any order; a quotient is rounded once, as IEEE 754 says. So all
engines give the same bits. Masks are columns of true and false, and count as 1 and 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Protocol

Column = Any
"""A list in plain Python, an array in numpy."""
EngineName = Literal["plain", "numpy"]


class Engine(Protocol):
    """What an engine does with columns."""

    def words(self, seed: int, first: int, rows: int, size: int) -> Any:
        """Rows of so many 16-bit numbers, four from each number of the generator from `first` on."""

    def order_statistics(self, rows: Any, places: Sequence[int]) -> list[Column]:
        """Of each row put in order what stands in these places (from 0), as the middle of its cell.

        In units of half a cell: twice the number and one.
        """

    def columns(self, rows: Any) -> list[Column]:
        """The columns of rows."""

    def constant(self, value: float, samples: int) -> Column:
        """A column of the same entries."""

    def weighted_sum(
        self, row: Sequence[float], columns: Sequence[Column], plus: float = 0
    ) -> Column:
        """`plus` and the sum of columns, each times its entry of the row."""

    def added(self, columns: Sequence[Column]) -> Column:
        """The sum of columns."""

    def multiplied(self, one: Column, other: Column) -> Column:
        """Entry by entry the product; of two masks, where both are true."""

    def ratio(
        self,
        top: Sequence[float],
        bottoms: Sequence[Sequence[float]],
        columns: Sequence[Column],
    ) -> Column:
        """The weighted sum of columns by one row over the greatest of those by other rows."""

    def gaps(self, columns: Sequence[Column], whole: float) -> list[Column]:
        """From nothing to the first column, from each to the next, and from the last to `whole`."""

    def floored(self, column: Column, divisor: int, plus: float = 0) -> Column:
        """`plus` and the whole part of the entries over a divisor."""

    def greatest(self, columns: Sequence[Column]) -> Column:
        """Entry by entry the greatest."""

    def in_order(self, columns: Sequence[Column], ranks: Sequence[Sequence[int]]) -> list[Column]:
        """The entries of each row dealt out so that the columns come in this order, greatest first.

        Columns in one place of `ranks` keep the order they are in.
        """

    def equal(self, one: Column, other: Column) -> Column:
        """Where the entries are equal."""

    def above(self, one: Column, other: Column) -> Column:
        """Where the entry of one is greater than that of the other."""

    def between(self, column: Column, least: float, most: float) -> Column:
        """Where the entries lie within, ends included."""

    def kept(self, column: Column, mask: Column) -> Column:
        """The entries where a mask is true."""

    def joined(self, one: Column, other: Column) -> Column:
        """One column after another."""

    def total(self, column: Column) -> float:
        """The sum of the entries."""

    def ends(self, column: Column) -> tuple[float, float]:
        """The least and the greatest entry."""

    def total_where(self, column: Column, mask: Column) -> float:
        """The sum of the entries where a mask is true."""

    def tally(self, columns: Sequence[Column]) -> Mapping[tuple[float, ...], int]:
        """How often each row of whole numbers occurs."""


def engine_of(name: EngineName) -> Engine:
    """The engine of a name; numpy, which takes longer to import than to use, only when asked for.

    Raises `ImportError` where numpy is asked for and not installed.
    """
    if name == "numpy":
        from svcmodel.scoring import numpy_engine

        return numpy_engine
    from svcmodel.scoring import plain_engine

    return plain_engine
