"""What ships, read once by all batches of the tests; and one setup for them."""

from __future__ import annotations

from functools import cache

import pytest

from svcmodel.batch.sheets import Setup
from svcmodel.domain.catalogue import Catalogue
from svcmodel.sources import catalogue_files, playbook_files, questionnaire_files
from tests.program import DAY

CATALOGUE = cache(catalogue_files.load_catalogue)
PLAYBOOKS = cache(playbook_files.load_playbooks)
QUESTIONNAIRE = cache(questionnaire_files.load_questionnaire)
READERS = {
    "svcmodel.cli.batch.load_catalogue": CATALOGUE,
    "svcmodel.cli.batch_plans.load_playbooks": PLAYBOOKS,
    "svcmodel.cli.plan.load_catalogue": CATALOGUE,
    "svcmodel.cli.plan.load_playbooks": PLAYBOOKS,
    "svcmodel.cli.score.load_catalogue": CATALOGUE,
    "svcmodel.batch.worker.load_questionnaire": QUESTIONNAIRE,
    "svcmodel.sources.answer_files.load_questionnaire": QUESTIONNAIRE,
}


@pytest.fixture
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The batches of a test share what they read of the shipped data."""
    for name, reader in READERS.items():
        monkeypatch.setattr(name, reader)


@pytest.fixture(scope="session")
def setup(shipped: Catalogue) -> Setup:
    return Setup(shipped, today=DAY)
