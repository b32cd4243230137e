"""Plans of several companies and their charts, made once."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from svcmodel.api import assess, build_plan, load_answers, load_questionnaire
from svcmodel.domain.assessment import Assessment
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.plan import Plan
from svcmodel.domain.records import LANGUAGES, Lang
from svcmodel.domain.shelf import PlaybookShelf
from svcmodel.render.chart_types import Chart
from svcmodel.render.charts import PlanCharts, charts_of
from svcmodel.render.documents import page
from svcmodel.render.words import Words
from svcmodel.sources import catalogue_files, playbook_files
from svcmodel.sources.words_files import load_phrases, load_template

ROOT = Path(__file__).resolve().parents[3]
DAY = "2026-01-15"
NAMES = ("ecoproductos", "productivity_startup", "retail_bank", "nothing", "little")
TEXTS = {
    "nothing": "format: svcmodel/answers/1\nsubject: Nothing yet\n",
    "little": "format: svcmodel/answers/1\nsubject: Little\nanswers: {cus_volume: 1200, obj_cost: 5}\n",
}
EVERY = pytest.mark.parametrize(
    ("name", "lang"), [(name, lang) for name in NAMES for lang in LANGUAGES]
)
PAGE = (
    """{% from "charts.svg.j2" import figures with context %}<body>{{ figures(charts) }}</body>"""
)


@cache
def load_catalogue() -> Catalogue:
    return catalogue_files.load_catalogue()


@cache
def load_playbooks() -> PlaybookShelf:
    return playbook_files.load_playbooks()


@cache
def planned(name: str) -> tuple[Plan, Assessment]:
    catalogue, questionnaire = load_catalogue(), load_questionnaire("full")
    with TemporaryDirectory() as folder:
        file = ROOT / "examples" / f"{name}.yaml"
        if name in TEXTS:
            file = Path(folder) / "answers.yaml"
            file.write_text(TEXTS[name], encoding="utf-8")
        answers = load_answers(file, catalogue, questionnaire)
    assessment = assess(catalogue, questionnaire, answers, on=DAY, program="test")
    return build_plan(
        assessment, catalogue, load_playbooks(), answers, questionnaire.bank
    ), assessment


@cache
def charts(name: str, lang: Lang) -> PlanCharts:
    plan, assessment = planned(name)
    words = Words(lang, load_phrases())
    return charts_of(plan, assessment, load_catalogue(), load_playbooks(), words)


def every(found: PlanCharts) -> Iterator[Chart]:
    for part in dataclasses.fields(found):
        each = getattr(found, part.name)
        yield from each.values() if isinstance(each, dict) else each


def on_page(found: tuple[Chart, ...], lang: Lang) -> str:
    words = Words(lang, load_phrases())

    def load(name: str) -> str | None:
        return PAGE if name == "page.html.j2" else load_template(name)

    return page("page.html.j2", load, words, charts=found)
