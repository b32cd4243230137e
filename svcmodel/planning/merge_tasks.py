"""One list of tasks from many playbooks: shared work once, what each part adds as points of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from svcmodel.domain.plan import PlaybookShelf, Point, full_id
from svcmodel.domain.playbooks import PlaybookTask
from svcmodel.domain.records import Text

COMMON = "common"


@dataclass(frozen=True, slots=True)
class Asked:
    """A task that something of the design asks for: a playbook, a caution or an obligation.

    `part`: the model, channel or obligation it belongs to. `reason`: why a rule added it.
    """

    part: str
    task: PlaybookTask
    origin: str = "playbook"
    reason: Text | None = None

    @property
    def id(self) -> str:
        """The task's id as it is seen from outside."""
        return full_id(self.part, self.task.id)


@dataclass(slots=True)
class Merged:
    """A task of the plan while it is put together."""

    asked: Asked
    points: list[Point] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    least: float = 0
    most: float = 0

    def add_effort(self, task: PlaybookTask) -> None:
        """Add a task's working days."""
        self.least += task.effort_days[0]
        self.most += task.effort_days[1]


def playbook_tasks(
    shelf: PlaybookShelf,
    parts: Iterable[str],
    headcount: float | None,
    lean: Collection[str] = (),
) -> Iterator[Asked]:
    """What the common playbook and those of the parts ask of a company of this size.

    `headcount`: people in the company; unknown takes tasks of every size. `lean`: parts that only
    add points to common tasks.
    """
    for part in (COMMON, *parts):
        book = shelf.books.get(part)
        for task in book.tasks if book is not None else ():
            fits = headcount is None or task.from_size is None or headcount >= task.from_size
            if fits and (part not in lean or task.extends is not None):
                yield Asked(part, task)


def merged(asked: Iterable[Asked]) -> dict[str, Merged]:
    """Each task once, in the order asked; an extension becomes a point of the task it extends.

    A common task that waits to be extended enters only with an extension. An extension of a task
    that is not there stands as nothing: the company is too small for it.
    """
    everything = list(asked)
    extensions = [one for one in everything if one.task.extends is not None]
    wanted = {one.task.extends for one in extensions}
    tasks: dict[str, Merged] = {}
    for one in everything:
        waits = one.task.when_extended and one.id not in wanted
        if one.task.extends is None and not waits and one.id not in tasks:
            tasks[one.id] = Merged(one, parts=[one.part])
            tasks[one.id].add_effort(one.task)
    for extension in extensions:
        _extend(tasks, extension)
    return tasks


def _extend(tasks: Mapping[str, Merged], extension: Asked) -> None:
    target = tasks.get(extension.task.extends or "")
    if target is None:
        return
    point = Point(extension.part, extension.task.title, extension.task.how)
    if point in target.points:
        return
    target.points.append(point)
    target.add_effort(extension.task)
    if extension.part not in target.parts:
        target.parts.append(extension.part)
