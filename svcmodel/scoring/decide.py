"""From answers to a decision: levels, scores, places and the design. No more than that, and fast."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from svcmodel.domain.answers import AnswerSheet, Constraint
from svcmodel.domain.assessment import Design, ModelResult
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.models import ServiceModel
from svcmodel.domain.questions import Question
from svcmodel.scoring import rules
from svcmodel.scoring.choose_design import active_limits, choose_design
from svcmodel.scoring.design import Limits
from svcmodel.scoring.levels import Reading, read_levels
from svcmodel.scoring.ranking import ranked
from svcmodel.scoring.scores import score
from svcmodel.scoring.tables import ScoreTable, score_table
from svcmodel.scoring.weights import criterion_weights


@dataclass(frozen=True, slots=True)
class Decided:
    """What was read, the table it was scored by, every model's result, and the design."""

    reading: Reading
    table: ScoreTable
    results: tuple[ModelResult, ...]
    design: Design
    limits: Limits


def decide(
    catalogue: Catalogue, bank: Mapping[str, Question], answers: AnswerSheet, on: str
) -> Decided:
    """Score every model and choose the design, for the day `on` (YYYY-MM-DD).

    Raises `WrongUseError` when the client's constraints leave no coherent design.
    """
    reading = read_levels(catalogue, bank, answers)
    return decide_on(catalogue, reading, table_for(catalogue, answers), answers.constraints, on)


def table_for(catalogue: Catalogue, answers: AnswerSheet) -> ScoreTable:
    """The table to score a sheet by: it depends on its weights and marks alone."""
    return score_table(catalogue, criterion_weights(catalogue, answers.weights, answers.important))


def decide_on(
    catalogue: Catalogue,
    reading: Reading,
    table: ScoreTable,
    constraints: tuple[Constraint, ...],
    on: str,
) -> Decided:
    """The same for a sheet that was read already, by a table made before."""
    results = ranked(
        (_result(table, m, reading) for m in catalogue.models.values()),
        channels=frozenset(m.id for m in catalogue.models.values() if m.kind == "channel"),
    )
    design = choose_design(catalogue, results, reading.facts, constraints, on)
    limits = active_limits(catalogue, reading.facts, constraints, on)
    return Decided(reading, table, results, design, limits)


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
