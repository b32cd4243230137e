"""Service models: what they are, what speaks for and against them, what they need."""

from dataclasses import field
from typing import Literal

from svcmodel.domain.conditions import Condition
from svcmodel.domain.playbooks import PlaybookTask
from svcmodel.domain.records import Day, Id, Many, Some, Text, TextList, key, record

When = Literal["high", "low", "both"]
RuleEffect = Literal["excludes", "not_as_lead", "never_alone"]


@record
class Effect:
    """How strongly a criterion speaks for (positive) or against (negative) a model.

    `when`: whether a high level counts, a low one, or both in opposite directions.
    `prior`: the strength the catalogue started from, where `strength` has moved away from it.
    `fitted`: the strength fitted to cases, in tenths of a point, used instead; it has the sign of
    `strength`, or is nothing where the cases contradict it.
    """

    strength: int
    when: When
    prior: int | None = None
    fitted: int | None = None
    reason: Text | None = None
    sources: Many[Id] = ()

    def fault(self) -> str | None:
        """E414 when it has moved away from its prior without a reason, E437 for a turned sign."""
        if self.prior is not None and self.reason is None:
            return "E414"
        turned = self.fitted is not None and self.fitted * self.strength < 0
        return "E437" if turned else None

    @property
    def used(self) -> int:
        """The strength that scores."""
        return self.strength if self.fitted is None else self.fitted


@record
class Requirement:
    """A condition a model cannot do without. `broken_if` true breaks it; open leaves it to be checked."""

    id: Id
    broken_if: Condition
    effect: RuleEffect
    reason: Text
    way_out: Text
    instead: Many[Id] = ()
    sources: Some[Id]


@record
class Caution:
    """A weak prerequisite: it changes no score, lowers readiness and adds a preparatory task."""

    id: Id
    when: Condition
    reason: Text
    prepare: PlaybookTask
    meanwhile: Id | None = None
    sources: Some[Id]


@record
class ServiceModel:
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
    effects: dict[Id, Effect] = field(default_factory=dict)
    requirements: Many[Requirement] = ()
    cautions: Many[Caution] = ()
    sources: Some[Id]

    def fault(self) -> str | None:
        """E438 where only some of the effects are fitted."""
        fitted = {effect.fitted is not None for effect in self.effects.values()}
        return "E438" if len(fitted) > 1 else None

    @property
    def is_fitted(self) -> bool:
        """Whether its strengths are those fitted to cases."""
        return any(effect.fitted is not None for effect in self.effects.values())


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


@record
class Relation:
    """What one model is to another, and why."""

    origin: Id = key("from")
    type: RelationType
    target: Id = key("to")
    reason: Text
    safeguard: Text | None = None
    split: Text | None = None
    sources: Some[Id]

    def fault(self) -> str | None:
        """E415 for a tension without its safeguard, E416 for a complement without its split."""
        if self.type == "tension" and self.safeguard is None:
            return "E415"
        return "E416" if self.type == "complements" and self.split is None else None


@record
class RelationsFile:
    """`relations.yaml`."""

    format: str
    relations: Many[Relation]


@record
class Obligation:
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
    since: Day | None = key("from", None)
    until: Day | None = None
    status: Literal["in_force", "announced", "expected"] | None = None
    sources: Some[Id]
    checked_on: Day


@record
class ObligationsFile:
    """`obligations/<scope>.yaml`."""

    format: str
    obligations: Many[Obligation]


@record
class Source:
    """A text the catalogue relies on, the only claim taken from it, and how it was seen.

    `called`: what it is called where it has no title of its own.
    """

    id: Id
    cite: str
    title: str
    outlet: str | None = None
    called: Text | None = None
    evidence: Literal["seed", "seen", "not_read", "practitioner", "law", "judgement"]
    claim: Text


@record
class SourcesFile:
    """`sources.yaml`."""

    format: str
    sources: Many[Source]
