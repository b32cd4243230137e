"""What is said of problems: every code has its words in both languages, and none is idle."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Formatter
from typing import Any

import pytest

from svcmodel.domain.records import LANGUAGES, Lang
from svcmodel.errors import Problem, severity_of
from svcmodel.render.problems import problem_line, problem_sentence
from svcmodel.sources.readers import NAMES
from svcmodel.sources.words_files import load_words
from tests.program import ROOT

WORDS = load_words("problems")
ENTRIES: dict[str, Any] = WORDS["problems"]
SYNTAX: dict[str, Any] = {f"E101 {kind['says'][0]}": kind for kind in WORDS["syntax"]}
EVERYTHING = {**ENTRIES, **SYNTAX}
CODE = re.compile(r'"([EW][0-9]{3})"')
PARTS = ("message", "hint", "near")
INFORMAL = re.compile(r"\b(tú|tus?|te|ti|vosotros|revisa|comprueba|pon|quita|añade|elige)\b", re.I)


def used() -> set[str]:
    files = (ROOT / "svcmodel").rglob("*.py")
    return {code for file in files for code in CODE.findall(file.read_text(encoding="utf-8"))}


def gaps(text: str) -> set[str]:
    """The {names} of a text; a name that is given in both languages counts as one."""
    named = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    return {re.sub(r"_(es|en)$", "", name) for name in named}


def texts(entry: Any, lang: Lang) -> Iterator[str]:
    yield from (entry[lang][part] for part in PARTS if part in entry[lang])


def test_every_code_that_is_used_has_its_words() -> None:
    assert used() <= set(ENTRIES)


def test_every_code_that_has_words_is_used() -> None:
    assert set(ENTRIES) <= used()


@pytest.mark.parametrize("code", EVERYTHING)
def test_both_languages_say_the_same_things(code: str) -> None:
    entry = EVERYTHING[code]
    spanish, english = entry["es"], entry["en"]
    assert set(spanish) == set(english)
    assert {"message", "hint"} <= set(spanish) <= set(PARTS)
    for part in spanish:
        assert gaps(spanish[part]) == gaps(english[part]), part
        assert spanish[part] != english[part] or not re.sub(r"\{\w+\}", "", spanish[part]), part


@pytest.mark.parametrize("code", EVERYTHING)
def test_each_language_has_its_own_quotes_and_manners(code: str) -> None:
    for text in texts(EVERYTHING[code], "es"):
        assert '"' not in text
        assert text.count("«") == text.count("»")
        assert not INFORMAL.search(text)
        assert ("?" in text) == ("¿" in text) or "E101" in code
    for text in texts(EVERYTHING[code], "en"):
        assert not set("«»¿¡") & set(text)
        assert text.count('"') % 2 == 0


@pytest.mark.parametrize("code", EVERYTHING)
def test_sentences_are_put_together_by_the_program(code: str) -> None:
    for lang in LANGUAGES:
        for text in texts(EVERYTHING[code], lang):
            assert text == text.strip()
            assert not text.endswith(".")
            assert text.count("(") == text.count(")")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", sorted(set(ENTRIES) - {"E403", "E406"}))
def test_a_sentence_stands_with_hostile_values(code: str, lang: Lang) -> None:
    entry = ENTRIES[code]
    named = {name for text in texts(entry, lang) for name in gaps(text)}
    hostile = "{boom} %s \x1b[31m\n" + "x" * 200
    values = dict.fromkeys([*named, "unit_es", "unit_en"], hostile)
    line = problem_line(Problem(code, "a\x1b.yaml", 3, 5, "a.b\x07", values), WORDS, lang)
    assert line.isprintable()
    assert line.startswith(f"a?.yaml:3:5: {code} a.b : ")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("expected", [*NAMES.values(), "list", "mapping", "number|text"])
def test_every_type_has_its_name_and_its_hint(expected: str, lang: Lang) -> None:
    said = problem_sentence(Problem("E403", values={"expected": expected, "got": "x"}), WORDS, lang)
    assert "|" not in said
    assert "..." not in said
    assert said.endswith(")")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("limit", ["ge", "gt", "le", "lt"])
def test_every_limit_has_its_words(limit: str, lang: Lang) -> None:
    values = {"limit": limit, "bound": "7", "got": "x"}
    assert " 7" in problem_sentence(Problem("E406", values=values), WORDS, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_parsers_own_words_are_said_only_where_we_have_none(lang: Lang) -> None:
    for kind in WORDS["syntax"]:
        for says in kind["says"]:
            values = {"detail": f"while parsing: {says}", "since": "4"}
            said = problem_sentence(Problem("E101", values=values), WORDS, lang)
            assert "while parsing" not in said
    unknown = Problem("E101", values={"detail": "something new"})
    assert "something new" in problem_sentence(unknown, WORDS, lang)


def test_a_value_that_was_typed_is_cut_short_and_our_own_lists_are_not() -> None:
    values = {"got": "x" * 100, "options": ", ".join(f"option_{n}" for n in range(30))}
    said = problem_sentence(Problem("E206", values=values), WORDS, "en")
    assert "x" * 61 not in said
    assert "..." in said
    assert "option_29" in said


def test_a_better_hint_is_given_where_something_is_near() -> None:
    far = problem_sentence(Problem("E201", values={"nearest": ""}), WORDS, "en")
    near = problem_sentence(Problem("E201", values={"nearest": "cus_volume"}), WORDS, "en")
    assert "did you mean" not in far
    assert near.endswith("(did you mean cus_volume?)")


@pytest.mark.parametrize("code", ENTRIES)
def test_a_code_says_whether_it_is_a_warning(code: str) -> None:
    assert severity_of(code) == ("warning" if code[0] == "W" else "error")
