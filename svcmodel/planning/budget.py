"""What a plan takes: working days by role, their money where the day rate is known, tools by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import ceil

from svcmodel.domain.plan import Task
from svcmodel.domain.plan_design import Said
from svcmodel.domain.plan_rules import PlanRules
from svcmodel.domain.plan_sheets import Budget, Money, PeopleCost, ToolCost
from svcmodel.domain.playbooks import Playbook

CURRENCY = "currency"

Days = tuple[float, float]


def budget(
    tasks: Iterable[Task], books: Iterable[Playbook], told: Mapping[str, Said], rules: PlanRules
) -> Budget:
    """The budget; `told`: what each question was answered.

    Money is days times the day rate, one rate for every role, rounded up to whole units for each.
    """
    days: dict[str, Days] = {}
    for task in tasks:
        least, most = days.get(task.role, (0, 0))
        days[task.role] = (least + task.effort_days[0], most + task.effort_days[1])
    whole = (sum(least for least, _ in days.values()), sum(most for _, most in days.values()))
    rate, currency = _rate(told, rules)
    people = tuple(
        PeopleCost(role, each, _money(each, rate, currency)) for role, each in days.items()
    )
    amounts = [each.money for each in people if each.money is not None]
    low, high = sum(each.least for each in amounts), sum(each.most for each in amounts)
    return Budget(
        people=people,
        days=whole,
        money=Money(low, high, currency) if rate is not None else None,
        tools=tuple(
            ToolCost(book.id, book.tools, book.cost_drivers)
            for book in books
            if book.tools.es or book.cost_drivers
        ),
        unknown=tuple(
            id_ for id_ in (rules.rate_question, CURRENCY) if id_ is not None and id_ not in told
        ),
        said=told.get(rules.budget_question or ""),
    )


def _rate(told: Mapping[str, Said], rules: PlanRules) -> tuple[float | None, str | None]:
    """The day rate and the currency, where they were given."""
    rate, currency = (told.get(id_ or "") for id_ in (rules.rate_question, CURRENCY))
    amount = rate.value if rate else None
    if isinstance(amount, bool) or not isinstance(amount, (int, float)):
        return None, None
    return amount, currency.value if currency and isinstance(currency.value, str) else None


def _money(days: Days, rate: float | None, currency: str | None) -> Money | None:
    if rate is None:
        return None
    return Money(ceil(days[0] * rate), ceil(days[1] * rate), currency)


def months_to_stable(books: Iterable[Playbook]) -> Days:
    """Until stable operation: the slowest part decides."""
    ranges = [book.months_to_stable for book in books if book.months_to_stable is not None]
    return (max((r[0] for r in ranges), default=0), max((r[1] for r in ranges), default=0))
