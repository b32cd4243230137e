"""The Python API: the same functions the command line uses, gathered in one place."""

from __future__ import annotations

from typing import Literal

from svcmodel.domain.assessment import Assessment
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.knowledge import Knowledge
from svcmodel.domain.merging import Voice
from svcmodel.domain.plan import Plan
from svcmodel.domain.questions import Questionnaire
from svcmodel.domain.records import Lang
from svcmodel.domain.segmented import SegmentedResult
from svcmodel.domain.shelf import PlaybookShelf
from svcmodel.planning.build_plan import build_plan
from svcmodel.planning.review import review
from svcmodel.render.charts import charts_of
from svcmodel.render.documents import document
from svcmodel.render.json_result import json_result
from svcmodel.render.plan_json import plan_json
from svcmodel.render.plan_report import plan_report, sections_around
from svcmodel.render.report import report
from svcmodel.render.words import Words
from svcmodel.scoring.assess import assess
from svcmodel.scoring.compare import compare
from svcmodel.scoring.compare_stages import Side
from svcmodel.scoring.explain import explain
from svcmodel.scoring.merge import merge_sheets
from svcmodel.scoring.segments import assess_segments
from svcmodel.scoring.surroundings import surroundings
from svcmodel.sources.answer_files import load_answers
from svcmodel.sources.catalogue_files import load_catalogue
from svcmodel.sources.knowledge_files import load_knowledge
from svcmodel.sources.kpi_value_files import load_kpi_values
from svcmodel.sources.playbook_files import load_playbooks
from svcmodel.sources.questionnaire_files import load_questionnaire
from svcmodel.sources.words_files import load_phrases, load_template

DocumentFormat = Literal["json", "markdown", "html"]

__all__ = [
    "Side",
    "Voice",
    "assess",
    "assess_segments",
    "build_plan",
    "compare",
    "explain",
    "load_answers",
    "load_catalogue",
    "load_knowledge",
    "load_kpi_values",
    "load_playbooks",
    "load_questionnaire",
    "merge_sheets",
    "render",
    "review",
    "surroundings",
]


def render(
    assessment: Assessment,
    catalogue: Catalogue,
    format_: DocumentFormat,
    *,
    lang: Lang,
    plan: Plan | None = None,
    shelf: PlaybookShelf | None = None,
    knowledge: Knowledge | None = None,
    segmented: SegmentedResult | None = None,
    questionnaire: Questionnaire | None = None,
) -> str:
    """The text of a result: the advice alone, or with `plan` and its `shelf` the plan.

    Every format writes the plan; `json` and `markdown` write the advice too. A plan made with
    `knowledge` tells what stands around the design where it is given here as well. With `segmented`
    the advice tells of the segments. A plan says what is still to be asked in the words of the
    `questionnaire`. Raises `ValueError` for HTML without a plan.
    """
    planned = None if plan is None or shelf is None else (plan, shelf)
    if format_ == "json":
        if planned is None:
            return json_result(assessment, catalogue, lang, segmented)
        return plan_json(planned[0], catalogue, planned[1], lang)
    words = Words(lang, load_phrases())
    questions = questionnaire.bank if questionnaire else {} if planned else None
    told = report(assessment, catalogue, words, segmented, questions)
    if planned is None:
        if format_ == "html":
            raise ValueError("html needs a plan and its shelf of playbooks")
        return document("score.md.j2", load_template, words, told)
    template = "plan.html.j2" if format_ == "html" else "plan.md.j2"
    steps = plan_report(planned[0], assessment, catalogue, planned[1], words)
    around = sections_around(planned[0], knowledge, assessment, catalogue, words)
    drawn = charts_of(planned[0], assessment, catalogue, planned[1], words)
    given = {"plan": steps, "around": around, "charts": drawn}
    return document(template, load_template, words, told, **given)
