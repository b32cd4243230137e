"""The schedule of a plan in words: the days to keep in mind, the time there is, what is done when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from svcmodel.domain.plan_schedule import Apart, Begin, CriticalPath, Milestone
from svcmodel.render.plan_service_texts import ServiceTeller
from svcmodel.render.report_types import Sheet, SheetCell

LONG = 15
"""More tasks than that are told by their ends or their number; the calendar marks each."""


class ScheduleTeller(ServiceTeller):
    """Tells when things happen."""

    def schedule(self) -> Sheet:
        """Milestones and beginnings by day, the time there is, and what is done by when."""
        days = sorted(self.days_to_note(), key=lambda each: each[0])
        stated = "stated" if self.plan.schedule.stated else "assumed"
        week = self.words.figure(self.plan.schedule.days_a_week)
        notes = [
            f"{self.words(f'plan.time.{stated}', week=week)} {self.words('plan.holidays')}",
            self.critical(self.plan.schedule.path),
            " ".join(self.stretches()),
        ]
        rows = iter([row for _, row in days])
        return self.sheet("schedule", ("milestone", "day", "range"), rows, *notes)

    def days_to_note(self) -> Iterator[tuple[str, tuple[SheetCell, ...]]]:
        """The milestones and the changes that begin, each with its day."""
        names = {each.id: each.name for each in self.shelf.rules.milestones}
        for begin in self.plan.schedule.begins:
            name = self.words("plan.begins", model=self.part(begin.target))
            yield begin.day, (name, self.day(begin.day), self.between(begin))
        for each in self.plan.schedule.milestones:
            yield each.day, (names[each.id].to(self.lang), self.day(each.day), self.between(each))

    def between(self, each: Begin | Milestone) -> str:
        """How early and how late a day may be."""
        if each.earliest == each.latest:
            return self.words("plan.fixed_day")
        ends = {"low": self.day(each.earliest), "high": self.day(each.latest)}
        return self.words("plan.between_days", **ends)

    def critical(self, path: CriticalPath) -> str:
        """The tasks that set the end, and from when on they do."""
        numbers = [self.numbers[id_] for id_ in path.tasks]
        if len(numbers) == 1:
            told = self.words("plan.critical_one", task=numbers[0])
        elif len(numbers) > LONG:
            ends = {"first": numbers[0], "last": numbers[-1]}
            told = self.words("plan.critical_long", count=len(numbers), **ends)
        else:
            told = self.words("plan.critical", tasks=", ".join(numbers))
        said = [told, *self.apart(path.apart)]
        if path.gated:
            day = self.day(self.times[path.tasks[0]].start)
            said.append(self.words("plan.critical_from", task=numbers[0], day=day))
        return " ".join(said)

    def apart(self, pairs: Sequence[Apart]) -> Iterator[str]:
        """Why time passes between changes that follow each other."""
        between = [
            self.words("plan.apart", before=self.numbers[one], after=self.numbers[other])
            for one, other in pairs
        ]
        if between:
            yield self.words("plan.critical_apart", pairs=self.words.listed(between))

    def stretches(self) -> Iterator[str]:
        """What is done by the end of each of the first stretches, and what comes after them."""
        rest = {id_: number for id_, number in self.numbers.items() if id_ not in self.rhythms}
        once = len(rest)
        stretches = self.plan.schedule.stretches
        counted = any(len(stretch.tasks) > LONG for stretch in stretches)
        for stretch in stretches:
            done = [rest.pop(id_) for id_ in stretch.tasks]
            if done and counted:
                ended = once - len(rest)
                yield self.words("plan.stretch_many", days=stretch.days, count=ended)
            elif done:
                yield self.words("plan.stretch", days=stretch.days, tasks=", ".join(done))
        day = self.day(self.plan.schedule.end)
        if rest and (counted or len(rest) > LONG):
            yield self.words("plan.stretch_after_many", count=len(rest), day=day)
        elif rest:
            yield self.words("plan.stretch_after", tasks=", ".join(rest.values()), day=day)
