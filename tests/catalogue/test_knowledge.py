"""What the catalogue knows beside its models: patterns, stages, levels, strategies, contradictions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, combinations, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svcmodel.domain.answers import Answer, AnswerSheet
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import (
    UNKNOWN_SPAN,
    AllOf,
    AnswerIs,
    AnyOf,
    Condition,
    Facts,
    LevelIs,
    Not,
    Span,
    criteria_in,
    evaluate,
    questions_in,
)
from svcmodel.domain.knowledge import (
    AntiPattern,
    DesignPattern,
    Knowledge,
    ProvisioningFile,
    Stage,
    SupportLevel,
)
from svcmodel.domain.questions import Choice, MultiChoice, Question, Questionnaire, Ranking, YesNo
from svcmodel.scoring.assess import assess
from svcmodel.scoring.levels import read_levels
from svcmodel.sources.answer_files import load_answers
from svcmodel.sources.knowledge_files import load_knowledge
from svcmodel.sources.package_data import data_folder
from tests.builders import DAY

Piece = Stage | SupportLevel

OUTSIDE_BY_NATURE = "level_4"
"""Whoever made the thing answers there, behind the company; nobody is chosen to serve customers."""


@pytest.fixture(scope="session")
def knowledge(shipped: Catalogue) -> Knowledge:
    return load_knowledge(shipped)


@pytest.fixture(scope="session")
def pieces(knowledge: Knowledge) -> tuple[Piece, ...]:
    assert knowledge.support is not None
    return (*knowledge.stages, *knowledge.support.levels)


@pytest.fixture(scope="session")
def provisioning(knowledge: Knowledge) -> ProvisioningFile:
    assert knowledge.provisioning is not None
    return knowledge.provisioning


@pytest.fixture(scope="session")
def examples(shipped: Catalogue, full: Questionnaire) -> dict[str, AnswerSheet]:
    files = sorted(Path(str(data_folder("examples"))).glob("*.yaml"))
    assert len(files) >= 12
    return {file.stem: load_answers(file, shipped, full) for file in files}


def leaves(condition: Condition) -> Iterator[LevelIs | AnswerIs]:
    match condition:
        case AllOf():
            yield from chain.from_iterable(map(leaves, condition.all))
        case AnyOf():
            yield from chain.from_iterable(map(leaves, condition.any))
        case Not():
            yield from leaves(condition.not_)
        case _:
            yield condition


def compared_with(condition: Condition, question: str) -> list[Any]:
    """The values a question's answer is compared with."""
    found: list[Any] = []
    for leaf in leaves(condition):
        if isinstance(leaf, AnswerIs) and leaf.answer == question:
            single = (leaf.equals, leaf.at_least, leaf.at_most)
            found += [*(value for value in single if value is not None), *(leaf.one_of or ())]
    return list(dict.fromkeys(found))


def telling_levels(condition: Condition, criterion: str) -> list[int]:
    """Levels enough to make every comparison of a criterion true, and false."""
    named: set[int] = set()
    for leaf in leaves(condition):
        if isinstance(leaf, LevelIs) and leaf.level == criterion:
            named |= {v for v in (leaf.equals, leaf.at_least, leaf.at_most) if v is not None}
            named |= set(leaf.one_of or ())
    return sorted({near for v in named for near in (v - 1, v, v + 1)} & set(range(1, 6)))


def telling_answers(condition: Condition, question: Question) -> list[Any]:
    """Answers enough to make every comparison of a question true, and false."""
    match question:
        case YesNo():
            return [True, False]
        case Choice():
            return [option.id for option in question.options]
        case MultiChoice() | Ranking():
            options = [(option.id,) for option in question.options]
            return options + list(combinations(compared_with(condition, question.id), 2))
        case _:
            named = compared_with(condition, question.id)
            return sorted({near for value in named for near in (value - 1, value, value + 1)})


def replies(condition: Condition, full: Questionnaire) -> Iterator[dict[str, Answer]]:
    """Every way of answering what a condition looks at, and nothing else."""
    criteria = list(dict.fromkeys(criteria_in(condition)))
    asked = list(dict.fromkeys(questions_in(condition)))
    choices = [telling_answers(condition, full.bank[id_]) for id_ in asked]
    for levels in product(*(telling_levels(condition, id_) for id_ in criteria)):
        by_level = {
            id_: Answer(id_, "given", span=Span(level, level))
            for id_, level in zip(criteria, levels, strict=True)
        }
        for said in product(*choices):
            by_value = zip(asked, said, strict=True)
            yield by_level | {id_: Answer(id_, "given", value=value) for id_, value in by_value}


def facts_of(said: dict[str, Answer], shipped: Catalogue, full: Questionnaire) -> Facts:
    """What is known of a company to which nothing applies but what it said."""
    levels = dict.fromkeys(shipped.criteria) | {k: a.span for k, a in said.items() if a.span}
    values = dict.fromkeys(full.bank) | {k: a.value for k, a in said.items() if a.span is None}
    return Facts(levels, values)


def truths(condition: Condition, shipped: Catalogue, full: Questionnaire) -> set[bool | None]:
    return {evaluate(condition, facts_of(said, shipped, full)) for said in replies(condition, full)}


def typical(pattern: DesignPattern) -> set[str]:
    """The most typical model of each layer, and the channels."""
    return {*(models[0] for models in pattern.layers.values()), *pattern.channels}


def held(anti: AntiPattern, parts: Iterable[str]) -> bool:
    present = set(parts)
    return present.issuperset(anti.parts) and present.isdisjoint(anti.without)


class TestPatterns:
    def test_there_are_fourteen_and_each_names_models_in_all_six_layers(
        self, knowledge: Knowledge, shipped: Catalogue
    ) -> None:
        assert len(knowledge.patterns) == 14
        for pattern in knowledge.patterns.values():
            assert set(pattern.layers) == set(shipped.layers), pattern.id
            for layer, models in pattern.layers.items():
                competing = {model.id for model in shipped.in_layer[layer]}
                assert set(models) <= competing, (pattern.id, layer)
            assert set(pattern.channels) <= {model.id for model in shipped.channels}, pattern.id

    def test_what_is_most_typical_goes_together(
        self, knowledge: Knowledge, shipped: Catalogue
    ) -> None:
        apart = [r for r in shipped.relations if r.type in ("conflict", "exclusive")]
        assert apart
        for pattern in knowledge.patterns.values():
            parts = typical(pattern)
            clashes = [(r.origin, r.target) for r in apart if {r.origin, r.target} <= parts]
            assert clashes == [], pattern.id

    def test_no_road_leads_back_to_where_it_began(self, knowledge: Knowledge) -> None:
        for pattern in knowledge.patterns.values():
            reached: set[str] = set()
            ahead = list(pattern.leads_to)
            while ahead:
                following = ahead.pop()
                if following not in reached:
                    reached.add(following)
                    ahead += knowledge.patterns[following].leads_to
            assert pattern.id not in reached


class TestAntiPatterns:
    def test_their_parts_exist_and_can_be_detected(
        self, knowledge: Knowledge, shipped: Catalogue
    ) -> None:
        assert len({anti.id for anti in knowledge.anti_patterns}) == len(knowledge.anti_patterns)
        for anti in knowledge.anti_patterns:
            assert anti.parts, anti.id
            assert {*anti.parts, *anti.without} <= set(shipped.models), anti.id
            assert held(anti, anti.parts), anti.id

    def test_no_pattern_is_one_by_itself(self, knowledge: Knowledge) -> None:
        """Only what holds for a company can turn a typical combination into an anti-pattern."""
        for pattern, anti in product(knowledge.patterns.values(), knowledge.anti_patterns):
            if held(anti, typical(pattern)):
                assert anti.when is not None, (pattern.id, anti.id)

    def test_their_conditions_hold_for_some_companies_and_not_for_others(
        self, knowledge: Knowledge, shipped: Catalogue, full: Questionnaire
    ) -> None:
        for anti in knowledge.anti_patterns:
            if anti.when is not None:
                assert {True, False} <= truths(anti.when, shipped, full), anti.id

    def test_no_example_is_advised_one(
        self,
        knowledge: Knowledge,
        shipped: Catalogue,
        full: Questionnaire,
        examples: dict[str, AnswerSheet],
    ) -> None:
        for name, sheet in examples.items():
            parts = assess(shipped, full, sheet, on=DAY).design.parts
            facts = read_levels(shipped, full.bank, sheet).facts
            for anti in knowledge.anti_patterns:
                if held(anti, parts):
                    assert anti.when is not None, (name, anti.id)
                    assert evaluate(anti.when, facts) is not True, (name, anti.id)


def who_does(piece: Piece, facts: Facts, chosen: str) -> str:
    """The first rule that holds decides; `chosen` is what the design has."""
    for rule in piece.rules:
        if evaluate(rule.when, facts):
            return rule.who or chosen
    return piece.otherwise or chosen


def against_requirements(
    pieces: Iterable[Piece], shipped: Catalogue
) -> Iterator[tuple[Piece, str, Condition]]:
    """Where a rule holds for a company that breaks a requirement of whom it names."""
    for piece in pieces:
        named = [(rule.when, rule.who) for rule in piece.rules if rule.who is not None]
        for when, who in named if piece.id != OUTSIDE_BY_NATURE else ():
            for requirement in shipped.models[who].requirements:
                yield piece, who, AllOf(all=(when, requirement.broken_if))


def decides(
    conditions: list[Condition], number: int, shipped: Catalogue, full: Questionnaire
) -> bool:
    """Whether some company is decided by that rule of several, and by none before it."""
    for said in replies(conditions[number], full):
        facts = facts_of(said, shipped, full)
        holds = [evaluate(condition, facts) is True for condition in conditions[: number + 1]]
        if holds[number] and not any(holds[:number]):
            return True
    return False


@pytest.fixture(scope="session")
def companies(
    pieces: tuple[Piece, ...], shipped: Catalogue, full: Questionnaire
) -> st.SearchStrategy[Facts]:
    """Any company: every level and every answer that rules look at known, unknown, not applicable."""
    whole = AllOf(all=tuple(rule.when for piece in pieces for rule in piece.rules))
    spans = [Span(level, level) for level in range(1, 6)]
    levels = dict.fromkeys(shipped.criteria, st.sampled_from([*spans, UNKNOWN_SPAN, None]))
    answers = {
        id_: st.sampled_from([*telling_answers(whole, full.bank[id_]), None])
        for id_ in dict.fromkeys(questions_in(whole))
    }
    known = st.fixed_dictionaries({}, optional=answers)
    return st.builds(Facts, st.fixed_dictionaries(levels), known)


class TestWhoDoesWhat:
    def test_the_five_stages_and_the_six_levels_are_in_order(self, knowledge: Knowledge) -> None:
        stages = [stage.id for stage in knowledge.stages]
        assert stages == ["pre_sale", "during_decision", "delivery", "after_sale", "renewal"]
        assert knowledge.support is not None
        assert [level.level for level in knowledge.support.levels] == [-1, 0, 1, 2, 3, 4]

    @given(data=st.data())
    def test_every_company_is_told_who_does_each(
        self,
        data: st.DataObject,
        companies: st.SearchStrategy[Facts],
        pieces: tuple[Piece, ...],
        shipped: Catalogue,
    ) -> None:
        facts = data.draw(companies)
        banned = facts.answers.get("legal_no_third_party") is True
        for piece in pieces:
            who = who_does(piece, facts, "in_house")
            assert who in {model.id for model in shipped.in_layer["sourcing"]}, piece.id
            assert not (banned and who in {"outsourcing", "managed"}), piece.id

    def test_nobody_is_told_what_a_requirement_excludes(
        self, pieces: tuple[Piece, ...], shipped: Catalogue, full: Questionnaire
    ) -> None:
        for piece, who, both in against_requirements(pieces, shipped):
            for said in replies(both, full):
                facts = facts_of(said, shipped, full)
                if evaluate(both, facts):
                    assert who_does(piece, facts, "in_house") != who, (piece.id, both)

    def test_every_rule_decides_for_some_company(
        self, pieces: tuple[Piece, ...], shipped: Catalogue, full: Questionnaire
    ) -> None:
        for piece in pieces:
            conditions = [rule.when for rule in piece.rules]
            for number in range(len(conditions)):
                assert decides(conditions, number, shipped, full), (piece.id, number)

    def test_every_answer_has_a_reason_of_its_own(self, pieces: tuple[Piece, ...]) -> None:
        reasons = [rule.reason.es for piece in pieces for rule in piece.rules]
        reasons += [piece.otherwise_reason.es for piece in pieces]
        assert len(set(reasons)) == len(reasons)


class TestProvisioning:
    def test_every_way_can_be_taken_but_the_umbrella(
        self, provisioning: ProvisioningFile, shipped: Catalogue, full: Questionnaire
    ) -> None:
        conditions = [rule.when for rule in provisioning.rules]
        assert all(decides(conditions, n, shipped, full) for n in range(len(conditions)))
        taken = {rule.take for rule in provisioning.rules} | {provisioning.otherwise}
        assert taken == {option.id for option in provisioning.options} - {"xaas"}

    def test_what_needs_it_exists(self, provisioning: ProvisioningFile, shipped: Catalogue) -> None:
        assert set(provisioning.needed_by) <= set(shipped.models)


class TestStrategies:
    def test_each_is_an_option_of_its_question(
        self, shipped: Catalogue, full: Questionnaire
    ) -> None:
        assert shipped.strategies is not None
        question = full.bank[shipped.strategies.question]
        assert isinstance(question, Choice)
        ids = [strategy.id for strategy in shipped.strategies.strategies]
        assert {option.id for option in question.options} - set(ids) <= {"none_yet"}
        assert len(ids) == len(set(ids)) == 4
        assert question in full.questions


class TestContradictions:
    def test_there_are_enough_and_each_names_what_it_looks_at(
        self, shipped: Catalogue, full: Questionnaire
    ) -> None:
        assert 15 <= len({pair.id for pair in shipped.contradictions}) <= 25
        for pair in shipped.contradictions:
            looked_at = {*criteria_in(pair.when), *questions_in(pair.when)}
            assert set(questions_in(pair.when)) <= set(full.bank), pair.id
            assert len(set(pair.between)) == len(pair.between) >= 2, pair.id
            assert set(pair.between) <= looked_at, pair.id

    def test_no_example_holds_one(
        self, shipped: Catalogue, full: Questionnaire, examples: dict[str, AnswerSheet]
    ) -> None:
        for name, sheet in examples.items():
            facts = read_levels(shipped, full.bank, sheet).facts
            found = [pair.id for pair in shipped.contradictions if evaluate(pair.when, facts)]
            assert found == [], name

    def test_each_can_be_said_on_one_answer_sheet(
        self, shipped: Catalogue, full: Questionnaire
    ) -> None:
        """Neither of the two questions falls away because of what the other one is answered."""
        for pair in shipped.contradictions:
            sheets = (AnswerSheet("Somebody", answers=said) for said in replies(pair.when, full))
            facts = (read_levels(shipped, full.bank, sheet).facts for sheet in sheets)
            assert any(evaluate(pair.when, each) for each in facts), pair.id


class TestConditions:
    def test_answers_are_compared_with_what_can_be_answered(
        self,
        knowledge: Knowledge,
        pieces: tuple[Piece, ...],
        provisioning: ProvisioningFile,
        shipped: Catalogue,
        full: Questionnaire,
    ) -> None:
        conditions = [pair.when for pair in shipped.contradictions]
        conditions += [rule.when for piece in pieces for rule in piece.rules]
        conditions += [rule.when for rule in provisioning.rules]
        conditions += [anti.when for anti in knowledge.anti_patterns if anti.when is not None]
        for condition in conditions:
            for id_ in questions_in(condition):
                question, values = full.bank[id_], compared_with(condition, id_)
                if isinstance(question, Choice | MultiChoice | Ranking):
                    assert set(values) <= {option.id for option in question.options}, id_
                elif isinstance(question, YesNo):
                    assert set(values) <= {"yes", "no"}, id_
                else:
                    assert all(isinstance(value, int) for value in values), id_
