"""What the catalogue knows beside its models, from its folder: read only where it is needed."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from svcmodel.domain.cases import Case, CasebookFile, CaseDescriptionsFile
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.knowledge import (
    ContradictionsFile,
    GlossaryFile,
    Knowledge,
    PatternsFile,
    ProtocolsFile,
    ProvisioningFile,
    StagesFile,
    StrategiesFile,
    SupportLevelsFile,
    Term,
)
from svcmodel.domain.records import Text
from svcmodel.domain.shelf import PlaybookShelf
from svcmodel.sources.casebook_files import CASEBOOK, check_cases, read_casebook
from svcmodel.sources.folders import Folder
from svcmodel.sources.knowledge_checks import check_knowledge
from svcmodel.sources.package_data import data_folder

KNOWLEDGE_FORMATS: Mapping[str, type[Any]] = {
    "svcmodel/strategies/1": StrategiesFile,
    "svcmodel/contradictions/1": ContradictionsFile,
    "svcmodel/patterns/1": PatternsFile,
    "svcmodel/stages/1": StagesFile,
    "svcmodel/support_levels/1": SupportLevelsFile,
    "svcmodel/provisioning/1": ProvisioningFile,
    "svcmodel/protocols/1": ProtocolsFile,
    "svcmodel/glossary/1": GlossaryFile,
    "svcmodel/casebook/1": CasebookFile,
    "svcmodel/case_descriptions/1": CaseDescriptionsFile,
}
"""The records of the files of this kind, by the name they begin with."""

DESCRIPTIONS = "casebook_descriptions.yaml"
GLOSSARY = "glossary.yaml"


def load_knowledge(
    catalogue: Catalogue, folder: str | Path | Traversable | None = None
) -> Knowledge:
    """Patterns, stages, support levels, provisioning, protocols and cases of a catalogue's folder.

    Raises `InvalidInputError` with all problems of all its files.
    """
    reader = _folder(folder)
    return reader.sound(read_knowledge(reader, catalogue, None))


def load_glossary(folder: str | Path | Traversable | None = None) -> tuple[Term, ...]:
    """The terms in their order. Raises like `load_knowledge`."""
    reader = _folder(folder)
    return reader.sound(reader.read(GlossaryFile, GLOSSARY, "svcmodel/glossary/1")).terms


def load_cases(folder: str | Path | Traversable | None = None) -> dict[str, Case]:
    """The casebook of a catalogue's folder by id. Raises like `load_knowledge`."""
    reader = _folder(folder)
    cases = _cases(reader)
    return reader.sound(cases)


def load_case_descriptions(folder: str | Path | Traversable | None = None) -> CaseDescriptionsFile:
    """What each case looked like, in its own language. Raises like `load_knowledge`."""
    reader = _folder(folder)
    file = reader.read(CaseDescriptionsFile, DESCRIPTIONS, "svcmodel/case_descriptions/1")
    return reader.sound(file)


def read_knowledge(
    reader: Folder, catalogue: Catalogue, shelf: PlaybookShelf | None
) -> Knowledge | None:
    """What a reader finds; the problems are kept.

    `shelf`: where it is given, the roles and the glossary and descriptions are checked as well.
    """
    patterns = reader.read_if_there(PatternsFile, "patterns.yaml", "svcmodel/patterns/1")
    stages = reader.read_if_there(StagesFile, "stages.yaml", "svcmodel/stages/1")
    support = reader.read_if_there(
        SupportLevelsFile, "support_levels.yaml", "svcmodel/support_levels/1"
    )
    provisioning = reader.read_if_there(
        ProvisioningFile, "provisioning.yaml", "svcmodel/provisioning/1"
    )
    protocols = reader.read_if_there(ProtocolsFile, "protocols.yaml", "svcmodel/protocols/1")
    cases = _cases(reader)
    if shelf is not None:
        reader.read_if_there(GlossaryFile, GLOSSARY, "svcmodel/glossary/1")
        reader.read_if_there(CaseDescriptionsFile, DESCRIPTIONS, "svcmodel/case_descriptions/1")
    if reader.problems:
        return None
    knowledge = Knowledge(
        patterns={pattern.id: pattern for pattern in patterns.patterns} if patterns else {},
        anti_patterns=patterns.anti_patterns if patterns else (),
        stages=stages.stages if stages else (),
        support=support,
        provisioning=provisioning,
        protocols={protocol.id: protocol for protocol in protocols.protocols} if protocols else {},
        cases=cases,
        cases_notice=_notice(reader) if cases else None,
        hash=reader.hash(),
    )
    check_knowledge(knowledge, catalogue, shelf, reader)
    check_cases(reader, CASEBOOK, cases.values(), catalogue)
    return knowledge


def _cases(reader: Folder) -> dict[str, Case]:
    found = read_casebook(reader) if (reader.root / CASEBOOK).is_file() else ()
    return {case.id: case for case in found or ()}


def _notice(reader: Folder) -> Text:
    """How the cases were made, as their file says."""
    said = reader.documents[CASEBOOK].data["notice"]
    return Text(es=said["es"], en=said["en"])


def _folder(folder: str | Path | Traversable | None) -> Folder:
    root = data_folder("models_catalog") if folder is None else folder
    return Folder(Path(root) if isinstance(root, str) else root)
