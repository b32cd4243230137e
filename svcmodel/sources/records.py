"""From a YAML document to a record, or to every problem of it with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any, TypeVar

from pydantic import ValidationError

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


def build(
    record: type[R], document: Document, file: str, data: Any = None, at: Path = ()
) -> tuple[R | None, list[Problem]]:
    """The record of a document (or of `data`, the part of it at the path `at`), or its problems."""
    value = document.data if data is None else data
    try:
        return record.model_validate(value), []
    except ValidationError as error:
        return None, [_problem(detail, document, file, at) for detail in error.errors()]


def problem_at(
    document: Document, file: str, path: Path, code: str, *, key: bool = False, **values: str
) -> Problem:
    """A problem of the value (or the key) at `path`."""
    line, column = document.locate(path, key=key)
    return Problem(code, file, line, column, dotted(path), values)


def dotted(path: Iterable[Any]) -> str:
    """A path as it is written in messages: `requirements[0].reason.es`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}"
    return text.lstrip(".")


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like `word`, or nothing."""
    return next(iter(get_close_matches(str(word), list(known), n=1, cutoff=0.6)), "")


def _problem(detail: Any, document: Document, file: str, at: Path) -> Problem:
    """One of pydantic's findings in our words, at its place in the file."""
    path = at + tuple(s for s in detail["loc"] if not str(s).startswith("?") and s != "[key]")
    code, values = _code(detail)
    line, column = document.locate(path, key=code in ("E402", "E409"))
    return Problem(code, file, line, column, dotted(path), values)


def _code(detail: Any) -> tuple[str, dict[str, str]]:
    kind, context, got = detail["type"], detail.get("ctx", {}), show(detail.get("input"))
    if "[key]" in detail["loc"]:
        return "E409", {"got": got}
    if kind == "missing":
        return "E401", {"key": str(detail["loc"][-1])}
    if kind == "extra_forbidden":
        key = str(detail["loc"][-1])
        return "E402", {"key": key, "nearest": nearest(key, _known_keys())}
    if kind in _TYPES:
        return "E403", {"expected": _TYPES[kind], "got": got}
    if kind == "literal_error":
        return "E404", {"expected": context["expected"], "got": got}
    if kind in ("string_pattern_mismatch", "string_too_short"):
        return "E405", {"got": got}
    if kind in _LIMITS:
        return "E406", {"limit": f"{context[_LIMITS[kind]]}", "got": got}
    if kind in ("too_short", "too_long"):
        limit = context.get("min_length", context.get("max_length"))
        return "E407", {"limit": str(limit), "got": str(context["actual_length"])}
    if kind in ("union_tag_not_found", "union_tag_invalid"):
        return "E408", {"expected": context.get("expected_tags", "").replace("?", "")}
    if kind == "value_error":
        return _OWN_RULES.get(str(context["error"]), "E410"), {"got": got}
    return "E410", {"got": got, "detail": detail["msg"]}


@cache
def _known_keys() -> tuple[str, ...]:
    """Every key of every record: the words an unknown key may have been meant as."""
    keys = {
        field.alias or name
        for record in _all_records(Record)
        for name, field in record.model_fields.items()
    }
    return tuple(sorted(keys))


def _all_records(record: type[Record]) -> Iterable[type[Record]]:
    for child in record.__subclasses__():
        yield child
        yield from _all_records(child)
