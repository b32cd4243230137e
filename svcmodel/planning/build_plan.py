"""The implementation plan of a design: six steps, the tasks merged, prerequisites first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from heapq import heapify, heappop, heappush

from svcmodel.domain.answers import AnswerSheet
from svcmodel.domain.assessment import Assessment
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.plan import (
    Plan,
    PlanKpi,
    PlanRisk,
    PlanStep,
    PlaybookShelf,
    Task,
    full_id,
)
from svcmodel.domain.playbooks import STEPS, KpiUse, Playbook
from svcmodel.planning.merge_tasks import COMMON, Asked, Merged, merged, playbook_tasks

SIDE_SHARE = 1
"""How many KPIs and risks a channel or a baseline brings: the first, the one that matters most."""


def build_plan(
    assessment: Assessment, catalogue: Catalogue, shelf: PlaybookShelf, answers: AnswerSheet
) -> Plan:
    """The plan for the design of an assessment. Pure: the same input gives the same plan."""
    parts = plan_parts(assessment)
    said = answers.value("headcount")
    headcount = said if isinstance(said, (int, float)) and not isinstance(said, bool) else None
    small = headcount is None or headcount < catalogue.head.plan_rules.side_parts_from
    lean = {part for part in parts if small and is_side(catalogue, part)}
    asked = [
        *playbook_tasks(shelf, parts, headcount, lean),
        *_from_cautions(assessment, catalogue, parts),
        *_from_obligations(assessment, catalogue),
        *_from_capacity(assessment, catalogue),
    ]
    steps = _steps(merged(asked))
    books = [shelf.books[part] for part in (COMMON, *parts) if part in shelf.books]
    return Plan(
        subject=assessment.subject,
        on=assessment.on,
        parts=parts,
        steps=steps,
        kpis=_kpis(shelf, catalogue, books),
        risks=_risks(catalogue, books),
        months_to_stable=_months(books),
        roles=tuple(role for role in shelf.roles if role in _roles(steps)),
        playbooks_hash=shelf.hash,
    )


def _roles(steps: Iterable[PlanStep]) -> set[str]:
    return {task.role for step in steps for task in step.tasks}


def plan_parts(assessment: Assessment) -> tuple[str, ...]:
    """The parts of the design and the first phases on the way to them, chosen ones first."""
    first = [choice.first_phase for choice in assessment.design.layers.values()]
    return tuple(dict.fromkeys([*assessment.design.parts, *(part for part in first if part)]))


def _from_cautions(
    assessment: Assessment, catalogue: Catalogue, parts: Iterable[str]
) -> Iterator[Asked]:
    """The preparatory task of each weak prerequisite of the design."""
    for part in parts:
        by_id = {caution.id: caution for caution in catalogue.models[part].cautions}
        for result in assessment.model(part).cautions:
            if result.state == "broken":
                caution = by_id[result.caution]
                yield Asked(part, caution.prepare, "caution", caution.reason)


def _from_obligations(assessment: Assessment, catalogue: Catalogue) -> Iterator[Asked]:
    """The tasks of each obligation that applies."""
    applying = {r.obligation for r in assessment.design.obligations if r.state == "applies"}
    for obligation in catalogue.obligations:
        if obligation.id in applying:
            for task in obligation.tasks:
                yield Asked(obligation.id, task, "obligation", obligation.text)


def _from_capacity(assessment: Assessment, catalogue: Catalogue) -> Iterator[Asked]:
    """The task to find hands when obligations ask for more channels than the team can attend."""
    if assessment.design.over_capacity:
        for rule in catalogue.head.channel_rules.capacity[:1]:
            yield Asked("capacity", rule.task, "capacity", rule.reason)


def _steps(tasks: Mapping[str, Merged]) -> tuple[PlanStep, ...]:
    steps = []
    for number, step in enumerate(STEPS, start=1):
        own = {id_: task for id_, task in tasks.items() if task.asked.task.step == step}
        done = tuple(
            _task(own[id_], f"{number}.{place}", tasks)
            for place, id_ in enumerate(in_order(own), start=1)
        )
        least, most = (sum(task.effort_days[end] for task in done) for end in (0, 1))
        steps.append(PlanStep(step, done, (least, most)))
    return tuple(steps)


def in_order(tasks: Mapping[str, Merged]) -> list[str]:
    """Prerequisites first; among tasks that are free to start, the order they were asked in.

    What a task waits for in another step, or what is not in the plan, does not hold it up here.
    """
    place = {id_: number for number, id_ in enumerate(tasks)}
    waiting = {id_: {a for a in _after(task) if a in tasks} for id_, task in tasks.items()}
    free = [place[id_] for id_, before in waiting.items() if not before]
    heapify(free)
    ids, order = list(tasks), []
    while free:
        id_ = ids[heappop(free)]
        order.append(id_)
        for other, before in waiting.items():
            if id_ in before:
                before.discard(id_)
                if not before:
                    heappush(free, place[other])
    return order + [id_ for id_ in ids if id_ not in order]  # tasks that wait for each other


def _after(task: Merged) -> list[str]:
    return [full_id(task.asked.part, id_) for id_ in task.asked.task.after]


def _task(task: Merged, number: str, tasks: Mapping[str, Merged]) -> Task:
    source = task.asked.task
    return Task(
        id=task.asked.id,
        step=source.step,
        number=number,
        title=source.title,
        how=source.how,
        role=source.role or "",
        effort_days=(task.least, task.most),
        output=source.output or source.title,
        after=tuple(id_ for id_ in _after(task) if id_ in tasks),
        parts=tuple(task.parts),
        points=tuple(task.points),
        origin=task.asked.origin,
        reason=task.asked.reason,
    )


def is_side(catalogue: Catalogue, part: str) -> bool:
    """Whether a part stands beside what changes: a baseline or a channel."""
    return part != COMMON and catalogue.models[part].kind != "model"


def _kpis(
    shelf: PlaybookShelf, catalogue: Catalogue, books: Iterable[Playbook]
) -> tuple[PlanKpi, ...]:
    """Each measure once, with the target of the part that names it first."""
    uses: dict[str, tuple[KpiUse, list[str]]] = {}
    for book in books:
        for use in book.kpis[: SIDE_SHARE if is_side(catalogue, book.id) else None]:
            uses.setdefault(use.kpi, (use, []))[1].append(book.id)
    return tuple(
        PlanKpi(shelf.kpis[id_], use.target, use.sources, tuple(parts))
        for id_, (use, parts) in uses.items()
    )


def _risks(catalogue: Catalogue, books: Iterable[Playbook]) -> tuple[PlanRisk, ...]:
    return tuple(
        PlanRisk(full_id(book.id, risk.id), book.id, risk.risk, risk.mitigation, risk.sources)
        for book in books
        for risk in book.risks[: SIDE_SHARE if is_side(catalogue, book.id) else None]
    )


def _months(books: Iterable[Playbook]) -> tuple[float, float]:
    """Until stable operation: the slowest part decides."""
    ranges = [book.months_to_stable for book in books if book.months_to_stable is not None]
    return (max((r[0] for r in ranges), default=0), max((r[1] for r in ranges), default=0))
