"""What the catalogue knows beside its models: patterns, stages, levels, protocols, words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from svcmodel.domain.cases import Case
from svcmodel.domain.conditions import Condition
from svcmodel.domain.records import Id, Many, Some, Text, TextList, record


@record
class DesignPattern:
    """A coherent whole that recurs in practice.

    `layers`: the models usual in each layer, the most typical first. `leads_to`: the patterns that
    companies grow into from here.
    """

    id: Id
    name: Text
    summary: Text
    when: Text
    watch: Text
    layers: dict[Id, Some[Id]]
    channels: Many[Id] = ()
    leads_to: Many[Id] = ()
    sources: Some[Id]


@record
class AntiPattern:
    """A combination that looks sensible and fails.

    It is met by a design that holds all of `parts` (and none of `without`) while `when` holds.
    """

    id: Id
    name: Text
    why: Text
    instead: Text
    parts: Many[Id] = ()
    without: Many[Id] = ()
    when: Condition | None = None
    sources: Some[Id]


@record
class PatternsFile:
    """`patterns.yaml`."""

    format: str
    patterns: Many[DesignPattern]
    anti_patterns: Many[AntiPattern]


@record
class SourcingRule:
    """Who should do a piece of the service, while a condition holds.

    `who`: a model or the baseline of the sourcing layer; None leaves it to what the design chose.
    """

    when: Condition
    who: Id | None = None
    reason: Text
    sources: Some[Id]


@record
class Stage:
    """A stage of the customer's life cycle, and who should do it. The first rule that holds decides."""

    id: Id
    name: Text
    covers: Text
    served_by: Text
    rules: Many[SourcingRule] = ()
    otherwise: Id | None = None
    otherwise_reason: Text
    sources: Some[Id]


@record
class StagesFile:
    """`stages.yaml`."""

    format: str
    stages: Some[Stage]


@record
class SupportLevel:
    """Who answers what: from prevention to the maker of a part. Rules as in `Stage`.

    `typical`: models and channels usual at this level. `cost`: an orientation value with its source.
    `called`: what a model means at this level, where its own name would mislead.
    """

    id: Id
    level: int
    name: Text
    answers: Text
    moves_up_when: Text
    typical: Many[Id] = ()
    cost: Text | None = None
    rules: Many[SourcingRule] = ()
    otherwise: Id | None = None
    otherwise_reason: Text
    called: dict[Id, Text] = field(default_factory=dict)
    sources: Some[Id]


@record
class SupportLevelsFile:
    """`support_levels.yaml`."""

    format: str
    shift_left: Text
    levels: Some[SupportLevel]
    sources: Some[Id]


@record
class ProvisioningOption:
    """A way of having technology: what the company runs itself, what a provider runs, how it is paid."""

    id: Id
    name: Text
    what: Text
    you_run: Text
    they_run: Text
    paid: Text
    suits: Text
    sources: Some[Id]


@record
class ProvisioningRule:
    """Which option to take while a condition holds. The first rule that holds decides."""

    when: Condition
    take: Id
    reason: Text
    sources: Some[Id]


@record
class ProvisioningFile:
    """`provisioning.yaml`. `needed_by`: parts of a design that make the choice worth a page."""

    format: str
    needed_by: Some[Id]
    options: Some[ProvisioningOption]
    rules: Some[ProvisioningRule]
    otherwise: Id
    otherwise_reason: Text


@record
class ProtocolStep:
    """One step of a protocol: what is done, by whom, by when."""

    do: Text
    role: Id
    within: Text | None = None


@record
class Protocol:
    """Instructions for answering that protect the customer, the company and its people.

    `unless`: where a company has no use for it. `says`: a model answer to adapt. `closes`: when the case
    counts as closed.
    """

    id: Id
    name: Text
    unless: Condition | None = None
    purpose: Text
    starts: Text
    steps: Some[ProtocolStep]
    says: Text
    closes: Text
    never: TextList
    record: Text
    sources: Some[Id]


@record
class ProtocolsFile:
    """`protocols.yaml`."""

    format: str
    protocols: Some[Protocol]


@record
class Strategy:
    """Why the company offers service at all: a starting point, never a verdict.

    `favours`: the models it speaks for where two are level, the first most.
    """

    id: Id
    name: Text
    what: Text
    example: Text
    favours: Some[Id]
    reason: Text
    sources: Some[Id]


@record
class StrategiesFile:
    """`strategies.yaml`. `question`: the question whose option of the same id selects a strategy."""

    format: str
    question: Id
    note: Text
    strategies: Some[Strategy]


@record
class Contradiction:
    """Two answers that can hardly both be true; `between` names the criteria or questions."""

    id: Id
    when: Condition
    between: Some[Id]
    text: Text
    ask: Text


@record
class ContradictionsFile:
    """`contradictions.yaml`."""

    format: str
    contradictions: Many[Contradiction]


@record
class Term:
    """One word for one thing. `avoid`: words that mean it too and are not used."""

    id: Id
    term: Text
    definition: Text
    avoid: TextList = TextList()
    note: Text | None = None


@record
class GlossaryFile:
    """`glossary.yaml`."""

    format: str
    terms: Some[Term]


@dataclass(frozen=True)
class Knowledge:
    """What explaining and planning need beside the catalogue. `hash` of the files."""

    patterns: Mapping[str, DesignPattern]
    anti_patterns: tuple[AntiPattern, ...]
    stages: tuple[Stage, ...]
    support: SupportLevelsFile | None
    provisioning: ProvisioningFile | None
    protocols: Mapping[str, Protocol]
    cases: Mapping[str, Case] = field(default_factory=dict)
    cases_notice: Text | None = None
    hash: str = ""
