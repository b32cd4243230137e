"""The shelf of playbooks: all that planning takes from the catalogue's folder besides the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from svcmodel.domain.models import Source
from svcmodel.domain.plan_rules import PlanRules
from svcmodel.domain.playbooks import Kpi, Playbook, Role
from svcmodel.domain.staffing_rules import StaffingRules


def full_id(book: str, task: str) -> str:
    """A task's id as it is seen from outside its playbook."""
    return task if "." in task else f"{book}.{task}"


@dataclass(frozen=True)
class PlaybookShelf:
    """All playbooks by id, the roles and KPIs they name, and the rules of plans; `hash` of the files.

    `sources`: the bibliography by id, as far as there is one.
    """

    books: Mapping[str, Playbook]
    roles: Mapping[str, Role]
    kpis: Mapping[str, Kpi]
    rules: PlanRules
    hash: str = ""
    staffing: StaffingRules | None = None
    sources: Mapping[str, Source] = field(default_factory=dict)
