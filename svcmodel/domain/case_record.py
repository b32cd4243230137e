"""The record: how often the advice names what is documented for the cases of a casebook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, NamedTuple, get_args

from svcmodel.domain.cases import Case
from svcmodel.domain.records import Text
from svcmodel.domain.values import Value

Figure = Literal["first", "acceptable", "three", "five", "leads", "design", "failures", "beside"]
"""What is counted.

On the bare scores, for the cases that count: the `first` model of the list is documented; it is
documented or `acceptable`; a documented one is among the first `three`, `five`; a documented one
`leads` its layer. On the design: it contains a documented model. Of the documented failures, where
fewer is better and cases that do not count are in: the design recommends it (`failures`), or only
carries it `beside` what it recommends.
"""
FIGURES: tuple[Figure, ...] = get_args(Figure)
ON_SCORES: tuple[Figure, ...] = ("first", "acceptable", "three", "five", "leads")

Grouping = Literal["all", "model", "sector", "size", "confidence", "outcome"]
GROUPINGS: tuple[Grouping, ...] = get_args(Grouping)
OTHER = "other"
"""The sectors with too few cases to stand alone."""


class AnsweredCase(NamedTuple):
    """A case, and what was answered of it beside its levels: values by question."""

    case: Case
    answers: Mapping[str, Value] = MappingProxyType({})


class Share(NamedTuple):
    """So many `hits` out of `of`, and the 95 % interval of the share in millionths."""

    hits: int
    of: int
    low: int
    high: int


class Placed(NamedTuple):
    """A documented model in the layer it competes in, and whether it has the best score there."""

    model: str
    leads: bool


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What the catalogue says of one case.

    `order`: the models of the list, the best score first; the core ones where a core one is
    documented, else all that have effects. `chosen`: the design's model of each layer. `taken`: its
    channels that customers use or that fit. `parts`: everything in it, also what is there by
    obligation or carried beside a chosen model.
    """

    case: Case
    order: tuple[str, ...]
    placed: tuple[Placed, ...]
    chosen: Mapping[str, str]
    taken: tuple[str, ...]
    parts: tuple[str, ...]

    @property
    def counts(self) -> bool:
        """Whether the record counts it."""
        return self.case.is_counted

    @property
    def place(self) -> int:
        """The place of the best documented model in the list, from 1. Only for a case that counts."""
        return 1 + min(self.order.index(model) for model in self.case.chosen if model in self.order)

    @property
    def is_acceptable(self) -> bool:
        """Whether the first model of the list is documented or acceptable."""
        return self.order[0] in (*self.case.chosen, *self.case.acceptable)

    @property
    def failures(self) -> tuple[str, ...]:
        """The documented failures that the design recommends: chosen in a layer, or as a channel."""
        recommended = (*self.chosen.values(), *self.taken)
        return tuple(model for model in self.case.failed if model in recommended)

    @property
    def failed_beside(self) -> tuple[str, ...]:
        """The documented failures that are in the design without being recommended."""
        beside = set(self.parts).difference(self.failures)
        return tuple(model for model in self.case.failed if model in beside)

    @property
    def stays_wrong(self) -> bool:
        """Whether the list begins with a wrong model, or a documented failure is recommended."""
        return bool(self.failures) or (self.counts and not self.is_acceptable)


class Group(NamedTuple):
    """Cases of one kind. `of`: which; `name`: what it is called, where that is no phrase of ours.

    `cases`: how many of them count. For a model, `leads` and `failures` are those of that model.
    """

    by: Grouping
    of: str
    name: Text | None
    cases: int
    figures: Mapping[Figure, Share]


class RecordVersions(NamedTuple):
    """What a record was made from: versions, SHA-256 hashes, and the day of the designs."""

    program: str
    catalogue: str
    catalogue_version: str
    catalogue_hash: str
    cases_hash: str
    on: str


@dataclass(frozen=True, slots=True)
class Record:
    """The results of all cases, and the figures of all together (the first group) and of each kind."""

    versions: RecordVersions
    results: tuple[CaseResult, ...]
    groups: tuple[Group, ...]

    @property
    def overall(self) -> Group:
        """The figures of all cases together."""
        return self.groups[0]

    @property
    def wrong(self) -> tuple[CaseResult, ...]:
        """The cases that stay wrong."""
        return tuple(result for result in self.results if result.stays_wrong)


class Moved(NamedTuple):
    """A figure that rose or fell against an earlier record. `before`: the hits then, out of how many."""

    by: Grouping
    of: str
    figure: Figure
    before: tuple[int, int]
    after: Share

    @property
    def rose(self) -> bool:
        """Whether the share is greater now, be that better or worse."""
        hits, of = self.before
        return self.after.hits * of > hits * self.after.of


class Turned(NamedTuple):
    """A case that was right and stays wrong now, or the other way round."""

    case: str
    right_now: bool


class Changes(NamedTuple):
    """What changed against an earlier record."""

    figures: tuple[Moved, ...]
    cases: tuple[Turned, ...]
