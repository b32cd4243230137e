"""The sheets of people and money: who answers for what, what it costs, how many it takes."""

from __future__ import annotations

from math import ceil

from svcmodel.domain.plan_sheets import Budget, PeopleCost, RaciRow
from svcmodel.render.plan_names import capital
from svcmodel.render.xlsx_book import HEAD, Cell, Column, Formula, column_name
from svcmodel.render.xlsx_sheets import PlanSheets, row_of

RESPONSIBLE, ACCOUNTABLE, CONSULTED, INFORMED = "R", "A", "C", "I"


class PeopleSheets(PlanSheets):
    """Writes the matrix of roles, the budget, the tools and the staffing."""

    def raci(self) -> None:
        """A row for each task and a column for each role, so that a role can be filtered."""
        roles = list(dict.fromkeys(role for row in self.plan.raci for role in roles_of(row)))
        if not roles:
            return
        named = [Column(self.role(role), 4.5, "centre", upright=True) for role in roles]
        check = self.column("check", 6, "centre", upright=True)
        columns = [self.column("task", 50, "strong"), *named, check]
        rows = [self.raci_row(n, row, roles) for n, row in enumerate(self.plan.raci, HEAD + 2)]
        heading = self.words("plan.sheet.raci")
        page = self.one_table("raci", heading, columns, rows, self.phrase("note.raci"))
        if page is None:
            return
        page.sheet.set_portrait()
        first, last = (HEAD + 1, 1), (HEAD + len(rows), len(roles))
        for letter, look in ((ACCOUNTABLE, "is_chosen"), (RESPONSIBLE, "is_going")):
            page.where(first, last, f'=ISNUMBER(SEARCH("{letter}",B{HEAD + 2}))', look)

    def raci_row(self, number: int, row: RaciRow, roles: list[str]) -> list[Cell]:
        """What each role has to do with a task, and whether exactly one is accountable for it."""
        letters = [letters_of(row, role) for role in roles]
        cells = f"B{number}:{column_name(len(roles))}{number}"
        one = f'=IF(COUNTIF({cells},"*{ACCOUNTABLE}*")=1,"✓","?")'
        return [self.titles[row.task], *letters, Formula(one, "✓")]

    # money

    def budget(self) -> None:
        """Days by role and their money, by a day rate that can be changed."""
        budget = self.plan.budget
        money = [self.with_currency(f"{end}_money") for end in ("least", "most")]
        rate = self.with_currency("rate")
        columns = [
            self.column("role", 34, "strong")._replace(total=self.words("plan.total")),
            self.column("least_days", 13, "number")._replace(total=self.sum_of("least_days", 0)),
            self.column("most_days", 13, "number")._replace(total=self.sum_of("most_days", 1)),
            Column(rate, 14, "entry"),
            *(
                Column(
                    name, 16, "money", formula=self.cost(end, rate), total=self.all_cost(end, rate)
                )
                for name, end in zip(money, ("least", "most"), strict=True)
            ),
        ]
        notes = [self.words("plan.budget_note"), self.phrase("note.budget")]
        if budget.said is not None:
            notes.append(self.words("plan.budget_said", answer=self.said(budget.said).answer))
        rows = [self.budget_row(each, rate) for each in budget.people]
        self.one_table("budget", self.words("plan.sheet.budget"), columns, rows, *notes)

    def budget_row(self, each: PeopleCost, rate: str) -> list[Cell]:
        """A role with its days and their money."""
        money = each.money
        ends: tuple[str | int, str | int] = (money.least, money.most) if money else ("", "")
        return [
            self.role(each.role),
            *each.days,
            day_rate(self.plan.budget),
            *(
                Formula(self.cost(end, rate), value)
                for end, value in zip(("least", "most"), ends, strict=True)
            ),
        ]

    def with_currency(self, id_: str) -> str:
        """The heading of a column of money, with the currency where that is known."""
        heading, money = self.phrase(f"column.{id_}"), self.plan.budget.money
        if money is None or not money.currency:
            return heading
        return self.words("sheets.money", column=heading, currency=money.currency)

    def cost(self, end: str, rate: str) -> str:
        """The formula for the money of a role."""
        days, paid = self.ref("budget", f"{end}_days"), row_of("budget", rate)
        return f'=IF(ISNUMBER({paid}),ROUNDUP({days}*{paid},0),"")'

    def all_cost(self, end: str, rate: str) -> Formula:
        """All money: rounded once, so that it is that of all days."""
        days, money = self.phrase(f"column.{end}_days"), self.plan.budget.money
        rates = f"budget[{rate}]"
        text = f'IF(COUNT({rates})=0,"",ROUNDUP(SUMPRODUCT(budget[{days}],{rates}),0))'
        value = getattr(money, end) if money is not None else ""
        return Formula(f"={text}", value)

    def sum_of(self, id_: str, end: int) -> Formula:
        """The sum of a column of days."""
        column = self.phrase(f"column.{id_}")
        return Formula(f"=SUM(budget[{column}])", self.plan.budget.days[end])

    def tools(self) -> None:
        """The tools of each part, what their cost depends on, and room for an offer."""
        columns = [
            self.column("part", 26, "strong"),
            self.column("tools", 60),
            self.column("driven_by", 60),
            self.column("offer", 16, "entry"),
        ]
        rows: list[list[Cell]] = [
            [
                capital(self.part(tool.part)),
                "; ".join(tool.tools.to(self.lang)),
                tool.driven_by.to(self.lang) if tool.driven_by else "",
                None,
            ]
            for tool in self.plan.budget.tools
        ]
        self.one_table(
            "tools", self.phrase("title.tools"), columns, rows, self.phrase("note.tools")
        )

    def staffing(self) -> None:
        """How many people the service takes, as the other documents tell it."""
        told = self.told.staffing
        if told is None:
            return
        columns = [Column(name, width) for name, width in zip(told.columns, WIDTHS, strict=True)]
        page = self.page("staffing", self.words("staffing.heading"), columns, told.intro)
        if told.rows:
            page.table("staffing", columns, told.rows)
        for place, column in enumerate(columns):
            page.sheet.set_column(place, place, column.width)
        page.next += 1
        for line in told.lines:
            page.notes([line], WIDTHS, row=page.next)
        page.set_up(1)


def day_rate(budget: Budget) -> float | None:
    """What a day of work costs: the plainest amount that gives the money of the plan; None if unknown."""
    money, days = budget.money, budget.days[1]
    if money is None or not days:
        return None
    for digits in range(5):
        rate = round(money.most / days, digits)
        if all(
            ceil(each.days[1] * rate) == each.money.most for each in budget.people if each.money
        ):
            return rate
    return None


WIDTHS = (28, 22, 22, 32, 32)
"""Of the columns of the staffing."""


def roles_of(row: RaciRow) -> tuple[str, ...]:
    """Every role that has to do with a task."""
    return (row.responsible, row.accountable, *row.consulted, *row.informed)


def letters_of(row: RaciRow, role: str) -> str:
    """What a role has to do with a task, as letters."""
    letters = (
        (RESPONSIBLE, role == row.responsible),
        (ACCOUNTABLE, role == row.accountable),
        (CONSULTED, role in row.consulted),
        (INFORMED, role in row.informed),
    )
    return "/".join(letter for letter, holds in letters if holds)
