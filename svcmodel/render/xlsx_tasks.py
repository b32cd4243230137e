"""The sheets of the work: the tasks, the same over time as bars, and the days to keep in mind."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from svcmodel.domain.calendar import later, number_of
from svcmodel.domain.plan import Task
from svcmodel.render.xlsx_book import (
    HEAD,
    Cell,
    Column,
    Day,
    Formula,
    Page,
    cell_name,
    column_name,
    serial,
)
from svcmodel.render.xlsx_sheets import PlanSheets

STATES = ("open", "going", "done", "dropped")
START, END, STATE, CRITICAL = "E", "F", "M", "N"
"""Columns of the tasks that formulas speak of."""

_WEEK = 7
_SPARE_WEEKS = 4
"""After the latest end, for dates that are moved."""
_MOST_WEEKS = 160
_PAGE_WEEKS, _ONE_PAGE = 85, 40
"""How many weeks can be read on a page, and how many tasks."""
_FIRST_WEEK = 7
"""The column, from 0, of the first week in the chart."""
_MONDAY = 3  # 1970-01-01 was a Thursday


class TaskSheets(PlanSheets):
    """Writes the tasks, their chart and the dates."""

    @property
    def rows(self) -> range:
        """The rows, from 0, that tasks stand in on both sheets."""
        return range(HEAD + 1, HEAD + 1 + len(self.plan.tasks))

    def tasks(self) -> None:
        """The tasks: live, with a state to choose and dates to move."""
        columns = self.task_columns()
        heading = self.words("plan.heading.plan")
        notes = (self.words("plan.intro", tasks=len(self.plan.tasks)), self.phrase("note.tasks"))
        page = self.page("tasks", heading, columns, *notes)
        page.table("tasks", columns, list(self.task_rows()))
        page.set_up(3)
        first, last = self.rows[0], self.rows[-1]
        states = [self.phrase(f"state.{state}") for state in STATES]
        at = len(columns) - 2
        page.choose((first, at), (last, at), states)
        self.colour_tasks(page, len(columns) - 1)

    def task_columns(self) -> list[Column]:
        """The columns of the tasks."""
        return [
            self.column("step", 17),
            self.column("number", 6, "centre"),
            self.column("task", 34, "strong"),
            self.column("owner", 20),
            self.column("start", 13, "date_entry"),
            self.column("end", 13, "date_entry"),
            self.column("least_days", 9, "number"),
            self.column("most_days", 9, "number"),
            self.column("recurs", 13),
            self.column("output", 28),
            self.column("after", 10),
            self.column("done_when", 30),
            self.column("state", 11, "entry"),
            self.column("critical", 9, "centre"),
        ]

    def task_rows(self) -> Iterator[list[Cell]]:
        """Each task."""
        for step, told in zip(self.plan.steps, self.told.steps, strict=True):
            for task, text in zip(step.tasks, told.tasks, strict=True):
                when = self.times[task.id]
                yield [
                    f"{told.number}. {told.name}",
                    text.number,
                    text.title,
                    text.role,
                    Day(when.start),
                    "" if task.recurs else Day(when.end),
                    *task.effort_days,
                    self.words(f"plan.frequency.{task.recurs}") if task.recurs else "",
                    text.output,
                    ", ".join(text.after),
                    text.done_when or self.shown_in(task),
                    self.phrase("state.open"),
                    self.phrase("yes") if when.critical else "",
                ]

    def shown_in(self, task: Task) -> str:
        """The measure in which a task shows that it is done, where there is one."""
        measure = self.shelf.kpis.get(task.acceptance.kpi or "")
        return self.words("sheets.shown_in", kpi=measure.name.to(self.lang)) if measure else ""

    def colour_tasks(self, page: Page, last_column: int) -> None:
        """Make what is done pale, what is late and what is under way stand out."""
        row, first, last = self.rows[0] + 1, self.rows[0], self.rows[-1]
        words = {state: self.phrase(f"state.{state}") for state in STATES}
        over = f'OR(${STATE}{row}="{words["done"]}",${STATE}{row}="{words["dropped"]}")'
        page.where((first, 0), (last, last_column), f"={over}", "is_done")
        state, end = last_column - 1, 5
        going = f'=${STATE}{row}="{words["going"]}"'
        page.where((first, state), (last, state), going, "is_going")
        late = f"=AND(NOT({over}),ISNUMBER(${END}{row}),${END}{row}<TODAY())"
        page.where((first, end), (last, end), late, "is_late")
        page.where(
            (first, last_column), (last, last_column), f'=${CRITICAL}{row}<>""', "is_critical"
        )

    # the chart

    def gantt(self) -> None:
        """The tasks as bars over the weeks, drawn by formulas from the sheet of the tasks."""
        columns = [
            self.column("number", 6, "centre"),
            self.column("task", 34, "strong"),
            self.column("owner", 18),
            self.column("start", 13, "date"),
            self.column("end", 13, "date"),
            self.column("critical", 9, "centre"),
            self.column("state", 11),
        ]
        weeks = self.weeks()
        page = self.page("gantt", self.phrase("title.gantt"), columns, self.phrase("note.gantt"))
        for place, column in enumerate(columns):
            page.write(HEAD, place, column.header, "head")
            page.sheet.set_column(place, place, column.width)
        for row, task in zip(self.rows, self.task_rows(), strict=True):
            self.chart_row(page, row, task, columns)
        self.chart_head(page, weeks)
        self.bars(page, weeks)
        few = len(self.plan.tasks) <= _ONE_PAGE
        page.set_up(2, pages=(1, 1) if few else (ceil(weeks / _PAGE_WEEKS), 0), wide=True)
        page.sheet.repeat_columns(0, 1)

    def weeks(self) -> int:
        """How many weeks the chart shows."""
        schedule = self.plan.schedule
        days = number_of(schedule.latest_end) - number_of(self.first_monday())
        return min(days // _WEEK + 1 + _SPARE_WEEKS, _MOST_WEEKS)

    def first_monday(self) -> str:
        """The Monday of the week the work begins in."""
        start = min(each.start for each in self.plan.schedule.tasks)
        return later(start, -((number_of(start) + _MONDAY) % _WEEK))

    def chart_row(self, page: Page, row: int, task: list[Cell], columns: list[Column]) -> None:
        """A task of the chart: every cell follows the sheet of the tasks."""
        sheet = self.phrase("name.tasks")
        for place, (column, source) in enumerate(
            zip("BCDEFNM", (1, 2, 3, 4, 5, 13, 12), strict=True)
        ):
            value = task[source]
            shown = serial(value.day) if isinstance(value, Day) else str(value)
            empty = f"'{sheet}'!{column}{row + 1}"
            text = f'=IF({empty}="","",{empty})'
            page.write(row, place, Formula(text, shown), columns[place].look)
        page.fit(row, [task[2], task[3]], [columns[1].width, columns[2].width])

    def chart_head(self, page: Page, weeks: int) -> None:
        """The Monday of each week, from the first of the dates on."""
        sheet, monday = self.phrase("name.tasks"), serial(self.first_monday())
        first, last = self.rows[0] + 1, self.rows[-1] + 1
        least = f"MIN('{sheet}'!{START}{first}:{START}{last})"
        for week in range(weeks):
            place = _FIRST_WEEK + week
            text = f"={cell_name(HEAD, place - 1)}+{_WEEK}"
            if week == 0:
                text = f"={least}-WEEKDAY({least},2)+1"
            page.write(HEAD, place, Formula(text, monday + _WEEK * week), "week")
        page.sheet.set_column(_FIRST_WEEK, _FIRST_WEEK + weeks - 1, 2.7)
        page.sheet.set_row(HEAD, 74)

    def bars(self, page: Page, weeks: int) -> None:
        """Bars where a week touches a task; a mark at the week that is now.

        What recurs has no end, so that its bar goes on.
        """
        first, last = (self.rows[0], _FIRST_WEEK), (self.rows[-1], _FIRST_WEEK + weeks - 1)
        row = first[0] + 1
        head = column_name(_FIRST_WEEK)
        week = f"{head}${HEAD + 1}"
        goes_on = f'OR($E{row}="",{week}<=$E{row})'
        touches = f"ISNUMBER($D{row}),{goes_on},{week}+6>=$D{row}"
        over = " , ".join(f'$G{row}="{self.phrase(f"state.{s}")}"' for s in ("done", "dropped"))
        page.where(first, last, f"=AND({touches},OR({over.replace(' ', '')}))", "bar_done")
        page.where(first, last, f'=AND({touches},$F{row}<>"")', "bar_critical")
        page.where(first, last, f"=AND({touches})", "bar")
        page.where(first, last, f'=$A{row}<>""', "grid")
        now = f"=AND(TODAY()>={week},TODAY()<={week}+6)"
        page.where((HEAD, first[1]), (HEAD, last[1]), now, "is_this_week")

    # the dates

    def dates(self) -> None:
        """Milestones, changes that begin, reviews, and the days that others set."""
        columns = [
            self.column("kind", 24),
            self.column("what", 44, "strong"),
            self.column("day", 15, "date"),
            self.column("earliest", 15, "date"),
            self.column("latest", 15, "date"),
            self.column("look_at", 60),
        ]
        rows = sorted(self.date_rows(), key=lambda row: str(row[2]))
        self.one_table("dates", self.phrase("title.dates"), columns, rows, frozen=2)

    def date_rows(self) -> Iterator[list[Cell]]:
        """Each date."""
        schedule, watching = self.plan.schedule, self.plan.monitoring
        for each in schedule.milestones:
            ends = Day(each.earliest), Day(each.latest)
            kind = self.phrase("kind.milestone")
            yield [kind, each.name.to(self.lang), Day(each.day), *ends, ""]
        for begin in schedule.begins:
            ends = (Day(begin.earliest), Day(begin.latest))
            yield [self.phrase("kind.begins"), self.part(begin.target), Day(begin.day), *ends, ""]
        for review in watching.reviews:
            name, look_at = review.name.to(self.lang), review.look_at.to(self.lang)
            yield [self.phrase("kind.review"), name, Day(review.day), "", "", look_at]
        reasons = {each.constraint: each.given.reason for each in self.plan.summary.constraints}
        for due in watching.due:
            what = self.obligations[due.id] if due.kind == "law" else reasons[due.id]
            yield [self.words(f"plan.due.{due.kind}"), what, Day(due.day), "", "", ""]
