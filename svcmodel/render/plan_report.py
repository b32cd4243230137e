"""A plan in words: steps, tasks, measures and risks in one language."""

from __future__ import annotations

from dataclasses import dataclass

from svcmodel.domain.assessment import Assessment
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.plan import Plan, PlanKpi, PlanStep, PlaybookShelf, Task
from svcmodel.planning.merge_tasks import COMMON
from svcmodel.render.report_types import Entry
from svcmodel.render.words import Words


@dataclass(frozen=True, slots=True)
class TaskText:
    """A task as it is read: what, how, who, how long, what exists afterwards, what it waits for.

    `obligation`: the obligation that its reason is the text of, for a document that has told it.
    """

    number: str
    title: str
    how: str
    role: str
    effort: str
    output: str
    after: tuple[str, ...]
    points: tuple[Entry, ...]
    asked_by: str
    reason: str
    obligation: str


@dataclass(frozen=True, slots=True)
class StepText:
    """A step as it is read."""

    number: int
    name: str
    purpose: str
    effort: str
    tasks: tuple[TaskText, ...]


@dataclass(frozen=True, slots=True)
class PlanReport:
    """Everything a document says of a plan."""

    intro: str
    effort: str
    months: str
    steps: tuple[StepText, ...]
    kpis: tuple[Entry, ...]
    formulas: tuple[str, ...]
    risks: tuple[Entry, ...]
    roles: tuple[Entry, ...]
    playbooks: str


def plan_report(
    plan: Plan, assessment: Assessment, catalogue: Catalogue, shelf: PlaybookShelf, words: Words
) -> PlanReport:
    """The report of a plan in the language of `words`."""
    teller = _Teller(plan, assessment, catalogue, shelf, words)
    total = [sum(step.effort_days[end] for step in plan.steps) for end in (0, 1)]
    return PlanReport(
        intro=words("plan.intro", tasks=sum(len(step.tasks) for step in plan.steps)),
        effort=teller.days(total[0], total[1]),
        months=words("plan.months", months=teller.range(*plan.months_to_stable)),
        steps=tuple(teller.step(n, step) for n, step in enumerate(plan.steps, start=1)),
        kpis=tuple(teller.kpi(kpi) for kpi in plan.kpis),
        formulas=tuple(kpi.kpi.formula.to(words.lang) for kpi in plan.kpis),
        risks=tuple(
            Entry(risk.risk.to(words.lang), risk.mitigation.to(words.lang), teller.part(risk.part))
            for risk in plan.risks
        ),
        roles=tuple(
            Entry(shelf.roles[role].name.to(words.lang), shelf.roles[role].does.to(words.lang))
            for role in plan.roles
        ),
        playbooks=plan.playbooks_hash[:12],
    )


class _Teller:
    """Looks up names and writes ranges."""

    def __init__(
        self,
        plan: Plan,
        assessment: Assessment,
        catalogue: Catalogue,
        shelf: PlaybookShelf,
        words: Words,
    ) -> None:
        self.assessment = assessment
        self.catalogue = catalogue
        self.shelf = shelf
        self.words = words
        self.lang = words.lang
        self.numbers = {task.id: task.number for step in plan.steps for task in step.tasks}
        self.obligations = {o.id: o.name.to(self.lang) for o in catalogue.obligations}

    def step(self, number: int, step: PlanStep) -> StepText:
        record = next(s for s in self.catalogue.head.steps if s.id == step.id)
        return StepText(
            number=number,
            name=record.name.to(self.lang),
            purpose=record.purpose.to(self.lang),
            effort=self.days(*step.effort_days),
            tasks=tuple(self.task(task) for task in step.tasks),
        )

    def task(self, task: Task) -> TaskText:
        return TaskText(
            number=task.number,
            title=task.title.to(self.lang),
            how=task.how.to(self.lang) if task.how else "",
            role=self.shelf.roles[task.role].name.to(self.lang),
            effort=self.days(*task.effort_days),
            output=task.output.to(self.lang),
            after=tuple(self.numbers[id_] for id_ in task.after),
            points=tuple(
                Entry(
                    point.title.to(self.lang),
                    point.how.to(self.lang) if point.how else "",
                    self.part(point.part),
                )
                for point in task.points
            ),
            asked_by=self.asked_by(task.parts),
            reason=task.reason.to(self.lang) if task.reason else "",
            obligation=task.parts[0] if task.origin == "obligation" else "",
        )

    def kpi(self, kpi: PlanKpi) -> Entry:
        parts = self.words.listed([self.part(part) for part in kpi.parts])
        return Entry(kpi.kpi.name.to(self.lang), kpi.target.to(self.lang), parts)

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

    def range(self, least: float, most: float) -> str:
        """Two numbers as a range, with a decimal only where there is one."""
        ends = [self.words.number(end, 0 if end == int(end) else 1) for end in (least, most)]
        return ends[0] if ends[0] == ends[1] else f"{ends[0]}–{ends[1]}"

    def days(self, least: float, most: float) -> str:
        """A range of days; from ten on in whole ones, since estimates know no better."""
        least, most = (round(end) if end >= 10 else end for end in (least, most))
        if least == most == 1:
            return self.words("plan.one_day")
        return self.words("plan.days", days=self.range(least, most))
