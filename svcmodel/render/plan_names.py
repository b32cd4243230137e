"""Names and amounts of a plan, as every part of its document writes them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cached_property

from svcmodel.domain.assessment import Assessment
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.models import Source
from svcmodel.domain.piping import QUOTED
from svcmodel.domain.plan import Plan
from svcmodel.domain.plan_design import Said
from svcmodel.domain.plan_schedule import ScheduledTask
from svcmodel.domain.plan_sheets import Money
from svcmodel.domain.playbooks import Rhythm
from svcmodel.domain.shelf import PlaybookShelf
from svcmodel.planning.asked_tasks import COMMON
from svcmodel.render.question_text import answer_text, label
from svcmodel.render.report_types import SaidText
from svcmodel.render.words import Words


class PlanNames:
    """Looks up names and writes ranges, days and amounts."""

    def __init__(
        self,
        plan: Plan,
        assessment: Assessment,
        catalogue: Catalogue,
        shelf: PlaybookShelf,
        words: Words,
    ) -> None:
        self.plan = plan
        self.assessment = assessment
        self.catalogue = catalogue
        self.shelf = shelf
        self.words = words
        self.lang = words.lang
        self.numbers = {task.id: task.number for task in plan.tasks}
        self.obligations = {o.id: o.name.to(self.lang) for o in catalogue.obligations}

    @cached_property
    def times(self) -> dict[str, ScheduledTask]:
        """Each task in time."""
        return {each.task: each for each in self.plan.schedule.tasks}

    @cached_property
    def titles(self) -> dict[str, str]:
        """The number and the title of each task."""
        return {task.id: f"{task.number} {task.title.to(self.lang)}" for task in self.plan.tasks}

    def said(self, said: Said) -> SaidText:
        """An answer as it is read."""
        answer = answer_text(said.question, said.value, self.words)
        return SaidText(label(said.question, self.words), answer, QUOTED[self.lang].format(answer))

    def asked_by(self, parts: tuple[str, ...]) -> str:
        """What asks for a task; of a common one, which parts of the design add to it."""
        first, *others = parts
        if first == COMMON and others:
            added = self.words.listed([self.part(part) for part in others])
            return self.words("plan.part.common_with", parts=added)
        return self.words.listed([self.part(part) for part in parts])

    def part(self, part: str) -> str:
        """What of the design asks for something: a model, an obligation, every plan, the team."""
        if part in self.catalogue.models:
            return self.catalogue.models[part].name.to(self.lang)
        if part in self.obligations:
            return self.obligations[part]
        return self.words(f"plan.part.{part}")

    def known(self, ids: Collection[str]) -> list[str]:
        """Those sources that the bibliography has, in its order."""
        return [id_ for id_ in self.shelf.sources if id_ in ids]

    def source_name(self, source: Source) -> str:
        """A source in a few words; what is no text but how something is known, by that."""
        if source.evidence == "judgement":
            return self.words("catalogue.evidence.judgement")
        if source.evidence == "practitioner" and source.called:
            return within(source.called.to(self.lang))
        return source.called.to(self.lang) if source.called else source.cite

    def role(self, id_: str) -> str:
        """A role by its name."""
        return self.shelf.roles[id_].name.to(self.lang)

    def roles(self, ids: Iterable[str]) -> str:
        """Roles by their names."""
        return self.words.listed([self.role(id_) for id_ in ids])

    def range(self, least: float, most: float) -> str:
        """Two numbers as a range, with a decimal only where there is one."""
        ends = [self.words.number(end, 0 if end == int(end) else 1) for end in (least, most)]
        return ends[0] if ends[0] == ends[1] else f"{ends[0]}–{ends[1]}"

    def days(self, least: float, most: float) -> str:
        """A range of days, to the half-day everywhere, so that parts add up to the whole."""
        if least == most == 1:
            return self.words("plan.one_day")
        return self.words("plan.days", days=self.range(least, most))

    def money(self, money: Money) -> str:
        """A range of an amount, with its currency where that is known."""
        ends = [self.words.number(each) for each in (money.least, money.most)]
        amount = ends[0] if ends[0] == ends[1] else f"{ends[0]}–{ends[1]}"
        return f"{amount} {money.currency}" if money.currency else amount

    def day(self, day: str) -> str:
        """A day as it is read."""
        return self.words.date(day)

    def when(self, id_: str) -> str:
        """From when to when a task is planned; of one that comes again, how often and from when on."""
        time = self.times[id_]
        if id_ in self.rhythms:
            often = self.words(f"plan.frequency.{self.rhythms[id_]}")
            return self.words("plan.often_from_day", often=often, day=self.day(time.start))
        return self.span(time.start, time.end)

    @cached_property
    def rhythms(self) -> dict[str, Rhythm]:
        """How often each task that comes again does."""
        return {task.id: task.recurs for task in self.plan.tasks if task.recurs is not None}

    def span(self, start: str, end: str) -> str:
        """From a day to another; what both have in common is said once."""
        if start == end:
            return self.day(end)
        if start[:7] == end[:7]:
            month = self.words(f"common.month.m{end[5:7]}")
            days = f"{int(start[8:])}–{int(end[8:])}"
            return self.words("common.date", day=days, month=month, year=end[:4])
        if start[:4] == end[:4]:
            month = self.words(f"common.month.m{start[5:7]}")
            return self.words("plan.span", day=int(start[8:]), month=month, end=self.day(end))
        return f"{self.day(start)} – {self.day(end)}"


def capital(text: str) -> str:
    """A text as it begins a sentence."""
    return text[:1].upper() + text[1:]


def within(text: str) -> str:
    """A text as it stands within a sentence; what begins with several capitals keeps them."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
