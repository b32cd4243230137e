"""What the charts of a result look up: names, points as they are written, the heads of columns."""

from __future__ import annotations

from collections.abc import Sequence

from svcmodel.render.chart_types import Column
from svcmodel.render.report_names import DIGITS, Names


class ChartNames(Names):
    """Looks up names and writes points."""

    def written(self, value: float) -> str:
        """Points as the language writes them."""
        return self.words.number(value, DIGITS)

    def signed(self, value: float) -> str:
        """Points with their sign."""
        sign = "+" if value > 0 else "−" if value < 0 else ""
        return sign + self.written(abs(value))

    def without_empty(
        self, columns: Sequence[Column], rows: Sequence[tuple[str, ...]]
    ) -> tuple[tuple[Column, ...], tuple[tuple[str, ...], ...]]:
        """Columns and rows without the columns in which nothing stands."""
        kept = [n for n in range(len(columns)) if any(row[n] for row in rows)]
        told = tuple(tuple(row[n] for n in kept) for row in rows)
        return tuple(columns[n] for n in kept), told

    def columns(self, names: Sequence[str], numbers: Sequence[str]) -> tuple[Column, ...]:
        """The heads of columns: texts first, then numbers."""
        texts = [Column(self.words(f"charts.column.{name}")) for name in names]
        return (*texts, *(Column(self.words(f"charts.column.{name}"), True) for name in numbers))
