"""Every task that something of a design asks for: a playbook, a caution, an obligation, the team's size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from svcmodel.domain.assessment import Assessment
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.plan_rules import Ground
from svcmodel.domain.playbooks import PlaybookTask
from svcmodel.domain.records import Text
from svcmodel.domain.shelf import PlaybookShelf, full_id

COMMON = "common"
CAPACITY = "capacity"


@dataclass(frozen=True, slots=True)
class Asked:
    """A task that something of the design asks for.

    `part`: the model, channel or obligation it belongs to. `origin`: playbook, caution, obligation or
    capacity; `rule`: the caution or obligation; `ground`: the obligation's; `reason`: why a rule added it.
    `since`: the day from which the obligation binds, where it is still to come.
    """

    part: str
    task: PlaybookTask
    origin: str = "playbook"
    reason: Text | None = None
    rule: str = ""
    ground: Ground | None = None
    since: str = ""

    @property
    def id(self) -> str:
        """The task's id as it is seen from outside."""
        return full_id(self.part, self.task.id)

    @property
    def after(self) -> list[str]:
        """The ids of the tasks it waits for, as they are seen from outside."""
        return [full_id(self.part, id_) for id_ in self.task.after]


def plan_parts(assessment: Assessment) -> tuple[str, ...]:
    """The parts of the design and the first phases on the way to them, chosen ones first."""
    first = [choice.first_phase for choice in assessment.design.layers.values()]
    return tuple(dict.fromkeys([*assessment.design.parts, *(part for part in first if part)]))


def pressing_parts(assessment: Assessment) -> set[str]:
    """The obligations that apply, and the channels that obligations bring."""
    design = assessment.design
    applying = {each.obligation for each in design.obligations if each.state == "applies"}
    return applying | {each.channel for each in design.channels if each.reason == "obligation"}


def is_side(catalogue: Catalogue, part: str) -> bool:
    """Whether a part stands beside what changes: a baseline or a channel."""
    return part in catalogue.models and catalogue.models[part].kind != "model"


def everything_asked(
    assessment: Assessment, catalogue: Catalogue, shelf: PlaybookShelf, parts: Iterable[str]
) -> list[Asked]:
    """What the common playbook, the parts of the design and its rules ask for, whatever the size."""
    parts = tuple(parts)
    return [
        *from_playbooks(shelf, parts),
        *_from_cautions(assessment, catalogue, parts),
        *_from_obligations(assessment, catalogue),
        *_from_capacity(assessment, catalogue),
    ]


def from_playbooks(shelf: PlaybookShelf, parts: Iterable[str]) -> Iterator[Asked]:
    """The tasks of the common playbook and of those of the parts, in their order."""
    for part in (COMMON, *parts):
        book = shelf.books.get(part)
        for task in book.tasks if book is not None else ():
            yield Asked(part, task)


def _from_cautions(
    assessment: Assessment, catalogue: Catalogue, parts: Iterable[str]
) -> Iterator[Asked]:
    """The preparatory task of each weak prerequisite of the design."""
    for part in parts:
        by_id = {caution.id: caution for caution in catalogue.models[part].cautions}
        for result in assessment.model(part).cautions:
            if result.state == "broken":
                caution = by_id[result.caution]
                yield Asked(part, caution.prepare, "caution", caution.reason, caution.id)


def _from_obligations(assessment: Assessment, catalogue: Catalogue) -> Iterator[Asked]:
    """The tasks of each obligation that applies."""
    applying = {r.obligation for r in assessment.design.obligations if r.state == "applies"}
    for duty in catalogue.obligations:
        if duty.id in applying:
            to_come = duty.since is not None and duty.since > assessment.on
            since = (duty.since or "") if to_come else ""
            for task in duty.tasks:
                yield Asked(duty.id, task, "obligation", duty.text, duty.id, duty.ground, since)


def _from_capacity(assessment: Assessment, catalogue: Catalogue) -> Iterator[Asked]:
    """The task to find hands when obligations ask for more channels than the team can attend."""
    if assessment.design.over_capacity:
        for rule in catalogue.head.channel_rules.capacity[:1]:
            yield Asked(CAPACITY, rule.task, CAPACITY, rule.reason, CAPACITY)
