"""Service models: what they are, what speaks for and against them, what they need."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from svcmodel.domain.conditions import Condition
from svcmodel.domain.playbooks import PlaybookTask
from svcmodel.domain.records import Id, Many, Record, Text, TextList

When = Literal["high", "low", "both"]
RuleEffect = Literal["excludes", "not_as_lead", "never_alone"]


class Effect(Record):
    """How strongly a criterion speaks for (positive) or against (negative) a model.

    `when`: whether a high level counts, a low one, or both in opposite directions.
    `prior`: the strength the catalogue started from, where `strength` has moved away from it.
    """

    strength: int
    when: When
    prior: int | None = None
    reason: Text | None = None
    sources: Many[Id] = ()

    @model_validator(mode="after")
    def _deviation_explained(self) -> Effect:
        if self.prior is not None and self.reason is None:
            raise ValueError("deviation_unexplained")
        return self


class Requirement(Record):
    """A condition a model cannot do without. `broken_if` true breaks it; open leaves it to be checked."""

    id: Id
    broken_if: Condition
    effect: RuleEffect
    reason: Text
    way_out: Text
    instead: Many[Id] = ()
    sources: Many[Id] = Field(min_length=1)


class Caution(Record):
    """A weak prerequisite: it changes no score, lowers readiness and adds a preparatory task."""

    id: Id
    when: Condition
    reason: Text
    prepare: PlaybookTask
    meanwhile: Id | None = None
    sources: Many[Id] = Field(min_length=1)


class ServiceModel(Record):
    """A model, a baseline or a channel of the catalogue: `models/<id>.yaml`."""

    format: str
    id: Id
    layer: Id
    kind: Literal["model", "baseline", "channel"] = "model"
    core: bool = False
    assisted: bool = False
    name: Text
    also_known_as: TextList = TextList()
    definition: Text
    suits: Text
    avoid: Text
    seen_in: Text
    effects: dict[Id, Effect] = Field(default_factory=dict)
    requirements: Many[Requirement] = ()
    cautions: Many[Caution] = ()
    sources: Many[Id] = Field(min_length=1)


RelationType = Literal[
    "requires",
    "requires_soft",
    "contains",
    "specialises",
    "synergy",
    "complements",
    "tension",
    "conflict",
    "exclusive",
    "evolves_to",
]


class Relation(Record):
    """What one model is to another, and why."""

    origin: Id = Field(alias="from")
    type: RelationType
    target: Id = Field(alias="to")
    reason: Text
    safeguard: Text | None = None
    split: Text | None = None
    sources: Many[Id] = Field(min_length=1)

    @model_validator(mode="after")
    def _with_its_rule(self) -> Relation:
        if self.type == "tension" and self.safeguard is None:
            raise ValueError("safeguard_missing")
        if self.type == "complements" and self.split is None:
            raise ValueError("split_missing")
        return self


class RelationsFile(Record):
    """`relations.yaml`."""

    format: str
    relations: Many[Relation]


class Obligation(Record):
    """Something a plan must contain. It adds; it never changes what was chosen.

    `since`/`until`: days as YYYY-MM-DD. A plan prepares for what binds later, and says from when;
    after `until` the obligation does not apply.
    """

    id: Id
    ground: Literal["law", "safety", "capacity"]
    jurisdiction: str
    name: Text
    text: Text
    applies_if: Condition
    touches: Many[Id] = ()
    channels: Many[Id] = ()
    one_of_channels: Many[Id] = ()
    tasks: Many[PlaybookTask] = ()
    since: str | None = Field(default=None, alias="from", pattern=r"^\d{4}-\d{2}-\d{2}$")
    until: str | None = Field(default=None, pattern=r"^\d{4}-\d{2}-\d{2}$")
    status: Literal["in_force", "announced", "expected"] | None = None
    sources: Many[Id] = Field(min_length=1)
    checked_on: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")


class ObligationsFile(Record):
    """`obligations/<scope>.yaml`."""

    format: str
    obligations: Many[Obligation]


class Source(Record):
    """A text the catalogue relies on, the only claim taken from it, and how it was seen."""

    id: Id
    cite: str
    title: str
    outlet: str | None = None
    evidence: Literal["seed", "seen", "not_read", "practitioner", "law", "judgement"]
    claim: Text


class SourcesFile(Record):
    """`sources.yaml`."""

    format: str
    sources: Many[Source]
