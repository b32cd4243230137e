"""One model of the catalogue as a page: what it is, when it fits, what it needs, how to do it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.models import Effect, Relation, ServiceModel, Source
from svcmodel.domain.plan import PlaybookShelf
from svcmodel.domain.playbooks import Playbook
from svcmodel.render.report_types import Entry
from svcmodel.render.words import Words


@dataclass(frozen=True, slots=True)
class EffectText:
    """A criterion that speaks for or against the model: how strongly, when, and why."""

    name: str
    strength: str
    when: str
    reason: str


@dataclass(frozen=True, slots=True)
class StepTasks:
    """A step with the model's own tasks: title, how and result of each."""

    name: str
    tasks: tuple[Entry, ...]


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
    requirements: tuple[Entry, ...]
    cautions: tuple[Entry, ...]
    relations: tuple[Entry, ...]
    steps: tuple[StepTasks, ...]
    kpis: tuple[Entry, ...]
    risks: tuple[Entry, ...]
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
        requirements=tuple(_requirements(model, words)),
        cautions=tuple(
            Entry(caution.reason.to(lang), caution.prepare.title.to(lang))
            for caution in model.cautions
        ),
        relations=tuple(_relations(model, catalogue, words)),
        steps=tuple(_steps(book, catalogue, words)) if book else (),
        kpis=tuple(_kpis(book, shelf, words)) if book else (),
        risks=tuple(
            Entry(risk.risk.to(lang), risk.mitigation.to(lang))
            for risk in (book.risks if book else ())
        ),
        months="–".join(words.number(m, 0 if m == int(m) else 1) for m in months or ()),
        cost_drivers=book.cost_drivers.to(lang) if book and book.cost_drivers else "",
        sources=tuple(_sources(model, book, sources, words)),
    )


def _effects(
    model: ServiceModel, catalogue: Catalogue, words: Words, *, positive: bool
) -> Iterator[EffectText]:
    """The strongest first."""
    ordered = sorted(model.effects.items(), key=lambda pair: (-abs(pair[1].strength), pair[0]))
    for criterion, effect in ordered:
        if (effect.strength > 0) == positive:
            yield _effect(criterion, effect, catalogue, words)


def _effect(criterion: str, effect: Effect, catalogue: Catalogue, words: Words) -> EffectText:
    record = catalogue.criteria[criterion]
    usual = record.supports if effect.strength > 0 else record.opposes
    reason = effect.reason or usual
    return EffectText(
        name=record.name.to(words.lang),
        strength=f"{effect.strength:+d}".replace("-", "−"),
        when=words(f"catalogue.when.{effect.when}"),
        reason=reason.to(words.lang) if reason else "",
    )


def _requirements(model: ServiceModel, words: Words) -> Iterator[Entry]:
    for rule in model.requirements:
        effect = words(f"score.effect.{rule.effect}")
        yield Entry(effect, rule.reason.to(words.lang), rule.way_out.to(words.lang))


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


def _steps(book: Playbook, catalogue: Catalogue, words: Words) -> Iterator[StepTasks]:
    for step in catalogue.head.steps:
        tasks = tuple(
            Entry(
                task.title.to(words.lang),
                task.how.to(words.lang) if task.how else "",
                task.output.to(words.lang) if task.output else "",
            )
            for task in book.tasks
            if task.step == step.id
        )
        yield StepTasks(step.name.to(words.lang), tasks)


def _kpis(book: Playbook, shelf: PlaybookShelf, words: Words) -> Iterator[Entry]:
    for use in book.kpis:
        kpi = shelf.kpis[use.kpi]
        name, formula = kpi.name.to(words.lang), kpi.formula.to(words.lang)
        yield Entry(name, formula, use.target.to(words.lang))


def _sources(
    model: ServiceModel, book: Playbook | None, sources: Mapping[str, Source], words: Words
) -> Iterator[Entry]:
    """Every source the page relies on, with how it was seen and the claim taken from it."""
    cited = [*model.sources, *(book.sources if book else ())]
    cited += [id_ for rule in model.requirements for id_ in rule.sources]
    cited += [id_ for caution in model.cautions for id_ in caution.sources]
    for source in (sources[id_] for id_ in dict.fromkeys(cited) if id_ in sources):
        evidence = words(f"catalogue.evidence.{source.evidence}")
        outlet = f", {source.outlet}" if source.outlet else ""
        title = source.called.to(words.lang) if source.called else f"{source.cite}. {source.title}"
        yield Entry(title + outlet, source.claim.to(words.lang), evidence)
