"""Whatever the document and the edit: the value is there, and all else is as it was."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from svcmodel.sources import strict_yaml
from svcmodel.sources.edit_yaml import edit_yaml
from svcmodel.sources.strict_yaml import parse_yaml

Path = tuple[str | int, ...]

words = st.lists(st.text("abñ中😀", min_size=1, max_size=4), min_size=1, max_size=3)
plain = words.map(" ".join) | st.sampled_from(["1", "2.000", "~", "no", "x:y#z", "-a", "true"])
quoted = st.text(max_size=6).map(lambda text: json.dumps(text, ensure_ascii=True))
scalars = (
    plain | quoted.filter(lambda text: "\\ud" not in text) | st.sampled_from(["'it''s'", "''"])
)
line_rests = st.sampled_from(["", "  ", " # note", "   # [é: 'x', \"y\""])
between_lines = st.sampled_from(["", "", "\n", "# left: |\n", "\n# one\n\n# two\n"])
keys = st.lists(
    st.sampled_from(["a", "b c", "ñ", "7", '"d: e"', "'f'", "g.h", '"7"']),
    min_size=1,
    max_size=3,
    unique=True,
)
KEYS: dict[str, str | int] = {"7": 7, '"d: e"': "d: e", "'f'": "f", '"7"': "7"}


class Writer:
    """Writes a random document and remembers where every value stands."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.newline = draw(st.sampled_from(["\n", "\r\n"]))
        self.text = draw(st.sampled_from(["", "\ufeff"]))
        self.spans: dict[Path, tuple[int, int]] = {}
        self.braces: set[Path] = set()

    def choose(self, *options: Any) -> Any:
        return self.draw(st.sampled_from(options))

    def put(self, text: str) -> None:
        self.text += text.replace("\n", self.newline)

    def end_line(self) -> None:
        self.put(self.draw(line_rests) + "\n" + self.draw(between_lines))

    def document(self) -> None:
        self.put(self.choose("", "# first\n", "---\n", "\n--- # c\n"))
        self.put(self.draw(between_lines))
        if self.choose(True, False):
            self.mapping((), 0, 3)
        else:
            self.sequence((), 0, 3)
        if self.choose(True, False, False):
            self.text = self.text.removesuffix(self.newline)

    def mapping(self, path: Path, column: int, depth: int) -> None:
        start = len(self.text)
        for number, key in enumerate(self.draw(keys)):
            if number:
                self.put(" " * column)
            self.put(key + self.choose("", "", " ") + ":")
            self.last = (*path, KEYS.get(key, key))
            self.value(self.last, column, depth, self.choose(0, 2))
        self.close(path, start)

    def sequence(self, path: Path, column: int, depth: int) -> None:
        start = len(self.text)
        for number in range(self.choose(1, 2, 3)):
            self.put((" " * column if number else "") + "-")
            self.value((*path, number), column, depth, 2)
        self.close(path, start)

    def close(self, path: Path, start: int) -> None:
        inside = (end for other, (_, end) in self.spans.items() if other[: len(path)] == path)
        self.spans[path] = start, max(inside)

    def value(self, path: Path, column: int, depth: int, list_step: int) -> None:
        """What follows a colon or a dash, up to the end of the line."""
        kinds = ["scalar", "next line", "two lines", "empty", "literal", "flow"]
        kind = self.choose(*kinds, *(["mapping", "sequence", "compact"] if depth else []))
        deeper = column + self.choose(1, 2, 4)
        if kind in ("mapping", "sequence"):
            self.end_line()
            step = deeper if kind == "mapping" else column + list_step
            self.put(" " * step)
            getattr(self, kind)(path, step, depth - 1)
        elif kind == "compact" and list_step and self.text.endswith("-"):
            spaces = self.choose(1, 3)
            self.put(" " * spaces)
            self.mapping(path, column + 1 + spaces, depth - 1)
        elif kind == "literal":
            self.literal(path, deeper)
        elif kind == "empty":
            self.spans[path] = len(self.text), len(self.text)
            self.end_line()
        else:
            self.inline(path, kind, deeper)

    def inline(self, path: Path, kind: str, deeper: int) -> None:
        if kind == "next line":
            self.end_line()
            self.put(" " * deeper)
        else:
            self.put(self.choose(" ", "   "))
        start = len(self.text)
        if kind == "flow":
            self.flow(path, 2)
        elif kind == "two lines":
            self.put(" ".join(self.draw(words)) + "\n" + " " * deeper + " ".join(self.draw(words)))
        else:
            self.put(self.draw(scalars))
        self.spans[path] = start, len(self.text)
        self.end_line()

    def literal(self, path: Path, deeper: int) -> None:
        start = len(self.text) + 1
        self.put(self.choose(" |", " |-", " >", " >-") + self.choose("", " # header") + "\n")
        lines = self.draw(st.lists(words.map(" ".join), min_size=1, max_size=3))
        self.put("\n".join(" " * deeper + line for line in lines))
        self.spans[path] = start, len(self.text)
        self.put("\n" + self.draw(between_lines))

    def flow(self, path: Path, depth: int) -> None:
        """A scalar, list or mapping inside brackets or braces (at first: one of the latter)."""
        start, kind = len(self.text), self.choose("list", "mapping", *["scalar"] * (2 - depth))
        if kind == "scalar":
            self.put(self.draw(scalars))
        elif kind == "list":
            self.put(self.choose("[", "[ "))
            for number in range(self.choose(0, 1, 2)):
                self.put(", " if number else "")
                self.flow((*path, number), depth - 1) if depth else self.item((*path, number))
            self.put(self.choose("]", " ]"))
        else:
            self.put(self.choose("{", "{ "))
            for number, key in enumerate(self.draw(keys) if self.choose(True, True, False) else []):
                self.put((", " if number else "") + key + ": ")
                inner = (*path, KEYS.get(key, key))
                self.flow(inner, depth - 1) if depth else self.item(inner)
            self.put(self.choose("}", " }"))
        self.spans[path] = start, len(self.text)

    def item(self, path: Path) -> None:
        start = len(self.text)
        self.put(self.draw(scalars))
        self.spans[path] = start, len(self.text)


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, dict[Path, tuple[int, int]]]:
    """A text, and where each of its values stands in it."""
    writer = Writer(draw)
    writer.document()
    return writer.text, writer.spans


leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12)
    | st.text("-?:,[]{}#&*!|>'\"%@` ~.0a\n\x85\u2028\ufeff", max_size=5)
)
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
new_keys = st.text(max_size=8) | st.integers(100, 120) | st.sampled_from(["new", "#", "- x", "a:"])
relaxed = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def data_of(text: str) -> Any:
    document = parse_yaml(text)
    assert document.problems == []
    return document.data


def with_value(data: Any, path: Path, value: Any) -> Any:
    """The data with another value at `path`."""
    if not path:
        return value
    items = dict(data) if isinstance(data, dict) else dict(enumerate(data))
    items[path[0]] = with_value(items.get(path[0]), path[1:], value)
    return items if isinstance(data, dict) else list(items.values())


def check_replacing(text: str, path: Path, span: tuple[int, int], value: Any) -> None:
    start, end = span
    edited = edit_yaml(text, path, value)
    assert edited.startswith(text[:start])
    assert edited.endswith(text[end:])
    assert parse_yaml(edited).data == with_value(data_of(text), path, value)


def check_adding(text: str, path: Path, value: Any) -> None:
    edited = edit_yaml(text, path, value)
    grown = len(edited) - len(text)
    assert any(edited[:at] + edited[at + grown :] == text for at in range(len(text) + 1))
    assert parse_yaml(edited).data == with_value(data_of(text), path, value)


@relaxed
@given(documents(), values, st.data())
def test_a_replaced_value_is_read_back_and_all_else_stays(
    document: tuple[str, dict[Path, tuple[int, int]]], value: Any, data: st.DataObject
) -> None:
    text, spans = document
    path = data.draw(st.sampled_from(list(spans)))
    check_replacing(text, path, spans[path], value)


@relaxed
@given(documents(), new_keys, values, st.data())
def test_an_added_key_is_read_back_and_all_else_stays(
    document: tuple[str, dict[Path, tuple[int, int]]],
    key: str | int,
    value: Any,
    data: st.DataObject,
) -> None:
    text, spans = document
    read = data_of(text)
    mappings = [path for path in spans if isinstance(at(read, path), dict)]
    if mappings:
        path = data.draw(st.sampled_from(mappings))
        if key not in at(read, path):
            check_adding(text, (*path, key), value)


@relaxed
@given(documents(), values, st.data())
def test_an_added_item_is_read_back_and_all_else_stays(
    document: tuple[str, dict[Path, tuple[int, int]]], value: Any, data: st.DataObject
) -> None:
    text, spans = document
    read = data_of(text)
    lists = [path for path in spans if isinstance(at(read, path), list)]
    if lists and text.endswith("\n"):  # without it the item could only stand in a block scalar
        path = data.draw(st.sampled_from(lists))
        check_adding(text, (*path, len(at(read, path))), value)


@relaxed
@given(documents(), st.sampled_from(["new", 0]), values, st.data())
def test_what_was_empty_holds_a_first_value_and_all_else_stays(
    document: tuple[str, dict[Path, tuple[int, int]]],
    step: str | int,
    value: Any,
    data: st.DataObject,
) -> None:
    text, spans = document
    read = data_of(text)
    empty = [path for path in spans if at(read, path) is None]
    if empty:
        path = data.draw(st.sampled_from(empty))
        filled = parse_yaml(edit_yaml(text, (*path, step), value))
        first = [value] if step == 0 else {step: value}
        assert (filled.problems, filled.data) == ([], with_value(read, path, first))


@settings(relaxed, max_examples=25)
@given(documents(), values, st.data())
def test_the_parser_without_libyaml_finds_the_same_places(
    document: tuple[str, dict[Path, tuple[int, int]]], value: Any, data: st.DataObject
) -> None:
    text, spans = document
    path = data.draw(st.sampled_from(list(spans)))
    with pytest.MonkeyPatch.context() as patch:
        expected = edit_yaml(text, path, value)
        patch.setattr(strict_yaml, "_Parser", strict_yaml.PureParser)
        assert edit_yaml(text, path, value) == expected


@relaxed
@given(documents(), values, st.data())
def test_putting_a_value_back_as_it_was_changes_no_data(
    document: tuple[str, dict[Path, tuple[int, int]]], value: Any, data: st.DataObject
) -> None:
    text, spans = document
    path = data.draw(st.sampled_from([path for path in spans if path]))
    edited = edit_yaml(text, path, value)
    assert data_of(edit_yaml(edited, path, at(data_of(text), path))) == data_of(text)


def at(data: Any, path: Path) -> Any:
    """The part of the data at `path`."""
    for step in path:
        data = data[step]
    return data
