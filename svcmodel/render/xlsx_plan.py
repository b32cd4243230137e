"""A plan as a workbook: live tables to work with, each cell from the same plan as every other document."""

from __future__ import annotations

from collections.abc import Callable

from svcmodel.domain.assessment import Assessment
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.plan import Plan
from svcmodel.domain.plan_rules import PlanSection
from svcmodel.domain.shelf import PlaybookShelf
from svcmodel.render.plan_report import PlanReport
from svcmodel.render.report_types import Report
from svcmodel.render.words import Words
from svcmodel.render.xlsx_book import Book
from svcmodel.render.xlsx_lists import ListSheets
from svcmodel.render.xlsx_people import PeopleSheets
from svcmodel.render.xlsx_summary import SummarySheets
from svcmodel.render.xlsx_tasks import TaskSheets


def xlsx_bytes(
    plan: Plan,
    assessment: Assessment,
    catalogue: Catalogue,
    shelf: PlaybookShelf,
    words: Words,
    *,
    advice: Report,
    told: PlanReport,
) -> bytes:
    """The workbook of a plan, as a file of the plan's day; the sheets that a plan of its size shows.

    `assessment`: with the design that is planned. `advice`, `told`: what other documents say of the
    same.
    """
    book = Book(words.lang)
    for section, write in Sheets(
        plan, assessment, catalogue, shelf, words, advice=advice, told=told, book=book
    ).makers():
        if section is None or section in plan.sections:
            write()
    return book.file(words("plan.title", subject=advice.subject), plan.on)


class Sheets(SummarySheets, TaskSheets, PeopleSheets, ListSheets):
    """Every sheet, in order, with the part of a plan it belongs to; None for those that always stand."""

    def makers(self) -> list[tuple[PlanSection | None, Callable[[], None]]]:
        """What writes each sheet; one that would be empty is left out by what writes it."""
        return [
            (None, self.summary),
            (None, self.tasks),
            ("schedule", self.gantt),
            ("schedule", self.dates),
            ("raci", self.raci),
            ("kpis", self.kpis),
            ("risks", self.risks),
            ("obligations", self.obligation_list),
            ("budget", self.budget),
            ("budget", self.tools),
            ("staffing", self.staffing),
            ("ranking", self.scores),
            ("answers", self.answer_list),
            (None, self.versions),
        ]
