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
LAST: Step = "monitor_and_adjust"
"""The step that watches what is in place already."""

TaskRef = Annotated[str, Pattern(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?\Z")]
Rhythm = Literal["daily", "weekly", "monthly", "quarterly", "half_yearly", "yearly"]
Days = Annotated[int | float, Bounds(0)]
Range = Annotated[Many[Days], Length(2, 2)]


@record
class PlaybookTask:
    """A piece of work of one step; or, with `extends`, a point added to a common task.

    `effort_days`: working days of one person, least and most; the authors' own estimate.
    `done_when`: how one sees that it is done well, where its output does not say it.
    `lasts_weeks`: the least working time that passes from its first day to its last, however little
    work it is. `recurs`: how often it comes again, where it does; a plan says when it does first.
    `everyone`: whether it is done with all who serve, so that it takes longer the more they are.
    `tries`: whether it tries a change on a few before all have it. `if_new`: whether it is only for
    what is not in use today. `essential`: 1 for what no plan goes without, 2 and 3 for what a small one
    takes in next, 4 for what a middle one holds; what is not marked is for plans that hold everything.
    """

    id: Id
    step: Step
    title: Text
    how: Text | None = None
    role: Id | None = None
    effort_days: Range
    lasts_weeks: Annotated[int | float, Bounds(above=0)] | None = None
    recurs: Rhythm | None = None
    output: Text | None = None
    done_when: Text | None = None
    after: Many[TaskRef] = ()
    essential: Annotated[int, Bounds(1, 4)] | None = None
    from_size: Annotated[int, Bounds(1)] | None = None
    extends: TaskRef | None = None
    when_extended: bool = False
    everyone: bool = False
    tries: bool = False
    if_new: bool = False

    def fault(self) -> str | None:
        """E412 when it does not say who does it or what it produces, E413 when the range is turned.

        E441 when it lasts a part of a week that is no half.
        """
        if self.extends is None and (self.role is None or self.output is None):
            return "E412"
        if self.effort_days[0] > self.effort_days[1]:
            return "E413"
        return "E441" if (2 * (self.lasts_weeks or 0)) % 1 else None


@record
class KpiUse:
    """A measure a playbook asks for, with a target that is orientation, never a norm."""

    kpi: Id
    target: Text
    sources: Some[Id]


Grading = Annotated[int, Bounds(1, 3)]
"""1 low, 2 middling, 3 high."""


@record
class Risk:
    """What may go wrong and what to do about it beforehand.

    `probability`, `impact`: the authors' own judgement. `watch`: the measure that shows it coming;
    `trigger`: the sign of it where no measure of the plan shows it. `owner`: the role that keeps an
    eye on it.
    """

    id: Id
    risk: Text
    mitigation: Text
    probability: Grading = 2
    impact: Grading = 2
    watch: Id | None = None
    trigger: Text | None = None
    owner: Id | None = None
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
    """Who does things; in a small company one person holds several.

    `held_by`: the role that does its work where few people share the roles.
    """

    id: Id
    name: Text
    does: Text
    held_by: Id | None = None


@record
class RolesFile:
    """`roles.yaml`."""

    format: str
    roles: Many[Role]


Frequency = Literal["weekly", "monthly", "quarterly", "yearly"]


@record
class KpiThreshold:
    """From where on a measure calls for action, in its own unit; a share in per cent."""

    at_least: int | float | None = None
    at_most: int | float | None = None

    def fault(self) -> str | None:
        """E440 when it says nothing, E413 when it is turned."""
        if self.at_least is None and self.at_most is None:
            return "E440"
        if self.at_least is None or self.at_most is None:
            return None
        return "E413" if self.at_least > self.at_most else None

    def holds(self, value: float) -> bool:
        """Whether a value lies within."""
        return (self.at_least is None or value >= self.at_least) and (
            self.at_most is None or value <= self.at_most
        )


@record
class Kpi:
    """A measure: its formula and, where one exists, an orientation value.

    `frequency`: how often it is looked at. `owner`: the role that answers for it. `known_from`: the
    question whose answer is today's figure, or the two questions whose answers give it divided.
    `threshold`: orientation, until a company agrees on its own.
    """

    id: Id
    name: Text
    formula: Text
    orientation: Text | None = None
    frequency: Frequency = "monthly"
    owner: Id | None = None
    known_from: Annotated[Many[Id], Length(0, 2)] = ()
    threshold: KpiThreshold | None = None
    evidence: Literal["seen", "not_read", "practitioner", "judgement"]
    sources: Some[Id]


@record
class KpisFile:
    """`kpis/<theme>.yaml`."""

    format: str
    kpis: Many[Kpi]
