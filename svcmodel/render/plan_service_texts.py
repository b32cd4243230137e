"""How the service will work, in words: each part a heading, sentences and a table."""

from __future__ import annotations

from collections.abc import Iterator

from svcmodel.domain.plan_rules import PlanSection
from svcmodel.domain.plan_service import ChannelRow
from svcmodel.render.plan_names import PlanNames, capital
from svcmodel.render.report_types import Sheet

Rows = Iterator[tuple[str, ...]]


class ServiceTeller(PlanNames):
    """Tells channels, who solves what, promises, training and technology."""

    def sheet(self, id_: PlanSection, columns: tuple[str, ...], rows: Rows, *notes: str) -> Sheet:
        """A sheet with the heading and the names of columns that belong to it."""
        named = tuple(self.words(f"plan.column.{column}") for column in columns)
        heading = self.words(f"plan.sheet.{id_}")
        return Sheet(id_, heading, tuple(note for note in notes if note), named, tuple(rows))

    def channels(self) -> Sheet:
        """The channels, why, and from when; what becomes of e-mail."""
        service = self.plan.service
        rows = ((self.part(c.channel), self.why(c), self.since(c)) for c in service.channels)
        email = service.email.text.to(self.lang) if service.email else ""
        return self.sheet("channels", ("channel", "why", "since"), rows, email)

    def why(self, row: ChannelRow) -> str:
        """Why a channel is in."""
        if row.obligations:
            return self.words.listed([self.obligations[id_] for id_ in row.obligations])
        return self.words(f"score.channel.{row.reason}")

    def since(self, row: ChannelRow) -> str:
        """From when a channel is open."""
        return self.day(row.since) if row.since else self.words("plan.in_use")

    def routing(self) -> Sheet:
        """Which contacts go to whom."""
        rows = (
            (
                each.contacts.to(self.lang),
                each.skill.to(self.lang),
                self.role(each.first),
                self.role(each.then),
            )
            for each in self.plan.service.routing
        )
        return self.sheet("routing", ("contacts", "skill", "first", "then"), rows)

    def levels(self) -> Sheet:
        """Who answers at each support level and when a case goes on."""
        rows = (
            (
                each.name.to(self.lang),
                self.part(each.who),
                each.answers.to(self.lang),
                each.moves_up_when.to(self.lang),
            )
            for each in self.plan.service.levels
        )
        return self.sheet("levels", ("level", "who", "answers", "moves_up"), rows)

    def stages(self) -> Sheet:
        """Who does each stage of the life cycle, and why."""
        rows = (
            (each.name.to(self.lang), self.part(each.who), each.reason.to(self.lang))
            for each in self.plan.service.stages
        )
        return self.sheet("stages", ("stage", "who", "why"), rows)

    def charter(self) -> Sheet:
        """What is promised, in the company's words."""
        rows = (
            (
                row.question.short.to(self.lang) if row.question.short else row.question.id,
                self.said(row.said).answer if row.said else self.words("plan.to_be_written"),
            )
            for row in self.plan.service.charter
        )
        return self.sheet("charter", ("promise", "said"), rows)

    def training(self) -> Sheet:
        """What each role learns, and in which tasks."""
        rows = (
            (
                self.role(row.role),
                " ".join(topic.text.to(self.lang) for topic in row.topics),
                ", ".join(self.numbers[id_] for id_ in row.tasks),
                self.days(*row.days) if row.tasks else "",
            )
            for row in self.plan.service.training
        )
        return self.sheet("training", ("owner", "topics", "tasks", "effort"), rows)

    def technology(self) -> Sheet:
        """The tools of each part, and how to have them."""
        service = self.plan.service
        rows = (
            (
                capital(self.part(row.part)),
                "; ".join(row.tools.to(self.lang)),
                ", ".join(self.numbers[id_] for id_ in row.tasks),
            )
            for row in service.technology
        )
        notes = []
        if service.provisioning is not None:
            name = service.provisioning.take.name.to(self.lang)
            reason = service.provisioning.reason.to(self.lang)
            notes.append(self.words("plan.provisioning", name=name, reason=reason))
        return self.sheet("technology", ("part", "tools", "tasks"), rows, *notes)

    def protocols(self) -> Sheet:
        """The response protocols: what sets them off, the steps, what is said, when it is closed."""
        rows = (
            (
                each.name.to(self.lang),
                each.starts.to(self.lang),
                " ".join(f"{n}. {step.do.to(self.lang)}" for n, step in enumerate(each.steps, 1)),
                each.says.to(self.lang),
                each.closes.to(self.lang),
            )
            for each in self.plan.service.protocols
        )
        columns = ("protocol", "starts", "steps", "says", "closes")
        return self.sheet("protocols", columns, rows)
