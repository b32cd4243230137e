"""From a YAML document to a record, or to every problem of it with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Any, TypeVar, get_args

from pydantic import Tag, ValidationError

from svcmodel.domain.questions import show
from svcmodel.domain.records import Record
from svcmodel.errors import Problem
from svcmodel.sources.strict_yaml import Document

R = TypeVar("R", bound=Record)
Path = tuple[Any, ...]

_TYPES: Mapping[str, str] = {
    "int_type": "integer",
    "int_from_float": "integer",
    "float_type": "number",
    "finite_number": "number",
    "string_type": "text",
    "bool_type": "boolean",
    "tuple_type": "list",
    "list_type": "list",
    "dict_type": "mapping",
    "model_type": "mapping",
    "model_attributes_type": "mapping",
}
_LIMITS = {
    "greater_than": "gt",
    "greater_than_equal": "ge",
    "less_than": "lt",
    "less_than_equal": "le",
}
_OWN_RULES: Mapping[str, str] = {
    "bounds_rise": "E411",
    "task_incomplete": "E412",
    "range_turned": "E413",
    "deviation_unexplained": "E414",
    "safeguard_missing": "E415",
    "split_missing": "E416",
    "constraint_empty": "E417",
}
_OF_KEYS = ("E402", "E409")


def build(
    record: type[R], document: Document, file: str, data: Any = None, at: Path = ()
) -> tuple[R | None, list[Problem]]:
    """The record of a document (or of `data`, the part of it at the path `at`), or its problems."""
    value = document.data if data is None else data
    try:
        return record.model_validate(value), []
    except ValidationError as error:
        found = [
            problem_at(document, file, at + path, code, key=code in _OF_KEYS, **values)
            for path, code, values in _findings(record, value, error)
        ]
        return None, _joined(found)


def problem_at(
    document: Document, file: str, path: Path, code: str, *, key: bool = False, **values: str
) -> Problem:
    """A problem of the value (or the key) at `path`."""
    line, column = document.locate(path, key=key)
    return Problem(code, file, line, column, dotted(path), values)


def besides(problems: Iterable[Problem], later: Iterable[Problem]) -> list[Problem]:
    """The problems and the later ones, without those of a place that is known to be wrong already."""
    known = list(problems)
    places = {(problem.line, problem.column) for problem in known}
    return known + [p for p in later if (p.line, p.column) not in places]


def dotted(path: Iterable[Any]) -> str:
    """A path as it is written in messages: `requirements[0].reason.es`."""
    steps = (f"[{step}]" if type(step) is int else f".{show(step)}" for step in path)
    return "".join(steps).lstrip(".")


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like `word`, or nothing."""
    return next(iter(get_close_matches(str(word), list(known), n=1, cutoff=0.75)), "")


def _findings(
    record: type[Record], value: Any, error: ValidationError
) -> Iterator[tuple[Path, str, dict[str, str]]]:
    """Path, code and values of everything pydantic found."""
    for detail in error.errors(include_url=False):
        path, context = _path(detail["loc"], value), detail.get("ctx", {})
        if detail["type"] == "missing":
            path = (*path, detail["loc"][-1])
        if detail["type"] == "union_tag_invalid":
            path = (*path, "kind")
        if detail["type"] == "too_short" and len(detail["input"]) >= context["min_length"]:
            continue  # some items are wrong and were left out of the count
        yield path, *_code(detail, path, record)


def _path(location: Iterable[Any], data: Any) -> Path:
    """Pydantic's location as a path of the data, without the tags and types it adds."""
    path: Path = ()
    for step in location:
        key = _step(step, data)
        if key is not None:
            path, data = (*path, key), data[key]
    return path


def _step(step: Any, data: Any) -> Any:
    """The key or the index that pydantic calls `step`; None where the data has none."""
    if isinstance(data, dict):
        if isinstance(step, str) and step in data:
            return step
        return next((key for key in data if key == step or str(key) == step), None)
    there = isinstance(data, list) and isinstance(step, int) and step < len(data)
    return step if there else None


def _code(detail: Any, path: Path, record: type[Record]) -> tuple[str, dict[str, str]]:
    kind, context, raw = detail["type"], detail.get("ctx", {}), detail.get("input")
    if "[key]" in detail["loc"]:
        return "E409", {"got": show(raw)}
    if kind in ("extra_forbidden", "invalid_key"):
        keys = _keys(_said_of(detail["loc"][:-1], record))
        return "E402", {"key": show(path[-1]), "nearest": nearest(str(path[-1]), keys)}
    if kind in _TYPES:
        return _type(_TYPES[kind], raw)
    if kind.startswith("union_tag"):
        return _union(raw, _said_of(detail["loc"], record))
    if kind in _LIMITS:
        limit = _LIMITS[kind]
        return "E406", {"limit": limit, "bound": str(context[limit]), "got": show(raw)}
    if kind == "value_error":
        return _OWN_RULES.get(str(context["error"]), "E410"), {"got": show(raw)}
    return _form(kind, context, detail)


def _form(kind: str, context: Any, detail: Any) -> tuple[str, dict[str, str]]:
    got = show(detail.get("input"))
    if kind == "missing":
        return "E401", {"key": str(detail["loc"][-1])}
    if kind == "literal_error":
        words = re.findall(r"'([^']*)'", context["expected"])
        return "E404", {"expected": ", ".join(words), "got": got, "nearest": nearest(got, words)}
    if kind == "string_too_short" or context.get("pattern") == r"\S":
        return "E418", {}
    if kind == "string_pattern_mismatch":
        return ("E218" if r"\d{4}" in context["pattern"] else "E405"), {"got": got}
    if kind in ("too_short", "too_long"):
        code, limit = ("E428", "min_length") if kind == "too_short" else ("E407", "max_length")
        return code, {"limit": str(context[limit]), "got": str(context["actual_length"])}
    return "E410", {"got": got}


def _type(expected: str, raw: Any) -> tuple[str, dict[str, str]]:
    return ("E419", {}) if raw is None else ("E403", {"expected": expected, "got": show(raw)})


def _union(raw: Any, said: list[Any]) -> tuple[str, dict[str, str]]:
    """One of several forms was wanted: told apart by a key, or for questions by their `kind`."""
    tags = [part.tag.lstrip("?") for part in _parts(said) if isinstance(part, Tag)]
    if not isinstance(raw, dict):
        return _type("mapping", raw)
    if "kind" not in _keys(said):
        return "E408", {"expected": ", ".join(tags)}
    if "kind" not in raw:
        return "E401", {"key": "kind"}
    got = show(raw["kind"])
    return "E404", {"expected": ", ".join(tags), "got": got, "nearest": nearest(got, tags)}


def _joined(problems: list[Problem]) -> list[Problem]:
    """The problems, with those of one value that may be of several types made one."""
    joined: dict[Any, Problem] = {}
    for number, problem in enumerate(problems):
        several = problem.code in ("E403", "E419")
        key = (problem.line, problem.column, problem.path, problem.code) if several else number
        first = joined.setdefault(key, problem)
        if first is not problem and problem.code == "E403":
            expected = [*first.values["expected"].split("|"), problem.values["expected"]]
            kept = [word for word in expected if word != "integer" or "number" not in expected]
            values = {**problem.values, "expected": "|".join(kept)}
            joined[key] = replace(problem, values=values)
    return list(joined.values())


def _said_of(location: Iterable[Any], record: type[Record]) -> list[Any]:
    """What the record says of a location: the types of the field it lies in."""
    said: list[Any] = [record]
    for step in location:
        fields = [field for part in _records(said) for field in part.model_fields.items()]
        inner = [field.annotation for name, field in fields if step == (field.alias or name)]
        said = inner or said
    return said


def _keys(said: list[Any]) -> list[str]:
    """The keys that may stand in a value of these types."""
    fields = (field for part in _records(said) for field in part.model_fields.items())
    return sorted({field.alias or name for name, field in fields})


def _records(said: Iterable[Any]) -> Iterator[type[Record]]:
    for part in _parts(said):
        if isinstance(part, type) and not get_args(part) and issubclass(part, Record):
            yield part


def _parts(said: Iterable[Any]) -> Iterator[Any]:
    """Everything that types are put together from."""
    for part in said:
        yield part
        yield from _parts(get_args(part))
