"""The catalogue from its folder: read, cross-checked, and joined into one record."""

from __future__ import annotations

from importlib.resources.abc import Traversable
from pathlib import Path

from svcmodel.domain.catalogue import Catalogue, CatalogueHead, ReferencePopulation
from svcmodel.domain.criteria import CriteriaFile, Criterion
from svcmodel.domain.knowledge import ContradictionsFile, StrategiesFile
from svcmodel.domain.models import (
    Obligation,
    ObligationsFile,
    Relation,
    RelationsFile,
    ServiceModel,
    Source,
    SourcesFile,
)
from svcmodel.domain.playbooks import RolesFile
from svcmodel.sources.catalogue_checks import check_catalogue
from svcmodel.sources.folders import Folder
from svcmodel.sources.package_data import data_folder


def load_catalogue(folder: str | Path | Traversable | None = None) -> Catalogue:
    """The catalogue of a folder, or the one that comes with svcmodel.

    Raises `InvalidInputError` with all problems of all its files, `UnreadableInputError` when there
    is no catalogue in the folder.
    """
    reader = Folder(_root(folder))
    return reader.sound(read_catalogue(reader))


def read_catalogue(reader: Folder) -> Catalogue | None:
    """The catalogue a reader finds; None, with the problems kept, when something is wrong."""
    head = reader.read(CatalogueHead, "catalogue.yaml", "svcmodel/catalogue/1")
    reference = reader.read(
        ReferencePopulation, "reference_population.yaml", "svcmodel/reference/1"
    )
    criteria, dimension_of = _criteria(reader)
    models = _models(reader)
    relations = _relations(reader)
    obligations = _obligations(reader)
    strategies = reader.read_if_there(StrategiesFile, "strategies.yaml", "svcmodel/strategies/1")
    name = "contradictions.yaml"
    pairs = reader.read_if_there(ContradictionsFile, name, "svcmodel/contradictions/1")
    hash_ = reader.hash()  # of what decides; the roles below do not
    roles = reader.read_if_there(RolesFile, "roles.yaml", "svcmodel/roles/1")
    if head is None or reference is None or reader.problems:
        return None
    catalogue = Catalogue(
        head=head,
        criteria=criteria,
        dimension_of=dimension_of,
        models=models,
        relations=relations,
        obligations=obligations,
        reference=reference,
        strategies=strategies,
        contradictions=pairs.contradictions if pairs else (),
        role_ids=tuple(role.id for role in roles.roles) if roles else (),
        hash=hash_,
    )
    check_catalogue(catalogue, reader)
    return catalogue


def load_sources(folder: str | Path | Traversable | None = None) -> dict[str, Source]:
    """The bibliography by id. Raises like `load_catalogue`."""
    reader = Folder(_root(folder))
    file = reader.sound(reader.read(SourcesFile, "sources.yaml", "svcmodel/sources/1"))
    return {source.id: source for source in file.sources}


def _root(folder: str | Path | Traversable | None) -> Traversable:
    if folder is None:
        return data_folder("models_catalog")
    return Path(folder) if isinstance(folder, str) else folder


def _criteria(reader: Folder) -> tuple[dict[str, Criterion], dict[str, str]]:
    criteria: dict[str, Criterion] = {}
    dimension_of: dict[str, str] = {}
    for path, file in reader.read_all(CriteriaFile, "criteria", "svcmodel/criteria/1"):
        for number, criterion in enumerate(file.criteria):
            if criterion.id in criteria:
                reader.note(path, ("criteria", number, "id"), "E421", id=criterion.id)
            criteria[criterion.id] = criterion
            dimension_of[criterion.id] = file.dimension
    return criteria, dimension_of


def _models(reader: Folder) -> dict[str, ServiceModel]:
    models: dict[str, ServiceModel] = {}
    for path, model in reader.read_all(ServiceModel, "models", "svcmodel/model/1"):
        if path != f"models/{model.id}.yaml":
            reader.note(path, ("id",), "E424", id=model.id)
        models[model.id] = model
    return models


def _relations(reader: Folder) -> tuple[Relation, ...]:
    file = reader.read(RelationsFile, "relations.yaml", "svcmodel/relations/1")
    return file.relations if file is not None else ()


def _obligations(reader: Folder) -> tuple[Obligation, ...]:
    found: list[Obligation] = []
    for path, file in reader.read_all(ObligationsFile, "obligations", "svcmodel/obligations/1"):
        for number, obligation in enumerate(file.obligations):
            if any(other.id == obligation.id for other in found):
                reader.note(path, ("obligations", number, "id"), "E421", id=obligation.id)
            found.append(obligation)
    return tuple(found)
