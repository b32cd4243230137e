"""JSON Schemas of our formats, for editors and for checks by other programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, get_args

from svcmodel.domain.answers import Grade
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import (
    Choice,
    MultiChoice,
    Number,
    Option,
    Percentage,
    Question,
    Ranking,
    Rating,
    YesNo,
)
from svcmodel.domain.records import Lang
from svcmodel.errors import Problem, WrongUseError
from svcmodel.sources.answer_files import AnswersFile
from svcmodel.sources.answer_values import STATES
from svcmodel.sources.check_files import FORMATS
from svcmodel.sources.package_data import data_folder
from svcmodel.sources.readers import nearest
from svcmodel.sources.text_files import read_text

DRAFT = "http://json-schema.org/draft-07/schema#"
"""Editors' YAML servers understand this draft best."""

RESULTS = ("score", "explain", "explain_design", "plan", "compare", "merge", "review")
_LEVEL: dict[str, Any] = {"type": "integer", "minimum": 1, "maximum": 5}
_LEVELS = {"anyOf": [_LEVEL, {"type": "array", "items": _LEVEL, "minItems": 2, "maxItems": 2}]}


def schema_names() -> list[str]:
    """The names `schema` takes: one for each format we read or write."""
    return sorted([*(format_.split("/")[1] for format_ in FORMATS), *RESULTS])


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of a format; for answers that of the envelope alone (see `answers_schema`).

    Raises `WrongUseError` (E301) for a name not known.
    """
    if name in RESULTS:
        file = data_folder("templates") / "schemas" / f"{name}.schema.json"
        shipped: dict[str, Any] = json.loads(read_text(file))
        return shipped
    record = FORMATS.get(f"svcmodel/{name}/1")
    if record is None:
        names = schema_names()
        values = {"name": name, "known": ", ".join(names), "nearest": nearest(name, names)}
        raise WrongUseError([Problem("E301", values=values)])
    return {"$schema": DRAFT, **_of_record(record)}


def answers_schema(
    catalogue: Catalogue, bank: Mapping[str, Question], lang: Lang
) -> dict[str, Any]:
    """The schema of an answer file: every question with its options, every criterion with its level."""
    whole = _of_record(AnswersFile)
    states = {"enum": list(STATES)}
    properties = {id_: _question(question, lang) for id_, question in bank.items()}
    for id_, criterion in catalogue.criteria.items():
        alone = {"description": criterion.name.to(lang), "anyOf": [states, _entry("value", states)]}
        described = properties.setdefault(id_, alone)
        described["anyOf"].append({"$ref": "#/$defs/LevelEntry"})
    whole["properties"]["answers"] = {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }
    whole["$defs"]["SegmentEntry"]["properties"]["answers"] = {"$ref": "#/properties/answers"}
    whole.setdefault("$defs", {})["LevelEntry"] = _entry("level", _LEVELS)
    return {"$schema": DRAFT, **whole}


def _of_record(record: type[Any]) -> dict[str, Any]:
    """The schema pydantic makes of a record's annotations."""
    from pydantic import TypeAdapter  # only here: it takes longer to import than a company to score

    return TypeAdapter(record).json_schema(by_alias=True)


def _question(question: Question, lang: Lang) -> dict[str, Any]:
    said = {"anyOf": [_value(question), {"enum": list(STATES)}]}
    text = f"{question.text.to(lang)} {question.hint.to(lang)}"
    return {"description": text, "anyOf": [*said["anyOf"], _entry("value", said)]}


def _entry(key: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """The long form of an answer: what is said under `key`, and where it is from."""
    about = {name: {"type": "string"} for name in ("note", "source", "by")}
    return {
        "type": "object",
        "required": [key],
        "properties": {key: said, **about, "grade": {"enum": list(get_args(Grade))}},
        "additionalProperties": False,
    }


def _value(question: Question) -> dict[str, Any]:
    match question:
        case Rating():
            return _LEVEL
        case Choice():
            return {"enum": _ids(question.options)}
        case MultiChoice() | Ranking():
            return {
                "type": "array",
                "items": {"enum": _ids(question.options)},
                "uniqueItems": True,
            }
        case Number():
            bounds = {"minimum": question.minimum, "maximum": question.maximum}
            kind = "integer" if question.whole else "number"
            return {"type": kind, **{k: v for k, v in bounds.items() if v is not None}}
        case Percentage():
            return {"type": "number", "minimum": question.minimum, "maximum": question.maximum}
        case YesNo():
            return {"enum": ["yes", "no", True, False]}
        case _:
            return {"type": "string"}


def _ids(options: tuple[Option, ...]) -> list[str]:
    return [option.id for option in options]
