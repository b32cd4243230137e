"""A plan in words: steps, tasks, measures and risks in one language."""

from __future__ import annotations

from dataclasses import dataclass

from svcmodel.domain.assessment import Assessment
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.knowledge import Knowledge
from svcmodel.domain.plan import Plan, PlanStep, Task
from svcmodel.domain.shelf import PlaybookShelf
from svcmodel.render.pages import Section
from svcmodel.render.plan_names import PlanNames, within
from svcmodel.render.plan_sheet_texts import SheetTeller
from svcmodel.render.plan_summary_text import SummaryTeller
from svcmodel.render.report_types import Block, Entry, SaidText, Sheet
from svcmodel.render.staffing_report import StaffingText, staffing_text
from svcmodel.render.surroundings_report import SurroundingsReport
from svcmodel.render.words import Words, short_name


@dataclass(frozen=True, slots=True)
class TaskText:
    """A task as it is read: what, how, who, how long, when, what exists afterwards, what it waits for.

    `role`: who owns it, with the name of the person where one was given. `done_when`: how one sees that
    it is done. `obligation`: the obligation that its reason is the text of, for a document that has told
    it.
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
    when: str = ""
    done_when: str = ""
    said: tuple[SaidText, ...] = ()


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
    """Everything a document says of a plan.

    `brief`: whether it is for so few people that a task takes a few lines and not half a page.
    `open_shown`: how many of the open questions it tells; without it, all.
    """

    brief: bool
    intro: str
    effort: str
    months: str
    steps: tuple[StepText, ...]
    sections: tuple[str, ...]
    summary: tuple[Block, ...]
    sheets: tuple[Sheet, ...]
    roles: tuple[Entry, ...]
    left_out: str
    playbooks: str
    dimensions: str
    first_page: tuple[SaidText, ...] = ()
    staffing: StaffingText | None = None
    open_shown: int | None = None


def plan_report(
    plan: Plan, assessment: Assessment, catalogue: Catalogue, shelf: PlaybookShelf, words: Words
) -> PlanReport:
    """The report of a plan in the language of `words`."""
    about = (plan, assessment, catalogue, shelf, words)
    teller = _Teller(*about)
    total = [sum(step.effort_days[end] for step in plan.steps) for end in (0, 1)]
    staffing = plan.staffing if "staffing" in plan.sections else None
    size = next(size for size in shelf.rules.sizes if size.id == plan.size)
    return PlanReport(
        brief=size.few_roles,
        intro=words("plan.intro", tasks=len(plan.tasks)),
        effort=teller.days(total[0], total[1]),
        months=words("plan.months", months=teller.range(*plan.months_to_stable)),
        steps=tuple(teller.step(n, step) for n, step in enumerate(plan.steps, start=1)),
        sections=plan.sections,
        summary=SummaryTeller(*about).blocks() if "summary" in plan.sections else (),
        sheets=SheetTeller(*about).sheets(),
        roles=teller.role_entries() if "roles" in plan.sections else (),
        left_out=teller.left_out(),
        playbooks=plan.playbooks_hash[:12],
        dimensions=teller.dimensions(),
        first_page=tuple(teller.said(said) for said in plan.summary.brought),
        staffing=staffing_text(staffing, catalogue, shelf.kpis, words) if staffing else None,
        open_shown=size.open_questions,
    )


def sections_around(
    plan: Plan,
    knowledge: Knowledge | None,
    assessment: Assessment,
    catalogue: Catalogue,
    words: Words,
) -> tuple[Section, ...]:
    """What stands around the design of a plan, where the plan holds and shows it."""
    around = plan.surroundings
    if around is None or knowledge is None or "surroundings" not in plan.sections:
        return ()
    told = {"stages", "levels", "technology"} & set(plan.sections)
    return SurroundingsReport(around, knowledge, assessment, catalogue, words).plan_sections(told)


class _Teller(PlanNames):
    """Tells the steps and their tasks."""

    def dimensions(self) -> str:
        """What the criteria are weighed by."""
        names = [each.name.to(self.lang) for each in self.catalogue.head.dimensions]
        listed = self.words.listed([within(name) for name in names])
        return self.words("plan.dimensions", dimensions=listed)

    def step(self, number: int, step: PlanStep) -> StepText:
        """A step with its tasks."""
        record = next(s for s in self.catalogue.head.steps if s.id == step.id)
        return StepText(
            number=number,
            name=record.name.to(self.lang),
            purpose=record.purpose.to(self.lang),
            effort=self.days(*step.effort_days),
            tasks=tuple(self.task(task) for task in step.tasks),
        )

    def task(self, task: Task) -> TaskText:
        """A task."""
        done_when = task.acceptance.done_when
        return TaskText(
            number=task.number,
            title=task.title.to(self.lang),
            how=task.how.to(self.lang) if task.how else "",
            role=self.owner(task),
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
            when=self.when(task.id),
            done_when=done_when.to(self.lang) if done_when else "",
            said=tuple(self.said(said) for said in task.said),
        )

    def owner(self, task: Task) -> str:
        """The role that owns a task; where people are named, who does it and what that calls for."""
        if not task.person:
            return self.role(task.role)
        return f"{short_name(task.person)} ({self.role(task.skill)})"

    def role_entries(self) -> tuple[Entry, ...]:
        """The roles that own tasks, with what each does."""
        roles = [self.shelf.roles[id_] for id_ in self.plan.roles]
        return tuple(Entry(r.name.to(self.lang), r.does.to(self.lang)) for r in roles)

    def left_out(self) -> str:
        """How much a plan that holds everything would hold besides; nothing where this one does."""
        out = self.plan.left_out
        if not out.tasks and not out.points:
            return ""
        return self.words("plan.left_out", tasks=len(out.tasks), points=len(out.points))
