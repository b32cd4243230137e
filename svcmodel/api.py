"""The Python API: the same functions the command line uses, gathered in one place."""

from __future__ import annotations

from typing import Literal

from svcmodel.domain.assessment import Assessment
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.plan import Plan, PlaybookShelf
from svcmodel.domain.records import Lang
from svcmodel.planning.build_plan import build_plan
from svcmodel.render.documents import document
from svcmodel.render.json_result import json_result
from svcmodel.render.plan_report import plan_report
from svcmodel.render.report import report
from svcmodel.render.words import Words
from svcmodel.scoring.assess import assess
from svcmodel.sources.answer_files import load_answers
from svcmodel.sources.catalogue_files import load_catalogue
from svcmodel.sources.playbook_files import load_playbooks
from svcmodel.sources.questionnaire_files import load_questionnaire
from svcmodel.sources.words_files import load_phrases, load_template

DocumentFormat = Literal["json", "markdown", "html"]

__all__ = [
    "assess",
    "build_plan",
    "load_answers",
    "load_catalogue",
    "load_playbooks",
    "load_questionnaire",
    "render",
]


def render(
    assessment: Assessment,
    catalogue: Catalogue,
    format_: DocumentFormat,
    *,
    lang: Lang,
    plan: Plan | None = None,
    shelf: PlaybookShelf | None = None,
) -> str:
    """The text of a result: the advice alone, or with `plan` and its `shelf` the plan document.

    `json` and `markdown` write the advice; `markdown` and `html` write the plan.
    Raises `ValueError` for HTML without a plan.
    """
    if format_ == "json":
        return json_result(assessment, catalogue, lang)
    words = Words(lang, load_phrases())
    told = report(assessment, catalogue, words)
    if plan is None or shelf is None:
        if format_ == "html":
            raise ValueError("html needs a plan and its shelf of playbooks")
        return document("score.md.j2", load_template, words, told)
    template = "plan.html.j2" if format_ == "html" else "plan.md.j2"
    planned = plan_report(plan, assessment, catalogue, shelf, words)
    return document(template, load_template, words, told, plan=planned)
