"""Checking what documents are written with: the words of both languages, and the Jinja templates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from svcmodel.domain.records import LANGUAGES, Lang
from svcmodel.errors import Problem
from svcmodel.sources.readers import Path
from svcmodel.sources.records import dotted, problem_at
from svcmodel.sources.strict_yaml import Document

WORDS = ("svcmodel/words/1", "svcmodel/problems/1")
"""The formats of the files of words."""

_FILLED_IN = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")


def check_words(document: Document, name: str) -> list[Problem]:
    """E401 for a text one language lacks, E418 for an empty one, E431 where {names} differ."""
    return list(_check_node(document, name, document.data, ()))


def check_template(text: str, name: str) -> list[Problem]:
    """E114 with its line where Jinja cannot read a template. Nothing in it is run."""
    from jinja2 import TemplateSyntaxError  # only here: few files checked are templates
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    try:
        ImmutableSandboxedEnvironment(autoescape=True).parse(text)
    except TemplateSyntaxError as error:
        return [Problem("E114", name, error.lineno, 1, values={"detail": error.message or ""})]
    return []


def _check_node(document: Document, name: str, node: Any, path: Path) -> Iterator[Problem]:
    if not isinstance(node, dict):
        return
    if any(lang in node for lang in LANGUAGES):
        yield from _check_pair(document, name, node, path)
        return
    for key, inner in node.items():
        yield from _check_node(document, name, inner, (*path, key))


def _check_pair(
    document: Document, name: str, pair: dict[str, Any], path: Path
) -> Iterator[Problem]:
    """A text in both languages, or a mapping of such texts under each language."""
    for lang in LANGUAGES:
        if lang not in pair:
            at = (*path, lang)
            line, column = document.locate(at)
            yield Problem("E401", name, line, column, dotted(at), {"key": lang})
        elif not _texts(pair[lang]) or not all(text.strip() for text in _texts(pair[lang])):
            yield problem_at(document, name, (*path, lang), "E418")
    filled = [_filled_in(pair.get(lang), lang) for lang in LANGUAGES]
    if all(lang in pair for lang in LANGUAGES) and filled[0] != filled[1]:
        odd = ", ".join(sorted(filled[0] ^ filled[1]))
        yield problem_at(document, name, path, "E431", names=odd)


def _filled_in(said: Any, lang: Lang) -> set[str]:
    """The names a text fills in; `unit_es` in Spanish is the `unit_en` of English."""
    names = _FILLED_IN.findall(" ".join(_texts(said)))
    return {name.removesuffix(f"_{lang}") for name in names}


def _texts(said: Any) -> list[str]:
    if isinstance(said, dict):
        return [text for text in said.values() if isinstance(text, str)]
    return [said] if isinstance(said, str) else []
