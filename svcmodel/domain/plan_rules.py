"""How plans are made: how much one holds by size, who answers for what, when it is looked at again."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Literal, get_args

from svcmodel.domain.conditions import Condition
from svcmodel.domain.playbooks import STEPS, PlaybookTask, Step, TaskRef
from svcmodel.domain.records import Bounds, Id, Many, Some, Text, record

PerCent = Annotated[int, Bounds(0, 100)]
Count = Annotated[int, Bounds(1)]
Ground = Literal["law", "safety", "capacity"]
PlanSection = Literal[
    "summary",
    "decisions",
    "why",
    "ranking",
    "cautions",
    "tensions",
    "obligations",
    "steps",
    "schedule",
    "raci",
    "roles",
    "kpis",
    "risks",
    "budget",
    "staffing",
    "channels",
    "routing",
    "levels",
    "stages",
    "protocols",
    "charter",
    "training",
    "technology",
    "provisioning",
    "monitoring",
    "surroundings",
    "why_not",
    "unknown",
    "sources",
    "answers",
    "chart_ranking",
    "chart_reasons",
    "chart_dimensions",
    "chart_heat",
    "chart_leads",
    "chart_gantt",
    "chart_load",
    "what_if",
]
"""What a plan can hold besides its title and its method; charts and the trial of weights in HTML."""

EVERY_SECTION: tuple[PlanSection, ...] = get_args(PlanSection)


@record
class GatherRule:
    """Tasks of obligations that a plan tells as points of common tasks.

    `at`: the common task of each step that takes them in.
    """

    grounds: Some[Ground]
    at: dict[Step, TaskRef]


@record
class SizeRule:
    """What the plan of a company of some size holds.

    `below`: from how many people on the next size begins; the last has none. `tasks`: how many tasks it
    has room for, and `tasks_at_most` with what prepares for its changes; without them, room for all.
    `marks`: up to which mark playbooks bring what is theirs; without it, everything. `side_parts`: how
    far baselines and channels do: points of common tasks only, or tasks too. `spread`: how much of the
    way from the least to the most effort such a company may need, in per cent. `kpis`, `risks`,
    `open_questions`: how many at most. `few_roles`: whether roles are held together by few people.
    `gather`: see `GatherRule`. `fold_at`: the common task of each step that takes in what finds no
    room. `sections`: what it shows.
    """

    id: Id
    name: Text
    below: Count | None = None
    tasks: Count | None = None
    tasks_at_most: Count | None = None
    marks: Annotated[int, Bounds(1, 4)] | None = None
    side_parts: Literal["points", "tasks"] = "tasks"
    spread: PerCent = 100
    kpis: Count | None = None
    risks: Count | None = None
    open_questions: Count | None = None
    few_roles: bool = False
    gather: Many[GatherRule] = ()
    fold_at: dict[Step, TaskRef] = field(default_factory=dict)
    sections: Some[PlanSection] = EVERY_SECTION


@record
class CapacityShare:
    """The time people have for the plan where the answer file names no team.

    `share`: of a week, by everyone who serves customers, `others`: by everybody else, in per cent; in
    all at least and at most so many days a week. `serving`: how many are taken to serve where nobody
    said, in per cent of all people; `unknown`: days a week where their number is not known either.
    `reason` tells that; the others what is told instead where the least, the most or these count.
    """

    share: PerCent
    others: PerCent = 0
    serving: PerCent = 0
    at_least: Annotated[int | float, Bounds(above=0)]
    at_most: Annotated[int | float, Bounds(above=0)]
    unknown: Annotated[int | float, Bounds(above=0)]
    reason: Text
    reason_least: Text | None = None
    reason_most: Text | None = None
    reason_people: Text | None = None
    reason_unknown: Text | None = None


@record
class RaciRule:
    """Who answers for a task, who is heard before it and who is told, for some kind of task.

    `step`, `layer`, `ground`, `parts`, `tasks`: what the task must be of, where they are given: a step,
    a model of a layer, an obligation of that ground, one of some models, one of some tasks. The first
    rule that fits decides.
    """

    step: Step | None = None
    layer: Id | None = None
    ground: Ground | None = None
    parts: Many[Id] = ()
    tasks: Many[TaskRef] = ()
    accountable: Id
    consulted: Many[Id] = ()
    informed: Many[Id] = ()


@record
class MilestoneRule:
    """A day worth keeping in mind: when a task is done."""

    id: Id
    name: Text
    task: TaskRef


@record
class ReviewRule:
    """When the plan is looked at again, in days counted from its start or from the launch."""

    id: Id
    name: Text
    counted_from: Literal["start", "launch"]
    days: Some[Count]
    look_at: Text


@record
class NextReview:
    """In how many days to look again after a review: where something presses, and where nothing does."""

    urgent: Count
    otherwise: Count


@record
class RoutingRule:
    """Which contacts go to whom first, and to whom then.

    It holds for a design with one of `parts` (any design, where none are named) unless `when` fails.
    """

    id: Id
    contacts: Text
    skill: Text
    parts: Many[Id] = ()
    when: Condition | None = None
    level: Id
    first: Id
    then: Id


@record
class RemarkRule:
    """What a plan says of a design with one of `parts` while `when` holds."""

    id: Id
    parts: Some[Id]
    when: Condition
    text: Text


@record
class EmailRules:
    """What to do about e-mail: where it stays, comes in, or goes."""

    channel: Id
    keep: Text
    open: Text
    close: Text


@record
class LeftRules:
    """What becomes of channels that a design leaves out.

    `preferred_question`: where the client says which channel customers prefer; `carried`: of a
    channel the models that go on with it as their own; `close`: what to do about those in use.
    """

    preferred_question: Id
    carried: dict[Id, Some[Id]] = field(default_factory=dict)
    close: Text


@record
class GroupRule:
    """How work with everyone who serves grows with their number: it is done in groups of so many.

    Each group after the first adds so many per cent of the effort, up to so many groups; beyond them
    whoever has learnt it passes it on.
    """

    of: Count
    adds: PerCent
    at_most: Count


Situation = Literal["short_of_staff", "channels_left"]
"""What a plan finds out of itself: too few people for the work there is, channels in use that close."""


@record
class SituationRule:
    """What is to be done in a situation, and why.

    `questions`: whose answers it is found from. In the title of a task `{channels}` stands for the
    channels that close.
    """

    id: Situation
    reason: Text
    questions: Many[Id] = ()
    tasks: Some[PlaybookTask]
    sources: Some[Id]


@record
class PlanRules:
    """`plan_rules.yaml`. `unknown_size`: the size taken where nobody said how many people there are.

    `groups`: how work with everyone grows. `launch`: the task that is the launch; `ready`: the one that
    sees whether everyone is ready for it; `trial`: how what begins later is tried; in its title
    `{change}` stands for what that is. `in_place`: the steps that a model already at work still takes of
    its playbook. `kpi_owner`: who answers for a measure that names nobody. `answers_for`: who answers
    for a task that no rule of `raci` fits, and for what they do themselves.
    `learner`: who learns everything that is taught; `teachers`: who teach it and learn nothing by it.
    `charter`: the questions that make a service charter.
    """

    format: str
    sizes: Some[SizeRule]
    unknown_size: Id
    capacity: CapacityShare
    groups: GroupRule | None = None
    launch: TaskRef
    ready: TaskRef | None = None
    trial: PlaybookTask | None = None
    in_place: Many[Step] = STEPS
    situations: Many[SituationRule] = ()
    kpi_owner: Id
    answers_for: Id
    learner: Id
    teachers: Many[Id] = ()
    raci: Many[RaciRule] = ()
    milestones: Many[MilestoneRule] = ()
    reviews: Many[ReviewRule] = ()
    next_review: NextReview
    routing: Many[RoutingRule] = ()
    remarks: Many[RemarkRule] = ()
    email: EmailRules | None = None
    left: LeftRules | None = None
    charter: Many[Id] = ()
    budget_question: Id | None = None
    rate_question: Id | None = None
