"""Playbooks, roles, KPIs and the rules of plans: what planning needs beside the assessment."""

from __future__ import annotations

from importlib.resources.abc import Traversable
from pathlib import Path

from svcmodel.domain.models import SourcesFile
from svcmodel.domain.plan_rules import PlanRules
from svcmodel.domain.playbooks import Kpi, KpisFile, Playbook, RolesFile
from svcmodel.domain.shelf import PlaybookShelf
from svcmodel.domain.staffing_rules import StaffingRules
from svcmodel.sources.folders import Folder
from svcmodel.sources.package_data import data_folder
from svcmodel.sources.plan_rule_checks import check_plan_rules
from svcmodel.sources.playbook_checks import check_playbooks

STAFFING = "svcmodel/staffing_rules/1"


def load_playbooks(folder: str | Path | Traversable | None = None) -> PlaybookShelf:
    """All playbooks with the roles and KPIs they name, and the rules of plans.

    Raises `InvalidInputError` with all problems of all its files.
    """
    root = data_folder("models_catalog") if folder is None else folder
    reader = Folder(Path(root) if isinstance(root, str) else root)
    return reader.sound(read_playbooks(reader))


def read_playbooks(reader: Folder) -> PlaybookShelf | None:
    """What a reader finds; the problems are kept. None where the rules or the roles cannot be read."""
    books: dict[str, Playbook] = {}
    for path, book in reader.read_all(Playbook, "playbooks", "svcmodel/playbook/1"):
        if path != f"playbooks/{book.id}.yaml":
            reader.note(path, ("id",), "E424", id=book.id)
        books[book.id] = book
    roles = reader.read(RolesFile, "roles.yaml", "svcmodel/roles/1")
    rules = reader.read(PlanRules, "plan_rules.yaml", "svcmodel/plan_rules/1")
    staffing = reader.read_if_there(StaffingRules, "staffing_rules.yaml", STAFFING)
    sources = reader.read_if_there(SourcesFile, "sources.yaml", "svcmodel/sources/1")
    kpis = _kpis(reader)
    if roles is None or rules is None:
        return None
    shelf = PlaybookShelf(
        books=books,
        roles={role.id: role for role in roles.roles},
        kpis=kpis,
        rules=rules,
        hash=reader.hash(),
        staffing=staffing,
        sources={source.id: source for source in sources.sources} if sources else {},
    )
    if not reader.problems:
        check_playbooks(shelf, reader)
        check_plan_rules(shelf, reader)
    return shelf


def _kpis(reader: Folder) -> dict[str, Kpi]:
    kpis: dict[str, Kpi] = {}
    for path, file in reader.read_all(KpisFile, "kpis", "svcmodel/kpis/1"):
        for number, kpi in enumerate(file.kpis):
            if kpi.id in kpis:
                reader.note(path, ("kpis", number, "id"), "E421", id=kpi.id)
            kpis[kpi.id] = kpi
    return kpis
