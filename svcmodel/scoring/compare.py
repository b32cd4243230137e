"""Two results compared: what changed, split exactly into what it comes from.

The first result is turned into the second one step at a time, always in the same order: its answers,
its weights and marks, its constraints, its day, its catalogue. Each stage is scored, and what a step
adds is the difference of two neighbouring stages. So the parts add up to the whole by construction.
Within the step of the answers a difference of scores is a sum over criteria, which is exact too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from svcmodel.domain.answers import AnswerSheet, Constraint
from svcmodel.domain.assessment import Contribution, LayerChoice
from svcmodel.domain.comparison import (
    AnswerTerm,
    ChangedAnswer,
    Comparison,
    Contest,
    LayerComparison,
    ModelComparison,
    SideSummary,
    Turn,
)
from svcmodel.scoring.compare_stages import Side, Stage, difference, stages, turn
from svcmodel.scoring.sayings import reply


def compare(before: Side, after: Side) -> Comparison:
    """Everything that differs between two sides, segments left aside.

    Raises `WrongUseError` when the constraints of a side leave no coherent design.
    """
    way = stages(before, after)
    designs = [stage.design for stage in way.each]
    channels = [{c.channel: c.reason for c in design.channels} for design in designs]
    obligations = [{o.obligation: o.state for o in design.obligations} for design in designs]
    layers = dict.fromkeys([*designs[0].layers, *designs[-1].layers])
    models = dict.fromkeys([*way.each[0].results, *way.each[-1].results])
    return Comparison(
        before=_summary(before),
        after=_summary(after),
        steps=way.changed,
        inseparable=way.inseparable,
        layers=tuple(_layer(layer, way.each) for layer in layers),
        models=tuple(_model(model, way.each) for model in models),
        channels=_turns(channels),
        obligations=_turns(obligations),
        answers=tuple(_changed_answers(before.sheet, after.sheet)),
        constraints=tuple(_changed_constraints(before.sheet, after.sheet)),
        has_segments=bool(before.sheet.segments or after.sheet.segments),
    )


def _summary(side: Side) -> SideSummary:
    head = side.catalogue.head
    return SideSummary(
        side.sheet.subject,
        side.on,
        side.sheet.hash,
        head.id,
        head.version,
        side.catalogue.hash,
    )


def _turns(known: Sequence[Mapping[str, str]]) -> tuple[Turn, ...]:
    """What is not in the end as it was at first, in the order of both."""
    ids = dict.fromkeys([*known[0], *known[-1]])
    found = (turn(id_, [stage.get(id_, "") for stage in known]) for id_ in ids)
    return tuple(each for each in found if each.before != each.after)


def _layer(layer: str, each: Sequence[Stage]) -> LayerComparison:
    choices = [stage.design.layers.get(layer) for stage in each]
    leads = [choice.lead for choice in choices if choice and choice.lead is not None]
    return LayerComparison(
        layer=layer,
        chosen=turn(layer, [choice.chosen if choice else "" for choice in choices]),
        lead=difference(leads) if len(leads) == len(each) else None,
        contest=_contest(choices, each),
    )


def _contest(choices: Sequence[LayerChoice | None], each: Sequence[Stage]) -> Contest | None:
    """The choice of now against that of before, or against the runner-up where it has not changed."""
    first, last = choices[0], choices[-1]
    if first is None or last is None:
        return None
    turned = first.chosen != last.chosen
    ahead, behind = last.chosen, first.chosen if turned else last.runner_up
    if behind is None or any(id_ not in s.results for s in each for id_ in (ahead, behind)):
        return None
    points = [stage.results[ahead].micro - stage.results[behind].micro for stage in each]
    return Contest(
        ahead, behind, difference(points), tuple(_terms(each[0], each[1], ahead, behind))
    )


def _terms(before: Stage, after: Stage, ahead: str, behind: str) -> list[AnswerTerm]:
    """What each criterion adds to a contest from one stage to the next, the largest first."""
    sides = [
        (_contributions(stage, ahead), _contributions(stage, behind)) for stage in (before, after)
    ]
    terms = []
    for criterion in dict.fromkeys(id_ for side in sides for model in side for id_ in model):
        found = [[model.get(criterion) for model in side] for side in sides]
        was, now = (_micro(ours) - _micro(theirs) for ours, theirs in found)
        levels = [ours or theirs for ours, theirs in found]
        if now != was:
            low, high = (level.level if level else None for level in levels)
            terms.append(AnswerTerm(criterion, low, high, now - was))
    return sorted(terms, key=lambda term: (-abs(term.micro), term.criterion))


def _contributions(stage: Stage, model: str) -> dict[str, Contribution]:
    return {c.criterion: c for c in stage.results[model].contributions}


def _micro(contribution: Contribution | None) -> int:
    return contribution.micro if contribution else 0


def _model(model: str, each: Sequence[Stage]) -> ModelComparison:
    results = [stage.results.get(model) for stage in each]
    scores = [result.micro for result in results if result]
    first, last = results[0], results[-1]
    return ModelComparison(
        model=model,
        score=difference(scores) if len(scores) == len(each) else None,
        rank=(first.rank if first else None, last.rank if last else None),
        status=turn(model, [result.status if result else "" for result in results]),
        readiness=turn(model, [result.readiness if result else "" for result in results]),
    )


def _changed_answers(before: AnswerSheet, after: AnswerSheet) -> Iterator[ChangedAnswer]:
    for id_ in dict.fromkeys([*before.answers, *after.answers]):
        one, other = before.answers.get(id_), after.answers.get(id_)
        if one is None or other is None or reply(one) != reply(other):
            yield ChangedAnswer(id_, one, other)


def _changed_constraints(
    before: AnswerSheet, after: AnswerSheet
) -> Iterator[tuple[Constraint | None, Constraint | None]]:
    """The constraints of an id that are not the same on both sides."""
    ones = {constraint.id: constraint for constraint in before.constraints}
    others = {constraint.id: constraint for constraint in after.constraints}
    for id_ in dict.fromkeys([*ones, *others]):
        if ones.get(id_) != others.get(id_):
            yield ones.get(id_), others.get(id_)
