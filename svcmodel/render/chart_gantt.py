"""The plan in time: tasks by step on a calendar, the critical path and the milestones marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from svcmodel.domain.calendar import day_of, months_later, number_of
from svcmodel.domain.plan import PlanStep
from svcmodel.render.chart_gantt_texts import GanttTexts
from svcmodel.render.chart_rows import (
    ROW_LINE,
    ROW_SPACE,
    Group,
    Row,
    calendar,
    name_lines,
    packed,
    parts_of,
)
from svcmodel.render.chart_shapes import LINE, SMALL, Drawing, Key, Scale, box_key
from svcmodel.render.chart_text import text_width
from svcmodel.render.chart_types import WIDTH, Chart, Column, Path

BAR = 9.0
SHORT = 30
"""Up to so many tasks a plan is shown whole; a longer one has an overview and charts of each step.
A critical path of more tasks than that is seen in the charts of the steps."""
COLUMNS = ("task", "when", "latest", "critical")
ARROW = 14.0
"""How long the arrow of a task is that comes again."""
NAME = 38
"""How far apart the names of two months must stand."""
MONTHS = (1, 2, 3, 6, 12)
"""From one mark of the calendar to the next."""


class GanttCharts(GanttTexts):
    """Draws the schedule of a plan."""

    @property
    def is_short(self) -> bool:
        """Whether the plan is shown whole, without an overview."""
        return len(self.plan.tasks) <= SHORT

    def charts(self) -> tuple[Chart, ...]:
        """All tasks of a short plan; of a long one an overview."""
        return tuple(self.short() if self.is_short else self.overview())

    def details(self) -> tuple[Chart, ...]:
        """Of a long plan the tasks, step by step."""
        if self.is_short:
            return ()
        return tuple(chart for step in self.plan.steps for chart in self.step_charts(step))

    def short(self) -> Iterator[Chart]:
        """Every step with its tasks and the milestones, in as many charts as fit on pages."""
        groups = [Group(self.step_name(s), self.tasks(s)) for s in self.plan.steps]
        groups.append(self.milestones())
        yield from self.in_parts(self.words("charts.gantt.title"), list(packed(groups)))

    def overview(self) -> Iterator[Chart]:
        """The steps, a critical path that is not too long and the milestones, as they fit on pages."""
        rows = {row.name: row for step in self.plan.steps for row in self.tasks(step)}
        path = [rows[self.titles[id_]] for id_ in self.plan.schedule.path.tasks]
        shown = path if len(path) <= SHORT else []
        heading = self.words("charts.gantt.critical_path")
        groups = [
            Group(self.words("charts.gantt.steps"), [self.whole(s) for s in self.plan.steps]),
            *(Group(heading, part) for part in parts_of(shown) if part),
            self.milestones(),
        ]
        title = self.words(f"charts.gantt.{'overview' if shown else 'overview_of_steps'}")
        yield from self.in_parts(title, list(packed(groups)))

    def in_parts(self, title: str, parts: Sequence[list[Group]]) -> Iterator[Chart]:
        """One calendar on several pages; the first part tells of the plan as a whole."""
        rows = [row for part in parts for group in part for row in group.rows]
        for n, part in enumerate(parts, start=1):
            name = self._part(title, n, len(parts))
            told = [self._told()] if n == 1 else []
            told += self._told_groups(part) if len(parts) > 1 else []
            yield self.chart(f"plan-{n}" if n > 1 else "plan", name, " ".join(told), part, rows)

    def step_charts(self, step: PlanStep) -> Iterator[Chart]:
        """The tasks of a step, in as many charts as it takes."""
        name = self.step_name(step)
        parts = list(parts_of(self.tasks(step)))
        for n, rows in enumerate(parts, start=1):
            title = self._part(name, n, len(parts))
            told = self._told_part(name, rows)
            yield self.chart(f"{step.id}-{n}", title, told, [Group("", rows)])

    def chart(
        self,
        id_: str,
        title: str,
        alt: str,
        groups: Sequence[Group],
        span: Sequence[Row] = (),
    ) -> Chart:
        """A calendar with rows in groups; it reaches as far as they do, or as those of `span`."""
        rows = [row for group in groups for row in group.rows]
        drawing, scale = Drawing(), calendar(self._within(span or rows))
        if any(self.again(row) for row in span or rows):
            scale = scale._replace(end=scale.end - ARROW)
        self._months(drawing, scale)
        top = drawing.y
        for group in groups:
            if group.heading and group.rows:
                drawing.heading(group.heading)
                drawing.y += 3
            for row in group.rows:
                self._row(drawing, scale, row)
        self._grid(drawing, scale, top)
        drawing.legend(self._keys(rows))
        told = [self._told_row(row) for row in rows]
        shown = len(COLUMNS) if any(row[-1] for row in told) else len(COLUMNS) - 1
        return Chart(
            id=f"gantt-{id_}",
            title=title,
            alt=alt,
            height=drawing.height,
            shapes=drawing.done,
            columns=tuple(Column(self.words(f"charts.column.{n}")) for n in COLUMNS[:shown]),
            rows=tuple(row[:shown] for row in told),
        )

    def _within(self, rows: Sequence[Row]) -> Sequence[Row]:
        """The rows that say how far a calendar reaches: not what recurs and begins after the end."""
        last = self.plan.schedule.end
        return [row for row in rows if row.start <= last or not self.again(row)] or rows

    def tasks(self, step: PlanStep) -> list[Row]:
        """The tasks of a step as rows."""
        found = []
        for task in step.tasks:
            time = self.times[task.id]
            look = "critical" if time.critical else "work"
            latest = max(time.end, time.latest_end)
            found.append(Row(self.titles[task.id], time.start, time.end, latest, look))
        return found

    def whole(self, step: PlanStep) -> Row:
        """A step from its first day to its last."""
        rows = self._within(self.tasks(step))
        first, last = min(row.start for row in rows), max(row.end for row in rows)
        return Row(self.step_name(step), first, last, max(row.latest for row in rows), "step_bar")

    def milestones(self) -> Group:
        """The days to keep in mind, in their order: milestones, and the changes that begin."""
        rows = []
        for each in self.plan.schedule.milestones:
            name, latest = each.name.to(self.lang), max(each.day, each.latest)
            rows.append(Row(name, each.day, each.day, latest, "milestone"))
        for begin in self.plan.schedule.begins:
            name = self.words("plan.begins", model=self.part(begin.target))
            rows.append(Row(name, begin.day, begin.day, begin.latest, "milestone"))
        rows.sort(key=lambda row: row.start)
        return Group(self.words("charts.gantt.milestones"), rows)

    def step_name(self, step: PlanStep) -> str:
        """A step with its number."""
        number = self.plan.steps.index(step) + 1
        record = next(s for s in self.catalogue.head.steps if s.id == step.id)
        return f"{number}. {record.name.to(self.lang)}"

    def _row(self, drawing: Drawing, scale: Scale, row: Row) -> None:
        lines = name_lines(row)
        high = ROW_LINE * len(lines) + ROW_SPACE
        middle = drawing.y + high / 2
        look = "strong" if row.look == "critical" else "ink"
        for n, line in enumerate(lines):
            base = middle + 4 + (n - (len(lines) - 1) / 2) * ROW_LINE
            drawing.text(0, base, line, look, size=SMALL)
        start, end = scale.at(number_of(row.start)), scale.at(number_of(row.end) + 1)
        late = scale.at(number_of(row.latest) + 1)
        if row.look == "milestone":
            self._milestone(drawing, (start + end) / 2, middle, self._short(row.start))
        else:
            wide = max(2.5, end - start)
            if self.again(row):
                _arrow(drawing, start + wide, middle)
            elif late > end:
                drawing.line(end, middle, late, middle, "late")
            drawing.rect(start, middle - BAR / 2, wide, BAR, row.look)
        drawing.y += high

    def _milestone(self, drawing: Drawing, x: float, y: float, day: str) -> None:
        """A mark with its day on the side where there is room."""
        drawing.diamond(x, y, 5, "milestone")
        if x + 9 + text_width(day, SMALL) < WIDTH:
            drawing.text(x + 9, y + 4, day, "ink", size=SMALL)
        else:
            drawing.text(x - 9, y + 4, day, "ink", anchor="end", size=SMALL)

    def _short(self, day: str) -> str:
        month = self.words(f"charts.month.m{day[5:7]}")
        return self.words("charts.day", day=int(day[8:]), month=month)

    def _marks(self, scale: Scale) -> list[str]:
        """The first days of the months to mark, as far apart as their names ask for."""
        first = months_later(f"{day_of(int(scale.low))[:7]}-01", 1)
        months = [first]
        while number_of(following := months_later(months[-1], 1)) < scale.high:
            months.append(following)
        months = [month for month in months if number_of(month) < scale.high]
        for step in MONTHS:
            found = months[::step]
            xs = [scale.at(number_of(month)) for month in found]
            if all(after - before > NAME for before, after in pairwise(xs)):
                return found
        return months[:1]

    def _months(self, drawing: Drawing, scale: Scale) -> None:
        drawing.y += 2 * LINE
        year = ""
        for month in self._marks(scale):
            x = scale.at(number_of(month))
            name = self.words(f"charts.month.m{month[5:7]}")
            drawing.text(x, drawing.y - 4, name, "soft", anchor="middle", size=SMALL)
            if month[:4] != year:
                year = month[:4]
                drawing.text(x, drawing.y - 4 - LINE, year, "soft", anchor="middle", size=SMALL)

    def _grid(self, drawing: Drawing, scale: Scale, top: float) -> None:
        """Upright lines behind the rows, where a month is marked."""
        for month in self._marks(scale):
            x = round(scale.at(number_of(month)), 1)
            drawing.shapes.insert(0, Path(f"M{x:g} {top:g}V{round(drawing.y, 1):g}", "grid"))

    def _keys(self, rows: Sequence[Row]) -> Iterator[tuple[Key, str]]:
        looks = {row.look for row in rows}
        for look in ("work", "critical", "step_bar"):
            if look in looks:
                yield box_key(look), self.words(f"charts.key.{look}")
        if again := [row for row in rows if self.again(row)]:
            yield _again, self.words("charts.key.again")
        may_last = (row for row in rows if row not in again and row.look != "milestone")
        if any(row.latest > row.end for row in may_last):
            yield _late, self.words("charts.key.late")
        if "milestone" in looks:
            yield _diamond, self.words("charts.key.milestone")


def _arrow(drawing: Drawing, x: float, y: float) -> None:
    tip = x + ARROW - 1
    drawing.path([(x, y), (tip, y), (tip - 4, y - 4), (tip, y), (tip - 4, y + 4)], "edge")


def _again(drawing: Drawing, x: float, y: float) -> None:
    _arrow(drawing, x - 7, y)


def _late(drawing: Drawing, x: float, y: float) -> None:
    drawing.line(x - 8, y, x + 8, y, "late")


def _diamond(drawing: Drawing, x: float, y: float) -> None:
    drawing.diamond(x, y, 5, "milestone")
