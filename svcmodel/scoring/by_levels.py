"""What a company's levels alone decide, fast: scores, who is barred, what each layer chooses.

The same as `decide` gives for a sheet that answers nothing but levels, without ranges, reasons,
channels and the next best designs. For thousands of companies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from svcmodel.domain.answers import Answer, AnswerSheet
from svcmodel.domain.assessment import MIDDLE
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import Condition, Facts, Span, criteria_in, evaluate
from svcmodel.domain.models import Obligation
from svcmodel.scoring.choose_design import fixed_channels
from svcmodel.scoring.contest import Contest, contest_of
from svcmodel.scoring.decide import decide
from svcmodel.scoring.design import Limits
from svcmodel.scoring.field import LayerField, layer_fields
from svcmodel.scoring.tables import ScoreTable, score_table
from svcmodel.scoring.weights import criterion_weights

Levels = Mapping[str, int | None]
"""A level for each criterion that is known; None where it does not apply."""


class Outcome(NamedTuple):
    """What some levels decide. `barred`: who may not lead, the `excluded` ones among them.

    `chosen`: the model of each layer, in the order of the catalogue.
    """

    scores: Mapping[str, int]
    excluded: frozenset[str]
    barred: frozenset[str]
    chosen: tuple[str, ...]


@dataclass(frozen=True)
class LevelDecider:
    """Decides by levels alone; what does not depend on the company is worked out once.

    `bringing`: the catalogue with those obligations only that can bring a channel by levels.
    """

    catalogue: Catalogue
    on: str
    table: ScoreTable
    fields: Mapping[str, LayerField]
    bringing: Catalogue
    _contests: dict[tuple[frozenset[str], frozenset[str]], Contest] = field(default_factory=dict)

    def outcome(self, levels: Levels) -> Outcome:
        """What the levels of a company decide."""
        scores = self._scores(levels)
        spans = {id_: None if n is None else Span(n, n) for id_, n in levels.items()}
        facts = Facts(spans)
        excluded, barred = self._barred(facts)
        return Outcome(
            scores, excluded, barred, self._chosen(levels, facts, scores, excluded, barred)
        )

    def _scores(self, levels: Levels) -> dict[str, int]:
        known = {id_: level - 1 for id_, level in levels.items() if level is not None}
        return {
            model: MIDDLE + sum([row[known[c]] for c, row in rows.items() if c in known])
            for model, rows in self.table.points.items()
        }

    def _barred(self, facts: Facts) -> tuple[frozenset[str], frozenset[str]]:
        """Who is excluded, and who may not lead."""
        broken = [
            (model.id, rule.effect)
            for model in self.catalogue.models.values()
            for rule in model.requirements
            if rule.effect != "never_alone" and evaluate(rule.broken_if, facts)
        ]
        excluded = frozenset(id_ for id_, effect in broken if effect == "excludes")
        return excluded, frozenset(id_ for id_, _ in broken)

    def _chosen(
        self,
        levels: Levels,
        facts: Facts,
        scores: Mapping[str, int],
        excluded: frozenset[str],
        barred: frozenset[str],
    ) -> tuple[str, ...]:
        channels = fixed_channels(self.bringing, facts, Limits(), self.on)
        contest = self._contest(channels, excluded)
        seats = [scores[seat.model] + seat.extra for seat in contest.seats]
        baselines = {layer.baseline for layer in self.catalogue.head.layers}
        chosen = contest.decided(seats, barred - baselines)
        if all(chosen):
            return chosen
        design = decide(self.catalogue, {}, sheet_of_levels(levels), self.on).design
        return tuple(choice.chosen for choice in design.layers.values())

    def _contest(self, channels: frozenset[str], excluded: frozenset[str]) -> Contest:
        if (channels, excluded) not in self._contests:
            lacks = {
                id_: excluded.intersection(self.catalogue.required_by(id_))
                for id_ in self.catalogue.models
            }
            contest = contest_of(self.catalogue, self.fields, {}, channels, lacks)
            self._contests[channels, excluded] = contest
        return self._contests[channels, excluded]


def level_decider(catalogue: Catalogue, on: str) -> LevelDecider:
    """Ready to decide for the day `on` (YYYY-MM-DD), with every weight at its default."""
    bringing = [o for o in catalogue.obligations if _may_bring_channels(o)]
    return LevelDecider(
        catalogue=catalogue,
        on=on,
        table=score_table(catalogue, criterion_weights(catalogue)),
        fields=layer_fields(catalogue, Facts(), Limits()),
        bringing=replace(catalogue, obligations=tuple(bringing)),
    )


def sheet_of_levels(levels: Levels) -> AnswerSheet:
    """An answer sheet that gives levels and nothing else."""
    answers = [
        Answer(id_, "not_applicable")
        if level is None
        else Answer(id_, "given", span=Span(level, level))
        for id_, level in levels.items()
    ]
    return AnswerSheet("", answers={answer.id: answer for answer in answers})


def looked_at(catalogue: Catalogue) -> frozenset[str]:
    """The criteria that a requirement, or an obligation that brings channels, looks at."""
    return frozenset(id_ for condition in _deciding(catalogue) for id_ in criteria_in(condition))


def _deciding(catalogue: Catalogue) -> Iterator[Condition]:
    for model in catalogue.models.values():
        yield from (rule.broken_if for rule in model.requirements)
    yield from (o.applies_if for o in catalogue.obligations if _may_bring_channels(o))


def _may_bring_channels(obligation: Obligation) -> bool:
    """Whether it can bring a channel whatever is chosen, with nothing but levels known."""
    if not obligation.channels or obligation.touches:
        return False
    applies_if = obligation.applies_if
    return any(criteria_in(applies_if)) or evaluate(applies_if, Facts()) is True
