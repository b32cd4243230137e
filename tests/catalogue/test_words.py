"""How the shipped texts are written: one term for one thing, plain words, whole in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from svcmodel.domain.questions import Choice, MultiChoice, Number, Question, Ranking, Rating
from svcmodel.domain.records import LANGUAGES, Lang, Text
from svcmodel.render.readability import Said, said_in, sentences_in, words_in
from svcmodel.sources.knowledge_files import load_glossary
from svcmodel.sources.package_data import data_folder
from svcmodel.sources.questionnaire_files import load_questionnaire
from svcmodel.sources.strict_yaml import parse_yaml

MOST_WORDS = 45
"""In one sentence."""
SAME_AT_MOST = 2
"""Words of a text that is the same in both languages: a name, a country."""

NOT_OURS = {"glossary.yaml", "casebook_descriptions.yaml"}
"""The one lists the words to avoid; the other holds each case in the words of its own language."""
OTHERS_WORDS = "also_known_as"
"""What others call a model: other words are what it is for."""

JARGON: Mapping[Lang, str] = {
    "es": r"contactos?|CRM|telemetría|m[aá]rgen(?:es)?",
    "en": r"CRM|telemetry|touch ?points?",
}
FOREIGN_SIGNS: Mapping[Lang, str] = {"es": "\"“”‘’'`", "en": '"‘’«»¿¡`'}
"""Spanish quotes with « » and has no apostrophe; English quotes with “ ” and has a straight one."""
AS_TYPED = {"templates/words/problems.yaml", "templates/words/cli.yaml"}
"""What the terminal says of files quotes, in English, with the straight marks that are typed there."""


class Shipped(NamedTuple):
    """A text, the file it stands in, and where."""

    file: str
    said: Said

    def __str__(self) -> str:
        place = ".".join(str(step) for step in self.said.at)
        return f"{self.file} {place} ({self.said.lang}): {self.said.text}"


@cache
def files() -> Mapping[str, Any]:
    """The data of every file that ships with texts, by its name from the top folder."""
    data = {}
    for folder, below in (("models_catalog", ""), ("questionnaires", ""), ("templates", "words")):
        top = Path(str(data_folder(folder)))  # type: ignore[arg-type]
        for path in sorted((top / below).rglob("*.yaml")):
            name = f"{folder}/{path.relative_to(top)}"
            data[name] = parse_yaml(path.read_text(encoding="utf-8")).data
    assert len(data) > 90
    return data


@cache
def texts() -> tuple[Shipped, ...]:
    """Every text of ours."""
    found = tuple(
        Shipped(name, said)
        for name, data in files().items()
        if Path(name).name not in NOT_OURS
        for said in said_in(data)
    )
    assert len(found) > 5000
    return found


def without_gaps(text: str) -> str:
    """The text without the {names} that are filled in later."""
    return re.sub(r"\{[^{}]*\}", " ", text)


def used(words: Iterable[str], text: str) -> list[str]:
    """The words a text holds as a whole; in brackets of its own a word only explains the one before."""
    either = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return [
        found[0].lower()
        for found in re.finditer(rf"(?<!\w)(?:{either})(?!\w)", text, re.IGNORECASE)
        if text[found.start() - 1 : found.start()] + text[found.end() : found.end() + 1] != "()"
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("El Costo sube", ["costo"]),
        ("Baja la tasa de costo.", ["tasa de costo"]),
        ("Es costoso", []),
        ("Coste (costo) por consulta", []),
        ("Coste (o costo) por consulta", ["costo"]),
        ("(costo)", []),
    ],
)
def test_a_word_is_found_whole_and_not_where_it_only_explains(text: str, found: list[str]) -> None:
    assert used(["costo", "tasa de costo"], text) == found


class TestGlossary:
    def test_each_word_to_avoid_is_listed_for_one_term_and_is_nobodys_term(self) -> None:
        glossary = load_glossary()
        assert len(glossary) > 45
        for lang in LANGUAGES:
            avoided = [word for term in glossary for word in getattr(term.avoid, lang)]
            named = {getattr(term.term, lang) for term in glossary}
            assert len(avoided) == len(set(avoided))
            assert named.isdisjoint(avoided)
            assert len(named) == len(glossary), "no two terms have the same name"

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_no_text_uses_a_word_to_avoid(self, lang: Lang) -> None:
        words = {word.lower(): t.id for t in load_glossary() for word in getattr(t.avoid, lang)}
        found = [
            f"{word} (see {words[word]}): {text}"
            for text in texts()
            if text.said.lang == lang and OTHERS_WORDS not in text.said.at
            for word in used(words, without_gaps(text.said.text))
        ]
        assert not found, "\n".join(found)


class TestBothLanguages:
    def test_every_text_stands_in_both(self) -> None:
        assert [place for name, data in files().items() for place in halves(data, name)] == []

    def test_the_two_are_not_the_same_text(self) -> None:
        said: dict[tuple[str, tuple[str | int, ...]], list[str]] = {}
        for text in texts():
            said.setdefault((text.file, text.said.at), []).append(text.said.text)
        same = [
            (place, pair)
            for place, pair in said.items()
            if len(pair) == 2 and pair[0] == pair[1] and len(words_in(pair[0])) > SAME_AT_MOST
        ]
        assert same == []


def halves(data: Any, at: str) -> Iterator[str]:
    """The places where a text stands in one language only, or is empty in one."""
    if isinstance(data, dict):
        said = [data[lang] for lang in LANGUAGES if lang in data]
        one_sided = isinstance(said[0], list) and at.endswith(".avoid") if said else False
        if len(said) == 1 or (not all(said) and not one_sided):
            yield at
        for key, value in data.items():
            yield from halves(value, f"{at}.{key}")
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from halves(value, f"{at}.{number}")


class TestSentences:
    def test_none_is_too_long(self) -> None:
        long = [
            f"{len(words_in(sentence))} words: {text}"
            for text in texts()
            for sentence in sentences_in(text.said.text)
            if len(words_in(sentence)) > MOST_WORDS
        ]
        assert not long, "\n".join(long)

    def test_spaces_are_single_and_none_stands_at_an_end(self) -> None:
        """A phrase of the program may begin or end with the space that joins it to another."""
        bad = [
            str(text)
            for text in texts()
            if "  " in text.said.text.strip("\n")
            or (text.said.text != text.said.text.strip() and not joins(text))
        ]
        assert not bad, "\n".join(bad)

    def test_quotation_marks_are_those_of_the_language(self) -> None:
        bad = [str(text) for text in texts() if wrong_marks(text)]
        assert not bad, "\n".join(bad)

    def test_a_spanish_question_opens_with_its_sign(self) -> None:
        bad = [
            str(text)
            for text in texts()
            if text.said.lang == "es" and re.sub("[^¿?]", "", text.said.text).replace("¿?", "")
        ]
        assert not bad, "\n".join(bad)

    def test_no_spanish_question_begins_in_a_way_half_the_readers_find_odd(self) -> None:
        bad = [str(text) for text in texts() if re.search(r"\bqué tan\b", text.said.text, re.I)]
        assert not bad, "\n".join(bad)


def wrong_marks(text: Shipped) -> set[str]:
    """The marks in a text that its language does not quote with."""
    wrong = FOREIGN_SIGNS[text.said.lang]
    if text.said.lang == "en" and text.file in AS_TYPED:
        wrong = wrong.replace('"', "“”")
    return set(without_gaps(text.said.text)) & set(wrong)


def joins(text: Shipped) -> bool:
    """Whether a text is a phrase of the program, which may be put between others."""
    return text.file.startswith("templates/")


class TestQuickQuestionnaire:
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_asks_a_founder_without_jargon(self, lang: Lang) -> None:
        quick = load_questionnaire("quick")
        shown = [text for question in quick.questions for text in asked(question)]
        shown += [quick.file.title, *(section.title for section in quick.file.sections)]
        assert len(shown) > 60
        jargon = re.compile(rf"\b(?:{JARGON[lang]})\b", re.IGNORECASE)
        assert [t for t in (text.to(lang) for text in shown) if jargon.search(t)] == []


def asked(question: Question) -> Iterator[Text]:
    """All that somebody who answers the quick questionnaire reads of a question."""
    yield question.plain or question.text
    yield from (question.hint, question.why)
    yield from (text for text in (question.example, question.find_in) if text)
    match question:
        case Rating():
            yield from question.anchors.values()
        case Number():
            yield question.unit
        case Choice() | MultiChoice() | Ranking():
            yield from (option.label for option in question.options)
