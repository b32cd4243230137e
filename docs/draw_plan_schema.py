"""Draw templates/schemas/plan.schema.json again, from the annotations of the plan's records.

Run from the top folder: python -m docs.draw_plan_schema
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from svcmodel.domain.conditions import Span
from svcmodel.domain.plan import Plan
from svcmodel.domain.plan_design import Said
from svcmodel.domain.questions import BaseQuestion, Question
from svcmodel.domain.records import Text, TextList
from svcmodel.render.plan_json import FORMAT, NAMED, RENAMED, UNITS

FILE = Path(__file__).resolve().parents[1] / "templates" / "schemas" / "plan.schema.json"
ABOUT = (
    "A plan as `svcmodel plan FILE -o OUT.json` writes it. Texts are in the language of `lang`; days are"
    " YYYY-MM-DD; work is in working days of one person; points have two decimals; shares go from 0 to 1;"
    " `names` says what ids are called."
)

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
TEXTS: Schema = {"type": "array", "items": TEXT}
LEVEL: Schema = {"type": "integer", "minimum": 1, "maximum": 5}
VALUE: Schema = {"type": ["boolean", "number", "string", "array"], "items": TEXT}
PLAIN: Mapping[Any, Schema] = {
    Text: TEXT,
    TextList: TEXTS,
    str: TEXT,
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    NoneType: {"type": "null"},
    Span: {"type": "array", "items": LEVEL, "minItems": 2, "maxItems": 2},
}


def plan_schema() -> Schema:
    """The schema of a plan as JSON."""
    definitions: dict[str, Schema] = {}
    whole = _object(Plan, definitions)
    names = {kind: {"type": "object", "additionalProperties": TEXT} for kind in NAMED}
    properties = {
        "format": {"const": FORMAT},
        "lang": {"enum": ["es", "en"]},
        **whole["properties"],
        "names": _closed("What the ids are called.", names),
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "svcmodel plan",
        **_closed(ABOUT, properties),
        "definitions": dict(sorted(definitions.items())),
    }


def schema_text() -> str:
    """The schema as its file holds it."""
    return json.dumps(plan_schema(), indent=1, ensure_ascii=False) + "\n"


def _closed(about: str, properties: Mapping[str, Schema]) -> Schema:
    """An object with these properties, all of them and no others."""
    return {
        "type": "object",
        "description": about,
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _of(hint: Any, definitions: dict[str, Schema]) -> Schema:
    """The schema of an annotation; records become definitions."""
    if hint in PLAIN:
        return PLAIN[hint]
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _of(parts[0], definitions)
    if origin is Literal:
        return {"enum": list(parts)}
    if origin in (Union, UnionType):
        return _of_union(parts, definitions)
    if origin is tuple:
        return _of_tuple(parts, definitions)
    if origin is not None:
        return {"type": "object", "additionalProperties": _of(parts[1], definitions)}
    return TEXT if issubclass(hint, BaseQuestion) else _defined(hint, definitions)


def _defined(hint: Any, definitions: dict[str, Schema]) -> Schema:
    """The definition of a record."""
    name = hint.__name__
    if name not in definitions:
        definitions[name] = {}  # a record may hold itself
        definitions[name] = _object(hint, definitions)
    return {"$ref": f"#/definitions/{name}"}


def _of_union(parts: tuple[Any, ...], definitions: dict[str, Schema]) -> Schema:
    if set(get_args(Question)) <= set(parts):
        return {"type": ["string", "null"]} if NoneType in parts else TEXT
    told = [_of(part, definitions) for part in parts if part is not NoneType]
    if set(parts) >= {bool, int, float, str}:
        told = [VALUE]
    if NoneType in parts:
        told.append(PLAIN[NoneType])
    return told[0] if len(told) == 1 else {"anyOf": told}


def _of_tuple(parts: tuple[Any, ...], definitions: dict[str, Schema]) -> Schema:
    if parts[-1] is Ellipsis:
        return {"type": "array", "items": _of(parts[0], definitions)}
    told = [_of(part, definitions) for part in parts]
    items = told[0] if len(set(parts)) == 1 else told
    return {"type": "array", "items": items, "minItems": len(parts), "maxItems": len(parts)}


def _object(kind: Any, definitions: dict[str, Schema]) -> Schema:
    """The schema of a record or a named tuple, as `plan_json` writes it."""
    about = kind.__doc__.strip().split("\n")[0]
    if kind is Said:
        return _closed(about, {"question": TEXT, "value": VALUE})
    hints = get_type_hints(kind, include_extras=True)
    names = [part.name for part in fields(kind)] if is_dataclass(kind) else kind._fields
    properties = {}
    for name in names:
        told = _of(hints[name], definitions)
        if (kind, name) in UNITS:
            told = {"type": ["number", "null"] if NoneType in get_args(hints[name]) else "number"}
        properties[RENAMED.get((kind, name), name)] = told
    return _closed(about, properties)


if __name__ == "__main__":
    FILE.write_text(schema_text(), encoding="utf-8")
