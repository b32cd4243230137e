"""Readers made of annotations: from a value of a YAML file to what a record's field holds.

A reader takes a value and its path, gives what the record holds, and notes what is wrong. They are
our own, because each problem is named in our words at its place, and because importing and building
a general validator takes longer than scoring a company.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cache
from math import isfinite
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from svcmodel.domain.records import Bounds, Length, Pattern, control_sign
from svcmodel.domain.values import show

Path = tuple[Any, ...]

NAMES: Mapping[type, str] = {str: "text", bool: "boolean", int: "integer", float: "number"}


@dataclass(slots=True)
class Finding:
    """A problem before its place is looked up."""

    path: Path
    code: str
    values: Mapping[str, str]
    of_key: bool = False


Findings = list[Finding]
Reader = Callable[[Any, Path, Findings], Any]
"""Takes a value and its path; gives what the record holds, or notes what is wrong."""


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like `word`, or nothing."""
    from difflib import get_close_matches  # only here: a mistake is rarer than a run

    return next(iter(get_close_matches(str(word), list(known), n=1, cutoff=0.75)), "")


@cache
def reader_of(kind: Any) -> Reader:
    """The reader of an annotation, made once."""
    if kind is Any:
        return _anything
    if is_dataclass(kind):
        return _record_reader(kind)
    if kind is str:
        return _read_text
    if kind in NAMES:
        return _scalar_reader((kind,))
    return _READERS[get_origin(kind)](get_args(kind))


def _anything(value: Any, _path: Path, _found: Findings) -> Any:
    return value


def _read_text(value: Any, path: Path, found: Findings) -> str | None:
    """Reads a text; an escape in quotes must not bring in what the file itself may not hold."""
    if type(value) is not str:
        _wrong_type(found, path, NAMES[str], value)
        return None
    sign = control_sign(value)
    if sign:
        _note(found, path, "E110", sign=sign)
        return None
    return value


def _record_reader(kind: Any) -> Reader:
    """Reads a mapping whose keys are a record's fields."""
    named = {part.metadata.get("key", part.name): part for part in fields(kind)}
    needed = [
        key
        for key, part in named.items()
        if part.default is MISSING and part.default_factory is MISSING
    ]
    readers: dict[str, tuple[str, Reader]] = {}  # filled on first use: records may hold themselves
    fault = getattr(kind, "fault", None)

    def read(value: Any, path: Path, found: Findings) -> Any:
        if not isinstance(value, dict):
            return _wrong_type(found, path, "mapping", value)
        if not readers:
            hints = _annotations(kind)
            readers.update((k, (p.name, reader_of(hints[p.name]))) for k, p in named.items())
        before = len(found)
        given = _fields_of(value, path, found, readers)
        for key in needed:
            if key not in value:
                _note(found, (*path, key), "E401", key=key)
        if len(found) > before:
            return None
        built = kind(**given)
        code = fault(built) if fault is not None else None
        return built if code is None else _note(found, path, code)

    return read


def _annotations(kind: Any) -> dict[str, Any]:
    """The annotations of a record and what it inherits; those written as text are evaluated."""
    said: dict[str, Any] = {}
    for parent in reversed(kind.__mro__):
        said |= getattr(parent, "__annotations__", {})
    if any(isinstance(hint, str) for hint in said.values()):
        return get_type_hints(kind, include_extras=True)
    return said


def _fields_of(
    data: Mapping[Any, Any],
    path: Path,
    found: Findings,
    readers: Mapping[str, tuple[str, Reader]],
) -> dict[str, Any]:
    """The fields a mapping gives, by their names in the record; unknown keys are noted."""
    given = {}
    for key, item in data.items():
        if key in readers:
            name, reader = readers[key]
            given[name] = reader(item, (*path, key), found)
        else:
            unknown = {"key": show(key), "nearest": nearest(str(key), readers)}
            found.append(Finding((*path, key), "E402", unknown, of_key=True))
    return given


def _scalar_reader(kinds: tuple[type, ...]) -> Reader:
    """Reads a value of one of the types, exactly: no text as number, no yes as truth."""
    numbers = float in kinds
    allowed = {*kinds, int} - {float} if numbers else set(kinds)
    expected = "|".join(NAMES[kind] for kind in kinds if not (numbers and kind is int))

    def read(value: Any, path: Path, found: Findings) -> Any:
        if type(value) in allowed or (numbers and isinstance(value, float) and isfinite(value)):
            return value
        return _wrong_type(found, path, expected, value)

    return read


def _constrained_reader(parts: tuple[Any, ...]) -> Reader:
    """Reads a value that must also hold to constraints."""
    kind, *constraints = parts
    if kind is str and len(constraints) == 1:
        return _pattern_reader(constraints[0])
    inner = reader_of(kind)

    def read(value: Any, path: Path, found: Findings) -> Any:
        before = len(found)
        result = inner(value, path, found)
        if len(found) == before:
            for constraint in constraints:
                _hold(constraint, result, path, found)
        return result

    return read


def _pattern_reader(pattern: Pattern) -> Reader:
    matches = re.compile(pattern.expression).match

    def read(value: Any, path: Path, found: Findings) -> Any:
        text = _read_text(value, path, found)
        if text is not None and not matches(text):
            return _note(found, path, pattern.code, got=show(text))
        return text

    return read


def _hold(constraint: Any, value: Any, path: Path, found: Findings) -> None:
    """Note what a constraint finds wrong with a value of the right type."""
    match constraint:
        case Bounds():
            limit, bound = constraint.broken_by(value)
            if limit:
                _note(found, path, "E406", limit=limit, bound=f"{bound:g}", got=show(value))
        case Length() if len(value) < constraint.least:
            _note(found, path, "E428", limit=str(constraint.least), got=str(len(value)))
        case Length() if constraint.most is not None and len(value) > constraint.most:
            _note(found, path, "E407", limit=str(constraint.most), got=str(len(value)))


def _literal_reader(allowed: tuple[Any, ...]) -> Reader:
    expected = ", ".join(str(word) for word in allowed)

    def read(value: Any, path: Path, found: Findings) -> Any:
        if isinstance(value, str) and value in allowed:
            return value
        near = nearest(show(value), allowed)
        return _note(found, path, "E404", expected=expected, got=show(value), nearest=near)

    return read


def _list_reader(parts: tuple[Any, ...]) -> Reader:
    item = reader_of(parts[0])

    def read(value: Any, path: Path, found: Findings) -> Any:
        if not isinstance(value, list):
            return _wrong_type(found, path, "list", value)
        return tuple(item(part, (*path, number), found) for number, part in enumerate(value))

    return read


def _mapping_reader(parts: tuple[Any, ...]) -> Reader:
    key_reader, item = reader_of(parts[0]), reader_of(parts[1])

    def read(value: Any, path: Path, found: Findings) -> Any:
        if not isinstance(value, dict):
            return _wrong_type(found, path, "mapping", value)
        for key in value:
            wrong: Findings = []
            key_reader(key, path, wrong)
            if wrong:
                found.append(Finding((*path, key), "E409", {"got": show(key)}, of_key=True))
        return {key: item(part, (*path, key), found) for key, part in value.items()}

    return read


def _union_reader(parts: tuple[Any, ...]) -> Reader:
    """Reads one of several kinds, and a null where the annotation allows none at all."""
    kinds = tuple(part for part in parts if part is not NoneType)
    may_be_none = NoneType in parts
    if len(kinds) == 1:
        inner = reader_of(kinds[0])
    elif all(is_dataclass(kind) for kind in kinds):
        inner = _tagged_reader(kinds)
    elif any(map(_is_list, kinds)):
        inner = _one_or_several_reader(*sorted(kinds, key=_is_list))
    else:
        inner = _scalar_reader(kinds)

    def read(value: Any, path: Path, found: Findings) -> Any:
        return None if value is None and may_be_none else inner(value, path, found)

    return read


def _is_list(kind: Any) -> bool:
    bare = get_args(kind)[0] if get_origin(kind) is Annotated else kind
    return get_origin(bare) is tuple


def _one_or_several_reader(one: Any, several: Any) -> Reader:
    """Reads a value of one kind, or a list."""
    read_one, read_several = reader_of(one), reader_of(several)

    def read(value: Any, path: Path, found: Findings) -> Any:
        return (read_several if isinstance(value, list) else read_one)(value, path, found)

    return read


def _tagged_reader(kinds: tuple[Any, ...]) -> Reader:
    """Reads one of several records: told apart by `kind`, else by which one's first key stands there."""
    by_kind = {_kind_of(kind): kind for kind in kinds if _kind_of(kind)}
    by_key = {_first_key(kind): kind for kind in kinds}

    def read(value: Any, path: Path, found: Findings) -> Any:
        if not isinstance(value, dict):
            return _wrong_type(found, path, "mapping", value)
        if by_kind:
            if "kind" not in value:
                return _note(found, (*path, "kind"), "E401", key="kind")
            tag = _literal_reader(tuple(by_kind))(value["kind"], (*path, "kind"), found)
            return None if tag is None else reader_of(by_kind[tag])(value, path, found)
        tag = next((key for key in value if key in by_key), None)
        if tag is None:
            return _note(found, path, "E408", expected=", ".join(by_key))
        return reader_of(by_key[tag])(value, path, found)

    return read


def _kind_of(record: Any) -> str:
    """The value of `kind` that stands for a record, or nothing."""
    hint = _annotations(record).get("kind")
    return str(get_args(hint)[0]) if get_origin(hint) is Literal else ""


def _first_key(record: Any) -> str:
    first = fields(record)[0]
    return str(first.metadata.get("key", first.name))


def _note(found: Findings, path: Path, code: str, **values: str) -> None:
    found.append(Finding(path, code, values))


def _wrong_type(found: Findings, path: Path, expected: str, value: Any) -> None:
    if value is None:
        return _note(found, path, "E419")
    return _note(found, path, "E403", expected=expected, got=show(value))


_READERS: Mapping[Any, Callable[[tuple[Any, ...]], Reader]] = {
    Annotated: _constrained_reader,
    Literal: _literal_reader,
    tuple: _list_reader,
    dict: _mapping_reader,
    Union: _union_reader,
    UnionType: _union_reader,
}
"""How annotations with parts are read, by what they are made of."""
