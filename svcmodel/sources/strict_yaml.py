"""The one YAML reader: YAML 1.2 core values, the place of every key and value, nothing clever.

Built on PyYAML's event parser (its C part where present). Refused, each with its place: repeated
keys, aliases, anchors, tags, nesting deeper than 64, several documents, an empty file, control
characters. All problems of a file are collected; only broken syntax ends the reading early.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from svcmodel.errors import Problem


class PureParser(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):
    """PyYAML's own parser, assembled as its loaders do it: slower than libyaml, same result."""

    def __init__(self, stream: str) -> None:
        yaml.reader.Reader.__init__(self, stream)
        yaml.scanner.Scanner.__init__(self)
        yaml.parser.Parser.__init__(self)


_Parser: Callable[[str], Any]
try:
    from yaml._yaml import CParser as _Parser

    HAS_C_PARSER = True
except ImportError:  # PyYAML without libyaml
    _Parser = PureParser
    HAS_C_PARSER = False

MAX_DEPTH = 64
MAX_DIGITS = 400

_Scalar = yaml.ScalarEvent
_LINE_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_NOT_YAML = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

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
_START = yaml.Mark("", 0, 0, 0, "", 0)


class GroupedNumber(float):
    """A number typed like `2.000`: two thousand to one reader, two to another. Keeps what was typed."""

    raw: str

    def __new__(cls, raw: str) -> GroupedNumber:
        """The YAML value of `raw`, with `raw` beside it."""
        number = super().__new__(cls, raw)
        number.raw = raw
        return number


@dataclass(slots=True)
class Document:
    """A file's data, the place of every part of it, and what was wrong on the way.

    Most places are never asked for, so they are kept as they come. The place of a scalar is the
    parser's mark; that of a collection is a tuple: its mark, its keys (None for a list), and the
    places inside it (of a mapping: of a key and of its value in turn).
    """

    data: Any
    place: Any
    problems: list[Problem]

    def locate(self, path: tuple[Any, ...], *, key: bool = False) -> tuple[int, int]:
        """Line and column of the value at `path` (of its key with `key`), or of its nearest parent."""
        place = at = self.place
        for number, step in enumerate(path):
            _, keys, inside = place if isinstance(place, tuple) else (place, None, [])
            if keys is not None and step in keys:
                pair = 2 * keys.index(step)
                place = inside[pair + 1]
                at = inside[pair] if key and number == len(path) - 1 else place
            elif keys is None and isinstance(step, int) and step < len(inside):
                place = at = inside[step]
        return _line_and_column(at)


class _TooDeepError(Exception):
    """Reading cannot go on; the problem is already noted."""


def events(text: str) -> Iterator[Any]:
    """The parser's events of `text` one by one. Raises PyYAML's errors."""
    return iter(_Parser(text).get_event, None)


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
    """Read one YAML document from `text`. Never raises for bad content: see `Document.problems`.

    The problems are in reading order; with broken syntax, a control character or too deep nesting
    there is no data. A byte order mark at the start is passed over.
    """
    reader, text = _Reader(), text.removeprefix("\ufeff")
    data, place = None, _START
    try:
        data, place = reader.read(text)
    except _TooDeepError:
        pass
    except yaml.MarkedYAMLError as error:
        line, column = _line_and_column(error.problem_mark or error.context_mark or _START)
        # what is broken begins earlier than where the parser stops: a bracket, a quote, a mapping
        since = str(error.context_mark.line + 1) if error.context_mark else ""
        reader.note("E101", line, column, detail=str(error.problem or error.context), since=since)
    except (yaml.reader.ReaderError, UnicodeEncodeError):
        reader.problems.append(_unprintable(text))
    reader.abandon()
    reader.problems.sort(key=Problem.sort_key)
    return Document(data, place, reader.problems)


class _Reader:
    """Turns parser events into data and places, and notes what is refused.

    A collection being read is two flat lists, of values and of their places; in a mapping, keys
    and values take turns. Those around it wait in `open`.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.items: list[Any] = []
        self.places: list[Any] = []
        self.open: list[tuple[list[Any], list[Any], Any]] = []

    def note(self, code: str, line: int, column: int, **values: str) -> None:
        self.problems.append(Problem(code, line=line, column=column, values=values))

    def note_at(self, code: str, place: Any, **values: str) -> None:
        line, column = _line_and_column(place)
        self.note(code, line, column, **values)

    def read(self, text: str) -> tuple[Any, Any]:
        """The data and the place of the first document; all events are read."""
        handlers: dict[type, Callable[[Any], None]] = {
            yaml.MappingStartEvent: self.begin,
            yaml.MappingEndEvent: self.end_mapping,
            yaml.SequenceStartEvent: self.begin,
            yaml.SequenceEndEvent: self.end_sequence,
            yaml.AliasEvent: self.alias,
            yaml.DocumentStartEvent: self.document,
        }
        for event in events(text):
            if type(event) is _Scalar:  # most events: this branch is the hot path
                value = event.value
                if event.implicit[0] and (value in _WORDS or value[0] in _NUMBER_START):
                    value = resolve(value)
                if event.anchor or event.tag:
                    self.refuse(event)
                self.items.append(value)
                self.places.append(event.start_mark)
            elif type(event) in handlers:
                handlers[type(event)](event)
        return self.root()

    def root(self) -> tuple[Any, Any]:
        """The first document, which must not be empty."""
        data, place = (self.items[0], self.places[0]) if self.items else (None, _START)
        if data is None and not self.problems:
            self.note_at("E102", place)
        return data, place

    def document(self, event: Any) -> None:
        """Refuse a second document."""
        if len(self.items) == 1:
            self.note_at("E103", event.start_mark)

    def alias(self, event: Any) -> None:
        """Refuse an alias; it counts as no value."""
        self.note_at("E104", event.start_mark, name=event.anchor)
        self.items.append(None)
        self.places.append(event.start_mark)

    def refuse(self, event: Any) -> None:
        """Note an anchor or a tag; the value beside it is still read."""
        if event.anchor:
            self.note_at("E104", event.start_mark, name=event.anchor)
        if event.tag:
            self.note_at("E105", event.start_mark, tag=event.tag)

    def begin(self, event: Any) -> None:
        """Open a list or a mapping."""
        if event.anchor or event.tag:
            self.refuse(event)
        if len(self.open) == MAX_DEPTH:
            self.note_at("E106", event.start_mark, limit=str(MAX_DEPTH))
            raise _TooDeepError
        self.open.append((self.items, self.places, event))
        self.items, self.places = [], []

    def end_sequence(self, _: Any) -> None:
        """Close a list."""
        self.close(self.items, None)

    def end_mapping(self, _: Any) -> None:
        """Close a mapping."""
        keys = self.items[::2]
        try:
            data = dict(zip(keys, self.items[1::2], strict=True))
        except TypeError:  # a key is a list or a mapping
            data = {}
        if len(data) < len(keys) or None in data:
            keys, data = self.sift()
        self.close(data, keys)

    def close(self, data: Any, keys: list[Any] | None) -> None:
        """Put the finished collection into the one around it."""
        inside = self.places
        self.items, self.places, begun = self.open.pop()
        self.items.append(data)
        self.places.append((begun.start_mark, keys, inside))

    def abandon(self) -> None:
        """Note what is wrong in the mappings that were still open when the reading ended."""
        while self.open:
            if type(self.open[-1][2]) is yaml.MappingStartEvent:
                self.sift()
            self.items, self.places, _ = self.open.pop()

    def sift(self) -> tuple[list[Any], dict[Any, Any]]:
        """Refuse keys that are no words and all but the first of repeated ones; keep the rest."""
        data: dict[Any, Any] = {}
        places: list[Any] = []
        lines: dict[Any, int] = {}
        for pair in range(0, len(self.items) - 1, 2):  # the last key may lack its value
            key, value = self.items[pair : pair + 2]
            line, column = _line_and_column(self.places[pair])
            if key is None or isinstance(key, (dict, list)):
                self.note("E108", line, column)
            elif key in data:
                self.note("E107", line, column, key=str(key), first=str(lines[key]))
            else:
                data[key], lines[key] = value, line
                places += self.places[pair : pair + 2]
        self.places = places
        return list(data), data


def _line_and_column(place: Any) -> tuple[int, int]:
    """Line and column, from 1, where a place begins."""
    mark = place[0] if isinstance(place, tuple) else place
    return mark.line + 1, mark.column + 1


def _unprintable(text: str) -> Problem:
    """The problem of the first character no YAML file may hold; the parser says it in bytes only."""
    found = _NOT_YAML.search(text)
    if found is None:
        return Problem("E101", line=1, column=1)
    before = _LINE_BREAK.split(text[: found.start()])
    shown = f"U+{ord(found.group()):04X}"
    return Problem("E110", line=len(before), column=len(before[-1]) + 1, values={"sign": shown})
