"""Plans with all that a document of them is written from, made as `svcmodel plan` makes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache, partial
from typing import Any

from svcmodel import __version__
from svcmodel.cli.inputs import segments_of
from svcmodel.cli.plan_formats import PlanMaterial
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.knowledge import Knowledge
from svcmodel.domain.records import Lang
from svcmodel.domain.shelf import PlaybookShelf
from svcmodel.planning.build_plan import build_plan
from svcmodel.render.weights_data import weights_trial
from svcmodel.render.words import Words
from svcmodel.scoring.assess import assess
from svcmodel.sources.answer_files import load_answers
from svcmodel.sources.catalogue_files import load_catalogue
from svcmodel.sources.knowledge_files import load_knowledge
from svcmodel.sources.playbook_files import load_playbooks
from svcmodel.sources.questionnaire_files import load_questionnaire
from svcmodel.sources.words_files import load_phrases
from tests.program import DAY, ROOT


@cache
def _shelves() -> tuple[Catalogue, PlaybookShelf, Knowledge]:
    catalogue = load_catalogue()
    return catalogue, load_playbooks(), load_knowledge(catalogue)


@cache
def material(example: str, lang: Lang) -> PlanMaterial:
    """The plan of an example, by its name, for the day of the tests."""
    return material_of(str(ROOT / "examples" / f"{example}.yaml"), lang)


def material_of(file: str, lang: Lang, **changed: Any) -> PlanMaterial:
    """The plan of an answer file; `changed`: fields of the sheet that are otherwise."""
    catalogue, shelf, knowledge = _shelves()
    questionnaire = load_questionnaire("full")
    answers = replace(load_answers(file, catalogue, questionnaire), **changed)
    assessment = assess(catalogue, questionnaire, answers, on=DAY, program=__version__)
    segmented = segments_of(catalogue, questionnaire, answers, assessment)
    planned_for = replace(assessment, design=segmented.proposed) if segmented else assessment
    bank: Mapping[str, Any] = questionnaire.bank
    plan = build_plan(planned_for, catalogue, shelf, answers, bank, knowledge=knowledge)
    words = Words(lang, load_phrases())
    return PlanMaterial(
        plan,
        assessment,
        planned_for,
        segmented,
        catalogue,
        shelf,
        knowledge,
        words,
        bank,
        trial=partial(weights_trial, catalogue, bank, answers, assessment, words),
    )
