"""The first page of a plan in words."""

from __future__ import annotations

from collections.abc import Iterator

from svcmodel.domain.plan_design import Because
from svcmodel.domain.plan_schedule import Overload
from svcmodel.render.plan_names import PlanNames, within
from svcmodel.render.report_decisions import Decisions
from svcmodel.render.report_lists import Lists
from svcmodel.render.report_types import Block
from svcmodel.render.staffing_report import rough
from svcmodel.render.words import short_name

ALL = 1_000_000
"""Everything that counts, in millionths."""


class SummaryTeller(PlanNames):
    """Tells the reasons, how sure it is, what it takes, what comes first, what wishes cost."""

    def blocks(self) -> tuple[Block, ...]:
        """The parts of the first page after the decisions; none of them empty."""
        summary = self.plan.summary
        blocks = (
            Block(self.head("why"), tuple(self.reason(each) for each in summary.reasons)),
            Block(self.head("sure"), (self.certainty(), *self.remarks())),
            Block(self.head("takes"), tuple(self.takes())),
            Block(self.head("first"), tuple(self.actions())),
            Block(self.head("constraints"), tuple(self.constraints())),
        )
        return tuple(block for block in blocks if block.lines)

    def head(self, id_: str) -> str:
        """The label of a part."""
        return self.words(f"plan.summary.{id_}")

    def reason(self, because: Because) -> str:
        """A reason with the answers behind it."""
        teller = Decisions(self.assessment, self.catalogue, self.words)
        result = self.assessment.model(because.model)
        effects = self.catalogue.models[because.model].effects
        part = next((c for c in result.contributions if c.criterion == because.criterion), None)
        name = self.catalogue.criteria[because.criterion].name.to(self.lang)
        level = teller.level(because.criterion, because.level)
        values = {
            "model": self.part(because.model),
            "criterion": within(name),
            "level": within(level),
        }
        if because.against is not None or part is None or because.criterion not in effects:
            against = self.part(because.against) if because.against else ""
            return self.words("plan.summary.reason_against", against=against, **values)
        sentence = teller.sentence(part, effects[because.criterion])
        return self.words("plan.summary.reason", sentence=sentence, **values)

    def certainty(self) -> str:
        """How sure the design is, and how much was answered."""
        summary = self.plan.summary
        answered = self.words.number(summary.answered / 10_000)
        if summary.answered == ALL and summary.certainty == "settled":
            return self.words("plan.summary.certainty.all_answered")
        sure = self.words(f"plan.summary.certainty.{summary.certainty}")
        return f"{sure} {self.words('plan.summary.answered', answered=answered)}"

    def remarks(self) -> Iterator[str]:
        """What is to be said of the design beside what was answered."""
        for each in self.plan.assumptions:
            if each.kind == "remark" and each.text is not None:
                yield each.text.to(self.lang)

    def takes(self) -> Iterator[str]:
        """Time, people and money."""
        schedule, budget = self.plan.schedule, self.plan.budget
        yield self.words(
            "plan.summary.time",
            end=self.day(schedule.end),
            earliest=self.day(schedule.earliest_end),
            latest=self.day(schedule.latest_end),
            months=self.range(*self.plan.months_to_stable),
        )
        yield self.words(
            "plan.summary.people",
            days=self.range(*budget.days),
            week=self.words.figure(schedule.days_a_week),
        )
        staffing = self.plan.staffing
        if staffing is not None and staffing.enough == "short":
            yield self.words(
                "plan.summary.short",
                posts=self.words.figure(staffing.posts_today or 0),
                needed=self.range(*rough(staffing.now.posts)),
            )
        if budget.withheld:
            yield self.words("plan.summary.money_withheld")
        elif budget.money is not None:
            yield self.words("plan.summary.money", money=self.money(budget.money))
        else:
            names = [self.question(id_) for id_ in budget.unknown]
            yield self.words("plan.summary.no_money", questions=self.words.listed(names))
        for overload in schedule.overloads:
            yield self.overload(overload)

    def question(self, id_: str) -> str:
        """What an answer that is missing is called."""
        return self.words(f"plan.unknown.{id_}")

    def overload(self, overload: Overload) -> str:
        """Where the stated time is not enough."""
        if overload.kind == "nobody":
            return self.words("plan.overload.nobody", roles=self.roles(overload.roles))
        until = self.day(overload.until or self.plan.schedule.end)
        if overload.kind == "law":
            ends = self.day(overload.ends or self.plan.schedule.end)
            duty = self.obligations[overload.duty]
            return self.words("plan.overload.law", duty=duty, until=until, ends=ends)
        if overload.kind == "beyond":
            changes = self.words.listed([self.part(id_) for id_ in overload.changes])
            return self.words("plan.overload.beyond", until=until, changes=changes)
        if overload.days_a_week is None:
            return self.words("plan.overload.late_anyway", until=until)
        week = self.words.figure(overload.days_a_week)
        return self.words(f"plan.overload.{overload.kind}", until=until, week=week)

    def actions(self) -> Iterator[str]:
        """The first tasks, with who does them and when."""
        tasks = {task.id: task for task in self.plan.tasks}
        for action in self.plan.summary.actions:
            task = tasks[action.task]
            yield self.words(
                "plan.summary.action",
                task=self.titles[action.task],
                owner=short_name(task.person) or self.role(task.role),
                when=self.when(action.task),
            )

    def constraints(self) -> Iterator[str]:
        """What the client keeps or rules out, and its price."""
        for entry in Lists(self.assessment, self.catalogue, self.words).constraints():
            yield f"{entry.name}. {entry.text}"
