"""Playbooks: the tasks, measures and risks that putting a model into practice brings."""

from typing import Annotated, Literal

from svcmodel.domain.records import Bounds, Id, Length, Many, Pattern, Some, Text, TextList, record

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
TaskRef = Annotated[str, Pattern(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?\Z")]
Days = Annotated[int | float, Bounds(0)]
Range = Annotated[Many[Days], Length(2, 2)]


@record
class PlaybookTask:
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
    from_size: Annotated[int, Bounds(1)] | None = None
    extends: TaskRef | None = None
    when_extended: bool = False

    def fault(self) -> str | None:
        """E412 when it does not say who does it or what it produces, E413 when the range is turned."""
        if self.extends is None and (self.role is None or self.output is None):
            return "E412"
        return "E413" if self.effort_days[0] > self.effort_days[1] else None


@record
class KpiUse:
    """A measure a playbook asks for, with a target that is orientation, never a norm."""

    kpi: Id
    target: Text
    sources: Some[Id]


@record
class Risk:
    """What may go wrong and what to do about it beforehand."""

    id: Id
    risk: Text
    mitigation: Text
    sources: Some[Id]


@record
class Playbook:
    """How one model is put into practice. `id` is the model's, or `common` for every plan."""

    format: str
    id: Id
    tasks: Some[PlaybookTask]
    kpis: Many[KpiUse] = ()
    risks: Many[Risk] = ()
    months_to_stable: Range | None = None
    tools: TextList = TextList()
    training: Text | None = None
    cost_drivers: Text | None = None
    sources: Some[Id]


@record
class Role:
    """Who does things; in a small company one person holds several."""

    id: Id
    name: Text
    does: Text


@record
class RolesFile:
    """`roles.yaml`."""

    format: str
    roles: Many[Role]


@record
class Kpi:
    """A measure: its formula and, where one exists, an orientation value."""

    id: Id
    name: Text
    formula: Text
    orientation: Text | None = None
    evidence: Literal["seen", "not_read", "practitioner", "judgement"]
    sources: Some[Id]


@record
class KpisFile:
    """`kpis/<theme>.yaml`."""

    format: str
    kpis: Many[Kpi]
