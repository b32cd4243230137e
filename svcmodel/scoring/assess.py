"""Assess one company: answers in, the whole immutable result out."""

from __future__ import annotations

from svcmodel.domain.answers import AnswerSheet
from svcmodel.domain.assessment import MICRO, Assessment, Coverage, Versions
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import Questionnaire
from svcmodel.scoring import rules
from svcmodel.scoring.certainty import with_certainty
from svcmodel.scoring.decide import decide
from svcmodel.scoring.levels import Reading
from svcmodel.scoring.ranking import core_list
from svcmodel.scoring.robustness import with_lead_shares
from svcmodel.scoring.tables import ScoreTable


def assess(
    catalogue: Catalogue,
    questionnaire: Questionnaire,
    answers: AnswerSheet,
    *,
    on: str,
    program: str = "",
) -> Assessment:
    """Score every model and choose the design, for the day `on` (YYYY-MM-DD).

    Raises `WrongUseError` when the client's constraints leave no coherent design.
    """
    decided = decide(catalogue, questionnaire.bank, answers, on)
    reading = decided.reading
    sure = with_certainty(catalogue, questionnaire.bank, decided, on)
    return Assessment(
        subject=answers.subject,
        on=on,
        versions=_versions(catalogue, questionnaire, answers, program),
        coverage=coverage(decided.table, reading),
        levels=reading.levels,
        models=with_lead_shares(catalogue, answers, decided),
        core=core_list(decided.results),
        design=sure.design,
        open_questions=sure.open_questions,
        open_facts=sure.open_facts,
        contradictions=rules.contradictions(catalogue, reading.facts),
        not_scored=reading.not_scored,
    )


def coverage(table: ScoreTable, reading: Reading) -> Coverage:
    """The weight answered, of the weight that applies."""
    applying = {id_: level for id_, level in reading.levels.items() if level.span is not None}
    answered = [id_ for id_, level in applying.items() if level.answered]
    whole = sum(table.weights[id_] for id_ in applying)
    part = sum(table.weights[id_] for id_ in answered)
    return Coverage(
        share=round(part * MICRO / whole) if whole else 0,
        answered=len(answered),
        not_applicable=len(reading.levels) - len(applying),
        total=len(reading.levels),
    )


def _versions(
    catalogue: Catalogue, questionnaire: Questionnaire, answers: AnswerSheet, program: str
) -> Versions:
    return Versions(
        program=program,
        catalogue=catalogue.head.id,
        catalogue_version=catalogue.head.version,
        catalogue_hash=catalogue.hash,
        questionnaire=questionnaire.file.id,
        questionnaire_version=questionnaire.file.version,
        questionnaire_hash=questionnaire.hash,
        answers_hash=answers.hash,
    )
