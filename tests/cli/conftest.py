"""What ships, read once also by the commands."""

from __future__ import annotations

from functools import cache
from importlib import import_module

import pytest

from svcmodel.sources import catalogue_files, playbook_files, questionnaire_files

READERS = {
    "load_catalogue": cache(catalogue_files.load_catalogue),
    "load_sources": cache(catalogue_files.load_sources),
    "load_playbooks": cache(playbook_files.load_playbooks),
    "load_questionnaire": cache(questionnaire_files.load_questionnaire),
}
COMMANDS = ("inputs", "catalogue", "check", "new", "plan", "questionnaire", "schema")


@pytest.fixture
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands share what they read from a folder; folders must not change within a test."""
    for command in COMMANDS:
        module = import_module(f"svcmodel.cli.{command}")
        for name, reader in READERS.items():
            if hasattr(module, name):
                monkeypatch.setattr(module, name, reader)
