"""Reading fast what most answer files are: keys, values on one line, nesting by indentation.

It reads a part of YAML so small that a line has one meaning: what the strict reader would give, without
its places. Everything else (block texts, lists of lines, escapes, comments after values, repeated or
empty keys) it leaves to the strict reader, and so it never has to say what is wrong.
"""

from __future__ import annotations

import re
from typing import Any

from svcmodel.sources.strict_yaml import resolve

MOST_REMEMBERED = 20_000
LONGEST_REMEMBERED = 40
DEEPEST = 8

_LINE = re.compile(
    r"^( *)(?:(?!(?:[nN]ull|NULL|[tT]rue|TRUE|[fF]alse|FALSE):)([A-Za-z_][A-Za-z0-9_]*):"
    r"(?: +(\S.*))?|#.*|(\S.*))?$",
    re.MULTILINE,
)
_WORD = r"[A-Za-z0-9_][A-Za-z0-9_.]*"
_LIST = re.compile(rf"\[ *(?:{_WORD}(?: *, *{_WORD})*)? *\]\Z")
_PAIR = rf"[a-z]+: +{_WORD}"
_MAPPING = re.compile(rf"\{{ *{_PAIR}(?: *, *{_PAIR})* *\}}\Z")
_NO_KEYS = ("null", "true", "false")
_FIRST_SIGNS = "_¿¡(/"
_SIGNS_OF_NUMBERS = "-+."


class NotPlainError(Exception):
    """The text needs the strict reader."""


class PlainReader:
    """Reads texts; the values met most are remembered."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._known: dict[str, Any] = {}

    def read(self, text: str) -> dict[str, Any] | None:
        """What the strict reader would give; None where it should be asked."""
        if not text.replace("\n", "").isprintable():
            return None
        try:
            return self._mapping(text) or None
        except NotPlainError:
            return None

    def _mapping(self, text: str) -> dict[str, Any]:
        top: dict[str, Any] = {}
        inside, indent = top, 0
        around: list[tuple[dict[str, Any], int]] = []
        waiting = ""  # the key whose values stand in the lines below it
        known = self._known
        for space, key, value, other in _LINE.findall(text):
            if other:
                raise NotPlainError
            if not key:
                continue
            if len(space) > indent and waiting:
                around.append((inside, indent))
                inside[waiting] = inside = {}
                indent, waiting = len(space), ""
            elif len(space) != indent or waiting:
                inside, indent = _outwards(around, len(space), waiting)
            if key in inside:
                raise NotPlainError
            if value:
                inside[key] = known[value] if value in known else self._value(value)
            else:
                inside[key], waiting = None, key
        return _whole(top, waiting)

    def _value(self, written: str) -> Any:
        value = _value(written.rstrip())
        if len(written) <= LONGEST_REMEMBERED and len(self._known) < MOST_REMEMBERED:
            self._known[written] = value
        return value


def _whole(top: dict[str, Any], waiting: str) -> dict[str, Any]:
    """The mapping, unless its last key has no value."""
    if waiting:
        raise NotPlainError
    return top


def _outwards(
    around: list[tuple[dict[str, Any], int]], indent: int, waiting: str
) -> tuple[dict[str, Any], int]:
    """The mapping around that goes on at an indentation."""
    while around and not waiting:
        inside, own = around.pop()
        if own == indent:
            return inside, own
    raise NotPlainError


def _value(text: str) -> Any:
    """The value of a text on one line."""
    first = text[0]
    if first in "\"'":
        return _quoted(text)
    if first == "[" and _LIST.match(text):
        return [resolve(word) for word in _words(text)]
    if first == "{" and _MAPPING.match(text):
        return _short_mapping(text)
    is_number = first in _SIGNS_OF_NUMBERS and text[1:2].isdigit()
    if not (first.isalnum() or first in _FIRST_SIGNS or is_number):
        raise NotPlainError
    if ": " in text or " #" in text or text.endswith(":"):
        raise NotPlainError
    return resolve(text)


def _quoted(text: str) -> str:
    inside = text[1:-1]
    if len(text) < 2 or text[-1] != text[0] or text[0] in inside or "\\" in inside:
        raise NotPlainError
    return inside


def _words(text: str) -> list[str]:
    return [word.strip() for word in text[1:-1].split(",") if word.strip()]


def _short_mapping(text: str) -> dict[str, Any]:
    pairs = [pair.partition(":") for pair in _words(text)]
    mapping = {key: resolve(value.strip()) for key, _, value in pairs}
    if len(mapping) < len(pairs) or not mapping.keys().isdisjoint(_NO_KEYS):
        raise NotPlainError
    return mapping
