"""RACI: who does each task, the one who answers for it, who is heard and who is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.models import Obligation
from svcmodel.domain.plan import Task
from svcmodel.domain.plan_rules import PlanRules, RaciRule
from svcmodel.domain.plan_sheets import RaciRow


def raci(tasks: Iterable[Task], catalogue: Catalogue, rules: PlanRules) -> Iterator[RaciRow]:
    """A row for each task: exactly one role answers for it, by the first rule that fits."""
    duties = {duty.id: duty for duty in catalogue.obligations}
    otherwise = RaciRule(accountable=rules.answers_for)
    for task in tasks:
        fitting = (rule for rule in rules.raci if _fits(rule, task, catalogue, duties))
        rule = next(fitting, otherwise)
        named = {task.role, rule.accountable}
        consulted = tuple(role for role in rule.consulted if role not in named)
        informed = tuple(r for r in rule.informed if r not in named and r not in consulted)
        yield RaciRow(task.id, task.role, rule.accountable, consulted, informed)


def _fits(
    rule: RaciRule, task: Task, catalogue: Catalogue, duties: Mapping[str, Obligation]
) -> bool:
    """Whether a rule speaks of a task: of its step, of the layer of its part, of its obligation."""
    part = task.parts[0]
    model = catalogue.models.get(part)
    layer = model.layer if model is not None else None
    ground = duties[part].ground if part in duties else None
    asked = ((rule.step, task.step), (rule.layer, layer), (rule.ground, ground))
    return all(wanted is None or wanted == got for wanted, got in asked)
