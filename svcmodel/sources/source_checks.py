"""Whether every source that is cited exists, and every source that exists is cited."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from svcmodel.sources.folders import Folder
from svcmodel.sources.readers import Path, nearest


def check_citations(reader: Folder) -> None:
    """Note E420 for every id under a `sources:` key that the bibliography does not have."""
    document = reader.documents.get("sources.yaml")
    if document is None or not isinstance(document.data, dict):
        return
    listed = document.data.get("sources")
    known = {entry.get("id") for entry in listed} if isinstance(listed, list) else set()
    for path, other in reader.documents.items():
        if path == "sources.yaml":
            continue
        for at, id_ in cited(other.data, ()):
            if id_ not in known:
                reader.note(path, at, "E420", id=str(id_), nearest=nearest(str(id_), known))


def cited(data: Any, at: Path) -> Iterator[tuple[Path, Any]]:
    """Every id under a `sources` key anywhere in the data, with its path."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key == "sources" and isinstance(value, list):
                yield from (((*at, key, number), id_) for number, id_ in enumerate(value))
            else:
                yield from cited(value, (*at, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from cited(value, (*at, number))
