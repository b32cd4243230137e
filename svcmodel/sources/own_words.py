"""A consultant's own phrases: they go before the program's, and may only say what those could say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Any

from svcmodel.domain.records import LANGUAGES
from svcmodel.errors import InvalidInputError, Problem
from svcmodel.sources.folders import check_format
from svcmodel.sources.readers import Path
from svcmodel.sources.records import problem_at
from svcmodel.sources.strict_yaml import Document
from svcmodel.sources.template_checks import WORDS, check_words
from svcmodel.sources.template_folder import TemplateFolder
from svcmodel.sources.text_files import decode, read_document
from svcmodel.sources.words_files import PHRASES

FOLDER = "words/"

_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")


def with_own_words(folder: TemplateFolder, phrases: Mapping[str, Any]) -> Mapping[str, Any]:
    """The phrases with those of the folder `words/` in a folder of templates put over them.

    Raises `InvalidInputError` with all problems of its files: what `check_words` finds, and E458 for a
    phrase that fills in what the program's own does not.
    """
    problems = [p for found in check_own_words(folder, phrases).values() for p in found]
    if problems:
        raise InvalidInputError(problems)
    return merged_words(folder, phrases)


def merged_words(folder: TemplateFolder, phrases: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same without looking for problems: to see which phrases there are, not to say them."""
    own = {_stem(path): _read(folder, path, phrases)[0].data for path in _files(folder)}
    over = {stem: _merged(_file(phrases, stem), data) for stem, data in own.items()}
    return {**_all(phrases), **over}


def check_own_words(
    folder: TemplateFolder, phrases: Mapping[str, Any]
) -> dict[str, tuple[Problem, ...]]:
    """The problems of each file of words of a folder of templates."""
    return {path: tuple(_read(folder, path, phrases)[1]) for path in _files(folder)}


def _files(folder: TemplateFolder) -> list[str]:
    names = folder.named(".yaml", ".yml")
    return [name for name in names if name.startswith(FOLDER)]


def _stem(path: str) -> str:
    return path.removeprefix(FOLDER).rpartition(".")[0]


def _read(
    folder: TemplateFolder, path: str, phrases: Mapping[str, Any]
) -> tuple[Document, list[Problem]]:
    """A file of words and everything wrong with it."""
    name = folder.place(path)
    document = read_document(decode(folder.files[path], name), name)
    known = isinstance(document.data, dict) and document.data.get("format") in WORDS
    wrong = None if known else check_format(document, name, WORDS[0])
    if document.problems or wrong is not None:
        return document, [*document.problems, *([wrong] if wrong else [])]
    found = check_words(document, name)
    return document, [*found, *_gaps(document, name, document.data, _file(phrases, _stem(path)))]


def _gaps(
    document: Document, name: str, own: Any, shipped: Any, path: Path = ()
) -> Iterator[Problem]:
    """E458 for each phrase that fills in more than the shipped one, or fills it in another way."""
    if isinstance(own, Mapping) and not set(LANGUAGES) & set(own):
        for key, inner in own.items():
            below = shipped.get(key) if isinstance(shipped, Mapping) else None
            yield from _gaps(document, name, inner, below, (*path, key))
    elif isinstance(own, Mapping):
        known = shipped if isinstance(shipped, Mapping) else own
        for lang in LANGUAGES:
            names = set(_filled(own.get(lang))) - {n for n in _filled(known.get(lang)) if n}
            wrong = {n for n in _filled(own.get(lang)) if not _NAME.match(n)} | names
            if wrong:
                yield problem_at(document, name, (*path, lang), "E458", names=", ".join(wrong))


def _filled(text: Any) -> list[str]:
    """What a phrase fills in, with whatever is asked of it: `name`, or `name.field!r:10`."""
    try:
        parts = list(Formatter().parse(text)) if isinstance(text, str) else []
    except ValueError:  # a brace that is never closed
        return ["{"]
    return [
        field + (f"!{how}" if how else "") + (f":{form}" if form else "")
        for _, field, form, how in parts
        if field is not None
    ]


def _merged(shipped: Any, own: Any) -> Any:
    if not isinstance(own, Mapping) or not isinstance(shipped, Mapping):
        return own
    if set(LANGUAGES) & {*own, *shipped}:
        return own
    return {**shipped, **{key: _merged(shipped.get(key), inner) for key, inner in own.items()}}


def _file(phrases: Mapping[str, Any], stem: str) -> Any:
    try:
        return phrases[stem]
    except KeyError:
        return {}


def _all(phrases: Mapping[str, Any]) -> Mapping[str, Any]:
    """Every phrase, read now: what renders apart may read no file of words later."""
    return {name: phrases[name] for name in (*PHRASES, *phrases)}
