"""Plans as Markdown: read as they are meant, without names that only the program knows."""

from __future__ import annotations

import itertools
import re
from functools import cache

import pytest

from svcmodel.cli.plan_formats import FORMATS
from svcmodel.domain.records import LANGUAGES, Lang
from tests.plans import material

COMPANIES = pytest.mark.parametrize("company", ["ecoproductos", "luxury_boutique", "retail_bank"])
EVERY_LANGUAGE = pytest.mark.parametrize("lang", LANGUAGES)
INNER_NAME = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b")


@cache
def text_of(company: str, lang: Lang) -> str:
    text = FORMATS[".md"].write(material(company, lang))
    assert isinstance(text, str)
    return text


@COMPANIES
def test_the_day_is_written_out(company: str) -> None:
    assert text_of(company, "es").splitlines()[2] == "A 15 de enero de 2026"
    assert text_of(company, "en").splitlines()[2] == "As of 15 January 2026"


@COMPANIES
@EVERY_LANGUAGE
def test_a_paragraph_after_a_list_is_no_part_of_its_last_item(company: str, lang: Lang) -> None:
    for line, below in itertools.pairwise(text_of(company, lang).splitlines()):
        assert not line.startswith("- ") or not below or below.startswith("- "), below


@COMPANIES
@EVERY_LANGUAGE
def test_no_question_is_named_by_its_id(company: str, lang: Lang) -> None:
    made = material(company, lang)
    inner = {*made.questions, *made.catalogue.criteria}
    text = text_of(company, lang).replace("\\", "")
    assert inner.isdisjoint(INNER_NAME.findall(text))


@COMPANIES
@EVERY_LANGUAGE
def test_other_designs_stand_below_their_heading(company: str, lang: Lang) -> None:
    made = material(company, lang)
    if made.advice.next_best and "why_not" in made.plan.sections:
        _, after = text_of(company, lang).split(f"### {made.words('score.heading.next_best')}\n\n")
        for entry, line in zip(made.advice.next_best, after.splitlines(), strict=False):
            assert line == f"- **{entry.name}** ({entry.text})"


@EVERY_LANGUAGE
def test_the_ranking_says_what_its_places_count(lang: Lang) -> None:
    assert material("retail_bank", lang).words("plan.core_note") in text_of("retail_bank", lang)
