"""A plan as JSON: the stable form for programs; `svcmodel schema plan` describes it.

Every field of the plan stands under its own name. Texts are in one language, things of the catalogue
are ids with their names in `names`, points are points and shares are from 0 to 1.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from svcmodel.domain.assessment import MICRO, ConstraintResult, Gain, OpenQuestion
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import Span
from svcmodel.domain.plan import Plan
from svcmodel.domain.plan_design import Because, PlanDecision, Said
from svcmodel.domain.plan_sheets import Baseline
from svcmodel.domain.plan_summary import Summary
from svcmodel.domain.questions import BaseQuestion
from svcmodel.domain.records import Lang, Text, TextList
from svcmodel.domain.shelf import PlaybookShelf
from svcmodel.domain.surroundings import Analogue, PatternMatch
from svcmodel.render.rounding import points

FORMAT = "svcmodel/plan/1"
DIGITS = 2

Convert = Callable[[int], float]


def _points(micro: int) -> float:
    return points(micro, DIGITS)


def _share(millionths: int) -> float:
    return millionths / MICRO


def _thousandths(number: int) -> float:
    return number / 1000


UNITS: Mapping[tuple[type, str], Convert] = {
    (PlanDecision, "fit"): _points,
    (PlanDecision, "lead"): _points,
    (PlanDecision, "margin"): _points,
    (PlanDecision, "lead_share"): _share,
    (Because, "micro"): _points,
    (ConstraintResult, "cost"): _points,
    (OpenQuestion, "swing"): _points,
    (OpenQuestion, "moves"): _points,
    (Gain, "before"): _share,
    (Gain, "after"): _share,
    (Summary, "answered"): _share,
    (PatternMatch, "likeness"): _share,
    (Analogue, "likeness"): _share,
    (Baseline, "ratio"): _thousandths,
}
"""How whole numbers of a unit of ours are written."""

NAMED = ("models", "layers", "steps", "criteria", "phases", "roles")
"""The kinds of ids whose names stand beside the plan."""

RENAMED: Mapping[tuple[type, str], str] = {(Because, "micro"): "points"}
"""Fields that are written under another name, since they are in another unit."""


def plan_json(plan: Plan, catalogue: Catalogue, shelf: PlaybookShelf, lang: Lang) -> str:
    """The whole plan."""
    data = plan_data(plan, catalogue, shelf, lang)
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def plan_data(plan: Plan, catalogue: Catalogue, shelf: PlaybookShelf, lang: Lang) -> dict[str, Any]:
    """The plan as plain mappings and lists."""
    said = _data(plan, lang)
    return {"format": FORMAT, "lang": lang, **said, "names": _names(catalogue, shelf, lang)}


def _names(catalogue: Catalogue, shelf: PlaybookShelf, lang: Lang) -> dict[str, dict[str, str]]:
    """What the ids of each kind are called."""
    road = catalogue.head.road_rules
    named: Mapping[str, Iterable[Any]] = {
        "models": catalogue.models.values(),
        "layers": catalogue.layers.values(),
        "steps": catalogue.head.steps,
        "criteria": catalogue.criteria.values(),
        "phases": road.phases if road else (),
        "roles": shelf.roles.values(),
    }
    return {kind: {each.id: each.name.to(lang) for each in named[kind]} for kind in NAMED}


def _data(value: Any, lang: Lang) -> Any:
    """A value of the plan as JSON holds it."""
    match value:
        case Text() | TextList():
            told = value.to(lang)
            return told if isinstance(told, str) else list(told)
        case Said():
            return {"question": value.question.id, "value": _data(value.value, lang)}
        case BaseQuestion():
            return value.id
        case Span():
            return [value.low, value.high]
        case Mapping():
            return {key: _data(each, lang) for key, each in value.items()}
    names = _field_names(value)
    if names is not None:
        kind = type(value)
        return {
            RENAMED.get((kind, name), name): _field(kind, name, getattr(value, name), lang)
            for name in names
        }
    return [_data(each, lang) for each in value] if isinstance(value, (tuple, list)) else value


def _field(kind: type, name: str, value: Any, lang: Lang) -> Any:
    convert = UNITS.get((kind, name))
    return convert(value) if convert is not None and value is not None else _data(value, lang)


def _field_names(value: Any) -> list[str] | None:
    """The fields of a record or a named tuple; None for anything else."""
    if is_dataclass(value):
        return [part.name for part in fields(value)]
    named: tuple[str, ...] | None = getattr(value, "_fields", None)
    return list(named) if named is not None else None
