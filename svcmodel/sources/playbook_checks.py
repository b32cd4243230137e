"""Whether playbooks fit together: roles, KPIs and tasks exist, nothing waits for what comes later."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

from svcmodel.domain.playbooks import STEPS, Playbook, PlaybookTask
from svcmodel.domain.shelf import PlaybookShelf, full_id
from svcmodel.sources.folders import Folder
from svcmodel.sources.readers import Path, nearest


def check_playbooks(shelf: PlaybookShelf, reader: Folder) -> None:
    """Note every reference to what does not exist, every wait for a later step, every cycle."""
    tasks = {
        full_id(book.id, task.id): task for book in shelf.books.values() for task in book.tasks
    }
    for book in shelf.books.values():
        path = f"playbooks/{book.id}.yaml"
        _check_ids(reader, path, book)
        for number, task in enumerate(book.tasks):
            _check_task(shelf, reader, path, book.id, ("tasks", number), task, tasks)
        for number, use in enumerate(book.kpis):
            if use.kpi not in shelf.kpis:
                near = nearest(use.kpi, shelf.kpis)
                reader.note(path, ("kpis", number, "kpi"), "E420", id=use.kpi, nearest=near)
    _check_cycles(reader, tasks)


def _check_ids(reader: Folder, path: str, book: Playbook) -> None:
    seen: set[str] = set()
    for number, task in enumerate(book.tasks):
        if task.id in seen:
            reader.note(path, ("tasks", number, "id"), "E421", id=task.id)
        seen.add(task.id)


def _check_task(
    shelf: PlaybookShelf,
    reader: Folder,
    path: str,
    book: str,
    at: Path,
    task: PlaybookTask,
    tasks: dict[str, PlaybookTask],
) -> None:
    if task.role is not None and task.role not in shelf.roles:
        near = nearest(task.role, shelf.roles)
        reader.note(path, (*at, "role"), "E420", id=task.role, nearest=near)
    if task.extends is not None:
        _check_extension(reader, path, at, task, tasks)
    for number, waits_for in enumerate(task.after):
        earlier = tasks.get(full_id(book, waits_for))
        place = (*at, "after", number)
        if earlier is None:
            reader.note(path, place, "E420", id=waits_for, nearest=nearest(waits_for, tasks))
        elif STEPS.index(earlier.step) > STEPS.index(task.step):
            reader.note(path, place, "E423", id=waits_for, step=earlier.step)


def _check_extension(
    reader: Folder, path: str, at: Path, task: PlaybookTask, tasks: dict[str, PlaybookTask]
) -> None:
    common = tasks.get(task.extends or "")
    place = (*at, "extends")
    if common is None or common.extends is not None:
        near = nearest(task.extends or "", tasks)
        reader.note(path, place, "E420", id=task.extends or "", nearest=near)
    elif common.step != task.step:
        reader.note(path, place, "E425", id=task.extends or "", step=common.step)


def _check_cycles(reader: Folder, tasks: dict[str, PlaybookTask]) -> None:
    graph = {id_: [full_id(id_.split(".")[0], a) for a in t.after] for id_, t in tasks.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        cycle: list[str] = error.args[1]
        book, task = cycle[0].split(".")
        path = f"playbooks/{book}.yaml"
        ids = [entry["id"] for entry in reader.documents[path].data["tasks"]]
        reader.note(path, ("tasks", ids.index(task)), "E422", cycle=" -> ".join(cycle))
