"""Whether what a catalogue knows beside its models fits to it: every id named in it exists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import criteria_in
from svcmodel.domain.knowledge import Knowledge, ProvisioningFile, SourcingRule, SupportLevelsFile
from svcmodel.domain.shelf import PlaybookShelf
from svcmodel.sources.catalogue_checks import Named, known
from svcmodel.sources.folders import Folder
from svcmodel.sources.readers import Path


def check_knowledge(
    knowledge: Knowledge, catalogue: Catalogue, shelf: PlaybookShelf | None, reader: Folder
) -> None:
    """Note E420 for every model, layer, criterion, pattern or role that does not exist."""
    models, criteria = catalogue.models, catalogue.criteria
    known(reader, "patterns.yaml", _pattern_layers(knowledge), catalogue.layers, key=True)
    known(reader, "patterns.yaml", _pattern_models(knowledge), models)
    known(reader, "patterns.yaml", _pattern_roads(knowledge), knowledge.patterns)
    levels = knowledge.support.levels if knowledge.support else ()
    for file, part, owners in (
        ("stages.yaml", "stages", [stage.rules for stage in knowledge.stages]),
        ("support_levels.yaml", "levels", [level.rules for level in levels]),
    ):
        for number, rules in enumerate(owners):
            known(reader, file, _rule_models(part, number, rules), models)
            known(reader, file, _rule_criteria(part, number, rules), criteria)
    if knowledge.support:
        known(reader, "support_levels.yaml", _typical(knowledge.support), models)
    if knowledge.provisioning:
        options = {option.id for option in knowledge.provisioning.options}
        known(reader, "provisioning.yaml", _taken(knowledge.provisioning), options)
    if shelf is not None:
        known(reader, "protocols.yaml", _protocol_roles(knowledge), shelf.roles)


def _pattern_layers(knowledge: Knowledge) -> Iterator[Named]:
    for number, pattern in enumerate(knowledge.patterns.values()):
        for layer in pattern.layers:
            yield ("patterns", number, "layers", layer), layer


def _pattern_models(knowledge: Knowledge) -> Iterator[Named]:
    for number, pattern in enumerate(knowledge.patterns.values()):
        at: Path = ("patterns", number)
        for layer, ids in pattern.layers.items():
            yield from (((*at, "layers", layer, n), id_) for n, id_ in enumerate(ids))
        yield from (((*at, "channels", n), id_) for n, id_ in enumerate(pattern.channels))
    for number, anti in enumerate(knowledge.anti_patterns):
        for part in ("parts", "without"):
            ids = getattr(anti, part)
            yield from ((("anti_patterns", number, part, n), id_) for n, id_ in enumerate(ids))


def _pattern_roads(knowledge: Knowledge) -> Iterator[Named]:
    for number, pattern in enumerate(knowledge.patterns.values()):
        for n, id_ in enumerate(pattern.leads_to):
            yield ("patterns", number, "leads_to", n), id_


def _rule_models(part: str, number: int, rules: Iterable[SourcingRule]) -> Iterator[Named]:
    for n, rule in enumerate(rules):
        if rule.who is not None:
            yield (part, number, "rules", n, "who"), rule.who


def _rule_criteria(part: str, number: int, rules: Iterable[SourcingRule]) -> Iterator[Named]:
    for n, rule in enumerate(rules):
        for criterion in criteria_in(rule.when):
            yield (part, number, "rules", n, "when"), criterion


def _typical(support: SupportLevelsFile) -> Iterator[Named]:
    for number, level in enumerate(support.levels):
        yield from ((("levels", number, "typical", n), id_) for n, id_ in enumerate(level.typical))
        yield from ((("levels", number, "called", id_), id_) for id_ in level.called)


def _taken(provisioning: ProvisioningFile) -> Iterator[Named]:
    for number, rule in enumerate(provisioning.rules):
        yield ("rules", number, "take"), rule.take
    yield ("otherwise",), provisioning.otherwise


def _protocol_roles(knowledge: Knowledge) -> Iterator[Named]:
    for number, protocol in enumerate(knowledge.protocols.values()):
        for n, step in enumerate(protocol.steps):
            yield ("protocols", number, "steps", n, "role"), step.role
