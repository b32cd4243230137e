"""Why one model and not another: arguments that add up, and what would have to change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from svcmodel.domain.answers import AnswerSheet
from svcmodel.domain.assessment import Assessment, ModelResult, OpenQuestion
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.explanation import Argument, DimensionPart, Explanation
from svcmodel.domain.questions import Question
from svcmodel.errors import Problem, WrongUseError
from svcmodel.scoring.answer_flips import answer_flip
from svcmodel.scoring.decide import Decided, decide
from svcmodel.scoring.design import Limits, candidates
from svcmodel.scoring.robustness import robustness
from svcmodel.scoring.weight_flips import weight_flips


def explain(
    catalogue: Catalogue,
    bank: Mapping[str, Question],
    sheet: AnswerSheet,
    assessment: Assessment,
    model: str,
    against: str | None = None,
) -> Explanation:
    """A model beside another of its layer: by default the one chosen there, or the runner-up.

    Raises `WrongUseError` (E301) for a model that does not exist or does not compete, (E310) for two
    of different layers, which answer different questions.
    """
    _check_compete(catalogue, model, against)
    layer = catalogue.models[model].layer
    choice = assessment.design.layers[layer]
    other = against or (choice.runner_up if model == choice.chosen else choice.chosen) or model
    ours, theirs = assessment.model(model), assessment.model(other)
    decided = decide(catalogue, bank, sheet, assessment.on)
    behind = _behind(ours, theirs, choice.chosen)
    fixed = _is_fixed(catalogue, decided, behind)
    flip, blocked = answer_flip(catalogue, bank, sheet, decided, behind, assessment.on)
    arguments = _arguments(decided, model, other)
    return Explanation(
        layer=layer,
        chosen=choice.chosen,
        result=ours,
        against=theirs,
        gap=ours.micro - theirs.micro,
        needed=_needed(catalogue, layer, model, other),
        dimensions=_dimensions(catalogue, ours),
        contributions=ours.contributions,
        arguments=arguments,
        clear=not choice.close,
        deciding=_deciding(assessment.open_questions, layer) if choice.close else None,
        behind=behind,
        answer_flip=flip,
        weight_flips=()
        if fixed
        else weight_flips(catalogue, sheet, decided, behind, assessment.on),
        blocked=blocked,
        fixed=fixed,
        robustness=robustness(catalogue, sheet, decided),
    )


def _is_fixed(catalogue: Catalogue, decided: Decided, model: str) -> bool:
    """Whether a constraint alone keeps a model from being chosen in its layer."""
    results = {result.id: result for result in decided.results}
    layer = catalogue.layers[catalogue.models[model].layer]
    free, limited = (
        {each.id for each in candidates(catalogue, results, layer, limits)}
        for limits in (Limits(), decided.limits)
    )
    return model in free - limited


def _check_compete(catalogue: Catalogue, model: str, against: str | None) -> None:
    competing = {m.id: layer for layer, members in catalogue.in_layer.items() for m in members}
    for name in (model, against):
        if name is not None and name not in competing:
            values = {"name": name, "known": ", ".join(competing), "nearest": ""}
            raise WrongUseError([Problem("E301", values=values)])
    if against is not None and competing[model] != competing[against]:
        values = {"one": model, "other": against}
        raise WrongUseError([Problem("E310", values=values)])


def _behind(ours: ModelResult, theirs: ModelResult, chosen: str) -> str:
    """The one of the two that the design does not choose; of two others, the first."""
    return theirs.id if ours.id == chosen else ours.id


def _needed(catalogue: Catalogue, layer: str, one: str, other: str) -> int:
    baseline = catalogue.layers[layer].baseline
    return catalogue.layers[layer].needed(0) if baseline in (one, other) else 0


def _dimensions(catalogue: Catalogue, result: ModelResult) -> tuple[DimensionPart, ...]:
    """The contributions by dimension; they add up to the score less fifty points."""
    sums = {dimension.id: 0 for dimension in catalogue.head.dimensions}
    for contribution in result.contributions:
        sums[catalogue.dimension_of[contribution.criterion]] += contribution.micro
    return tuple(DimensionPart(id_, micro) for id_, micro in sums.items())


def _arguments(decided: Decided, one: str, other: str) -> tuple[Argument, ...]:
    """What every answered criterion adds to the gap, the weightiest first; those that decide marked.

    The strongest for the one ahead are taken until they outweigh everything for the other
    (Klein 1994; Labreuche 2011).
    """
    table, levels = decided.table, decided.reading.levels
    arguments = []
    for criterion in {**table.points[one], **table.points[other]}:
        level = levels[criterion]
        if level.span is None or not level.answered:
            continue
        ours, theirs = (
            table.term(model, criterion, level.span) if criterion in table.points[model] else 0
            for model in (one, other)
        )
        arguments.append(Argument(criterion, level.span, level.questions, ours, theirs, False))
    arguments.sort(key=lambda argument: (-abs(argument.gap), argument.criterion))
    return _marked(arguments)


def _marked(arguments: Sequence[Argument]) -> tuple[Argument, ...]:
    sign = 1 if sum(argument.gap for argument in arguments) >= 0 else -1
    against = sum(-sign * a.gap for a in arguments if sign * a.gap < 0)
    marked, weighed = [], 0
    for argument in arguments:
        decides = sign * argument.gap > 0 and weighed <= against
        weighed += sign * argument.gap if decides else 0
        marked.append(argument._replace(decides=decides))
    return tuple(marked)


def _deciding(questions: Iterable[OpenQuestion], layer: str) -> OpenQuestion | None:
    """The open question most worth asking that could still change a layer."""
    return next((question for question in questions if layer in question.layers), None)
