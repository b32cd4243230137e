"""Tasks that something asks for, made by hand."""

from __future__ import annotations

from typing import Any

from svcmodel.planning.asked_tasks import Asked
from tests.builders import task_record


def asked(part: str, id_: str, step: str = "analyse_needs", **more: Any) -> Asked:
    return Asked(part, task_record(id_, step, **more))


def duty(part: str, id_: str, step: str, ground: Any = "law", **more: Any) -> Asked:
    """A task of an obligation."""
    return Asked(part, task_record(id_, step, **more), "obligation", None, part, ground)


def prepared(part: str, id_: str, step: str = "analyse_needs", **more: Any) -> Asked:
    """The task of a caution."""
    return Asked(part, task_record(id_, step, **more), "caution", None, "G1")
