"""One model of the catalogue as a page: what it is, when it fits, what it needs, how to do it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.models import Effect, Relation, ServiceModel, Source
from svcmodel.domain.playbooks import Playbook, PlaybookTask
from svcmodel.domain.shelf import PlaybookShelf
from svcmodel.render.report_types import Entry
from svcmodel.render.rounding import points
from svcmodel.render.source_text import source_title
from svcmodel.render.words import Words
from svcmodel.scoring.tables import points_at_full_response


@dataclass(frozen=True, slots=True)
class EffectText:
    """A criterion that speaks for or against the model: by how many points, when, and why."""

    name: str
    strength: str
    when: str
    reason: str


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task of the model: what, who and how long, how, and what exists afterwards.

    `extends`: the common task it is a point of.
    """

    title: str
    role: str
    effort: str
    how: str
    output: str
    extends: str


@dataclass(frozen=True, slots=True)
class StepTasks:
    """A step with the model's own tasks."""

    name: str
    tasks: tuple[TaskLine, ...]


@dataclass(frozen=True, slots=True)
class CautionText:
    """What is missing, the task that mends it and the model to begin with."""

    reason: str
    prepare: TaskLine
    meanwhile: str


@dataclass(frozen=True, slots=True)
class RequirementText:
    """What a broken requirement means, why, the way out and the models to take instead."""

    effect: str
    reason: str
    way_out: str
    instead: str


@dataclass(frozen=True, slots=True)
class ModelPage:
    """Everything the catalogue says of one model."""

    id: str
    name: str
    also_known_as: tuple[str, ...]
    layer: str
    kind: str
    definition: str
    suits: str
    avoid: str
    seen_in: str
    speaks_for: tuple[EffectText, ...]
    speaks_against: tuple[EffectText, ...]
    requirements: tuple[RequirementText, ...]
    cautions: tuple[CautionText, ...]
    relations: tuple[Entry, ...]
    steps: tuple[StepTasks, ...]
    kpis: tuple[Entry, ...]
    risks: tuple[Entry, ...]
    tools: tuple[str, ...]
    training: str
    months: str
    cost_drivers: str
    sources: tuple[Entry, ...]


def model_page(
    model: ServiceModel,
    catalogue: Catalogue,
    shelf: PlaybookShelf,
    sources: Mapping[str, Source],
    words: Words,
) -> ModelPage:
    """The page of a model in the language of `words`."""
    book = shelf.books.get(model.id)
    lang = words.lang
    months = book.months_to_stable if book else None
    return ModelPage(
        id=model.id,
        name=model.name.to(lang),
        also_known_as=model.also_known_as.to(lang),
        layer=catalogue.layers[model.layer].question.to(lang),
        kind=words(f"catalogue.kind.{'core' if model.core else model.kind}"),
        definition=model.definition.to(lang),
        suits=model.suits.to(lang),
        avoid=model.avoid.to(lang),
        seen_in=model.seen_in.to(lang),
        speaks_for=tuple(_effects(model, catalogue, words, positive=True)),
        speaks_against=tuple(_effects(model, catalogue, words, positive=False)),
        requirements=tuple(_requirements(model, catalogue, words)),
        cautions=tuple(_cautions(model, catalogue, shelf, words)),
        relations=tuple(_relations(model, catalogue, words)),
        steps=tuple(_steps(book, catalogue, shelf, words)) if book else (),
        kpis=tuple(_kpis(book, shelf, words)) if book else (),
        risks=tuple(
            Entry(risk.risk.to(lang), risk.mitigation.to(lang))
            for risk in (book.risks if book else ())
        ),
        tools=book.tools.to(lang) if book else (),
        training=book.training.to(lang) if book and book.training else "",
        months=_range(months, words) if months else "",
        cost_drivers=book.cost_drivers.to(lang) if book and book.cost_drivers else "",
        sources=tuple(_sources(_cited(model, book, catalogue), sources, words)),
    )


def _range(ends: tuple[float, ...], words: Words) -> str:
    """Two numbers as a range, with a decimal only where there is one."""
    told = [words.number(end, 0 if end == int(end) else 1) for end in ends]
    return "–".join(dict.fromkeys(told))


def _effects(
    model: ServiceModel, catalogue: Catalogue, words: Words, *, positive: bool
) -> Iterator[EffectText]:
    """The strongest first."""
    worth = points_at_full_response(catalogue, model)
    for criterion in sorted(worth, key=lambda id_: (-abs(worth[id_]), id_)):
        effect = model.effects[criterion]
        if (effect.strength > 0) == positive:
            yield _effect(criterion, effect, abs(worth[criterion]), catalogue, words)


def _effect(
    criterion: str, effect: Effect, micro: int, catalogue: Catalogue, words: Words
) -> EffectText:
    record = catalogue.criteria[criterion]
    usual = record.supports if effect.strength > 0 else record.opposes
    reason = effect.reason or usual
    side = "for" if effect.strength > 0 else "against"
    return EffectText(
        name=record.name.to(words.lang),
        strength=_strength(micro, words),
        when=words(f"catalogue.when.{effect.when}_{side}"),
        reason=reason.to(words.lang) if reason else "",
    )


def _strength(micro: int, words: Words) -> str:
    """By how many points at most; or that the cases do not bear it out."""
    if not micro:
        return words("catalogue.strength.none")
    told = words.number(points(micro, 1), 1)
    return words("catalogue.strength.up_to", points=told)


def _requirements(
    model: ServiceModel, catalogue: Catalogue, words: Words
) -> Iterator[RequirementText]:
    for rule in model.requirements:
        instead = [catalogue.models[id_].name.to(words.lang) for id_ in rule.instead]
        yield RequirementText(
            effect=words(f"catalogue.requirement.{rule.effect}"),
            reason=rule.reason.to(words.lang),
            way_out=rule.way_out.to(words.lang),
            instead=words.listed(instead, "or"),
        )


def _cautions(
    model: ServiceModel, catalogue: Catalogue, shelf: PlaybookShelf, words: Words
) -> Iterator[CautionText]:
    for caution in model.cautions:
        instead = catalogue.models[caution.meanwhile].name if caution.meanwhile else None
        yield CautionText(
            reason=caution.reason.to(words.lang),
            prepare=_task(caution.prepare, shelf, words),
            meanwhile=instead.to(words.lang) if instead else "",
        )


def _relations(model: ServiceModel, catalogue: Catalogue, words: Words) -> Iterator[Entry]:
    """What it goes with, against, before and after; the other end is named."""
    for relation in catalogue.relations:
        if relation.origin == model.id:
            other, end = relation.target, ""
        elif relation.target == model.id:
            other, end = relation.origin, "_of"
        else:
            continue
        name = catalogue.models[other].name.to(words.lang)
        rule = _rule(relation, words)
        yield Entry(words(f"catalogue.relation.{relation.type}{end}", model=name), *rule)


def _rule(relation: Relation, words: Words) -> tuple[str, str]:
    extra = relation.safeguard or relation.split
    return relation.reason.to(words.lang), extra.to(words.lang) if extra else ""


def _steps(
    book: Playbook, catalogue: Catalogue, shelf: PlaybookShelf, words: Words
) -> Iterator[StepTasks]:
    for step in catalogue.head.steps:
        tasks = tuple(_task(task, shelf, words) for task in book.tasks if task.step == step.id)
        yield StepTasks(step.name.to(words.lang), tasks)


def _task(task: PlaybookTask, shelf: PlaybookShelf, words: Words) -> TaskLine:
    extended = _extended(task, shelf)
    role = task.role or (extended.role if extended else None)
    one_day = set(task.effort_days) == {1}
    days = _range(task.effort_days, words)
    return TaskLine(
        title=task.title.to(words.lang),
        role=shelf.roles[role].name.to(words.lang) if role else "",
        effort=words("plan.one_day") if one_day else words("plan.days", days=days),
        how=task.how.to(words.lang) if task.how else "",
        output=task.output.to(words.lang) if task.output else "",
        extends=extended.title.to(words.lang) if extended else "",
    )


def _extended(task: PlaybookTask, shelf: PlaybookShelf) -> PlaybookTask | None:
    """The common task that a task adds a point to."""
    book, _, id_ = (task.extends or "").partition(".")
    tasks = shelf.books[book].tasks if book in shelf.books else ()
    return next((each for each in tasks if each.id == id_), None)


def _kpis(book: Playbook, shelf: PlaybookShelf, words: Words) -> Iterator[Entry]:
    for use in book.kpis:
        kpi = shelf.kpis[use.kpi]
        name, formula = kpi.name.to(words.lang), kpi.formula.to(words.lang)
        yield Entry(name, formula, use.target.to(words.lang))


def _cited(model: ServiceModel, book: Playbook | None, catalogue: Catalogue) -> Iterator[str]:
    """The id of every source that something on the page relies on."""
    yield from model.sources
    yield from book.sources if book else ()
    for requirement in model.requirements:
        yield from requirement.sources
    for caution in model.cautions:
        yield from caution.sources
    for criterion, effect in model.effects.items():
        yield from effect.sources or catalogue.criteria[criterion].sources
    for relation in catalogue.relations:
        if model.id in (relation.origin, relation.target):
            yield from relation.sources
    for kpi in book.kpis if book else ():
        yield from kpi.sources
    for risk in book.risks if book else ():
        yield from risk.sources


def _sources(cited: Iterable[str], sources: Mapping[str, Source], words: Words) -> Iterator[Entry]:
    """Each source once, with how it was seen and the claim taken from it."""
    for source in (sources[id_] for id_ in dict.fromkeys(cited) if id_ in sources):
        evidence = words(f"catalogue.evidence.{source.evidence}")
        title = source_title(source, words.lang)
        yield Entry(title, source.claim.to(words.lang), evidence)
