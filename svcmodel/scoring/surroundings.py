"""What stands around a design, put together."""

from __future__ import annotations

from collections.abc import Mapping

from svcmodel.domain.answers import AnswerSheet
from svcmodel.domain.assessment import Assessment
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.knowledge import Knowledge
from svcmodel.domain.questions import Question
from svcmodel.domain.surroundings import Surroundings
from svcmodel.scoring.analogues import analogues
from svcmodel.scoring.levels import read_levels
from svcmodel.scoring.patterns import anti_patterns_met, nearest_patterns
from svcmodel.scoring.place_sourcing import level_sourcing, provisioning_choice, stage_sourcing
from svcmodel.scoring.road import road
from svcmodel.scoring.weights import criterion_weights

SOURCING = "sourcing"


def surroundings(
    catalogue: Catalogue,
    bank: Mapping[str, Question],
    knowledge: Knowledge,
    sheet: AnswerSheet,
    assessment: Assessment,
    *,
    never: str = "",
) -> Surroundings:
    """Pattern, traps, who does what, the road and the nearest cases for an assessment.

    `never`: the id of a case that is the company itself and so no analogue of it.
    """
    facts = read_levels(catalogue, bank, sheet).facts
    design = assessment.design
    sourcing = design.layers.get(SOURCING)
    chosen = sourcing.chosen if sourcing else ""
    weights = criterion_weights(catalogue, sheet.weights, sheet.important)
    results = {result.id: result for result in assessment.models}
    return Surroundings(
        patterns=nearest_patterns(knowledge, design),
        anti_patterns=anti_patterns_met(knowledge, design, facts),
        stages=stage_sourcing(knowledge, facts, chosen),
        levels=level_sourcing(knowledge, facts, chosen),
        provisioning=provisioning_choice(knowledge.provisioning, facts, design.parts),
        road=road(catalogue, results, design, facts),
        analogues=analogues(knowledge.cases.values(), assessment.levels, weights, never=never),
    )
