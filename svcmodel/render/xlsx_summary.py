"""The first and the last sheet: the advice on one page, and how the plan was made."""

from __future__ import annotations

from collections.abc import Iterator

from svcmodel.domain.plan_design import PlanDecision
from svcmodel.render.rounding import points
from svcmodel.render.xlsx_book import HEAD, Cell, Column, Formula, Page
from svcmodel.render.xlsx_sheets import PlanSheets
from svcmodel.render.xlsx_tasks import END, STATE

WIDTHS = (26, 44, 28, 34, 9, 16)
PROGRESS = ("open", "going", "done", "dropped")


class SummarySheets(PlanSheets):
    """Writes the summary and the versions."""

    def summary(self) -> None:
        """The six decisions, what stands behind them, and how far the work has come."""
        title = self.words("plan.title", subject=self.advice.subject)
        page = self.book.page(self.phrase("name.summary"), title)
        date = self.words("score.on", date=self.words.date(self.advice.on))
        page.write(1, 0, date[:1].upper() + date[1:], "label")
        columns = self.decision_columns()
        page.table("decisions", columns, [self.decision_row(each) for each in self.plan.decisions])
        self.progress(page)
        for label, line in self.lines():
            row = page.next + bool(label)
            page.write(row, 0, label, "label")
            page.over(row, 1, line, WIDTHS[1:], "line")
            page.fit(row, [label, line], [WIDTHS[0], sum(WIDTHS[1:])])
        page.sheet.set_portrait()
        page.sheet.fit_to_pages(1, 0)

    def decision_columns(self) -> list[Column]:
        """The columns of the decisions."""
        ids = ("layer", "question", "answer", "with", "points", "readiness")
        looks = ("label_cell", "text", "strong", "text", "points", "text")
        return [
            self.column(id_, width, look)
            for id_, width, look in zip(ids, WIDTHS, looks, strict=True)
        ]

    def decision_row(self, each: PlanDecision) -> list[Cell]:
        """A decision."""
        added = [self.words("score.baseline")] if each.at_baseline else []
        if each.also:
            named = self.words.listed([self.part(model) for model in each.also])
            added.append(self.words("score.also", models=named))
        if each.first_phase:
            added.append(self.words("score.first_phase", model=self.part(each.first_phase)))
        if each.close:
            added.append(self.words("plan.close"))
        return [
            self.catalogue.layers[each.layer].name.to(self.lang),
            each.question.to(self.lang),
            self.part(each.chosen),
            "; ".join(added),
            points(each.fit, 1),
            self.words(f"score.readiness.{each.readiness}"),
        ]

    def lines(self) -> Iterator[tuple[str, str]]:
        """What the first page says besides: labels, each before its first line."""
        for said in self.told.first_page:
            yield said.label, said.answer
        for block in self.told.summary:
            for number, line in enumerate(block.lines):
                yield (block.label if number == 0 else ""), line
        for entry in self.advice.by_segment:
            yield entry.name, f"{entry.text} {entry.remark}".strip()

    def progress(self, page: Page) -> None:
        """How far the work has come, counted from the states on the sheet of the tasks."""
        row = page.next + 1
        page.write(row, 0, self.phrase("progress.heading"), "part")
        for label, formula in self.counts():
            row += 1
            page.write(row, 0, self.phrase(f"progress.{label}"), "label")
            page.write(row, 1, formula, "share" if label == "share" else "count")

    def counts(self) -> Iterator[tuple[str, Formula]]:
        """Labels with the formulas that count; in a new plan everything is still to do."""
        tasks = len(self.plan.tasks)
        first, last = HEAD + 2, HEAD + 1 + tasks
        sheet = f"'{self.phrase('name.tasks')}'!"
        states, ends, least, most = (
            f"{sheet}${column}${first}:${column}${last}" for column in (STATE, END, "G", "H")
        )
        said = {state: f'"{self.phrase(f"state.{state}")}"' for state in PROGRESS}
        yield "all", Formula(f"=ROWS({states})", tasks)
        for state in PROGRESS:
            counted = tasks if state == "open" else 0
            yield state, Formula(f"=COUNTIF({states},{said[state]})", counted)
        past = "+".join(
            f'COUNTIFS({ends},"<"&TODAY(),{states},{said[state]})' for state in ("open", "going")
        )
        yield "late", Formula(f"={past}", 0)
        done = "+".join(f"SUMIFS({days},{states},{said['done']})" for days in (least, most))
        yield "share", Formula(f"=({done})/(SUM({least})+SUM({most}))", 0)

    def versions(self) -> None:
        """How the plan was made, and from what."""
        page = self.book.page(self.phrase("name.versions"), self.words("plan.heading.method"))
        page.sheet.set_column(0, 0, 30)
        page.sheet.set_column(1, 1, 80)
        entries = [
            (each.name, f"{each.text} {each.remark}".strip()) for each in self.advice.versions
        ]
        entries.append((self.words("plan.version_playbooks"), self.told.playbooks))
        for label, text in [*entries, ("", ""), *self.method()]:
            row = page.next
            page.write(row, 0, label, "label")
            page.write(row, 1, text, "line")
            page.fit(row, [label, text], (30, 80))
        page.sheet.set_portrait()
        page.sheet.fit_to_pages(1, 0)

    def method(self) -> Iterator[tuple[str, str]]:
        """The method in a few sentences."""
        for line in (self.words("plan.method"), self.words("plan.private"), self.told.left_out):
            if line:
                yield "", line
