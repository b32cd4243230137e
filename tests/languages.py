"""Finding words of the other language in what the program writes."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from svcmodel.domain.records import LANGUAGES, Lang, Text, TextList
from svcmodel.sources.words_files import PHRASES, load_words

LEAST = 5
"""Shorter fragments stand in both languages by chance."""
IN_BOTH = frozenset(["personal"])
"""Whole phrases of one language that are a word of the other too."""
_GAP = re.compile(r"\{[^}]*\}")


def texts_in(record: Any) -> Iterator[tuple[str, str]]:
    """Every text inside records, as Spanish and English."""
    if isinstance(record, Text):
        yield record.es, record.en
    elif isinstance(record, TextList):
        yield from zip(record.es, record.en, strict=False)
    elif dataclasses.is_dataclass(record):
        for field in dataclasses.fields(record):
            yield from texts_in(getattr(record, field.name))
    elif isinstance(record, Mapping):
        yield from texts_in(list(record.values()))
    elif isinstance(record, (list, tuple)):
        for item in record:
            yield from texts_in(item)


def phrases_in(phrases: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every phrase of the program, as Spanish and English."""
    for value in phrases.values():
        if isinstance(value, Mapping) and set(value) == set(LANGUAGES):
            yield value["es"], value["en"]
        elif isinstance(value, Mapping):
            yield from phrases_in(value)


def flat(text: str) -> str:
    """The words of a text on one line, without Markdown's signs."""
    return " ".join(text.replace("\\", "").replace("**", "").split())


def foreign_in(written: str, lang: Lang, records: Iterable[Any] = ()) -> list[str]:
    """The texts and phrases of the other language that stand in what was written in `lang`."""
    own = 0 if lang == "es" else 1
    pairs = [pair for record in records for pair in texts_in(record)]
    spoken = "\n".join(flat(pair[own]) for pair in pairs).lower()
    text = flat(written).lower()
    whole = {flat(pair[1 - own]).lower() for pair in pairs if pair[0] != pair[1]}
    found = [each for each in whole if len(each) >= LEAST and _stands(each, text)]
    found += [each for each in _fragments(lang) if _stands(each, text)]
    return sorted(each for each in found if not _stands(each, spoken))


@cache
def _fragments(lang: Lang) -> frozenset[str]:
    """Pieces of the phrases of the other language that are in no phrase of this one."""
    own = 0 if lang == "es" else 1
    pairs = list(phrases_in({name: load_words(name) for name in PHRASES}))
    spoken = "\n".join(flat(pair[own]) for pair in pairs).lower()
    pieces = {
        piece.strip(" .,:;()").lower()
        for pair in pairs
        for piece in _GAP.split(flat(pair[1 - own]))
    }
    return frozenset(
        piece for piece in pieces - IN_BOTH if len(piece) >= LEAST and not _stands(piece, spoken)
    )


def _stands(piece: str, text: str) -> bool:
    """Whether a text holds a piece as whole words."""
    start = text.find(piece)
    while start >= 0:
        around = text[start - 1 : start] + text[start + len(piece) : start + len(piece) + 1]
        if not any(sign.isalnum() or sign == "_" for sign in around):
            return True
        start = text.find(piece, start + 1)
    return False
