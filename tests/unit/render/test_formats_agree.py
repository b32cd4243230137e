"""One plan, six formats: the facts that stand in one stand in all of them."""

from __future__ import annotations

import html
import itertools
import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cache
from io import BytesIO
from typing import Any

import docx
import pypdf
import pytest

from svcmodel.cli.plan_formats import FORMATS, PlanMaterial
from svcmodel.domain.records import LANGUAGES, Lang
from tests.plans import material
from tests.workbooks import open_workbook

TAG = re.compile(r"<(style|script|svg|template)\b.*?</\1>|<[^>]*>", re.DOTALL)
ESCAPED = re.compile(r"\\([^\w\s])")
LEFT_OUT = re.compile(r"[\s\u00ad\u200b\u2010\u2011-]+")
"""Spaces, line breaks and hyphens: each format breaks lines its own way."""

DATA = (".json", ".xlsx")
"""The formats that hold days and figures as such, not as they are read."""


def squeezed(text: str) -> str:
    """A text without what setting it in lines adds: spaces, hyphens, letters joined in one sign."""
    return LEFT_OUT.sub("", unicodedata.normalize("NFKC", text))


def leaves(value: Any) -> Iterator[str]:
    """Every text and number of JSON, in order."""
    match value:
        case dict():
            for each in value.values():
                yield from leaves(each)
        case list():
            for each in value:
                yield from leaves(each)
        case _:
            yield str(value)


def word_text(data: bytes) -> str:
    found = docx.Document(BytesIO(data)).element.body.iter()
    return " ".join(each.text or "" for each in found if each.tag.endswith("}t"))


def workbook_text(data: bytes) -> str:
    def told(value: Any) -> str:
        return value.date().isoformat() if isinstance(value, datetime) else str(value)

    rows = (row for page in open_workbook(data) for row in page.iter_rows(values_only=True))
    return " ".join(told(value) for row in rows for value in row if value is not None)


def pdf_text(data: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(data)).pages)


READ: Mapping[str, Callable[[bytes], str]] = {
    ".html": lambda data: html.unescape(TAG.sub(" ", data.decode())),
    ".md": lambda data: ESCAPED.sub(r"\1", data.decode().replace("**", "")),
    ".json": lambda data: " ".join(leaves(json.loads(data))),
    ".xlsx": workbook_text,
    ".docx": word_text,
    ".pdf": pdf_text,
}
"""How a person or a program gets the text out of each format."""


@cache
def text_of(company: str, lang: Lang, suffix: str) -> str:
    data = FORMATS[suffix].write(material(company, lang))
    return squeezed(READ[suffix](data.encode() if isinstance(data, str) else data))


def facts(made: PlanMaterial, suffix: str) -> Iterator[tuple[str, str]]:
    """What every format must say, each as that format writes it."""
    plan, lang = made.plan, made.words.lang
    for choice in plan.decisions:
        yield "decision", choice.question.to(lang)
        yield "chosen", made.catalogue.models[choice.chosen].name.to(lang)
    for obligation in plan.obligations:
        if obligation.applies:
            yield "obligation", obligation.name.to(lang)
    for kpi in plan.kpis:
        yield "measure", kpi.kpi.name.to(lang)
    for risk in plan.risks:
        yield "risk", risk.risk.to(lang)
    yield from tasks(made, suffix)
    yield from scores(made, suffix)


def tasks(made: PlanMaterial, suffix: str) -> Iterator[tuple[str, str]]:
    """The tasks, with who does them and when."""
    times = {each.task: each for each in made.plan.schedule.tasks}
    texts = [text for step in made.steps.steps for text in step.tasks]
    for task, text in zip(made.plan.tasks, texts, strict=True):
        time = times[task.id]
        yield "task", f"{text.number} {text.title}"
        if suffix == ".json":
            yield "owner", task.person or task.role
        else:
            yield "owner", text.role
        if suffix in DATA:
            yield "day", time.start
            yield "day", time.end
        else:
            yield "days", text.when


def scores(made: PlanMaterial, suffix: str) -> Iterator[tuple[str, str]]:
    """The scores: of the decisions where data is, of the best-supported models where they are shown."""
    if suffix in DATA:
        digits = 2 if suffix == ".json" else 1
        for choice in made.plan.decisions:
            yield "score", f"{round(choice.fit / 1_000_000, digits):g}"
    elif "ranking" in made.plan.sections:
        for row in made.advice.core:
            yield "score", made.words.number(row.score or 0, 1)


def missing(made: PlanMaterial, text: str, suffix: str) -> list[tuple[str, str]]:
    told = list(facts(made, suffix))
    assert len(told) > 90
    return [(kind, fact) for kind, fact in told if squeezed(fact) not in text]


QUICK = [("ecoproductos", "es", suffix) for suffix in READ]
QUICK += [("ecoproductos", "en", suffix) for suffix in (".html", ".md", ".json", ".xlsx")]
EVERY = itertools.product(("ecoproductos", "productivity_startup"), LANGUAGES, READ)
SLOW = [pytest.param(*each, marks=pytest.mark.documents) for each in EVERY if each not in QUICK]


@pytest.mark.parametrize(("company", "lang", "suffix"), [*QUICK, *SLOW])
def test_the_facts_of_a_plan_stand_in_every_format(company: str, lang: Lang, suffix: str) -> None:
    assert missing(material(company, lang), text_of(company, lang, suffix), suffix) == []


def test_the_facts_are_such_as_another_plan_does_not_hold() -> None:
    for suffix in (".md", ".json", ".xlsx"):
        other = missing(
            material("ecoproductos", "es"), text_of("ecoproductos", "en", suffix), suffix
        )
        kinds = {kind for kind, _ in other}
        assert kinds >= {"task", "measure", "risk", "obligation", "chosen"}


def test_every_format_is_read() -> None:
    assert set(READ) == set(FORMATS)
