"""A document as PDF: tagged, with bookmarks, the same bytes from the same blocks.

It is set by typst from a template and a file of data, both in memory: no file is read, nothing is
fetched, and no font of the machine is used unless the text has signs that typst's own fonts lack.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from svcmodel.domain.calendar import number_of
from svcmodel.errors import InvalidInputError, Problem
from svcmodel.render.blocks import Document
from svcmodel.render.pdf_data import document_data
from svcmodel.render.words import Words

_DAY = 86_400
_OUTWARD = re.compile(r"\b(?:import|include|eval|std)\b")
"""Words that could make a template fetch a package, or hide that it does."""

_UNSHOWN = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPED = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")
_PLACE = re.compile(r"main\.typ:(\d+):(\d+)")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def pdf_bytes(
    document: Document,
    template: str,
    words: Words,
    *,
    date: str,
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """A document set by the text of a typst template, dated YYYY-MM-DD.

    `pictures`: files the template may show, by the names it calls them. Raises
    `InvalidInputError`: E350 where the template reaches beyond itself, E351 where typst refuses it.
    """
    _check(template)
    said = {
        "contents": words("plan.heading.contents"),
        "keywords": words("document.keywords"),
        "numbers": words("document.numbers"),
        "page": words("document.page", page="{page}", pages="{pages}"),
        "see_numbers": words("document.see_numbers", page="{page}"),
    }
    data = {**document_data(document), "words": said}
    files = {**(pictures or {}), "main.typ": template.encode()}
    return _set(files, json.dumps(data, ensure_ascii=False), number_of(date) * _DAY)


def _check(template: str) -> None:
    """Raises `InvalidInputError` (E350)."""
    if found := _OUTWARD.search(template):
        line = template.count("\n", 0, found.start()) + 1
        problem = Problem("E350", file="plan.typ", line=line, values={"name": found[0]})
        raise InvalidInputError([problem])


def _set(files: Mapping[str, bytes], data: str, seconds: int) -> bytes:
    """Set a text with typst's fonts; else with the machine's; else with a sign for what has none."""
    from typst import TypstError

    try:
        return _compiled(files, data, seconds)
    except TypstError as error:
        if not _unshown(error):
            raise _problem(error) from error
    try:
        return _compiled(files, data, seconds, own_fonts_only=False)
    except TypstError as error:
        for text in _unshown(error):
            data = data.replace(text, _REPLACEMENT)
    try:
        return _compiled(files, data, seconds, own_fonts_only=False)
    except TypstError as error:
        raise _problem(error) from error


def _compiled(
    files: Mapping[str, bytes], data: str, seconds: int, *, own_fonts_only: bool = True
) -> bytes:
    import typst

    held: Any = {**files, "document.json": data.encode(errors="replace")}
    compiler = typst.Compiler(
        held,
        root=typst.__path__[0],  # must exist; a template finds nothing of anybody's there
        ignore_system_fonts=own_fonts_only,
    )
    made: Any = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=seconds)
    return bytes(made)


def _unshown(error: Exception) -> list[str]:
    """The texts for which there was no font."""
    return [_unescaped(text) for text in _UNSHOWN.findall(getattr(error, "diagnostic", ""))]


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)) if m[1] else m[2], text)


def _problem(error: Exception) -> InvalidInputError:
    place = _PLACE.search(getattr(error, "diagnostic", ""))
    line, column = (int(place[1]), int(place[2]) + 1) if place else (0, 0)
    values = {"message": str(error)}
    return InvalidInputError([Problem("E351", "plan.typ", line, column, values=values)])
