"""Sheets in JSON: one for each line of a file, one in a file, or a list of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial
from json import JSONDecodeError
from typing import Any

import yaml

from svcmodel.batch.placed_documents import moved, place_of_json_key, strict_document
from svcmodel.batch.plain_json import plain_json
from svcmodel.batch.sheets import Plain, Raw, Sheet
from svcmodel.errors import Problem, UnreadableInputError
from svcmodel.sources.strict_yaml import Document
from svcmodel.sources.text_files import decode, sha256


def json_file(data: bytes, file: str) -> Iterator[Sheet]:
    """The sheet of a JSON file, or the sheets of the list that it is."""
    try:
        text = decode(data, file)
        start = len(text) - len(text.lstrip())
        if not text.startswith("[", start):
            yield json_sheet(data, file, 0)
            return
        yield from _json_list(text, file, start + 1)
    except UnreadableInputError as error:
        yield error.problems
    except JSONDecodeError as error:
        yield (_not_json(error, file, 0),)


def _json_list(text: str, file: str, at: int) -> Iterator[Sheet]:
    decoder = json.JSONDecoder()
    space = re.compile(r"\s*")
    lines, counted = 0, 0
    while True:
        at = space.match(text, at).end()  # type: ignore[union-attr]
        if text.startswith("]", at):
            return
        _, end = decoder.raw_decode(text, at)
        lines += text.count("\n", counted, at)
        counted = at
        yield json_sheet(text[at:end].encode(errors="replace"), file, lines)
        at = space.match(text, end).end()  # type: ignore[union-attr]
        if text.startswith(",", at):
            at += 1
        elif not text.startswith("]", at):
            raise JSONDecodeError("Expecting ',' delimiter", text, at)


def json_sheet(part: bytes, file: str, before: int) -> Sheet:
    """A sheet in JSON: it means what the same text means in YAML."""
    try:
        text = decode(part, file)
        data = plain_json(text, part)
    except UnreadableInputError as error:
        return tuple(moved(problem, before) for problem in error.problems)
    except JSONDecodeError as error:
        return (_not_json(error, file, before),)
    except (RecursionError, ValueError):  # too deep, or a number too long: YAML has words for it
        data = None
    made = partial(_json_document, text, data, file, before)
    place = partial(place_of_json_key, text, before)
    return Raw(file, data, sha256(part), made, key_place=place)


def quick_sheet(part: bytes, file: str, before: int, hash_: str, plain: Plain | None = None) -> Raw:
    """A sheet in sound JSON whose answers are known already; it is read again where that is wanted."""
    place = partial(place_of_json_key, decode(part, file), before)
    whole = partial(sound_sheet, part, file, before)
    return Raw(file, None, hash_, lambda: whole().document(), key_place=place, plain=plain)


def sound_sheet(part: bytes, file: str, before: int) -> Raw:
    """A sheet that is known to be sound JSON."""
    sheet = json_sheet(part, file, before)
    if not isinstance(sheet, Raw):
        raise TypeError(sheet)
    return sheet


def _json_document(text: str, data: Any, file: str, before: int) -> Document:
    """The document with its places, as far as YAML can read the text too."""
    document = strict_document(text, file, before)
    if document.data is None and data is not None:
        return Document(data, yaml.Mark("", 0, before, 0, "", 0), [])
    return document


def _not_json(error: JSONDecodeError, file: str, before: int) -> Problem:
    place = error.lineno + before, error.colno
    return Problem("E117", file, *place, values={"detail": error.msg})
