"""Playbooks, roles and KPIs from the catalogue's folder: what planning needs beside the assessment."""

from __future__ import annotations

from importlib.resources.abc import Traversable
from pathlib import Path

from svcmodel.domain.plan import PlaybookShelf
from svcmodel.domain.playbooks import Kpi, KpisFile, Playbook, RolesFile
from svcmodel.sources.folders import Folder
from svcmodel.sources.package_data import data_folder
from svcmodel.sources.playbook_checks import check_playbooks


def load_playbooks(folder: str | Path | Traversable | None = None) -> PlaybookShelf:
    """All playbooks with the roles and KPIs they name.

    Raises `InvalidInputError` with all problems of all its files.
    """
    root = data_folder("models_catalog") if folder is None else folder
    reader = Folder(Path(root) if isinstance(root, str) else root)
    shelf = read_playbooks(reader)
    reader.raise_if_wrong()
    return shelf


def read_playbooks(reader: Folder) -> PlaybookShelf:
    """What a reader finds; the problems are kept."""
    books: dict[str, Playbook] = {}
    for path, book in reader.read_all(Playbook, "playbooks", "svcmodel/playbook/1"):
        if path != f"playbooks/{book.id}.yaml":
            reader.note(path, ("id",), "E424", id=book.id)
        books[book.id] = book
    roles = reader.read(RolesFile, "roles.yaml", "svcmodel/roles/1")
    shelf = PlaybookShelf(
        books=books,
        roles={role.id: role for role in roles.roles} if roles else {},
        kpis=_kpis(reader),
        hash=reader.hash(),
    )
    if not reader.problems:
        check_playbooks(shelf, reader)
    return shelf


def _kpis(reader: Folder) -> dict[str, Kpi]:
    kpis: dict[str, Kpi] = {}
    for path, file in reader.read_all(KpisFile, "kpis", "svcmodel/kpis/1"):
        for number, kpi in enumerate(file.kpis):
            if kpi.id in kpis:
                reader.note(path, ("kpis", number, "id"), "E421", id=kpi.id)
            kpis[kpi.id] = kpi
    return kpis
