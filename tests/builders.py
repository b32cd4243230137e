"""Small catalogues, questions, answer sheets and results, built from the records themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from svcmodel.domain.answers import Answer, AnswerSheet, Constraint, Grade
from svcmodel.domain.assessment import MICRO, CautionResult, ModelResult, RuleResult, Status
from svcmodel.domain.catalogue import Catalogue, CatalogueHead, ReferencePopulation
from svcmodel.domain.conditions import Condition, Span
from svcmodel.domain.criteria import Criterion, LevelFrom
from svcmodel.domain.models import Obligation, Relation, ServiceModel
from svcmodel.domain.plan_rules import PlanRules
from svcmodel.domain.playbooks import STEPS, Kpi, Playbook, PlaybookTask, Role
from svcmodel.domain.questions import Question, Questionnaire, QuestionnaireFile
from svcmodel.domain.shelf import PlaybookShelf
from svcmodel.sources.records import build
from svcmodel.sources.strict_yaml import parse_yaml

Data = Mapping[str, Any]

DAY = "2026-01-15"
_NOWHERE = parse_yaml("{}")


class RefusedError(Exception):
    """Data that a file could not hold either."""


def made(kind: Any, data: Data) -> Any:
    """The record of data as it would stand in a file; what is None is left out."""
    said = {key: value for key, value in data.items() if value is not None}
    record, problems = build(kind, _NOWHERE, "", said)
    if problems:
        raise RefusedError([str(problem) for problem in problems])
    return record


def words(said: str = "words") -> dict[str, str]:
    return {"es": f"{said} en español", "en": said}


def condition(data: Data) -> Condition:
    built: Condition = made(Condition, data)
    return built


def level_from(data: Data) -> LevelFrom:
    built: LevelFrom = made(LevelFrom, data)
    return built


def question(id_: str, kind: str, **more: Any) -> Question:
    kinds: dict[str, dict[str, Any]] = {
        "rating": {"anchors": {1: words("least"), 5: words("most")}},
        "number": {"unit": words("pieces")},
    }
    own = kinds.get(kind, {})
    if "options" in more:
        more["options"] = [{"id": option, "label": words(option)} for option in more["options"]]
    shared = {"text": words(id_), "hint": words(), "why": words(), "asks": "service", "minutes": 1}
    data = {"id": id_, "kind": kind, **shared, **own, **more}
    built: Question = made(Question, data)
    return built


def bank_of(*questions: Question) -> dict[str, Question]:
    return {each.id: each for each in questions}


def questionnaire_of(bank: Mapping[str, Question]) -> Questionnaire:
    sections = [{"id": "all", "title": words("all"), "questions": list(bank)}]
    data = {"format": "svcmodel/questionnaire/1", "id": "tiny", "version": "1"}
    file = made(QuestionnaireFile, {**data, "title": words(), "sections": sections})
    return Questionnaire(file, bank)


def criterion(id_: str, source: Data | None = None) -> Criterion:
    levels = {1: words("low"), 3: words("middle"), 5: words("high")}
    built: Criterion = made(
        Criterion,
        {
            "id": id_,
            "name": words(id_),
            "levels": levels,
            "level_from": dict(source or {"value": id_}),
            "supports": words("for"),
            "opposes": words("against"),
            "sources": ["judgement"],
        },
    )
    return built


def model(id_: str, layer: str, **more: Any) -> ServiceModel:
    """`effects` as {criterion: (strength, when)}, a fitted strength behind it where there is one.

    Requirements and cautions are plain data.
    """
    keys = ("strength", "when", "fitted")
    effects = {
        name: dict(zip(keys, said, strict=False)) for name, said in more.pop("effects", {}).items()
    }
    texts = {key: words(f"{key} of {id_}") for key in ("name", "definition", "suits", "avoid")}
    data = {"format": "svcmodel/model/1", "id": id_, "layer": layer, "sources": ["judgement"]}
    rest = {"seen_in": words("here"), "effects": effects, **more}
    built: ServiceModel = made(ServiceModel, {**data, **texts, **rest})
    return built


def requirement(id_: str, broken_if: Data, effect: str = "excludes") -> dict[str, Any]:
    texts = {"reason": words("because"), "way_out": words("instead")}
    data = {"id": id_, "broken_if": dict(broken_if), "effect": effect, "sources": ["judgement"]}
    return {**data, **texts}


def caution(id_: str, when: Data, prepare: Data, meanwhile: str | None = None) -> dict[str, Any]:
    data = {"id": id_, "when": dict(when), "reason": words(f"reason of {id_}")}
    first = {} if meanwhile is None else {"meanwhile": meanwhile}
    return {**data, "prepare": dict(prepare), **first, "sources": ["judgement"]}


def relation(origin: str, type_: str, target: str) -> Relation:
    rules = {"tension": {"safeguard": words()}, "complements": {"split": words()}}.get(type_, {})
    data = {"from": origin, "type": type_, "to": target, "reason": words()}
    built: Relation = made(Relation, {**data, **rules, "sources": ["judgement"]})
    return built


def obligation(id_: str, applies_if: Data | None = None, **more: Any) -> Obligation:
    data = {"id": id_, "ground": "law", "jurisdiction": "any", "name": words(id_)}
    rest = {"text": words(f"text of {id_}"), "sources": ["judgement"], "checked_on": "2026-01-01"}
    applies = dict(applies_if) if applies_if is not None else {"all": []}
    built: Obligation = made(Obligation, {**data, **rest, "applies_if": applies, **more})
    return built


def layer(id_: str, baseline: str, threshold: float = 0, floor: str | None = None) -> Data:
    texts = {key: words(key) for key in ("name", "question", "why_threshold")}
    kept = {} if floor is None else {"floor": floor}
    return {"id": id_, "baseline": baseline, "threshold": threshold, **kept, **texts}


CHANNEL_RULES: Data = {
    "use_question": "channels_used",
    "used_at_most": 3,
    "points_above": 5,
    "points_above_used": 10,
    "in_all_at_most": 4,
    "at_baseline_at_most": 2,
    "fallback": "email",
    "capacity": [],
}


def capacity_rule(when: Data, at_most: int, task: Data) -> dict[str, Any]:
    data = {"when": dict(when), "assisted_at_most": at_most, "task": dict(task)}
    return {**data, "reason": words("few hands"), "sources": ["judgement"]}


def catalogue_of(
    *,
    layers: Sequence[Data],
    models: Iterable[ServiceModel],
    criteria: Iterable[Criterion] = (),
    relations: Iterable[Relation] = (),
    obligations: Iterable[Obligation] = (),
    dimension_of: Mapping[str, str] | None = None,
    frequencies: Mapping[str, Sequence[int]] | None = None,
    shrink: int = 6,
    scale: int = 500,
    channel_rules: Data | None = None,
) -> Catalogue:
    """A catalogue with two dimensions, `people` (every criterion's unless said) and `means`."""
    measured = {each.id: each for each in criteria}
    head = {
        "format": "svcmodel/catalogue/1",
        "id": "tiny",
        "version": "1",
        "title": words("tiny"),
        "shrink": shrink,
        "scale": scale,
        "dimensions": [{"id": id_, "name": words(id_)} for id_ in ("people", "means")],
        "layers": [dict(each) for each in layers],
        "steps": [{"id": step, "name": words(step), "purpose": words()} for step in STEPS],
        "channel_rules": {**CHANNEL_RULES, **(channel_rules or {})},
    }
    reference = {"format": "svcmodel/reference/1", "smoothing": 1}
    counts = {id_: list(row) for id_, row in (frequencies or {}).items()}
    return Catalogue(
        head=made(CatalogueHead, head),
        criteria=measured,
        dimension_of={id_: (dimension_of or {}).get(id_, "people") for id_ in measured},
        models={each.id: each for each in models},
        relations=tuple(relations),
        obligations=tuple(obligations),
        reference=made(ReferencePopulation, {**reference, "frequencies": counts}),
    )


def given(id_: str, value: Any, grade: Grade | None = None) -> Answer:
    return Answer(id_, "given", value=value, grade=grade)


def level(id_: str, low: int, high: int | None = None, grade: Grade | None = None) -> Answer:
    """An answer that gives a criterion's level, or a pair of levels."""
    return Answer(id_, "given", span=Span(low, low if high is None else high), grade=grade)


def unknown(id_: str) -> Answer:
    return Answer(id_, "unknown")


def not_applicable(id_: str) -> Answer:
    return Answer(id_, "not_applicable")


def sheet_of(*answers: Answer, **more: Any) -> AnswerSheet:
    return AnswerSheet("Somebody", answers={each.id: each for each in answers}, **more)


def keep(id_: str, until: str | None = None) -> Constraint:
    data = {"id": f"keep_{id_}", "keep": id_, "reason": "so it is", "until": until}
    built: Constraint = made(Constraint, data)
    return built


def rule_out(*ids: str, until: str | None = None) -> Constraint:
    data = {"id": f"no_{ids[0]}", "rule_out": list(ids), "reason": "we refuse", "until": until}
    built: Constraint = made(Constraint, data)
    return built


def result(
    id_: str,
    layer_: str,
    points: float = 50,
    *,
    status: Status = "clear",
    may_lead: bool | None = None,
    core: bool = False,
    rules: tuple[RuleResult, ...] = (),
    cautions: tuple[CautionResult, ...] = (),
) -> ModelResult:
    micro = round(points * MICRO)
    return ModelResult(
        id=id_,
        layer=layer_,
        core=core,
        micro=micro,
        range=(micro, micro),
        range_graded=(micro, micro),
        status=status,
        may_lead=status != "excluded" if may_lead is None else may_lead,
        rules=rules,
        readiness="ready",
        cautions=cautions,
        contributions=(),
    )


def results_of(catalogue: Catalogue, **points: float) -> dict[str, ModelResult]:
    """A result for every model of a catalogue: the points given, else 50."""
    return {
        each.id: result(each.id, each.layer, points.get(each.id, 50))
        for each in catalogue.models.values()
    }


def task(id_: str, step: str, **more: Any) -> dict[str, Any]:
    if "extends" not in more:
        more = {"role": "lead", "output": words(f"output of {id_}"), **more}
    return {"id": id_, "step": step, "title": words(f"Do {id_}"), "effort_days": [1, 2], **more}


def task_record(id_: str, step: str, **more: Any) -> PlaybookTask:
    built: PlaybookTask = made(PlaybookTask, task(id_, step, **more))
    return built


def playbook(id_: str, *tasks: Data, **more: Any) -> Playbook:
    data = {"format": "svcmodel/playbook/1", "id": id_, "tasks": [dict(each) for each in tasks]}
    built: Playbook = made(Playbook, {**data, "sources": ["judgement"], **more})
    return built


def kpi(id_: str, **more: Any) -> Kpi:
    data = {"id": id_, "name": words(id_), "formula": words(), "evidence": "judgement"}
    built: Kpi = made(Kpi, {**data, "sources": ["judgement"], **more})
    return built


def kpi_use(id_: str, of: str) -> dict[str, Any]:
    return {"kpi": id_, "target": words(f"{id_} of {of}"), "sources": ["s"]}


def risk(id_: str, **more: Any) -> dict[str, Any]:
    return {"id": id_, "risk": words(id_), "mitigation": words(), "sources": ["s"], **more}


def role(id_: str, held_by: str | None = None) -> Role:
    data = {"id": id_, "name": words(id_), "does": words(), "held_by": held_by}
    built: Role = made(Role, data)
    return built


def size_rule(id_: str, below: int | None = None, **more: Any) -> dict[str, Any]:
    return {"id": id_, "name": words(id_), **({"below": below} if below else {}), **more}


SIZES = (size_rule("small", 10, side_parts="points", few_roles=True), size_rule("large"))


def plan_rules(**more: Any) -> PlanRules:
    """Rules of plans: below ten people what stands beside the design brings marked points only."""
    data = {
        "format": "svcmodel/plan_rules/1",
        "sizes": list(SIZES),
        "unknown_size": "small",
        "capacity": {
            "share": 20,
            "at_least": 1,
            "at_most": 20,
            "unknown": 2,
            "reason": words("nobody said"),
        },
        "launch": "common.do_implement_technology",
        "kpi_owner": "lead",
        "answers_for": "lead",
        "learner": "lead",
        "next_review": {"urgent": 30, "otherwise": 180},
    }
    built: PlanRules = made(PlanRules, {**data, **more})
    return built


def shelf_of(
    *books: Playbook,
    kpis: Iterable[Kpi] = (),
    roles: Iterable[Role] = (),
    rules: PlanRules | None = None,
) -> PlaybookShelf:
    return PlaybookShelf(
        books={book.id: book for book in books},
        roles={each.id: each for each in (role("lead"), *roles)},
        kpis={each.id: each for each in kpis},
        rules=rules or plan_rules(),
    )
