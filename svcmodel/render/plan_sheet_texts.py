"""The sheets of a plan in words, the same for every format."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from svcmodel.domain.criteria import Criterion, questions_of
from svcmodel.domain.plan_design import Assumption
from svcmodel.domain.plan_rules import PlanSection
from svcmodel.domain.plan_sheets import Baseline, PlanKpi, PlanRisk
from svcmodel.render.plan_names import capital
from svcmodel.render.plan_schedule_texts import ScheduleTeller
from svcmodel.render.question_text import label
from svcmodel.render.report_types import Sheet, SheetCell
from svcmodel.render.source_text import source_title

NOBODY = "–"
NAMED = 12
"""How many answers of one kind are named where there are more."""


class SheetTeller(ScheduleTeller):
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
            "sources": self.sources,
        }

    def raci(self) -> Sheet:
        """Who does and answers for each task."""
        rows = (
            (
                self.titles[row.task],
                self.role(row.responsible),
                self.role(row.accountable),
                self.roles(row.consulted) or NOBODY,
                self.roles(row.informed) or NOBODY,
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
            self.target(kpi),
            self.role(kpi.owner),
            self.words(f"plan.frequency.{kpi.frequency}"),
        )

    def target(self, kpi: PlanKpi) -> str:
        """What a measure should reach, and where that is from."""
        target = kpi.target.to(self.lang)
        names = [self.source_name(self.shelf.sources[id_]) for id_ in self.known(kpi.sources)]
        told = self.words("plan.source_of", names="; ".join(names)) if names else ""
        return f"{target}. {told}" if told else target

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
        return (
            risk.risk.to(self.lang),
            self.words(f"plan.probability.g{risk.probability}"),
            self.words(f"plan.impact.g{risk.impact}"),
            self.sign(risk),
            risk.mitigation.to(self.lang),
            self.role(risk.owner),
        )

    def sign(self, risk: PlanRisk) -> str:
        """How one sees a risk coming: a measure of the plan worsens, what was written, or a look."""
        if risk.trigger is not None or risk.watch is None:
            return risk.trigger.to(self.lang) if risk.trigger else ""
        kpi = self.shelf.kpis[risk.watch]
        name, formula = kpi.name.to(self.lang), kpi.formula.to(self.lang)
        if any(each.kpi.id == kpi.id for each in self.plan.kpis):
            return self.words("plan.worsens", kpi=name)
        return self.words("plan.shows_in", kpi=name, formula=_sentence(formula))

    def budget(self) -> Sheet:
        """Working days by role with their money where that is known, and what tools cost by."""
        budget = self.plan.budget
        known = budget.money is not None or any(each.money for each in budget.people)
        nothing = self.words("plan.not_known") if known else ""
        rows: list[tuple[SheetCell, ...]] = [
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
        if budget.withheld:
            notes.append(self.words("plan.summary.money_withheld"))
        if budget.unknown:
            lacking = [self.words(f"plan.unknown.{id_}") for id_ in budget.unknown]
            notes.append(self.words("plan.needs", what=self.words.listed(lacking)))
        if budget.said is not None:
            notes.append(self.words("plan.budget_said", answer=self.said(budget.said).answer))
        notes += [
            f"{capital(self.part(tool.part))}: {tool.driven_by.to(self.lang)}"
            for tool in budget.tools
            if tool.driven_by is not None
        ]
        return self.sheet("budget", ("role", "effort", "money"), iter(rows), *notes)

    def monitoring(self) -> Sheet:
        """When the plan is looked at again, and the days that others set."""
        watching = self.plan.monitoring
        days: dict[str, list[str]] = {}
        for review in watching.reviews:
            days.setdefault(review.id, []).append(self.day(review.day))
        once = {review.id: review for review in watching.reviews}
        rows: list[tuple[SheetCell, ...]] = [
            (each.name.to(self.lang), "; ".join(days[id_]), each.look_at.to(self.lang))
            for id_, each in once.items()
        ]
        reasons = {each.constraint: each.given.reason for each in self.plan.summary.constraints}
        for due in watching.due:
            what = self.obligations[due.id] if due.kind == "law" else reasons[due.id]
            rows.append((self.words(f"plan.due.{due.kind}"), self.day(due.day), what))
        return self.sheet("monitoring", ("review", "day", "look_at"), iter(rows))

    def assumptions(self) -> Sheet:
        """What the plan takes for granted; of answers of one kind in one sentence."""
        alike: dict[str, list[str]] = {}
        for each in self.plan.assumptions:
            if each.kind in ("guess", "range", "at_work"):
                alike.setdefault(each.kind, []).append(self.about(each))
        notes = [self.assumption(e) for e in self.plan.assumptions if e.kind not in alike]
        for kind, names in alike.items():
            each_once = [*dict.fromkeys(names)]
            more = len(each_once) - NAMED
            listed = "; ".join(each_once[:NAMED] if more > 1 else each_once)
            kind = f"{kind}_more" if more > 1 else kind
            notes.append(self.words(f"plan.assumed.{kind}", names=listed, count=more))
        return self.sheet("unknown", (), iter(()), *notes)._replace(id="assumptions")

    def sources(self) -> Sheet:
        """What the plan rests on: each source once, how it is known, and the claim taken from it.

        Without the texts the catalogue began with, and without laws that do not bind here.
        """
        plan, service = self.plan, self.plan.service
        citing = (plan.kpis, plan.risks, plan.obligations, plan.excluded)
        places = (service.levels, service.stages, service.protocols)
        cited = {id_ for group in (*citing, *places) for each in group for id_ in each.sources}
        cited |= {id_ for task in plan.tasks for trace in task.trace for id_ in trace.sources}
        staffing = plan.staffing.inputs if plan.staffing else ()
        cited |= {id_ for each in staffing for id_ in each.sources}
        binding = {id_ for duty in plan.obligations for id_ in duty.sources}
        rows = (
            (
                source_title(source, self.lang),
                self.words(f"catalogue.evidence.{source.evidence}"),
                source.claim.to(self.lang),
            )
            for source in (self.shelf.sources[id_] for id_ in self.known(cited))
            if source.evidence != "seed" and (source.evidence != "law" or source.id in binding)
        )
        note = self.words("plan.sources_note")
        return self.sheet("sources", ("source", "evidence", "claim"), rows, note)

    def about(self, each: Assumption) -> str:
        """What an answer was about, in a few words where there are some."""
        if each.kind == "at_work":
            return self.part(each.about)
        criterion = self.catalogue.criteria.get(each.about) or self.named_by(each.about)
        short = each.question is not None and each.question.short
        if each.question is not None and (short or criterion is None):
            return label(each.question, self.words)
        return criterion.name.to(self.lang) if criterion else each.about

    def named_by(self, question: str) -> Criterion | None:
        """The criterion whose level an answer gives."""
        every = self.catalogue.criteria.values()
        return next((each for each in every if question in questions_of(each.level_from)), None)

    def assumption(self, each: Assumption) -> str:
        """An assumption as a sentence."""
        if each.text is not None:
            return each.text.to(self.lang)
        if each.kind == "time":
            share = self.shelf.rules.capacity
            told = getattr(share, f"reason_{each.about}", None) or share.reason
            return str(told.to(self.lang))
        return self.words(f"plan.assumed.{each.kind}")


def _sentence(text: str) -> str:
    """A text that stands before a full stop of ours."""
    return text.rstrip(".")
