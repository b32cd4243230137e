"""What one may ask of an interview at any time: progress, certainty, gaps and facts to fetch."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal, NamedTuple

from svcmodel.domain.knowledge import Contradiction
from svcmodel.domain.questions import Question
from svcmodel.interview.next_question import most_worth_first
from svcmodel.interview.situation import Situation
from svcmodel.scoring import rules


class Progress(NamedTuple):
    """How far an interview is.

    `answered` of the `reachable` questions; "unknown" counts as answered, parked does not.
    `minutes`: what the open ones would take. `minutes_left`: of the time given; None without.
    """

    answered: int
    reachable: int
    minutes: float
    minutes_left: float | None


class Certainty(NamedTuple):
    """How sure the design is. The two ways of being sure are never mixed.

    `chosen`: the model of each layer as things stand. `settled`: the layers that no answer can change
    any more (proved). `very_likely`: those on which 95 % of the completions drawn agree, the settled
    ones among them. `design`: what holds of all layers together.
    """

    chosen: Mapping[str, str]
    settled: frozenset[str]
    very_likely: frozenset[str]
    design: Literal["settled", "very_likely"] | None


class LeftUnasked(NamedTuple):
    """A question without an answer and what that could still change.

    `layers`: the decisions. `models`: those with a requirement that waits for it. `obligations`: what
    it may bring into the plan. `tasks`: the tasks of a plan that would quote it.
    """

    question: Question
    layers: tuple[str, ...]
    models: tuple[str, ...]
    obligations: tuple[str, ...]
    tasks: tuple[str, ...]


class FactToFetch(NamedTuple):
    """A question to come back to: `question.asks` says who knows, `question.find_in` where.

    `parked`: whether it was parked; else it was answered "unknown".
    """

    question: Question
    parked: bool


def certainty(situation: Situation) -> Certainty:
    """How sure the design is."""
    if not situation.has_design:
        return Certainty({}, frozenset(), frozenset(), None)
    design = situation.design
    layers = design.layers
    return Certainty(
        chosen={id_: choice.chosen for id_, choice in layers.items()},
        settled=frozenset(id_ for id_, choice in layers.items() if choice.settled),
        very_likely=frozenset(id_ for id_, choice in layers.items() if choice.very_likely),
        design="settled" if design.settled else "very_likely" if design.very_likely else None,
    )


def contradictions(situation: Situation) -> tuple[Contradiction, ...]:
    """The pairs of answers that can hardly both be true."""
    catalogue = situation.setting.catalogue
    found = rules.contradictions(catalogue, situation.reading.facts)
    return tuple(pair for pair in catalogue.contradictions if pair.id in found)


def left_unasked(situation: Situation) -> tuple[LeftUnasked, ...]:
    """The gaps and what each could still change, most worth first."""
    layers = _layers_open_to(situation)
    facts = {fact.question: fact for fact in situation.open_facts}
    return tuple(
        LeftUnasked(
            question=question,
            layers=layers.get(question.id, ()),
            models=facts[question.id].models if question.id in facts else (),
            obligations=facts[question.id].obligations if question.id in facts else (),
            tasks=question.feeds,
        )
        for question in map(situation.question, most_worth_first(situation))
    )


def _layers_open_to(situation: Situation) -> dict[str, tuple[str, ...]]:
    """For each question the decisions that a criterion it feeds could still change."""
    found: dict[str, tuple[str, ...]] = {}
    for open_ in situation.open_questions:
        for id_ in open_.questions:
            found[id_] = tuple(dict.fromkeys([*found.get(id_, ()), *open_.layers]))
    return found


def facts_to_fetch(situation: Situation, parked: Collection[str]) -> tuple[FactToFetch, ...]:
    """The questions that apply and are parked or answered "unknown", in printed order."""
    answers = situation.sheet.answers
    return tuple(
        FactToFetch(situation.question(id_), parked=id_ in parked)
        for id_ in situation.reachable
        if id_ in parked or (id_ in answers and answers[id_].state == "unknown")
    )
