"""Whether the rules of plans, the roles, the measures and the risks name only what exists."""

from __future__ import annotations

from collections.abc import Iterator

from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import criteria_in
from svcmodel.domain.plan_rules import PlanRules
from svcmodel.domain.playbooks import PlaybookTask
from svcmodel.domain.shelf import PlaybookShelf, full_id
from svcmodel.sources.catalogue_checks import Named, known
from svcmodel.sources.folders import Folder
from svcmodel.sources.readers import Path

RULES = "plan_rules.yaml"


def check_plan_rules(shelf: PlaybookShelf, reader: Folder) -> None:
    """Note E420 for every task, role, size or measure that does not exist."""
    tasks = {
        full_id(book.id, task.id)
        for book in shelf.books.values()
        for task in book.tasks
        if task.extends is None
    }
    known(reader, RULES, _tasks(shelf), tasks)
    known(reader, RULES, _roles(shelf), shelf.roles)
    sizes = [size.id for size in shelf.rules.sizes]
    known(reader, RULES, [(("unknown_size",), shelf.rules.unknown_size)], sizes)
    holders: list[Named] = [
        (("roles", number, "held_by"), role.held_by)
        for number, role in enumerate(shelf.roles.values())
        if role.held_by is not None
    ]
    known(reader, "roles.yaml", holders, shelf.roles)
    for path in reader.names("kpis"):
        known(reader, path, _owners(reader.documents[path].data["kpis"], ("kpis",)), shelf.roles)
    for book in shelf.books.values():
        path = f"playbooks/{book.id}.yaml"
        risks = reader.documents[path].data.get("risks") or []
        known(reader, path, _owners(risks, ("risks",)), shelf.roles)
        watched: list[Named] = [
            (("risks", number, "watch"), risk.watch)
            for number, risk in enumerate(book.risks)
            if risk.watch is not None
        ]
        known(reader, path, watched, shelf.kpis)


def _owners(entries: list[dict[str, str]], at: Path) -> Iterator[Named]:
    for number, entry in enumerate(entries):
        if "owner" in entry:
            yield (*at, number, "owner"), entry["owner"]


def _tasks(shelf: PlaybookShelf) -> Iterator[Named]:
    rules = shelf.rules
    yield ("launch",), rules.launch
    for number, rule in enumerate(rules.raci):
        for n, task in enumerate(rule.tasks):
            yield ("raci", number, "tasks", n), task
    for number, milestone in enumerate(rules.milestones):
        yield ("milestones", number, "task"), milestone.task
    for number, size in enumerate(rules.sizes):
        for step, task in size.fold_at.items():
            yield ("sizes", number, "fold_at", step), task
        for n, gather in enumerate(size.gather):
            for step, task in gather.at.items():
                yield ("sizes", number, "gather", n, "at", step), task
    yield from _waits(rules)


def _own_tasks(rules: PlanRules) -> Iterator[tuple[Path, PlaybookTask]]:
    """The tasks that stand in the rules themselves."""
    if rules.trial is not None:
        yield ("trial",), rules.trial
    for number, situation in enumerate(rules.situations):
        for n, task in enumerate(situation.tasks):
            yield ("situations", number, "tasks", n), task


def _waits(rules: PlanRules) -> Iterator[Named]:
    """What the readiness is seen by, and what the tasks of situations wait for besides one another."""
    if rules.ready is not None:
        yield ("ready",), rules.ready
    for number, situation in enumerate(rules.situations):
        own = {each.id for each in situation.tasks}
        for n, each in enumerate(situation.tasks):
            for place, before in enumerate(each.after):
                if before not in own:
                    yield ("situations", number, "tasks", n, "after", place), before


def _roles(shelf: PlaybookShelf) -> Iterator[Named]:
    rules = shelf.rules
    yield ("kpi_owner",), rules.kpi_owner
    yield ("answers_for",), rules.answers_for
    yield ("learner",), rules.learner
    for number, role in enumerate(rules.teachers):
        yield ("teachers", number), role
    for number, rule in enumerate(rules.raci):
        yield ("raci", number, "accountable"), rule.accountable
        for part in ("consulted", "informed"):
            for n, role in enumerate(getattr(rule, part)):
                yield ("raci", number, part, n), role
    yield from (((*at, "role"), task.role or "") for at, task in _own_tasks(rules))
    for number, route in enumerate(rules.routing):
        yield ("routing", number, "first"), route.first
        yield ("routing", number, "then"), route.then


def check_plan_rules_fit(shelf: PlaybookShelf, catalogue: Catalogue, reader: Folder) -> None:
    """Note E420 for every model, layer or criterion of the rules that the catalogue does not have."""
    rules = shelf.rules
    layers: list[Named] = [
        (("raci", number, "layer"), rule.layer)
        for number, rule in enumerate(rules.raci)
        if rule.layer is not None
    ]
    known(reader, RULES, layers, catalogue.layers)
    models: list[Named] = [
        ((name, number, "parts", n), part)
        for name in ("routing", "raci", "remarks")
        for number, rule in enumerate(getattr(rules, name))
        for n, part in enumerate(rule.parts)
    ]
    if rules.email is not None:
        models.append((("email", "channel"), rules.email.channel))
    carried = rules.left.carried if rules.left is not None else {}
    models += [(("left", "carried", channel), channel) for channel in carried]
    models += [
        (("left", "carried", channel, n), model)
        for channel, by in carried.items()
        for n, model in enumerate(by)
    ]
    known(reader, RULES, models, catalogue.models)
    criteria: list[Named] = [
        ((name, number, "when"), criterion)
        for name in ("routing", "remarks")
        for number, rule in enumerate(getattr(rules, name))
        if rule.when is not None
        for criterion in criteria_in(rule.when)
    ]
    known(reader, RULES, criteria, catalogue.criteria)
