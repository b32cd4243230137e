"""Syllables, sentences and the two reading figures; the values were worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svcmodel.domain.records import LANGUAGES, Lang
from svcmodel.render.readability import (
    Counts,
    Said,
    count,
    count_prose,
    ease,
    said_in,
    sentences_in,
    syllables,
    words_in,
)

SPANISH = {
    1: "y en plan quien bien pues hoy muy ley buey chat",
    2: "cliente cuando caer leer agua cuida ciudad deuda hielo aunque queja guerra construir",
    3: "poeta ahora servicio ayuda empresa respuesta jesuita proyecto rehacer",
    4: "aéreo atenciones lingüística automóvil desahogo",
    6: "externalización responsabilidad",
}
"""A strong vowel beside a weak one is one syllable with it, two strong ones are two."""
SPANISH_APART = {
    2: "día país oír guía ahí baúl tío",
    3: "seguía creído envío leíais",
    4: "teoría todavía continúa garantía vehículo",
}
"""An accent on the weak vowel parts it from a strong one, and a h between them changes nothing."""
ENGLISH = {
    1: "a the plan asked times writes they've made phone used",
    2: "people useful agent table centre handled wanted paying needed changes boxes answered",
    3: "customer's company deliver telephone idea area management loyalty self-service",
    4: "available information necessary",
}


def words_of(*tables: dict[int, str]) -> list[tuple[str, int]]:
    return [(word, n) for table in tables for n, row in table.items() for word in row.split()]


@pytest.mark.parametrize(("word", "expected"), words_of(SPANISH, SPANISH_APART))
def test_spanish_syllables_follow_the_spelling(word: str, expected: int) -> None:
    assert syllables(word, "es") == syllables(word.upper(), "es") == expected


@pytest.mark.parametrize(("word", "expected"), words_of(ENGLISH))
def test_english_syllables_are_counted_by_rule_of_thumb(word: str, expected: int) -> None:
    assert syllables(word, "en") == syllables(word.upper(), "en") == expected


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_word_without_vowels_is_one_syllable_and_one_with_a_hyphen_those_of_its_parts(
    lang: Lang,
) -> None:
    assert syllables("pdf", lang) == 1
    assert syllables("pdf-plan", lang) == 2


@pytest.mark.parametrize(
    ("lang", "text", "counts", "figure"),
    [
        # el clien-te es-cri-be a la em-pre-sa; un a-gen-te con-tes-ta el mis-mo dí-a: 11 + 12
        # 206.835 - 62.3 * 23 / 12 - 12 / 2
        (
            "es",
            "El cliente escribe a la empresa. Un agente contesta el mismo día.",
            Counts(12, 2, 23),
            81.4267,
        ),
        # 206.835 - 62.3 * 6 / 3 - 3
        ("es", "Externalización", Counts(1, 1, 6), 206.835 - 373.8 - 1),
        # a cus-tom-er writes to the com-pa-ny; an a-gent an-swers with-in the day: 10 + 9
        # 206.835 - 84.6 * 19 / 12 - 1.015 * 12 / 2
        (
            "en",
            "A customer writes to the company. An agent answers within the day.",
            Counts(12, 2, 19),
            66.795,
        ),
        # 206.835 - 84.6 * 9 / 9 - 1.015 * 9 / 2
        ("en", "The cat sat on the mat. It was warm.", Counts(9, 2, 9), 117.6675),
    ],
)
def test_the_figure_is_what_the_formula_gives_by_hand(
    lang: Lang, text: str, counts: Counts, figure: float
) -> None:
    assert count(text, lang) == counts
    assert ease(counts, lang) == pytest.approx(figure, abs=0.0001)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Uno. Dos.", ["Uno.", "Dos."]),
        ("¿Cuántos? ¡Muchos! Bien", ["¿Cuántos?", "¡Muchos!", "Bien"]),
        ("Sube un 5.5 % al año. ¿Y si no?", ["Sube un 5.5 % al año.", "¿Y si no?"]),
        ("The law (art. 22) says no. That is all.", ["The law (art. 22) says no.", "That is all."]),
        ("She said “no.” Then she left.", ["She said “no.”", "Then she left."]),
        ("no stop at the end", ["no stop at the end"]),
        ("  ", []),
    ],
)
def test_a_sentence_ends_at_its_mark_where_another_begins(text: str, sentences: list[str]) -> None:
    assert sentences_in(text) == sentences


def test_numbers_and_names_to_fill_in_are_no_words() -> None:
    text = "{rival} has 1,200 points (5%) and the customer's self-service 3rd"
    assert words_in(text) == ["has", "points", "and", "the", "customer's", "self-service", "rd"]


def test_labels_are_left_out_of_prose() -> None:
    texts = ["Live chat", "One two three", "Here are four words."]
    assert count_prose(texts, "en") == count("Here are four words.", "en")
    assert count_prose(["Freemium"], "es") == Counts()


def test_a_figure_needs_a_word() -> None:
    with pytest.raises(ZeroDivisionError):
        ease(Counts(), "es")


@pytest.mark.parametrize("lang", LANGUAGES)
@given(st.lists(st.text(alphabet="abcdeiouáíñ .?A", max_size=60), max_size=6))
def test_the_counts_of_texts_together_are_those_of_each_added_up(
    lang: Lang, texts: list[str]
) -> None:
    whole = count_prose(texts, lang)
    each = [count_prose([text], lang) for text in texts]
    assert whole.words == sum(counts.words for counts in each)
    assert whole.sentences == sum(counts.sentences for counts in each)
    assert whole.sentences <= whole.words <= whole.syllables


@pytest.mark.parametrize("lang", LANGUAGES)
@given(st.integers(1, 500), st.integers(1, 500), st.integers(0, 2000))
def test_longer_sentences_and_longer_words_are_harder(
    lang: Lang, words: int, sentences: int, more: int
) -> None:
    counts = Counts(words + sentences, sentences, words + sentences + more)
    longer_words = Counts(counts.words, counts.sentences, counts.syllables + 1)
    fewer_stops = Counts(counts.words * 2, counts.sentences, counts.syllables * 2)
    assert ease(longer_words, lang) < ease(counts, lang)
    assert ease(fewer_stops, lang) < ease(counts, lang)


def test_texts_are_found_wherever_they_stand_in_both_languages() -> None:
    data = {
        "id": "chat",
        "name": {"es": "Chat en vivo", "en": "Live chat"},
        "tools": {"es": ["uno", "dos"], "en": ["one"]},
        "steps": [{"do": {"es": "Leer", "en": "Read"}, "role": "agent"}],
        "problem": {"es": {"message": "falta"}, "en": {"message": "is missing"}},
        "half": {"es": "solo"},
    }
    assert list(said_in(data)) == [
        Said(("name",), "es", "Chat en vivo"),
        Said(("name",), "en", "Live chat"),
        Said(("tools", 0), "es", "uno"),
        Said(("tools", 1), "es", "dos"),
        Said(("tools", 0), "en", "one"),
        Said(("steps", 0, "do"), "es", "Leer"),
        Said(("steps", 0, "do"), "en", "Read"),
        Said(("problem", "message"), "es", "falta"),
        Said(("problem", "message"), "en", "is missing"),
    ]
