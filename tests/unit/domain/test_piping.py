from __future__ import annotations

import pytest

from svcmodel.domain.piping import named, naming, places
from svcmodel.domain.questions import Question
from svcmodel.domain.records import LANGUAGES, Text
from tests.builders import bank_of, question, questionnaire_of, words

NAME = question("name", "text", unnamed={"es": "este servicio", "en": "this service"})
ABOUT = question(
    "about",
    "rating",
    text={"es": "¿Es {name} el núcleo?", "en": "Is {name} the core?"},
    plain={"es": "¿Vive de {name}?", "en": "Do you live on {name}?"},
    hint={"es": "Piense en {name} y en {name}.", "en": "Think of {name} and {name}."},
)
OTHER = question("other", "rating")
BANK = bank_of(NAME, ABOUT, OTHER)


def about(value: object) -> Question:
    return naming(questionnaire_of(BANK), {"name": value}).bank["about"]


def test_an_answer_is_named_in_the_quotes_of_each_language() -> None:
    assert about("Mesa de Lima").text == Text(
        es="¿Es «Mesa de Lima» el núcleo?", en="Is “Mesa de Lima” the core?"
    )
    assert about(" Mesa ").plain == Text(es="¿Vive de «Mesa»?", en="Do you live on “Mesa”?")
    assert about("Mesa").hint.en == "Think of “Mesa” and “Mesa”."


@pytest.mark.parametrize("value", [None, "", "  ", 3, ("a", "b")])
def test_without_a_name_the_neutral_phrase_stands(value: object) -> None:
    assert about(value).text == Text(
        es="¿Es este servicio el núcleo?", en="Is this service the core?"
    )


def test_what_is_not_answered_at_all_is_neutral_too() -> None:
    assert named(BANK, {})["about"].text.en == "Is this service the core?"


def test_questions_that_name_nothing_stay_as_they_are() -> None:
    filled = named(BANK, {"name": "Mesa"})
    assert filled["other"] is OTHER
    assert filled["name"] is NAME
    assert list(filled) == list(BANK)


@pytest.mark.parametrize("name", ["{about}", "{name}", r"\1", "{0}", "}{"])
def test_a_name_is_never_read_as_a_place(name: str) -> None:
    assert about(name).text.en == f"Is “{name}” the core?"


def test_a_name_can_be_changed_and_taken_back() -> None:
    read = questionnaire_of(named(BANK, {}))
    kept = type(read)(read.file, read.bank, read.hash, BANK)
    once = naming(kept, {"name": "Mesa"})
    assert once.bank["about"].text.en == "Is “Mesa” the core?"
    assert naming(once, {"name": "Sala"}).bank["about"].text.en == "Is “Sala” the core?"
    assert naming(once, {}).bank["about"].text.en == "Is this service the core?"


def test_places_that_name_no_such_answer_are_left_alone() -> None:
    alone = bank_of(question("x", "rating", text=words("about {nobody}")))
    assert named(alone, {})["x"].text.en == "about {nobody}"


def test_every_place_is_found_with_its_key_and_language() -> None:
    assert list(places(OTHER)) == []
    found = list(places(ABOUT))
    assert {(key, id_) for key, _, id_ in found} == {
        ("text", "name"),
        ("plain", "name"),
        ("hint", "name"),
    }
    assert [lang for _, lang, _ in found].count("es") == 4
    assert {lang for _, lang, _ in found} == set(LANGUAGES)
