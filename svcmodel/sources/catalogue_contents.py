"""The files of a catalogue's folder as data, for counting what is written in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, NamedTuple

from svcmodel.sources.folders import Folder
from svcmodel.sources.knowledge_files import KNOWLEDGE_FORMATS
from svcmodel.sources.package_data import data_folder
from svcmodel.sources.source_checks import cited


class FileContents(NamedTuple):
    """What a file holds, the ids it cites as sources, and whether it is a file of knowledge."""

    data: Any
    sources: frozenset[str]
    is_knowledge: bool


def load_contents(folder: Path | Traversable | None = None) -> Mapping[str, FileContents]:
    """Every YAML file of a catalogue's folder and the folders in it, by its path.

    Raises `InvalidInputError` or `UnreadableInputError` with all problems of the files.
    """
    reader = Folder(folder or data_folder("models_catalog"))
    for path in _paths(reader):
        document = reader.document(path)
        reader.problems += document.problems if document else []
    reader.raise_if_wrong()
    return {path: _contents(document.data) for path, document in reader.documents.items()}


def _paths(reader: Folder) -> Iterator[str]:
    yield from (path.removeprefix("./") for path in reader.names("."))
    for entry in sorted(reader.root.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from reader.names(entry.name)


def _contents(data: Any) -> FileContents:
    format_ = data.get("format") if isinstance(data, dict) else None
    ids = frozenset(str(id_) for _, id_ in cited(data, ()))
    return FileContents(data, ids, format_ in KNOWLEDGE_FORMATS)
