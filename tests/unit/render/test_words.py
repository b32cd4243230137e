"""Days and lists as each language writes them."""

from __future__ import annotations

import pytest

from svcmodel.domain.records import Lang
from svcmodel.render.words import Words
from svcmodel.sources.words_files import load_phrases


def words(lang: Lang) -> Words:
    return Words(lang, load_phrases())


def test_a_day_is_written_out() -> None:
    assert words("es").date("2026-01-05") == "5 de enero de 2026"
    assert words("en").date("2026-12-31") == "31 December 2026"


@pytest.mark.parametrize(
    ("last", "items", "said"),
    [
        ("and", [], ""),
        ("and", ["Proactivo"], "Proactivo"),
        ("and", ["Freemium", "Proactivo", "Reactivo"], "Freemium, Proactivo y Reactivo"),
        ("and", ["Freemium", "Híbrido"], "Freemium e Híbrido"),
        ("and", ["fuego", "hielo"], "fuego y hielo"),
        ("and", ["agua", "iones"], "agua y iones"),
        ("or", ["Freemium", "Omnicanal"], "Freemium u Omnicanal"),
        ("or", ["Omnicanal", "Freemium"], "Omnicanal o Freemium"),
    ],
)
def test_a_spanish_list_sounds_right(last: str, items: list[str], said: str) -> None:
    assert words("es").listed(items, last) == said


def test_an_english_list_needs_no_change() -> None:
    assert words("en").listed(["Freemium", "Integral"]) == "Freemium and Integral"
    assert words("en").listed(["Freemium", "Omnichannel"], "or") == "Freemium or Omnichannel"
