"""What every sheet of a plan's workbook is written from, and how it is begun."""

from __future__ import annotations

from collections.abc import Sequence

from svcmodel.domain.assessment import Assessment
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.plan import Plan
from svcmodel.domain.shelf import PlaybookShelf
from svcmodel.render.plan_names import PlanNames
from svcmodel.render.plan_report import PlanReport
from svcmodel.render.report_types import Report
from svcmodel.render.words import Words
from svcmodel.render.xlsx_book import Book, Cell, Column, Page


class PlanSheets(PlanNames):
    """A plan with what other documents say of it, and the workbook it goes into."""

    def __init__(
        self,
        plan: Plan,
        assessment: Assessment,
        catalogue: Catalogue,
        shelf: PlaybookShelf,
        words: Words,
        *,
        advice: Report,
        told: PlanReport,
        book: Book,
    ) -> None:
        super().__init__(plan, assessment, catalogue, shelf, words)
        self.advice = advice
        self.told = told
        self.book = book

    def phrase(self, id_: str) -> str:
        """A phrase of the workbook."""
        return self.words(f"sheets.{id_}")

    def column(
        self,
        id_: str,
        width: float,
        look: str = "text",
        *,
        formula: str = "",
        upright: bool = False,
    ) -> Column:
        """A column by the id of its heading."""
        return Column(self.phrase(f"column.{id_}"), width, look, formula, upright=upright)

    def ref(self, table: str, id_: str) -> str:
        """The cell of a column in the same row of a table, in a formula."""
        return row_of(table, self.phrase(f"column.{id_}"))

    def page(self, id_: str, title: str, columns: Sequence[Column], *notes: str) -> Page:
        """A sheet with its title and note, for a table with these columns."""
        page = self.book.page(self.phrase(f"name.{id_}"), title)
        page.notes(notes, [column.width for column in columns])
        return page

    def one_table(
        self,
        id_: str,
        title: str,
        columns: Sequence[Column],
        rows: Sequence[Sequence[Cell]],
        *notes: str,
        frozen: int = 1,
    ) -> Page | None:
        """A sheet that is one table; None where it would be empty."""
        if not rows:
            return None
        page = self.page(id_, title, columns, *notes)
        page.table(id_, columns, rows)
        page.set_up(frozen)
        return page


def row_of(table: str, heading: str) -> str:
    """The cell under a heading of a table in the row of the formula, as files name it."""
    return f"{table}[[#This Row],[{heading}]]"
