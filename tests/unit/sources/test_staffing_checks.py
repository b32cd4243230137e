"""Rules of staffing beside the rest of the catalogue: what they name exists, and what does not is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import Questionnaire
from svcmodel.domain.shelf import PlaybookShelf
from svcmodel.domain.staffing_rules import StaffingRules
from svcmodel.planning.staffing import staffing_of
from svcmodel.scoring.decide import decide
from svcmodel.sources.folders import Folder
from svcmodel.sources.playbook_files import STAFFING
from svcmodel.sources.staffing_checks import FILE, check_staffing
from tests.builders import DAY, given, sheet_of
from tests.program import ROOT

SHIPPED = (ROOT / "models_catalog" / FILE).read_text(encoding="utf-8")


def read(folder: Path, text: str) -> tuple[Folder, StaffingRules]:
    (folder / FILE).write_text(text, encoding="utf-8")
    reader = Folder(folder)
    rules = reader.read(StaffingRules, FILE, STAFFING)
    assert rules is not None
    return reader, rules


def test_all_that_ships_exists(tmp_path: Path, shipped: Catalogue, shelf: PlaybookShelf) -> None:
    reader, rules = read(tmp_path, SHIPPED)
    assert rules == shelf.staffing
    check_staffing(reader, shipped, shelf)
    assert reader.problems == []


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("volume: cus_volume", "volume: cus_volumes", "volume"),
        ("criterion: cus_hours", "criterion: cus_hour", "hours_open.criterion"),
        ("criterion: cus_immediacy", "criterion: soon", "answer_within.criterion"),
        ("criterion: flx_growth", "criterion: growth", "growth.criterion"),
        ("channel: phone", "channel: phones", "channels[0].channel"),
        ("channel: phone", "channel: self_service", "channels[0].channel"),
        ("parts: [self_service", "parts: [selfservice", "relief[0].parts[0]"),
        ("repeated: cus_repetitive", "repeated: cus_repeats", "relief[0].repeated"),
        ("[channel_share,", "[channel_shares,", "measures[0]"),
        ("parts: [outsourcing,", "parts: [outsourced,", "notes[0].parts[0]"),
    ],
)
def test_what_does_not_exist_is_told_and_counts_as_not_known(
    old: str,
    new: str,
    path: str,
    tmp_path: Path,
    shipped: Catalogue,
    full: Questionnaire,
    shelf: PlaybookShelf,
) -> None:
    assert old in SHIPPED
    reader, rules = read(tmp_path, SHIPPED.replace(old, new, 1))
    check_staffing(reader, shipped, replace(shelf, staffing=rules))
    assert [(each.code, each.path) for each in reader.problems] == [("E420", path)]
    said = given("cus_volume", 9000), given("channels_by_use", ("phone", "email"))
    decided = decide(shipped, full.bank, sheet_of(*said), DAY)
    found = staffing_of(rules, shipped, full.bank, decided.reading, decided.design)
    assert found is not None


def test_a_folder_without_playbooks_is_checked_no_further(
    tmp_path: Path, shipped: Catalogue, shelf: PlaybookShelf
) -> None:
    reader, _ = read(tmp_path, SHIPPED)
    check_staffing(reader, shipped, None)
    check_staffing(reader, shipped, replace(shelf, staffing=None))
    assert reader.problems == []
