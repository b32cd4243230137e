"""How the service will work, in words: each part a heading, sentences and a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from svcmodel.domain.plan_rules import PlanSection
from svcmodel.domain.plan_service import ChannelRow, CharterRow, TrainingRow
from svcmodel.render.plan_names import PlanNames, capital
from svcmodel.render.question_text import label
from svcmodel.render.report_types import Sheet, SheetCell

Rows = Iterator[tuple[SheetCell, ...]]


class ServiceTeller(PlanNames):
    """Tells channels, who solves what, promises, training and technology."""

    def sheet(self, id_: PlanSection, columns: tuple[str, ...], rows: Rows, *notes: str) -> Sheet:
        """A sheet with the heading and the names of columns that belong to it; empty ones are left out."""
        told = tuple(rows)
        kept = [n for n in range(len(columns)) if n == 0 or any(row[n] for row in told)]
        named = tuple(self.words(f"plan.column.{columns[n]}") for n in kept)
        said = tuple(tuple(row[n] for n in kept) for row in told)
        heading = self.words(f"plan.sheet.{id_}")
        return Sheet(id_, heading, tuple(note for note in notes if note), named, said)

    def channels(self) -> Sheet:
        """The channels, why, and from when; what becomes of e-mail."""
        service = self.plan.service
        rows = ((self.part(c.channel), self.why(c), self.since(c)) for c in service.channels)
        return self.sheet("channels", ("channel", "why", "since"), rows, self.email(), self.left())

    def email(self) -> str:
        """What becomes of e-mail."""
        email = self.plan.service.email
        return (
            ""
            if email is None
            else f"{email.text.to(self.lang)} {self.closes(email.closes)}".strip()
        )

    def closes(self, day: str | None) -> str:
        """From when on what the design leaves is closed."""
        return "" if day is None else self.words("plan.left_closes", day=self.day(day))

    def left(self) -> str:
        """Which channels are left out, why, and what becomes of those who write there."""
        left = self.plan.service.left
        if left is None:
            return ""
        said = []
        if left.channels:
            names = self.words.listed([self.part(id_) for id_ in left.channels])
            said.append(self.words("plan.left_channels", channels=names))
        said += [text.to(self.lang) for text in (left.reason, left.close) if text is not None]
        said += [self.closes(left.closes)] if left.closes else []
        if left.preferred is not None:
            kind = "in_use" if left.preferred in left.channels else "not_in_use"
            name = self.part(left.preferred)
            said.append(self.words(f"plan.left_preferred.{kind}", channel=name))
        return " ".join(said)

    def why(self, row: ChannelRow) -> str:
        """Why a channel is in."""
        if row.obligations:
            return self.words.listed([self.obligations[id_] for id_ in row.obligations])
        return self.words(f"score.channel.{row.reason}")

    def since(self, row: ChannelRow) -> str:
        """From when a channel is open."""
        if row.since is None:
            return self.words("plan.in_use")
        day = self.day(row.since)
        return day if row.known else self.words("plan.if_not_in_use", day=day)

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
        """Who runs each support level and why, what is answered there, and when a case goes on."""
        rows = (
            (
                each.name.to(self.lang),
                each.called.to(self.lang) if each.called else self.part(each.who),
                each.reason.to(self.lang),
                each.answers.to(self.lang),
                each.moves_up_when.to(self.lang),
            )
            for each in self.plan.service.levels
        )
        return self.sheet("levels", ("level", "who", "why", "answers", "moves_up"), rows)

    def stages(self) -> Sheet:
        """Who does each stage of the life cycle, and why."""
        rows = (
            (each.name.to(self.lang), self.part(each.who), each.reason.to(self.lang))
            for each in self.plan.service.stages
        )
        note = self.words("plan.stages_note")
        return self.sheet("stages", ("stage", "who", "why"), rows, note)

    def charter(self) -> Sheet:
        """What is promised, in the company's words; where it has none yet, that is said once."""
        charter = self.plan.service.charter
        names = [label(row.question, self.words) for row in charter]
        if charter and not any(row.said for row in charter):
            note = self.words("plan.all_to_be_written", items="; ".join(names))
            return self.sheet("charter", (), iter(()), f"{note} {self.written_in(charter)}".strip())
        nothing = self.words("plan.to_be_written")
        rows = (
            (name, self.said(row.said).answer if row.said else nothing)
            for name, row in zip(names, charter, strict=True)
        )
        return self.sheet("charter", ("promise", "said"), rows)

    def written_in(self, charter: Sequence[CharterRow]) -> str:
        """The tasks in which promises are written; nothing where the plan has none of them."""
        fed = {id_ for row in charter for id_ in row.question.feeds}
        numbers = [number for id_, number in self.numbers.items() if id_ in fed]
        return self.words("plan.written_in", tasks=self.words.listed(numbers)) if numbers else ""

    def training(self) -> Sheet:
        """What each role learns, part by part, and in which tasks."""
        rows = (cells for row in self.plan.service.training for cells in self.lessons(row))
        groups = self.shelf.rules.groups
        note = self.words("plan.training_note", people=groups.of) if groups else ""
        return self.sheet("training", ("role", "part", "topics", "tasks", "effort"), rows, note)

    def lessons(self, row: TrainingRow) -> Rows:
        """What a role learns: a row for each part of the design; its tasks stand with what asks first."""
        tasks = [task for task in self.plan.tasks if task.id in row.tasks]
        texts: dict[str, list[str]] = {task.parts[0]: [] for task in tasks}
        for topic in row.topics:
            texts.setdefault(topic.part, []).append(topic.text.to(self.lang))
        for part, said in texts.items():
            own = [task for task in tasks if task.parts[0] == part]
            least, most = (sum(task.effort_days[end] for task in own) for end in (0, 1))
            yield (
                self.role(row.role),
                capital(self.part(part)),
                ". ".join(each.rstrip(".") for each in said) or own[0].title.to(self.lang),
                ", ".join(task.number for task in own),
                self.days(least, most) if own else "",
            )

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
                tuple(step.do.to(self.lang) for step in each.steps),
                each.says.to(self.lang),
                each.closes.to(self.lang),
            )
            for each in self.plan.service.protocols
        )
        columns = ("protocol", "starts", "steps", "says", "closes")
        return self.sheet("protocols", columns, rows)._replace(in_parts=True)
