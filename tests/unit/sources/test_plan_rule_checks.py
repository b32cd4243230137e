"""Rules of plans beside the rest of the catalogue: what they name and does not exist is told."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.plan_rules import PlanRules
from svcmodel.domain.shelf import PlaybookShelf
from svcmodel.sources.folders import Folder
from svcmodel.sources.plan_rule_checks import RULES, check_plan_rules_fit
from svcmodel.sources.playbook_files import read_playbooks
from tests.program import ROOT

SHIPPED = ROOT / "models_catalog"
TEXT = (SHIPPED / RULES).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("carried: {forum:", "carried: {forums:", "left.carried.forums"),
        ("[collaborative]", "[collaborating]", "left.carried.forum[0]"),
        ("parts: [hybrid, automated, chatbot]", "parts: [robots]", "remarks[0].parts[0]"),
        ("answer: ai_in_contact, equals: no", "level: ai, at_most: 2", "remarks[0].when"),
        ("layer: commercial", "layer: money", "raci[2].layer"),
        ("channel: email", "channel: mail", "email.channel"),
    ],
)
def test_what_the_catalogue_does_not_have_is_told(
    old: str, new: str, path: str, tmp_path: Path, shipped: Catalogue, shelf: PlaybookShelf
) -> None:
    assert old in TEXT
    changed = new.join(TEXT.rsplit(old, 1)) if old == "[collaborative]" else TEXT.replace(old, new)
    (tmp_path / RULES).write_text(changed, encoding="utf-8")
    reader = Folder(tmp_path)
    rules = reader.read(PlanRules, RULES, "svcmodel/plan_rules/1")
    assert rules is not None
    check_plan_rules_fit(replace(shelf, rules=rules), shipped, reader)
    assert [(each.code, each.path) for each in reader.problems] == [("E420", path)]


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("launch: common.launch_pilot", "launch: common.launch", "launch"),
        ("ready: common.certify_before", "ready: common.certify", "ready"),
        (
            "after: [common.open_channels, common.l",
            "after: [common.open_channel, common.l",
            "situations[1].tasks[0].after[0]",
        ),
        ("  role: service_lead\n  effort", "  role: boss\n  effort", "trial.role"),
        ("after: [decide_cover]", "after: [decide]", "situations[0].tasks[1].after[0]"),
        (
            "role: sponsor\n        effort",
            "role: boss\n        effort",
            "situations[0].tasks[0].role",
        ),
    ],
)
def test_a_task_or_a_role_that_does_not_exist_is_told(
    old: str, new: str, path: str, tmp_path: Path
) -> None:
    for name in ("playbooks", "kpis"):
        shutil.copytree(SHIPPED / name, tmp_path / name)
    for name in ("roles.yaml", "staffing_rules.yaml"):
        shutil.copy(SHIPPED / name, tmp_path / name)
    assert old in TEXT
    (tmp_path / RULES).write_text(TEXT.replace(old, new), encoding="utf-8")
    reader = Folder(tmp_path)
    read_playbooks(reader)
    assert [(each.code, each.path) for each in reader.problems] == [("E420", path)]
