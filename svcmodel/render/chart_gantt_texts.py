"""What one sees in the charts of a schedule, in words: titles, alternatives, rows of their tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from svcmodel.render.chart_rows import Group, Row
from svcmodel.render.plan_names import PlanNames


class GanttTexts(PlanNames):
    """Tells what the charts of a schedule show."""

    def again(self, row: Row) -> str:
        """How often the task of a row comes again, from when on; nothing where it comes once."""
        return self.recurring.get(row.name, "")

    @cached_property
    def recurring(self) -> dict[str, str]:
        """The titles of the tasks that come again, with how often and from when on."""
        return {self.titles[id_]: self.when(id_) for id_ in self.rhythms}

    def _part(self, title: str, part: int, parts: int) -> str:
        """The title of one of several charts."""
        if parts == 1:
            return title
        return self.words("charts.gantt.part", step=title, part=part, parts=parts)

    def _told(self) -> str:
        schedule = self.plan.schedule
        return self.words(
            "charts.gantt.alt",
            tasks=len(self.plan.tasks),
            start=self.day(schedule.start),
            end=self.day(schedule.end),
            latest=self.day(schedule.latest_end),
            critical=self.words.listed([self.numbers[id_] for id_ in schedule.path.tasks]),
        )

    def _told_groups(self, groups: Sequence[Group]) -> Iterator[str]:
        """What one sees of some steps, and of the milestones where they are there."""
        steps = [group for group in groups if group.rows[0].look != "milestone"]
        if steps:
            tasks = [row for group in steps for row in group.rows]
            yield self._told_part("; ".join(group.heading for group in steps), tasks)
        for group in groups:
            if group not in steps:
                days = (f"{row.name}, {self.day(row.start)}" for row in group.rows)
                yield self.words("charts.gantt.part_days", days="; ".join(days))

    def _told_part(self, steps: str, rows: Sequence[Row]) -> str:
        """What one sees of some tasks: how many, from when to when, and which are critical."""
        critical = [row.name.split(" ")[0] for row in rows if row.look == "critical"]
        told = self.words(
            f"charts.gantt.{'part_critical' if critical else 'part_free'}",
            step=steps,
            tasks=len(rows),
            span=self.span(min(r.start for r in rows), max(r.end for r in rows)),
            critical=self.words.listed(critical),
        )
        again = [row.name.split(" ")[0] for row in rows if self.again(row)]
        more = self.words("charts.gantt.part_again", tasks=self.words.listed(again))
        return f"{told} {more}" if again else told

    def _told_row(self, row: Row) -> tuple[str, ...]:
        critical = self.words("charts.yes") if row.look == "critical" else ""
        when = self.again(row) or self.span(row.start, row.end)
        return row.name, when, self.day(row.latest), critical
