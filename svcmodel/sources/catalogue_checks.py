"""Whether the files of a catalogue fit together: every id named in one exists in another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import Condition, criteria_in
from svcmodel.domain.models import ServiceModel
from svcmodel.sources.folders import Folder
from svcmodel.sources.readers import Path, nearest

Named = tuple[Path, str]


def check_catalogue(catalogue: Catalogue, reader: Folder) -> None:
    """Note every reference to something that does not exist, with its place."""
    _check_head(catalogue, reader)
    for model in catalogue.models.values():
        _check_model(catalogue, reader, model)
    _check_relations(catalogue, reader)
    _check_obligations(catalogue, reader)
    _check_strategies(catalogue, reader)
    for number, pair in enumerate(catalogue.contradictions):
        levels = _levels(pair.when, ("contradictions", number, "when"))
        known(reader, "contradictions.yaml", levels, catalogue.criteria)
    dimensions = [dimension.id for dimension in catalogue.head.dimensions]
    for path in reader.names("criteria"):
        data = reader.documents[path].data
        known(reader, path, [(("dimension",), data["dimension"])], dimensions)
    counts = [(("frequencies", id_), id_) for id_ in catalogue.reference.frequencies]
    known(reader, "reference_population.yaml", counts, catalogue.criteria, key=True)


def _check_head(catalogue: Catalogue, reader: Folder) -> None:
    layers = catalogue.head.layers
    named: list[Named] = [
        (("layers", n, "baseline"), layer.baseline) for n, layer in enumerate(layers)
    ]
    named += [(("layers", n, "floor"), la.floor) for n, la in enumerate(layers) if la.floor]
    named.append((("channel_rules", "fallback"), catalogue.head.channel_rules.fallback))
    known(reader, "catalogue.yaml", named, catalogue.models)
    for number, rule in enumerate(catalogue.head.channel_rules.capacity):
        at: Path = ("channel_rules", "capacity", number, "when")
        known(reader, "catalogue.yaml", _levels(rule.when, at), catalogue.criteria)


def _check_model(catalogue: Catalogue, reader: Folder, model: ServiceModel) -> None:
    path = f"models/{model.id}.yaml"
    known(reader, path, [(("layer",), model.layer)], catalogue.layers)
    effects = [(("effects", id_), id_) for id_ in model.effects]
    known(reader, path, effects, catalogue.criteria, key=True)
    for number, rule in enumerate(model.requirements):
        at: Path = ("requirements", number)
        known(reader, path, _levels(rule.broken_if, (*at, "broken_if")), catalogue.criteria)
        instead = [((*at, "instead", n), id_) for n, id_ in enumerate(rule.instead)]
        known(reader, path, instead, catalogue.models)
    for number, caution in enumerate(model.cautions):
        at = ("cautions", number)
        known(reader, path, _levels(caution.when, (*at, "when")), catalogue.criteria)
        if caution.meanwhile:
            meanwhile = [((*at, "meanwhile"), caution.meanwhile)]
            known(reader, path, meanwhile, catalogue.models)


def _check_relations(catalogue: Catalogue, reader: Folder) -> None:
    for number, relation in enumerate(catalogue.relations):
        ends = [
            (("relations", number, "from"), relation.origin),
            (("relations", number, "to"), relation.target),
        ]
        known(reader, "relations.yaml", ends, catalogue.models)


def _check_obligations(catalogue: Catalogue, reader: Folder) -> None:
    by_id = {obligation.id: obligation for obligation in catalogue.obligations}
    for path in reader.names("obligations"):
        for number, data in enumerate(reader.documents[path].data["obligations"]):
            at: Path = ("obligations", number)
            obligation = by_id[data["id"]]
            levels = _levels(obligation.applies_if, (*at, "applies_if"))
            known(reader, path, levels, catalogue.criteria)
            for part in ("touches", "channels", "one_of_channels"):
                named = [((*at, part, n), id_) for n, id_ in enumerate(getattr(obligation, part))]
                known(reader, path, named, catalogue.models)


def _check_strategies(catalogue: Catalogue, reader: Folder) -> None:
    for number, strategy in enumerate(
        catalogue.strategies.strategies if catalogue.strategies else ()
    ):
        at: Path = ("strategies", number, "favours")
        favoured = [((*at, n), id_) for n, id_ in enumerate(strategy.favours)]
        known(reader, "strategies.yaml", favoured, catalogue.models)


def _levels(condition: Condition, at: Path) -> Iterator[Named]:
    for criterion in criteria_in(condition):
        yield at, criterion


def known(
    reader: Folder, path: str, named: Iterable[Named], ids: Iterable[str], *, key: bool = False
) -> None:
    """Note E420 for every id that is not among the known ones."""
    for at, id_ in named:
        if id_ not in ids:
            near = nearest(id_, ids)
            reader.note(path, at, "E420", key=key, id=id_, nearest=near)
