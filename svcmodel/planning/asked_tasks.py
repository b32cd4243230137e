"""Every task that something of a design asks for: a playbook, a caution, an obligation, a situation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from svcmodel.domain.assessment import Assessment
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.plan_rules import Ground, Situation
from svcmodel.domain.playbooks import PlaybookTask, Step
from svcmodel.domain.records import Text
from svcmodel.domain.shelf import PlaybookShelf, full_id
from svcmodel.planning.standing import UNKNOWN, Standing

COMMON = "common"
CAPACITY = "capacity"

BEGINS: Step = "implement_technology"
"""A change begins with its first work in this step; what goes before prepares it."""

TRAINS: Step = "train_staff"
"""The first step whose work waits for the month of its change."""

WITH_CHANGE: tuple[Step, ...] = (TRAINS, BEGINS)
"""The steps whose work is done when a change begins and not before."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A task that something of the design asks for.

    `part`: the model, channel, obligation or situation it belongs to. `origin`: playbook, caution,
    obligation, capacity or situation; `rule`: which of these it is; `ground`: the obligation's;
    `reason`: why a rule added it. `since`: the day from which the obligation binds, where it is still
    to come.
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
    assessment: Assessment,
    catalogue: Catalogue,
    shelf: PlaybookShelf,
    parts: Iterable[str],
    standing: Standing = UNKNOWN,
) -> list[Asked]:
    """What the common playbook, the parts of the design and its rules ask for, whatever the size."""
    parts = tuple(parts)
    return [
        *from_playbooks(shelf, parts, standing),
        *_from_cautions(assessment, catalogue, parts),
        *_from_obligations(assessment, catalogue),
        *_from_capacity(assessment, catalogue),
        *_trials(catalogue, shelf, standing.later),
        *_from_situations(catalogue, shelf, standing.situations),
    ]


def from_playbooks(
    shelf: PlaybookShelf, parts: Iterable[str], standing: Standing = UNKNOWN
) -> Iterator[Asked]:
    """The tasks of the common playbook and of those of the parts, in their order.

    What is at work already is not chosen or built again; of a baseline that stays only what is marked
    is taken.
    """
    steps = shelf.rules.in_place
    for part in (COMMON, *parts):
        book = shelf.books.get(part)
        stays = part in standing.stays
        at_work = stays or part in standing.models
        for task in book.tasks if book is not None else ():
            known = task.if_new and (at_work or part in standing.channels)
            kept = not at_work or (task.step in steps and not (stays and task.essential is None))
            if kept and not known:
                yield Asked(part, task)


def _trials(catalogue: Catalogue, shelf: PlaybookShelf, later: Iterable[str]) -> Iterator[Asked]:
    """How each change that begins after the first ones is tried, unless its playbook tries it.

    That is when everything of it is built and taught.
    """
    rule = shelf.rules.trial
    for part in later if rule is not None else ():
        book = shelf.books.get(part)
        tasks = book.tasks if book is not None else ()
        built = [task for task in tasks if task.step in WITH_CHANGE and not task.recurs]
        if rule is None or not built or any(task.tries for task in tasks):
            continue
        name = catalogue.models[part].name
        title = told_with(rule.title, change=name)
        yield Asked(part, replace(rule, title=title, after=tuple(task.id for task in built)))


def told_with(text: Text, **names: Text) -> Text:
    """A text with names in their places, in either language."""
    es = text.es.format(**{key: name.es for key, name in names.items()})
    return Text(es=es, en=text.en.format(**{key: name.en for key, name in names.items()}))


def _from_situations(
    catalogue: Catalogue, shelf: PlaybookShelf, situations: Mapping[Situation, Sequence[str]]
) -> Iterator[Asked]:
    """What is to be done in the situations a plan found."""
    for rule in shelf.rules.situations:
        if rule.id in situations:
            names = [catalogue.models[id_].name for id_ in situations[rule.id]]
            listed = Text(es=", ".join(n.es for n in names), en=", ".join(n.en for n in names))
            for task in rule.tasks:
                told = replace(task, title=told_with(task.title, channels=listed))
                yield Asked(rule.id, told, "situation", rule.reason, rule.id)


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
