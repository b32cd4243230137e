"""Naming one answer in the texts of other questions: `{service_name}` becomes what the client calls it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from svcmodel.domain.questions import Question, Questionnaire
from svcmodel.domain.records import LANGUAGES, Lang, Text

PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
"""Where a text names the answer to the question of that id."""

TEXTS = ("text", "plain", "hint", "why", "example")
"""The texts of a question that may name an answer."""

QUOTED: Mapping[Lang, str] = {"es": "«{}»", "en": "“{}”"}
"""A client's own word in a sentence of ours."""


def naming(questionnaire: Questionnaire, values: Mapping[str, Any]) -> Questionnaire:
    """The questionnaire as it is asked of a client who has answered `values` so far.

    An answer that is a text is quoted where it is named; without one, the neutral phrase stands.
    """
    return replace(questionnaire, bank=named(questionnaire.written or questionnaire.bank, values))


def named(bank: Mapping[str, Question], values: Mapping[str, Any]) -> dict[str, Question]:
    """The questions with every place filled in: by the answer in quotes, else by its neutral phrase."""
    said = {id_: values.get(id_) for id_, question in bank.items() if question.unnamed}
    names = {id_: _name(bank[id_], value) for id_, value in said.items()}
    return {id_: _filled(question, names) for id_, question in bank.items()}


def places(question: Question) -> Iterator[tuple[str, Lang, str]]:
    """Every place of a question's texts that names an answer: its key, its language, the id it names."""
    for key in TEXTS:
        text: Text | None = getattr(question, key)
        if text is not None:
            found = ((lang, id_) for lang in LANGUAGES for id_ in PLACE.findall(text.to(lang)))
            yield from ((key, lang, id_) for lang, id_ in found)


def _name(question: Question, value: Any) -> Mapping[Lang, str]:
    if isinstance(value, str) and value.strip():
        return {lang: QUOTED[lang].format(value.strip()) for lang in LANGUAGES}
    return {lang: question.unnamed.to(lang) if question.unnamed else "" for lang in LANGUAGES}


def _filled(question: Question, names: Mapping[str, Mapping[Lang, str]]) -> Question:
    keys = {key for key, _, id_ in places(question) if id_ in names}
    filled: dict[str, Any] = {key: _text(getattr(question, key), names) for key in keys}
    return replace(question, **filled) if filled else question


def _text(text: Text, names: Mapping[str, Mapping[Lang, str]]) -> Text:
    def fill(lang: Lang) -> str:
        return PLACE.sub(lambda m: names[m[1]][lang] if m[1] in names else m[0], text.to(lang))

    return Text(es=fill("es"), en=fill("en"))
