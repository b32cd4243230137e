"""The one YAML reader: YAML 1.2 core values, the place of every key and value, nothing clever.

Built on PyYAML's event parser (its C part where present). Refused, each with its place: repeated
keys, aliases, anchors, tags, nesting deeper than 64, several documents, an empty file. All problems
of a file are collected; only broken syntax ends the reading early.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import yaml

from svcmodel.errors import Problem

try:
    from yaml.cyaml import CParser as _Parser

    HAS_C_PARSER = True
except ImportError:  # PyYAML without libyaml: about eight times slower, same result
    HAS_C_PARSER = False

    class _Parser(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):  # type: ignore[no-redef]
        """PyYAML's own parser, assembled as its loaders do it."""

        def __init__(self, stream: str) -> None:
            yaml.reader.Reader.__init__(self, stream)
            yaml.scanner.Scanner.__init__(self)
            yaml.parser.Parser.__init__(self)


_Scalar, _Alias = yaml.ScalarEvent, yaml.AliasEvent
_MappingStart, _MappingEnd = yaml.MappingStartEvent, yaml.MappingEndEvent
_SequenceEnd = yaml.SequenceEndEvent

MAX_DEPTH = 64
MAX_DIGITS = 400

_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_BASED_INTEGER = re.compile(r"0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_GROUPED = re.compile(r"[-+]?[0-9]{1,3}\.[0-9]{3}\Z")
_NUMBER_START = frozenset("+-.0123456789")
_WORDS: dict[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}


class GroupedNumber(float):
    """A number typed like `2.000`: two thousand to one reader, two to another. Keeps what was typed."""

    raw: str

    def __new__(cls, raw: str) -> GroupedNumber:
        """The YAML value of `raw`, with `raw` beside it."""
        number = super().__new__(cls, raw)
        number.raw = raw
        return number


class Place(NamedTuple):
    """Where a value starts (from 1), and the places of what is inside it."""

    line: int
    column: int
    inside: dict[Any, tuple[int, int, Place]] | list[Place] | None


@dataclass(slots=True)
class Document:
    """A file's data, the place of every part of it, and what was wrong on the way."""

    data: Any
    place: Place
    problems: list[Problem]

    def locate(self, path: tuple[Any, ...], *, key: bool = False) -> tuple[int, int]:
        """Line and column of the value at `path` (of its key with `key`), or of its nearest parent."""
        place, at = self.place, (self.place.line, self.place.column)
        for number, step in enumerate(path):
            inside = place.inside
            if isinstance(inside, dict) and step in inside:
                line, column, place = inside[step]
                last = number == len(path) - 1
                at = (line, column) if key and last else (place.line, place.column)
            elif isinstance(inside, list) and isinstance(step, int) and step < len(inside):
                place = inside[step]
                at = (place.line, place.column)
        return at


class _Stop(Exception):
    """Reading cannot go on; the problem is already noted."""


def resolve(text: str) -> Any:
    """The YAML 1.2 core value of an unquoted scalar: null, bool, int, float, or the text itself."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBER_START:
        return text
    if len(text) <= MAX_DIGITS:
        if _INTEGER.match(text):
            return int(text)
        if _FLOAT.match(text):
            return GroupedNumber(text) if _GROUPED.match(text) else float(text)
        if _BASED_INTEGER.match(text):
            return int(text, 0)
    return text


def parse_yaml(text: str) -> Document:
    """Read one YAML document from `text`. Never raises for bad content: see `Document.problems`."""
    reader = _Reader(text)
    try:
        data, place = reader.document()
    except _Stop:
        data, place = None, Place(1, 1, None)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        reader.note("E101", line, column, detail=str(error.problem or error.context))
        data, place = None, Place(1, 1, None)
    return Document(data, place, reader.problems)


class _Reader:
    """Turns parser events into data and places, and notes what is refused."""

    def __init__(self, text: str) -> None:
        parser = _Parser(text)
        self.next: Callable[[], Any] = parser.get_event
        self.problems: list[Problem] = []
        self.depth = 0

    def note(self, code: str, line: int, column: int, **values: str) -> None:
        self.problems.append(Problem(code, line=line, column=column, values=values))

    def note_at(self, code: str, event: Any, **values: str) -> None:
        self.note(code, event.start_mark.line + 1, event.start_mark.column + 1, **values)

    def document(self) -> tuple[Any, Place]:
        """The first document; a second one is refused."""
        self.next()  # stream start
        event = self.next()
        if isinstance(event, yaml.StreamEndEvent):
            self.note("E102", 1, 1)
            raise _Stop
        data, place = self.value(self.next())
        if data is None:
            self.note("E102", place.line, place.column)
        self.next()  # document end
        event = self.next()
        if isinstance(event, yaml.DocumentStartEvent):
            self.note_at("E103", event)
        return data, place

    def value(self, event: Any) -> tuple[Any, Place]:
        kind = type(event)
        if kind is _Scalar:
            return self.scalar(event)
        mark = event.start_mark
        if kind is _Alias:
            self.note_at("E104", event, name=event.anchor)
            return None, Place(mark.line + 1, mark.column + 1, None)
        if event.anchor is not None or event.tag is not None:
            self.refuse(event)
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.note_at("E106", event, limit=str(MAX_DEPTH))
            raise _Stop
        result = self.mapping(mark) if kind is _MappingStart else self.sequence(mark)
        self.depth -= 1
        return result

    def scalar(self, event: Any) -> tuple[Any, Place]:
        mark = event.start_mark
        if event.anchor is not None or event.tag is not None:
            self.refuse(event)
        value = event.value
        if event.implicit[0] and (value in _WORDS or value[0] in _NUMBER_START):
            value = resolve(value)
        return value, Place(mark.line + 1, mark.column + 1, None)

    def refuse(self, event: Any) -> None:
        """Note an anchor or a tag; the value beside it is still read."""
        if event.anchor is not None:
            self.note_at("E104", event, name=event.anchor)
        if event.tag is not None:
            self.note_at("E105", event, tag=event.tag)

    def sequence(self, mark: Any) -> tuple[list[Any], Place]:
        data: list[Any] = []
        places: list[Place] = []
        while type(event := self.next()) is not _SequenceEnd:
            value, place = self.value(event)
            data.append(value)
            places.append(place)
        return data, Place(mark.line + 1, mark.column + 1, places)

    def mapping(self, mark: Any) -> tuple[dict[Any, Any], Place]:
        data: dict[Any, Any] = {}
        places: dict[Any, tuple[int, int, Place]] = {}
        following, read = self.next, self.value
        while type(event := following()) is not _MappingEnd:
            key, at = read(event)
            value, place = read(following())
            if key is None or isinstance(key, (dict, list)):
                self.note("E108", at.line, at.column)
            elif key in data:
                self.note("E107", at.line, at.column, key=str(key), first=str(places[key][0]))
            else:
                data[key] = value
                places[key] = (at.line, at.column, place)
        return data, Place(mark.line + 1, mark.column + 1, places)
