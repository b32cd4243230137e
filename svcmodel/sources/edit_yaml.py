"""Changing one value in a YAML text and leaving every other character as it is.

The parser's marks say where a value stands; what is written in its place is one line. Before it is
handed back the new text is read again, so that no edit can ever change what stands beside it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from svcmodel.errors import InvalidInputError, Problem, WrongUseError
from svcmodel.sources.records import dotted
from svcmodel.sources.strict_yaml import Document, GroupedNumber, events, parse_yaml, resolve

Path = tuple[str | int, ...]

_BREAK = "(?:\r\n|[\r\n\x85\u2028\u2029])"
_IN_LINE = "[^\r\n\x85\u2028\u2029]"
_LINE_BREAK = re.compile(_BREAK)
_BLOCK_HEADER = re.compile(rf"[|>]([-+0-9]*)((?:[ \t]+#{_IN_LINE}*)?)")
_COLON = re.compile(rf"(?:#{_IN_LINE}*{_BREAK}|\s)*:")
_LAST_BREAK = re.compile(rf"{_BREAK}\Z")
_LAST_BREAKS = re.compile(rf"{_BREAK}+\Z")

_UNSEEN = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_PLAIN_START = re.compile(r"""[^-?:,\[\]{}#&*!|>'"%@`.\s]|[-.][^-.\s]""")
_NOT_PLAIN = re.compile(rf"[\0-\x1f]|{_UNSEEN.pattern}|: |:\Z| #|\s\Z")
_NOT_PLAIN_IN_FLOW = re.compile(rf"{_NOT_PLAIN.pattern}|[,\[\]{{}}?:]")


@dataclass(slots=True)
class _Node:
    """Where a value stands: from `start` up to `end`, its first character in `column` from 0.

    `inside` holds the nodes of a list, or of a mapping the keys and values in turn. `open_end`: its
    last line belongs to a block scalar. `unmarked`: an empty value without even a colon. `is_list`: its
    inside holds items. `is_null`: it stands for nothing, and is about to hold its first value.
    """

    start: int
    end: int
    column: int
    inside: list[_Node] = field(default_factory=list)
    flow: bool = False
    braced: bool = False
    open_end: bool = False
    unmarked: bool = False
    is_list: bool = False
    is_null: bool = False


def edit_yaml(text: str, path: Path, value: Any) -> str:
    """The text with the value at `path` replaced; a last key that is missing is added.

    So is the item right behind the last one of a list; and what is empty becomes a mapping, or for
    the item 0 a list. Values are None, bool, int, finite float, text, and lists and dicts of these;
    another type is a `TypeError`. Raises `InvalidInputError` for a text with problems, and
    `WrongUseError`: E301 there is no such path; E101, E106, E108, E110 the value cannot be written
    there so that it reads back.
    """
    body = text.removeprefix("\ufeff")
    document = parse_yaml(body)
    if document.problems:
        raise InvalidInputError(document.problems)
    trail = _walk(_Marks(body).root(), document.data, path)
    if len(trail) > len(path):
        edited = _replace(body, trail, value)
    elif trail[-1].is_null:
        edited = _fill(body, trail, path[-1], value)
    else:
        edited = _add(body, trail[-1], path[-1], value)
    _check(edited, document, path, value)
    return text[: len(text) - len(body)] + edited


def span_of(text: str, path: Path) -> tuple[int, int]:
    """Where the value at `path` begins and ends, for a text without problems that holds it."""
    body = text.removeprefix("\ufeff")
    node = _walk(_Marks(body).root(), parse_yaml(body).data, path)[-1]
    return node.start + len(text) - len(body), node.end + len(text) - len(body)


def _walk(root: _Node, data: Any, path: Path) -> list[_Node]:
    """The nodes from the root to the value at `path`; only the last key or item may be missing."""
    trail = [root]
    for number, step in enumerate(path, 1):
        inside = trail[-1].inside
        if isinstance(data, dict) and step in data:
            trail.append(inside[2 * list(data).index(step) + 1])
        elif isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data):
            trail.append(inside[step])
        elif number == len(path) and _can_take(data, step):
            trail[-1].is_null = data is None
            return trail
        else:
            raise WrongUseError([Problem("E301", values={"name": dotted(path), "known": ""})])
        data = data[step]
    return trail


def _can_take(data: Any, step: str | int) -> bool:
    """Whether there can be a new value at `step` of `data`."""
    if isinstance(data, list):
        return step == len(data)
    return isinstance(data, dict) or (data is None and (step == 0 or isinstance(step, str)))


def _replace(text: str, trail: list[_Node], value: Any) -> str:
    """The text with `value` written over the last node of the trail."""
    node = trail[-1]
    around = trail[-2] if len(trail) > 1 else _Node(0, 0, -1)
    written = write_value(value, flow=around.flow)
    if node.unmarked and not around.flow:
        return _add_line(text, node.end, around.column, f": {written}")
    if node.unmarked:
        written = f": {written}"
    elif node.start == node.end:
        written = f" {written}"
    elif not around.flow and node.column <= around.column:  # a list as far left as its key
        written = " " * (around.column + 2 - node.column) + written
    header = _BLOCK_HEADER.match(text, node.start) if node.open_end and not node.inside else None
    return _splice(text, node.start, node.end, written + (header[2] if header else ""))


def _add(text: str, node: _Node, key: str | int, value: Any) -> str:
    """The text with a new entry after the last one of a mapping, or a new item after those of a list."""
    written = write_value(value, flow=node.flow)
    entry = written if node.is_list else f"{write_value(key, flow=node.flow)}: {written}"
    if not node.flow:
        return _add_to_block(text, node, f"- {written}" if node.is_list else entry)
    if not node.inside:
        return _splice(text, node.start + 1, node.start + 1, entry)
    last = node.inside[-1]
    gap = " , " if text[last.end - 1] == ":" else ", "
    if node.braced:
        return _splice(text, last.end, last.end, gap + entry)
    pair = text[node.start : last.end]  # the `a: 1` of `[a: 1]`
    return _splice(text, node.start, last.end, f"{{{pair}{gap}{entry}}}")


def _fill(text: str, trail: list[_Node], key: str | int, value: Any) -> str:
    """The text with a first entry or item in what was empty: below it, inside braces where it stands."""
    node, around = trail[-1], trail[-2]
    if around.flow:
        return _replace(text, trail, [value] if key == 0 else {key: value})
    colon = ":" if node.unmarked else ""
    before = text[: node.start].rstrip(" ") + colon
    written = write_value(value)
    entry = f"- {written}" if key == 0 else f"{write_value(key)}: {written}"
    return _add_line(before + text[node.end :], len(before), around.column + 2, entry)


def _add_to_block(text: str, node: _Node, entry: str) -> str:
    """The entry as a line after the last one; or before all, where its line break would lengthen a text."""
    if node.open_end and not node.is_list and not _LINE_BREAK.search(text, node.end):
        line = entry + _line_break(text) + " " * node.column
        return text[: node.start] + line + text[node.start :]
    return _add_line(text, node.end, node.column, entry)


def _add_line(text: str, position: int, column: int, content: str) -> str:
    """The text with a line after the one that `position` is in, ended like that one."""
    line, found = " " * column + content, _LINE_BREAK.search(text, position)
    if found is None:
        return text + _line_break(text) + line
    return text[: found.end()] + line + found.group() + text[found.end() :]


def _line_break(text: str) -> str:
    """The line break a text uses."""
    found = _LINE_BREAK.search(text)
    return found.group() if found else "\n"


def _splice(text: str, start: int, end: int, written: str) -> str:
    """The text with a span written over; a comment right behind it stays one."""
    gap = " " if text.startswith("#", end) else ""
    return text[:start] + written + gap + text[end:]


def write_value(value: Any, *, flow: bool = False) -> str:
    """A value in one line of YAML; `flow`: to stand inside braces or brackets.

    Values are those of `edit_yaml`; another type is a `TypeError`.
    """
    if isinstance(value, str):
        return _write_text(value, flow)
    if isinstance(value, GroupedNumber):
        return value.raw
    if value is None or isinstance(value, (int, float)):
        written = json.dumps(value)
        return f"{written}0" if isinstance(resolve(written), GroupedNumber) else written
    if isinstance(value, list):
        return f"[{', '.join(write_value(item, flow=True) for item in value)}]"
    if isinstance(value, dict):
        entries = (
            f"{write_value(k, flow=True)}: {write_value(v, flow=True)}" for k, v in value.items()
        )
        return f"{{{', '.join(entries)}}}"
    raise TypeError(f"YAML has no value like {value!r}")


def _write_text(text: str, flow: bool) -> str:
    """A text, plain where it is read back as it is, else in double quotes."""
    not_plain = _NOT_PLAIN_IN_FLOW if flow else _NOT_PLAIN
    if _PLAIN_START.match(text) and not not_plain.search(text) and isinstance(resolve(text), str):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _UNSEEN.sub(lambda found: f"\\u{ord(found.group()):04x}", quoted)


def _check(edited: str, document: Document, path: Path, value: Any) -> None:
    """Raise `WrongUseError` unless `edited` reads as the old data with `value` at `path`."""
    after = parse_yaml(edited)
    if after.data == _with(document.data, path, value):
        return
    line, column = document.locate(path)
    detail = "this value cannot be written in this place"
    unfit = Problem("E101", line=line, column=column, path=dotted(path), values={"detail": detail})
    raise WrongUseError(after.problems or [unfit])


def _with(data: Any, path: Path, value: Any) -> Any:
    """A copy of `data` with `value` at `path`."""
    if not path:
        return value
    step: Any = path[0]
    copy: Any = data.copy() if data is not None else [] if step == 0 else {}
    new = _with(copy[step], path[1:], value) if len(path) > 1 else value
    if isinstance(copy, list) and step == len(copy):
        return [*copy, new]
    copy[step] = new
    return copy


class _Marks:
    """Reads the parser's events of a text without problems into nodes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.events = events(text)

    def root(self) -> _Node:
        """The node of the document."""
        next(self.events)  # stream start
        next(self.events)  # document start
        return self.node(next(self.events))

    def node(self, event: Any) -> _Node:
        """The node of the value that begins with `event`."""
        mark = event.start_mark
        node = _Node(mark.index, event.end_mark.index, mark.column)
        if isinstance(event, yaml.ScalarEvent):
            if event.style in ("|", ">"):
                self.end_block_scalar(node)
            return node
        node.is_list = isinstance(event, yaml.SequenceStartEvent)
        node.flow = bool(event.flow_style)
        node.braced = node.flow and self.text[node.start] in "[{"
        for inner in self.events:
            node.end = inner.end_mark.index
            if isinstance(inner, yaml.CollectionEndEvent):
                break
            node.inside.append(self.node(inner))
        if isinstance(event, yaml.MappingStartEvent):
            self.settle_empty_values(node)
        if not node.braced:  # the parser's end lies behind the comments that follow
            node.end, node.open_end = node.inside[-1].end, node.inside[-1].open_end
        return node

    def end_block_scalar(self, node: _Node) -> None:
        """Leave out the line break behind a block scalar, and blank lines that are not its own."""
        header = _BLOCK_HEADER.match(self.text, node.start)
        keeps = header is not None and "+" in header[1]
        found = (_LAST_BREAK if keeps else _LAST_BREAKS).search(self.text, node.start, node.end)
        node.end, node.open_end = found.start() if found else node.end, True

    def settle_empty_values(self, node: _Node) -> None:
        """Put the empty values of a mapping right behind their colons, or their keys."""
        for key, value in zip(node.inside[::2], node.inside[1::2], strict=True):
            if value.start == value.end:
                colon = _COLON.match(self.text, key.end)
                value.unmarked = colon is None
                value.start = value.end = colon.end() if colon else key.end
