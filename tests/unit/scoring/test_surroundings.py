"""What stands around a design: patterns, traps, who does what, the road, cases like it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from svcmodel.domain.answers import AnswerSheet
from svcmodel.domain.assessment import Assessment
from svcmodel.domain.cases import Case
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import Facts, Span
from svcmodel.domain.knowledge import Knowledge
from svcmodel.domain.questions import Questionnaire
from svcmodel.domain.surroundings import Road
from svcmodel.scoring.analogues import analogues
from svcmodel.scoring.assess import assess
from svcmodel.scoring.levels import read_levels
from svcmodel.scoring.patterns import anti_patterns_met, nearest_patterns
from svcmodel.scoring.place_sourcing import level_sourcing, provisioning_choice, stage_sourcing
from svcmodel.scoring.road import road
from svcmodel.scoring.weights import criterion_weights
from svcmodel.sources.answer_files import load_answers
from svcmodel.sources.knowledge_files import load_knowledge
from tests.builders import DAY, given, made, words
from tests.program import ECOPRODUCTOS, EXAMPLES
from tests.properties.sheets import direct


@pytest.fixture(scope="session")
def knowledge(shipped: Catalogue) -> Knowledge:
    return load_knowledge(shipped)


def eco(shipped: Catalogue, full: Questionnaire) -> tuple[AnswerSheet, Assessment]:
    sheet = load_answers(ECOPRODUCTOS, shipped, full)
    return sheet, assess(shipped, full, sheet, on=DAY)


def facts_of(shipped: Catalogue, full: Questionnaire, sheet: AnswerSheet) -> Facts:
    return read_levels(shipped, full.bank, sheet).facts


class TestPatterns:
    def test_every_pattern_is_compared_and_the_nearest_comes_first(
        self, shipped: Catalogue, full: Questionnaire, knowledge: Knowledge
    ) -> None:
        _, assessment = eco(shipped, full)
        matches = nearest_patterns(knowledge, assessment.design)
        assert {match.pattern for match in matches} == set(knowledge.patterns)
        assert [m.likeness for m in matches] == sorted((m.likeness for m in matches), reverse=True)

    def test_ecoproductos_is_a_caring_shop(
        self, shipped: Catalogue, full: Questionnaire, knowledge: Knowledge
    ) -> None:
        _, assessment = eco(shipped, full)
        assert nearest_patterns(knowledge, assessment.design)[0].pattern == "caring_shop"

    @pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
    def test_no_advice_for_an_example_is_a_known_trap(
        self, shipped: Catalogue, full: Questionnaire, knowledge: Knowledge, file: Any
    ) -> None:
        sheet = load_answers(file, shipped, full)
        design = assess(shipped, full, sheet, on=DAY).design
        assert anti_patterns_met(knowledge, design, facts_of(shipped, full, sheet)) == ()


class TestWhoDoesIt:
    def test_every_stage_and_level_has_somebody(
        self, shipped: Catalogue, full: Questionnaire, knowledge: Knowledge
    ) -> None:
        facts = facts_of(shipped, full, AnswerSheet("Nobody"))
        for placed in (
            *stage_sourcing(knowledge, facts, "in_house"),
            *level_sourcing(knowledge, facts, "in_house"),
        ):
            assert placed.who in shipped.models

    def test_an_open_rule_before_the_deciding_one_is_remembered(
        self, shipped: Catalogue, full: Questionnaire, knowledge: Knowledge
    ) -> None:
        nothing_said = facts_of(shipped, full, AnswerSheet("Nobody"))
        everything = facts_of(shipped, full, eco(shipped, full)[0])
        assert any(placed.open for placed in stage_sourcing(knowledge, nothing_said, "in_house"))
        assert not any(placed.open for placed in stage_sourcing(knowledge, everything, "in_house"))

    def test_a_law_against_third_parties_keeps_every_stage_from_suppliers(
        self, shipped: Catalogue, full: Questionnaire, knowledge: Knowledge
    ) -> None:
        sheet = AnswerSheet("Us", answers={"legal_no_third_party": given("x", True)})
        placed = stage_sourcing(knowledge, facts_of(shipped, full, sheet), "in_house")
        assert {each.who for each in placed}.isdisjoint({"outsourcing", "managed"})

    def test_technology_is_chosen_only_where_the_design_needs_a_page_on_it(
        self, knowledge: Knowledge
    ) -> None:
        assert provisioning_choice(knowledge.provisioning, Facts(), ["post"]) is None
        assert knowledge.provisioning is not None
        needed = knowledge.provisioning.needed_by[:1]
        choice = provisioning_choice(knowledge.provisioning, Facts(), needed)
        assert choice == (knowledge.provisioning.otherwise, None)


class TestRoad:
    def way(
        self, shipped: Catalogue, full: Questionnaire, *today: str, **levels: int
    ) -> tuple[Road, Assessment]:
        sheet, _ = eco(shipped, full)
        answers = dict(sheet.answers)
        if today:
            answers["models_today"] = given("models_today", today)
        for id_, level in levels.items():
            answers[id_] = direct(id_, Span(level, level))
        sheet = AnswerSheet("Eco", answers=answers)
        assessment = assess(shipped, full, sheet, on=DAY)
        results = {result.id: result for result in assessment.models}
        told = road(shipped, results, assessment.design, facts_of(shipped, full, sheet))
        assert told is not None
        return told, assessment

    def test_what_is_done_today_is_not_changed(
        self, shipped: Catalogue, full: Questionnaire
    ) -> None:
        _, assessment = eco(shipped, full)
        chosen = [choice.chosen for choice in assessment.design.layers.values()]
        told, _ = self.way(shipped, full, *chosen)
        assert told.moves == ()
        assert told.known
        assert set(told.stays) == set(assessment.design.layers)

    def test_where_nothing_is_told_it_starts_from_the_baselines(
        self, shipped: Catalogue, full: Questionnaire
    ) -> None:
        told, assessment = self.way(shipped, full)
        assert not told.known
        moved = {move.target for move in told.moves}
        away = {c.chosen for c in assessment.design.layers.values() if not c.at_baseline}
        assert away <= moved

    def test_every_move_begins_within_its_phase_and_not_before_its_turn(
        self, shipped: Catalogue, full: Questionnaire
    ) -> None:
        told, _ = self.way(shipped, full)
        rules = shipped.head.road_rules
        assert rules is not None
        months = {phase.id: phase.months for phase in rules.phases}
        assert all(months[move.phase][0] <= move.month for move in told.moves)
        assert [m.month for m in told.moves] == sorted(m.month for m in told.moves)

    def test_heavy_changes_begin_a_quarter_apart(
        self, shipped: Catalogue, full: Questionnaire
    ) -> None:
        rules = shipped.head.road_rules
        assert rules is not None
        for file in EXAMPLES:
            sheet = load_answers(file, shipped, full)
            assessment = assess(shipped, full, sheet, on=DAY)
            results = {result.id: result for result in assessment.models}
            told = road(shipped, results, assessment.design, facts_of(shipped, full, sheet))
            assert told is not None
            heavy = sorted(
                move.month
                for move in told.moves
                if move.layer in rules.heavy and move.because != "prerequisite"
            )
            gaps = [later - earlier for earlier, later in pairwise(heavy)]
            assert all(gap >= 3 for gap in gaps), file.stem

    def test_a_short_deadline_tells_what_comes_too_late(
        self, shipped: Catalogue, full: Questionnaire
    ) -> None:
        told, _ = self.way(shipped, full, flx_speed=5)
        assert told.deadline == 3
        assert all(move.late == (move.month >= 3) for move in told.moves)


def case_of(id_: str, **levels: int) -> Case:
    data = {
        "id": id_,
        "organisation": id_,
        "country": words(),
        "sector": words(),
        "year": "2020",
        "small_or_unknown": True,
        "failure": False,
        "counts": True,
        "chosen": ["self_service"],
        "confidence": "high",
        "outcome": words(),
        "links": ["https://example.org"],
        "stated": levels,
        "inferred": {},
    }
    built: Case = made(Case, data)
    return built


class TestAnalogues:
    def levels(self, shipped: Catalogue, full: Questionnaire, **said: int) -> Any:
        answers = {id_: direct(id_, Span(level, level)) for id_, level in said.items()}
        return read_levels(shipped, full.bank, AnswerSheet("Us", answers=answers)).levels

    def test_the_case_with_the_same_answers_is_nearest_and_never_itself(
        self, shipped: Catalogue, full: Questionnaire
    ) -> None:
        levels = self.levels(shipped, full, cus_volume=5, cus_human=1)
        cases = [
            case_of("same", cus_volume=5, cus_human=1),
            case_of("near", cus_volume=4, cus_human=1),
            case_of("far", cus_volume=1, cus_human=5),
        ]
        weights = criterion_weights(shipped)
        assert [a.case for a in analogues(cases, levels, weights)] == ["same", "near", "far"]
        found = analogues(cases, levels, weights, never="same")
        assert [a.case for a in found] == ["near", "far"]

    def test_likeness_by_hand(self, shipped: Catalogue, full: Questionnaire) -> None:
        """Two criteria, four levels apart together, and ten more taken as half alike."""
        levels = self.levels(shipped, full, cus_volume=5, cus_human=1)
        (found,) = analogues(
            [case_of("one", cus_volume=3, cus_human=3)], levels, criterion_weights(shipped)
        )
        assert found.likeness == round(1_000_000 * (1 - (4 + 20) / (4 * 12)))
        assert found.shared == 2
        assert found.unlike == ("cus_human", "cus_volume")

    def test_a_case_that_shares_no_answer_is_no_analogue(
        self, shipped: Catalogue, full: Questionnaire
    ) -> None:
        levels = self.levels(shipped, full, cus_volume=5)
        assert analogues([case_of("one", cus_human=3)], levels, criterion_weights(shipped)) == ()
