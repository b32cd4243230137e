"""The catalogue: dimensions, layers, criteria, models, relations and obligations, as one record."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from svcmodel.domain.assessment import MICRO
from svcmodel.domain.conditions import Condition
from svcmodel.domain.criteria import Criterion, Level
from svcmodel.domain.knowledge import Contradiction, StrategiesFile
from svcmodel.domain.models import Obligation, Relation, ServiceModel
from svcmodel.domain.playbooks import PlaybookTask, Step
from svcmodel.domain.records import Bounds, Id, Length, Many, Some, Text, record

Points = Annotated[int | float, Bounds(0, 50)]


@record
class Dimension:
    """One of the five groups of criteria, with its default weight."""

    id: Id
    name: Text
    weight: Annotated[int | float, Bounds(above=0)] = 1


@record
class Layer:
    """What is decided, asked as a question.

    `threshold`: points by which a model must exceed the baseline to be chosen instead of it.
    `floor`: a model that every design keeps beside the chosen one. `by_segment`: whether customers of
    different segments can be given different models; else there is one for the company.
    """

    id: Id
    name: Text
    question: Text
    baseline: Id
    threshold: Points
    floor: Id | None = None
    by_segment: bool = False
    why_threshold: Text

    def needed(self, baseline: int) -> int:
        """The score a model must exceed to be chosen, where the baseline scores so much (millionths)."""
        return baseline + round(self.threshold * MICRO)


@record
class StepText:
    """One of the six steps of every plan."""

    id: Step
    name: Text
    purpose: Text


@record
class CapacityRule:
    """How many assisted channels a company can attend well while a condition holds.

    `task`: what the plan gains when obligations ask for more channels than that.
    """

    when: Condition
    assisted_at_most: Annotated[int, Bounds(1)]
    reason: Text
    task: PlaybookTask
    sources: Some[Id]


@record
class ChannelRules:
    """How the set of channels is put together: obligations, then use, then score, within capacity.

    `points_above`: points over 50 from which a channel enters by its score; `points_above_used`: the
    same where it is known what customers use, since use says more than a score.
    """

    use_question: Id
    used_at_most: Annotated[int, Bounds(1)]
    points_above: Points
    points_above_used: Points
    in_all_at_most: Annotated[int, Bounds(1)]
    at_baseline_at_most: Annotated[int, Bounds(1)]
    fallback: Id
    capacity: Many[CapacityRule]


@record
class RoadPhase:
    """A stretch of the road to a design. `months`: from and to, counted from the start."""

    id: Id
    name: Text
    months: Annotated[Many[Annotated[int, Bounds(0)]], Length(2, 2)]
    what: Text


@record
class Deadline:
    """How many months each level of a criterion leaves; a level that is missing sets no deadline."""

    criterion: Id
    months: dict[Level, Annotated[int, Bounds(1)]]


@record
class RoadRules:
    """In which order a design is reached.

    `today_question`: the question that tells which models are in use. `starts`: the phase in which
    each model begins where nothing holds it up. `heavy`: layers of which no two begin to change in
    the same quarter.
    """

    today_question: Id
    deadline: Deadline | None = None
    heavy: Many[Id]
    heavy_reason: Text
    phases: Annotated[Some[RoadPhase], Length(2)]
    starts: dict[Id, Id]
    sources: Some[Id]


@record
class CatalogueHead:
    """`catalogue.yaml`: what holds for the catalogue as a whole.

    `shrink`: added to the sum of strengths of a model, so that few effects do not make extremes.
    `scale`: N of all models whose strengths are fitted; these are then tenths of a point.
    `close_call`: a decision that so many points could turn is called close. `dimensions`: not many,
    since the mean of the weights within intervals takes 2**n terms.
    """

    format: str
    id: Id
    version: str
    title: Text
    shrink: Annotated[int, Bounds(0)]
    scale: Annotated[int, Bounds(1)] = 500
    close_call: Points = 3
    dimensions: Annotated[Many[Dimension], Length(1, 12)]
    layers: Many[Layer]
    steps: Annotated[Many[StepText], Length(6, 6)]
    channel_rules: ChannelRules
    road_rules: RoadRules | None = None


@record
class ReferencePopulation:
    """How often each level of each criterion occurs: five counts a criterion, level 1 first."""

    format: str
    smoothing: Annotated[int, Bounds(1)]
    frequencies: dict[Id, Annotated[Many[Annotated[int, Bounds(0)]], Length(5, 5)]]


@dataclass(frozen=True)
class Catalogue:
    """Everything scoring needs. `hash` is the SHA-256 of the files it was read from.

    `role_ids`: the roles that an answer file's team can hold.
    """

    head: CatalogueHead
    criteria: Mapping[str, Criterion]
    dimension_of: Mapping[str, str]
    models: Mapping[str, ServiceModel]
    relations: tuple[Relation, ...]
    obligations: tuple[Obligation, ...]
    reference: ReferencePopulation
    strategies: StrategiesFile | None = None
    contradictions: tuple[Contradiction, ...] = ()
    role_ids: tuple[str, ...] = ()
    hash: str = ""

    @cached_property
    def layers(self) -> Mapping[str, Layer]:
        """The layers by id, in the order of the catalogue."""
        return {layer.id: layer for layer in self.head.layers}

    @cached_property
    def in_layer(self) -> Mapping[str, tuple[ServiceModel, ...]]:
        """The models and the baseline that compete in each layer; channels do not compete."""
        return {
            layer: tuple(
                model
                for model in self.models.values()
                if model.layer == layer and model.kind != "channel"
            )
            for layer in self.layers
        }

    @cached_property
    def channels(self) -> tuple[ServiceModel, ...]:
        """The single channels, by id."""
        return tuple(model for model in self.models.values() if model.kind == "channel")

    @cached_property
    def in_conflict(self) -> Mapping[str, frozenset[str]]:
        """What each model is in conflict with, whichever end the relation was written from."""
        pairs = [(r.origin, r.target) for r in self.relations if r.type == "conflict"]
        pairs += [(target, origin) for origin, target in pairs]
        return {id_: frozenset(other for one, other in pairs if one == id_) for id_ in self.models}

    @cached_property
    def _relations_by_origin(self) -> Mapping[str, tuple[Relation, ...]]:
        return {
            id_: tuple(relation for relation in self.relations if relation.origin == id_)
            for id_ in self.models
        }

    def related(self, origin: str, *types: str) -> tuple[Relation, ...]:
        """The relations of these types that start at a model."""
        return tuple([r for r in self._relations_by_origin[origin] if r.type in types])

    def required_by(self, origin: str) -> tuple[str, ...]:
        """What a model requires."""
        return tuple([relation.target for relation in self.related(origin, "requires")])
