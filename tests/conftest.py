"""What ships, read once for all tests; and one small world to try the rules on."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import Question, Questionnaire
from svcmodel.domain.shelf import PlaybookShelf
from svcmodel.sources.catalogue_files import load_catalogue
from svcmodel.sources.playbook_files import load_playbooks
from svcmodel.sources.questionnaire_files import load_questionnaire
from tests.builders import bank_of, catalogue_of, criterion, layer, model, question

os.environ.setdefault(
    "OPENBLAS_NUM_THREADS", "1"
)  # before numpy: its threads would wait for each other
PATIENT: dict[str, Any] = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
"""How long an example takes is no finding: the machine may have other work."""
settings.register_profile(
    "same everywhere",  # a change is judged by the change, not by luck
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),  # a sheet of a hundred answers takes long to shrink
    **PATIENT,
)
settings.register_profile("searching", print_blob=True, **PATIENT)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same everywhere"))


@pytest.fixture(scope="session")
def shipped() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="session")
def full() -> Questionnaire:
    return load_questionnaire("full")


@pytest.fixture(scope="session")
def shelf() -> PlaybookShelf:
    return load_playbooks()


@pytest.fixture(scope="session")
def tiny_bank() -> dict[str, Question]:
    """A question for each criterion of the tiny catalogue, and two facts."""
    return bank_of(
        question("volume", "number", minimum=0),
        question("digital", "rating"),
        question("habit", "choice", options=["rare", "often", "does_not_count"]),
        question("stages", "multi_choice", options=["before", "during", "after"]),
        question("channels_used", "ranking", options=["phone", "email", "web", "counter"]),
        question("headcount", "number", minimum=1),
    )


@pytest.fixture(scope="session")
def tiny() -> Catalogue:
    """Three layers: how it is paid (threshold 5), how it is answered, where; and four channels."""
    return catalogue_of(
        layers=[
            layer("paid", "sale", threshold=5),
            layer("answered", "desk"),
            layer("where", "one_way"),
        ],
        criteria=[
            criterion("volume", {"bands": "volume", "from": [10, 100, 1000, 10000]}),
            criterion("digital"),
            criterion("habit", {"options": "habit", "levels": {"rare": 1, "often": 5}}),
            criterion("stages", {"count": "stages"}),
        ],
        models=[
            model("sale", "paid", kind="baseline"),
            model("fee", "paid", effects={"habit": (2, "both"), "stages": (1, "high")}),
            model("trial", "paid", effects={"volume": (2, "both")}),
            model("desk", "answered", kind="baseline", effects={"digital": (-2, "both")}),
            model("self_help", "answered", effects={"digital": (2, "both"), "volume": (1, "high")}),
            model("robot", "answered", effects={"volume": (2, "both"), "stages": (-1, "high")}),
            model("one_way", "where", kind="baseline"),
            model("many_ways", "where", effects={"stages": (2, "high")}),
            model("phone", "where", kind="channel", assisted=True),
            model("email", "where", kind="channel", assisted=True),
            model("web", "where", kind="channel", effects={"digital": (2, "both")}),
            model("counter", "where", kind="channel", assisted=True),
        ],
        dimension_of={"volume": "means", "stages": "means"},
    )
