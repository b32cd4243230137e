"""The sheets of a plan in words, the same for every format."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from svcmodel.domain.plan_design import Assumption
from svcmodel.domain.plan_rules import PlanSection
from svcmodel.domain.plan_sheets import Baseline, PlanKpi, PlanRisk
from svcmodel.render.plan_names import capital
from svcmodel.render.plan_service_texts import ServiceTeller
from svcmodel.render.report_types import Sheet


class SheetTeller(ServiceTeller):
    """Tells the sheets that a plan of its size shows."""

    def sheets(self) -> tuple[Sheet, ...]:
        """Every sheet that the plan shows and that has something to say, in order."""
        told = [make() for section, make in self.makers().items() if section in self.plan.sections]
        return tuple(sheet for sheet in told if sheet.notes or sheet.rows)

    def makers(self) -> Mapping[PlanSection, Callable[[], Sheet]]:
        """What makes each sheet."""
        return {
            "schedule": self.schedule,
            "raci": self.raci,
            "kpis": self.kpis,
            "risks": self.risks,
            "budget": self.budget,
            "channels": self.channels,
            "routing": self.routing,
            "levels": self.levels,
            "stages": self.stages,
            "charter": self.charter,
            "training": self.training,
            "technology": self.technology,
            "protocols": self.protocols,
            "monitoring": self.monitoring,
            "unknown": self.assumptions,
        }

    def schedule(self) -> Sheet:
        """Milestones and the first ninety days."""
        schedule = self.plan.schedule
        names = {each.id: each.name for each in self.shelf.rules.milestones}
        rows: list[tuple[str, ...]] = [
            (
                names[each.id].to(self.lang),
                self.day(each.day),
                self.words(
                    "plan.between_days", low=self.day(each.earliest), high=self.day(each.latest)
                ),
            )
            for each in schedule.milestones
        ]
        rows += [
            (self.words("plan.begins", model=self.part(each.target)), self.day(each.day), "")
            for each in schedule.begins
        ]
        stated = "stated" if schedule.stated else "assumed"
        week = self.words.figure(schedule.days_a_week)
        notes = [self.words(f"plan.time.{stated}", week=week)]
        notes.append(
            self.words(
                "plan.critical",
                tasks=", ".join(self.numbers[id_] for id_ in schedule.most_path.tasks),
                least=schedule.least_path.working_days,
                most=schedule.most_path.working_days,
            )
        )
        for stretch in schedule.stretches:
            done = ", ".join(self.numbers[id_] for id_ in stretch.tasks)
            if done:
                notes.append(self.words("plan.stretch", days=stretch.days, tasks=done))
        return self.sheet("schedule", ("milestone", "day", "range"), iter(rows), *notes)

    def raci(self) -> Sheet:
        """Who does and answers for each task."""
        rows = (
            (
                self.titles[row.task],
                self.role(row.responsible),
                self.role(row.accountable),
                self.roles(row.consulted),
                self.roles(row.informed),
            )
            for row in self.plan.raci
        )
        columns = ("task", "responsible", "accountable", "consulted", "informed")
        return self.sheet("raci", columns, rows, self.words("plan.raci_note"))

    def kpis(self) -> Sheet:
        """What is measured, by whom, how often, where it stands and what it should reach."""
        rows = (self.kpi(kpi) for kpi in self.plan.kpis)
        columns = ("kpi", "formula", "baseline", "target", "owner", "frequency")
        return self.sheet("kpis", columns, rows, self.words("plan.orientation"))

    def kpi(self, kpi: PlanKpi) -> tuple[str, ...]:
        """A measure as a row."""
        return (
            kpi.kpi.name.to(self.lang),
            kpi.kpi.formula.to(self.lang),
            self.baseline(kpi.baseline),
            kpi.target.to(self.lang),
            self.role(kpi.owner),
            self.words(f"plan.frequency.{kpi.frequency}"),
        )

    def baseline(self, known: Baseline | None) -> str:
        """Today's figure, or that it is still to be measured."""
        if known is None:
            return self.words("plan.not_measured")
        if known.ratio is not None:
            return self.words.figure(known.ratio / 1000)
        return "; ".join(self.said(said).answer for said in known.said)

    def risks(self) -> Sheet:
        """What may go wrong, how likely and how bad, the sign of it and what to do."""
        rows = (self.risk(risk) for risk in self.plan.risks)
        columns = ("risk", "probability", "impact", "sign", "mitigation", "owner")
        return self.sheet("risks", columns, rows, self.words("plan.risks_note"))

    def risk(self, risk: PlanRisk) -> tuple[str, ...]:
        """A risk as a row."""
        if risk.trigger is not None:
            sign = risk.trigger.to(self.lang)
        else:
            kpi = self.shelf.kpis[risk.watch] if risk.watch else None
            sign = self.words("plan.worsens", kpi=kpi.name.to(self.lang)) if kpi else ""
        return (
            risk.risk.to(self.lang),
            self.words(f"plan.grading.g{risk.probability}"),
            self.words(f"plan.grading.g{risk.impact}"),
            sign,
            risk.mitigation.to(self.lang),
            self.role(risk.owner),
        )

    def budget(self) -> Sheet:
        """Working days by role with their money, and what tools cost by."""
        budget = self.plan.budget
        nothing = self.words("plan.redacted.text" if budget.withheld else "plan.not_known")
        rows = [
            (
                self.role(each.role),
                self.days(*each.days),
                self.money(each.money) if each.money else nothing,
            )
            for each in budget.people
        ]
        whole = self.money(budget.money) if budget.money else nothing
        rows.append((self.words("plan.total"), self.days(*budget.days), whole))
        notes = [self.words("plan.budget_note")]
        notes += [
            self.words("plan.needs", what=self.words(f"plan.unknown.{id_}"))
            for id_ in budget.unknown
        ]
        if budget.said is not None:
            notes.append(self.words("plan.budget_said", answer=self.said(budget.said).answer))
        for tool in budget.tools:
            if tool.driven_by is not None:
                notes.append(f"{capital(self.part(tool.part))}: {tool.driven_by.to(self.lang)}")
        return self.sheet("budget", ("owner", "effort", "money"), iter(rows), *notes)

    def monitoring(self) -> Sheet:
        """When the plan is looked at again, and the days that others set."""
        watching = self.plan.monitoring
        days: dict[str, list[str]] = {}
        for review in watching.reviews:
            days.setdefault(review.id, []).append(self.day(review.day))
        once = {review.id: review for review in watching.reviews}
        rows: list[tuple[str, ...]] = [
            (each.name.to(self.lang), "; ".join(days[id_]), each.look_at.to(self.lang))
            for id_, each in once.items()
        ]
        reasons = {each.constraint: each.given.reason for each in self.plan.summary.constraints}
        for due in watching.due:
            what = self.obligations[due.id] if due.kind == "law" else reasons[due.id]
            rows.append((self.words(f"plan.due.{due.kind}"), self.day(due.day), what))
        return self.sheet("monitoring", ("review", "day", "look_at"), iter(rows))

    def assumptions(self) -> Sheet:
        """What the plan takes for granted."""
        notes = dict.fromkeys(self.assumption(each) for each in self.plan.assumptions)
        return self.sheet("unknown", (), iter(()), *notes)._replace(id="assumptions")

    def assumption(self, each: Assumption) -> str:
        """An assumption as a sentence."""
        if each.kind in ("guess", "range"):
            criterion = self.catalogue.criteria.get(each.about)
            name = criterion.name.to(self.lang) if criterion else each.about
            return self.words(f"plan.assumed.{each.kind}", name=name)
        if each.kind == "time":
            return self.shelf.rules.capacity.reason.to(self.lang)
        return self.words(f"plan.assumed.{each.kind}")
