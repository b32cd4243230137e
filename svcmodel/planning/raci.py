"""RACI: who does each task, the one who answers for it, who is heard and who is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.models import Obligation
from svcmodel.domain.plan import Task
from svcmodel.domain.plan_rules import PlanRules, RaciRule
from svcmodel.domain.plan_service import ServiceDesign
from svcmodel.domain.plan_sheets import PlanKpi, PlanRisk, RaciRow


def raci(tasks: Iterable[Task], catalogue: Catalogue, rules: PlanRules) -> Iterator[RaciRow]:
    """A row for each task: exactly one role answers for it, by the first rule that fits.

    Whoever answers in the end for the whole plan answers for what they do themselves.
    """
    duties = {duty.id: duty for duty in catalogue.obligations}
    otherwise = RaciRule(accountable=rules.answers_for)
    for task in tasks:
        fitting = (rule for rule in rules.raci if _fits(rule, task, catalogue, duties))
        rule = next(fitting, otherwise)
        own = task.role == rules.answers_for
        accountable = task.role if own else rule.accountable
        named = {task.role, accountable}
        consulted = tuple(role for role in rule.consulted if role not in named)
        informed = tuple(r for r in rule.informed if r not in named and r not in consulted)
        yield RaciRow(task.id, task.role, accountable, consulted, informed)


def _fits(
    rule: RaciRule, task: Task, catalogue: Catalogue, duties: Mapping[str, Obligation]
) -> bool:
    """Whether a rule speaks of a task: of it, its step, its part, the layer of that, its obligation."""
    part = task.parts[0]
    if (rule.parts and part not in rule.parts) or (rule.tasks and task.id not in rule.tasks):
        return False
    model = catalogue.models.get(part)
    layer = model.layer if model is not None else None
    ground = duties[part].ground if part in duties else None
    asked = ((rule.step, task.step), (rule.layer, layer), (rule.ground, ground))
    return all(wanted is None or wanted == got for wanted, got in asked)


def roles_named(
    tasks: Iterable[Task],
    rows: Iterable[RaciRow] = (),
    kpis: Iterable[PlanKpi] = (),
    risks: Iterable[PlanRisk] = (),
    service: ServiceDesign | None = None,
) -> set[str]:
    """The roles that some parts of a plan name."""
    found = {task.role for task in tasks}
    for row in rows:
        found |= {row.responsible, row.accountable, *row.consulted, *row.informed}
    found |= {kpi.owner for kpi in kpis} | {risk.owner for risk in risks}
    if service is not None:
        found |= {role for each in service.routing for role in (each.first, each.then)}
        found |= {each.role for each in service.training}
    return found
