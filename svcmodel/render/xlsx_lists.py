"""The sheets that are looked at again and again: measures, risks, duties, scores, answers."""

from __future__ import annotations

from svcmodel.domain.assessment import ModelResult
from svcmodel.domain.plan_design import AnswerRow, PlanObligation
from svcmodel.domain.plan_sheets import PlanKpi, PlanRisk
from svcmodel.render.plan_sheet_texts import SheetTeller
from svcmodel.render.question_text import answer_text, label
from svcmodel.render.report import Standing
from svcmodel.render.rounding import points
from svcmodel.render.xlsx_book import HEAD, Cell, Day, Formula, Page
from svcmodel.render.xlsx_sheets import PlanSheets

GRADES = ["1", "2", "3"]
MEASURES = ("first", "second", "third")
RESULTS = ("none", "no_limit", "good", "bad")


class ListSheets(PlanSheets):
    """Writes measures, risks, obligations, scores, answers and versions."""

    def teller(self) -> SheetTeller:
        """What tells the same in the other documents."""
        return SheetTeller(self.plan, self.assessment, self.catalogue, self.shelf, self.words)

    def kpis(self) -> None:
        """The measures with room for what is measured."""
        columns = [
            self.column("kpi", 28, "strong"),
            self.column("formula", 40),
            self.column("baseline", 16),
            self.column("target", 34),
            self.column("owner", 20),
            self.column("frequency", 14),
            self.column("at_least", 11, "entry"),
            self.column("at_most", 11, "entry"),
            *(self.column(id_, 10, "entry") for id_ in MEASURES),
            self.column("result", 14, formula=self.result()),
        ]
        told = self.teller()
        rows = [self.kpi_row(kpi, told) for kpi in self.plan.kpis]
        notes = (self.words("plan.orientation"), self.phrase("note.kpis"))
        page = self.one_table("kpis", self.words("plan.sheet.kpis"), columns, rows, *notes)
        if page is None:
            return
        first, last = (HEAD + 1, len(columns) - 1), (HEAD + len(rows), len(columns) - 1)
        for result, look in (("good", "is_little"), ("bad", "is_late")):
            page.where(first, last, f'=$L{HEAD + 2}="{self.phrase(f"result.{result}")}"', look)

    def kpi_row(self, kpi: PlanKpi, told: SheetTeller) -> list[Cell]:
        """A measure."""
        limits = kpi.kpi.threshold
        return [
            *told.kpi(kpi),
            limits.at_least if limits else None,
            limits.at_most if limits else None,
            *(None for _ in MEASURES),
            Formula(self.result(), self.phrase("result.none")),
        ]

    def result(self) -> str:
        """The formula that holds the latest figure to the limits, where there are both."""
        first, second, third = (self.ref("kpis", id_) for id_ in MEASURES)
        latest = f"IF(ISNUMBER({third}),{third},IF(ISNUMBER({second}),{second},{first}))"
        least, most = self.ref("kpis", "at_least"), self.ref("kpis", "at_most")
        is_least, is_most = f"ISNUMBER({least})", f"ISNUMBER({most})"
        within = f"AND(IF({is_least},{latest}>={least},TRUE),IF({is_most},{latest}<={most},TRUE))"
        said = {id_: f'"{self.phrase(f"result.{id_}")}"' for id_ in RESULTS}
        bounded = f"IF({within},{said['good']},{said['bad']})"
        known = f"IF(OR({is_least},{is_most}),{bounded},{said['no_limit']})"
        return f"=IF(ISNUMBER({latest}),{known},{said['none']})"

    # risks

    def risks(self) -> None:
        """The risks with their severity, gravest first."""
        columns = [
            self.column("risk", 40, "strong"),
            self.column("part", 20),
            self.column("probability", 12, "centre_entry"),
            self.column("impact", 10, "centre_entry"),
            self.column("severity", 10, "centre", formula=self.severity()),
            self.column("sign", 36),
            self.column("mitigation", 50),
            self.column("owner", 20),
        ]
        told = self.teller()
        by_gravity = sorted(self.plan.risks, key=lambda risk: -risk.probability * risk.impact)
        rows = [self.risk_row(risk, told) for risk in by_gravity]
        notes = (self.words("plan.risks_note"), self.phrase("note.risks"))
        page = self.one_table("risks", self.words("plan.sheet.risks"), columns, rows, *notes)
        if page is None:
            return
        page.choose((HEAD + 1, 2), (HEAD + len(rows), 3), GRADES)
        for least, look in ((6, "is_much"), (3, "is_middling"), (1, "is_little")):
            first, last = (HEAD + 1, 4), (HEAD + len(rows), 4)
            page.where(first, last, f"=$E{HEAD + 2}>={least}", look)

    def risk_row(self, risk: PlanRisk, told: SheetTeller) -> list[Cell]:
        """A risk."""
        name, _, _, sign, mitigation, owner = told.risk(risk)
        severity = Formula(self.severity(), risk.probability * risk.impact)
        part = self.part(risk.part)
        return [name, part, risk.probability, risk.impact, severity, sign, mitigation, owner]

    def severity(self) -> str:
        """The formula for how grave a risk is."""
        return f"={self.ref('risks', 'probability')}*{self.ref('risks', 'impact')}"

    # what the service must include

    def obligation_list(self) -> None:
        """The obligations, with their tasks and the day they were checked."""
        columns = [
            self.column("obligation", 34, "strong"),
            self.column("text", 60),
            self.column("ground", 30),
            self.column("tasks", 14),
            self.column("checked_on", 15, "date"),
        ]
        entries = {each.id: each for each in (*self.advice.obligations, *self.advice.to_check)}
        rows: list[list[Cell]] = [
            self.obligation_row(each, entries[each.id].remark if each.id in entries else "")
            for each in self.plan.obligations
        ]
        heading = self.words("score.heading.obligations")
        self.one_table("obligations", heading, columns, rows, self.words("plan.law"))

    def obligation_row(self, each: PlanObligation, ground: str) -> list[Cell]:
        """An obligation, or one that may apply."""
        if not each.applies:
            told = self.words("score.heading.to_check")
            ground = f"{ground or self.words(f'score.ground.{each.ground}')} ({told.lower()})"
        tasks = ", ".join(self.numbers[id_] for id_ in each.tasks)
        checked = Day(each.checked_on)
        return [each.name.to(self.lang), each.text.to(self.lang), ground, tasks, checked]

    # the advice

    def scores(self) -> None:
        """Every model with its score, its range and how it stands."""
        columns = [
            self.column("layer", 20),
            self.column("model", 28, "strong"),
            self.column("points", 16, "points"),
            self.column("low", 9, "points"),
            self.column("high", 9, "points"),
            self.column("rank", 9, "centre"),
            self.column("place", 11, "centre"),
            self.column("weightings", 15, "centre"),
            self.column("readiness", 18),
            self.column("standing", 24),
            self.column("why", 60),
        ]
        order = {layer: place for place, layer in enumerate(self.catalogue.layers)}
        results = sorted(self.assessment.models, key=lambda each: (order[each.layer], -each.micro))
        rows = [self.score_row(result) for result in results]
        page = self.one_table(
            "scores",
            self.phrase("title.scores"),
            columns,
            rows,
            self.phrase("note.scores"),
            frozen=2,
        )
        if page is not None:
            self.colour_scores(page, len(rows), len(columns))

    def score_row(self, result: ModelResult) -> list[Cell]:
        """A model."""
        layer = self.catalogue.layers[result.layer].name.to(self.lang)
        rules = {rule.id: rule for rule in self.catalogue.models[result.id].requirements}
        broken = [rules[rule.rule] for rule in result.rules if rule.state == "broken"]
        standing = Standing(self.assessment, self.catalogue, self.words)
        return [
            layer,
            self.part(result.id),
            points(result.micro, 1),
            *(points(end, 1) for end in result.range),
            result.rank,
            result.rank_in_layer,
            standing.lead_shares(result.layer).get(result.id),
            standing.readiness(result),
            standing.note(result),
            " ".join(f"{r.reason.to(self.lang)} {r.way_out.to(self.lang)}" for r in broken),
        ]

    def colour_scores(self, page: Page, rows: int, columns: int) -> None:
        """Bars from 0 to 100 for the points; the chosen ones strong, the excluded ones pale."""
        first, last = HEAD + 1, HEAD + rows
        bar = {"type": "data_bar", "bar_solid": True, "bar_color": "#A9C6DA"}
        ends = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": 100}
        page.sheet.conditional_format(first, 2, last, 2, {**bar, **ends})
        for status, look in (("chosen", "is_chosen"), ("excluded", "is_out")):
            rule = f'=$J{first + 1}="{self.words(f"score.status.{status}")}"'
            for start, end in ((0, 1), (3, columns - 1)):
                page.where((first, start), (last, end), rule, look)

    def answer_list(self) -> None:
        """Every answer with its grade, its note and its source."""
        columns = [
            self.column("asked", 44, "strong"),
            self.column("said", 50),
            self.column("grade", 24),
            self.column("note", 36),
            self.column("source", 28),
            self.column("by", 18),
        ]
        rows = [self.answer_row(each) for each in self.plan.answers]
        self.one_table("answers", self.phrase("title.answers"), columns, rows, self.advice.coverage)

    def answer_row(self, each: AnswerRow) -> list[Cell]:
        """An answer."""
        criterion = self.catalogue.criteria.get(each.id)
        named = criterion.name.to(self.lang) if criterion else each.id
        asked = label(each.question, self.words) if each.question else named
        grade = self.words(f"interview.grade.{each.grade}") if each.grade else ""
        return [asked, self.answer(each), grade, each.note, each.source, each.by]

    def answer(self, each: AnswerRow) -> str:
        """What an answer says."""
        if each.state != "given":
            return self.words(f"compare.answer.{each.state}")
        if each.span is not None:
            low, high = each.span.low, each.span.high
            key = "one" if low == high else "several"
            return self.words(f"score.level.{key}", level=low, low=low, high=high)
        if each.question is None or each.value is None:
            return str(each.value)
        return answer_text(each.question, each.value, self.words)
