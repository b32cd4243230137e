"""Playbooks: the tasks, measures and risks that putting a model into practice brings."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from svcmodel.domain.records import Id, Many, Record, Text, TextList

Step = Literal[
    "analyse_needs",
    "select_model",
    "design_processes",
    "train_staff",
    "implement_technology",
    "monitor_and_adjust",
]
STEPS: tuple[Step, ...] = (
    "analyse_needs",
    "select_model",
    "design_processes",
    "train_staff",
    "implement_technology",
    "monitor_and_adjust",
)
TaskRef = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$")]
Days = Annotated[int | float, Field(ge=0)]
Range = Annotated[Many[Days], Field(min_length=2, max_length=2)]


class PlaybookTask(Record):
    """A piece of work of one step; or, with `extends`, a point added to a common task.

    `effort_days`: working days of one person, least and most; the authors' own estimate.
    """

    id: Id
    step: Step
    title: Text
    how: Text | None = None
    role: Id | None = None
    effort_days: Range
    output: Text | None = None
    after: Many[TaskRef] = ()
    from_size: Annotated[int, Field(ge=1)] | None = None
    extends: TaskRef | None = None
    when_extended: bool = False

    @model_validator(mode="after")
    def _complete(self) -> PlaybookTask:
        if self.extends is None and (self.role is None or self.output is None):
            raise ValueError("task_incomplete")
        if self.effort_days[0] > self.effort_days[1]:
            raise ValueError("range_turned")
        return self


class KpiUse(Record):
    """A measure a playbook asks for, with a target that is orientation, never a norm."""

    kpi: Id
    target: Text
    sources: Many[Id] = Field(min_length=1)


class Risk(Record):
    """What may go wrong and what to do about it beforehand."""

    id: Id
    risk: Text
    mitigation: Text
    sources: Many[Id] = Field(min_length=1)


class Playbook(Record):
    """How one model is put into practice. `id` is the model's, or `common` for every plan."""

    format: str
    id: Id
    tasks: Many[PlaybookTask] = Field(min_length=1)
    kpis: Many[KpiUse] = ()
    risks: Many[Risk] = ()
    months_to_stable: Range | None = None
    tools: TextList = TextList()
    training: Text | None = None
    cost_drivers: Text | None = None
    sources: Many[Id] = Field(min_length=1)


class Role(Record):
    """Who does things; in a small company one person holds several."""

    id: Id
    name: Text
    does: Text


class RolesFile(Record):
    """`roles.yaml`."""

    format: str
    roles: Many[Role]


class Kpi(Record):
    """A measure: its formula and, where one exists, an orientation value."""

    id: Id
    name: Text
    formula: Text
    orientation: Text | None = None
    evidence: Literal["seen", "not_read", "practitioner", "judgement"]
    sources: Many[Id] = Field(min_length=1)


class KpisFile(Record):
    """`kpis/<theme>.yaml`."""

    format: str
    kpis: Many[Kpi]
