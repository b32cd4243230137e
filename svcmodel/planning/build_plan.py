"""The implementation plan of a design: six steps and everything it takes to take them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from svcmodel.domain.answers import AnswerSheet
from svcmodel.domain.assessment import Assessment
from svcmodel.domain.calendar import first_working_day
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.knowledge import Knowledge
from svcmodel.domain.plan import Plan, PlanStep, Task
from svcmodel.domain.plan_design import Assumption, Said
from svcmodel.domain.plan_schedule import Schedule
from svcmodel.domain.plan_sheets import Budget
from svcmodel.domain.questions import Question
from svcmodel.domain.shelf import PlaybookShelf
from svcmodel.planning.asked_tasks import Asked, everything_asked, is_side, pressing_parts
from svcmodel.planning.budget import budget, months_to_stable
from svcmodel.planning.measures import Measures
from svcmodel.planning.monitoring import monitoring
from svcmodel.planning.pilot_waits import pilot_waits
from svcmodel.planning.plan_basis import PlanBasis
from svcmodel.planning.plan_decisions import Decisions, answer_rows, assumptions, remarks
from svcmodel.planning.plan_steps import StepMaker
from svcmodel.planning.plan_summary import summary
from svcmodel.planning.raci import raci, roles_named
from svcmodel.planning.road_gates import job_of
from svcmodel.planning.schedule import Scheduler
from svcmodel.planning.service_design import ServiceMaker
from svcmodel.planning.size_tasks import Sized, sized, with_everyone
from svcmodel.planning.task_network import known_waits, task_network
from svcmodel.planning.task_trace import Tracer
from svcmodel.planning.team import Hands, serving_in, team_of


def build_plan(
    assessment: Assessment,
    catalogue: Catalogue,
    shelf: PlaybookShelf,
    answers: AnswerSheet,
    bank: Mapping[str, Question] | None = None,
    *,
    knowledge: Knowledge | None = None,
    start: str | None = None,
) -> Plan:
    """The plan for the design of an assessment. Pure: the same input gives the same plan.

    `bank`: the questions that were asked; without it the plan quotes no answer. `knowledge`: what the
    catalogue knows beside its models; without it nothing is said of stages, support levels, protocols,
    technology and cases. `start`: the day the work begins (YYYY-MM-DD), else the day of the advice.
    """
    day = first_working_day(start or assessment.on)
    return _Maker(assessment, catalogue, shelf, answers, bank or {}, knowledge, day).plan()


@dataclass(frozen=True)
class _Maker(PlanBasis):
    """Makes the parts of a plan, each from those before it."""

    def plan(self) -> Plan:
        """The whole plan."""
        shown = set(self.size.sections)
        kpis, risks = self.measures.kpis(), self.measures.risks()
        more_kpis, more_risks = self.measures.left_out()
        obligations = self.decisions.obligations(self.steps)
        constraints = self.assessment.design.constraints
        rows = tuple(raci(self.tasks, self.catalogue, self.shelf.rules)) if "raci" in shown else ()
        service = self.service().design()
        whole = (rows, kpis, risks, service) if "roles" in shown else ()
        named = roles_named(self.tasks, *whole)
        return Plan(
            subject=self.assessment.subject,
            on=self.assessment.on,
            start=self.start,
            size=self.size.id,
            headcount=self.headcount,
            sections=self.size.sections,
            parts=self.parts,
            summary=summary(
                self.assessment, self.schedule, self.first_page, self.decisions.main_reasons()
            ),
            decisions=self.decisions.every,
            obligations=obligations,
            excluded=self.decisions.excluded(),
            assumptions=self.assumptions,
            unknowns=self.decisions.unknowns(),
            surroundings=self.around,
            steps=self.steps,
            left_out=replace(self.sized.left_out, kpis=more_kpis, risks=more_risks),
            team=tuple(self.hands.team),
            schedule=self.schedule,
            raci=rows,
            kpis=kpis,
            risks=risks,
            budget=self.budget,
            service=service,
            monitoring=monitoring(self.shelf.rules, self.schedule, kpis, obligations, constraints),
            answers=tuple(answer_rows(self.answers, self.bank)) if "answers" in shown else (),
            versions=self.assessment.versions,
            months_to_stable=months_to_stable(self.books),
            roles=tuple(role for role in self.shelf.roles if role in named),
            playbooks_hash=self.shelf.hash,
            staffing=self.staffing,
        )

    @cached_property
    def assumptions(self) -> tuple[Assumption, ...]:
        """What the plan takes for granted, and what is to be said of the design."""
        rules, answers = self.shelf.rules, self.answers
        known = (self.road, self.headcount, rules, self.bank)
        at_work = (Assumption("at_work", id_) for id_ in self.parts if id_ in self.standing.models)
        found = remarks(rules, self.parts, self.reading.facts)
        return (*assumptions(self.assessment, answers, *known), *at_work, *found)

    @cached_property
    def first_page(self) -> tuple[Said, ...]:
        """The answers that stand before everything else."""
        return tuple(said for said in self.told.values() if said.question.first_page)

    @cached_property
    def asked(self) -> list[Asked]:
        """Everything the design asks for."""
        return everything_asked(
            self.assessment, self.catalogue, self.shelf, self.parts, self.standing
        )

    @cached_property
    def sized(self) -> Sized:
        """What a plan of this size holds of it."""
        side = {part for part in self.parts if is_side(self.catalogue, part)}
        later = {target for target, month in self.months.items() if month}
        return sized(self.asked, self.size, self.headcount, side, later)

    @cached_property
    def network(self) -> Mapping[str, tuple[str, ...]]:
        """Which task waits for which."""
        waits = known_waits(self.shelf, self.asked)
        for id_, before in pilot_waits(self.sized, self.months, self.shelf.rules).items():
            waits[id_] = [*waits[id_], *before]
        return task_network(self.sized, waits)

    @cached_property
    def hands(self) -> Hands:
        """Who works on the plan."""
        team = team_of(self.answers, self.shelf.rules.capacity, self.headcount)
        return Hands(team, self.shelf.roles)

    @cached_property
    def steps(self) -> tuple[PlanStep, ...]:
        """The six steps."""
        tracer = Tracer(self.assessment, self.catalogue, self.shelf)
        told = tuple(said for said in self.told.values() if said.question.feeds)
        rules = self.shelf.rules
        serving = serving_in(self.answers, rules.capacity, self.headcount)
        everyone = with_everyone(rules.groups, serving)
        about = (self.size, self.shelf, self.hands, tracer, everyone, told)
        return StepMaker(self.sized, self.network, *about).steps()

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """Every task, in the order of the steps."""
        return tuple(task for step in self.steps for task in step.tasks)

    @cached_property
    def schedule(self) -> Schedule:
        """The plan in time."""
        merged, pressing = self.sized.tasks, pressing_parts(self.assessment)
        shared = {id_ for id_, each in merged.items() if each.asked.task.when_extended}
        return Scheduler(
            jobs=[job_of(t, shared=t.id in shared, pressing=pressing) for t in self.tasks],
            network={task.id: task.after for task in self.tasks},
            hands=self.hands,
            start=self.start,
            rules=self.shelf.rules,
            road=self.road,
            road_rules=self.catalogue.head.road_rules,
            prepares_at_once=self.size.tasks is not None,
            needs={part: self.catalogue.required_by(part) for part in self.parts},
            binding={each.part: each.since for each in self.asked if each.since > self.start},
        ).schedule()

    @cached_property
    def measures(self) -> Measures:
        """The measures and the risks."""
        about = (self.shelf, self.catalogue, self.assessment, self.size, self.told)
        return Measures(self.books, *about)

    @cached_property
    def budget(self) -> Budget:
        """What it takes."""
        lean = self.size.few_roles
        books = [b for b in self.books if not (lean and is_side(self.catalogue, b.id))]
        return budget(self.tasks, books, self.told, self.shelf.rules)

    @cached_property
    def decisions(self) -> Decisions:
        """The design with the answers behind it."""
        return Decisions(self.assessment, self.catalogue, self.told)

    def service(self) -> ServiceMaker:
        """How the service will work."""
        return ServiceMaker(
            assessment=self.assessment,
            catalogue=self.catalogue,
            shelf=self.shelf,
            bank=self.bank,
            size=self.size,
            parts=self.parts,
            books=self.books,
            tasks=self.tasks,
            schedule=self.schedule,
            facts=self.reading.facts,
            told=self.told,
            knowledge=self.knowledge,
            around=self.around,
            aside=self.aside,
        )
