"""Assess one company: answers in, the whole immutable result out."""

from __future__ import annotations

from svcmodel.domain.answers import AnswerSheet
from svcmodel.domain.assessment import (
    MICRO,
    Assessment,
    Coverage,
    CriterionLevel,
    ModelResult,
    OpenQuestion,
    Versions,
)
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import UNKNOWN_SPAN
from svcmodel.domain.criteria import questions_of
from svcmodel.domain.models import ServiceModel
from svcmodel.domain.questions import Questionnaire
from svcmodel.scoring import rules
from svcmodel.scoring.choose_design import choose_design
from svcmodel.scoring.levels import Reading, read_levels
from svcmodel.scoring.ranking import core_list, ranked
from svcmodel.scoring.scores import score, swing
from svcmodel.scoring.tables import ScoreTable, score_table
from svcmodel.scoring.weights import criterion_weights


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
    reading = read_levels(catalogue, questionnaire.bank, answers)
    weights = criterion_weights(catalogue, answers.weights, answers.important)
    table = score_table(catalogue, weights)
    results = ranked(_result(table, m, reading) for m in catalogue.models.values())
    return Assessment(
        subject=answers.subject,
        on=on,
        versions=_versions(catalogue, questionnaire, answers, program),
        coverage=_coverage(table, reading),
        levels=reading.levels,
        models=results,
        core=core_list(results),
        design=choose_design(catalogue, results, reading.facts, answers.constraints, on),
        open_questions=_open_questions(catalogue, table, reading),
        not_scored=reading.not_scored,
    )


def _result(table: ScoreTable, model: ServiceModel, reading: Reading) -> ModelResult:
    scored = score(table, model.id, reading.levels)
    facts = reading.facts
    ruled = rules.rule_results(model, facts)
    cautions = rules.caution_results(model, facts)
    return ModelResult(
        id=model.id,
        layer=model.layer,
        core=model.core,
        micro=scored.micro,
        range=scored.range,
        range_graded=scored.range_graded,
        status=rules.status(ruled),
        may_lead=rules.may_lead(ruled),
        rules=ruled,
        readiness=rules.readiness(cautions),
        cautions=cautions,
        contributions=scored.contributions,
    )


def _coverage(table: ScoreTable, reading: Reading) -> Coverage:
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


def _open_questions(
    catalogue: Catalogue, table: ScoreTable, reading: Reading
) -> tuple[OpenQuestion, ...]:
    """What is not known yet, what could move a score most first."""
    unsure = [level for level in reading.levels.values() if _is_open(level)]
    asked = [
        OpenQuestion(
            level.criterion,
            tuple(dict.fromkeys(questions_of(catalogue.criteria[level.criterion].level_from))),
            swing(table, level.criterion, level.span or UNKNOWN_SPAN),
        )
        for level in unsure
    ]
    return tuple(sorted(asked, key=lambda question: (-question.swing, question.criterion)))


def _is_open(level: CriterionLevel) -> bool:
    return level.span is not None and level.span.low < level.span.high


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
