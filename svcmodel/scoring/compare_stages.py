"""From one side of a comparison to the other, one step at a time, each stage scored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from svcmodel.domain.answers import AnswerSheet, Constraint
from svcmodel.domain.assessment import Design, ModelResult
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.comparison import STEPS, Difference, Step, Turn
from svcmodel.domain.questions import Questionnaire
from svcmodel.errors import WrongUseError
from svcmodel.scoring.decide import decide
from svcmodel.scoring.sayings import Reply, reply


class Side(NamedTuple):
    """One of the two things compared; `on`: the day it is for (YYYY-MM-DD)."""

    catalogue: Catalogue
    questionnaire: Questionnaire
    sheet: AnswerSheet
    on: str


class Stage(NamedTuple):
    """The first side with the changes so far: every model's result, and the design."""

    results: Mapping[str, ModelResult]
    design: Design


class Stages(NamedTuple):
    """One stage more than there are steps.

    `changed`: the steps that change anything. `inseparable`: those after which the constraints leave no
    coherent design; the stage before stands for theirs, so the next step takes what they turned.
    """

    each: tuple[Stage, ...]
    changed: tuple[Step, ...]
    inseparable: tuple[Step, ...]


def stages(before: Side, after: Side) -> Stages:
    """Every stage from one side to the other. Raises `WrongUseError` where a side has no design."""
    changed = tuple(_changed(before, after))
    scored: list[Stage | None] = [_stage(before)]
    for step, side in zip(STEPS, _between(before, after), strict=False):
        scored.append(_stage_if_any(side) if step in changed else scored[-1])
    scored.append(_stage(after))
    missing = {step for step, stage in zip(STEPS, scored[1:], strict=True) if stage is None}
    return Stages(
        each=tuple(_filled(scored)),
        changed=changed,
        inseparable=tuple(step for step in changed if step in missing),
    )


def _filled(scored: Iterable[Stage | None]) -> Iterator[Stage]:
    """Every stage; where one is missing, the one before it."""
    last = None
    for stage in scored:
        last = stage or last
        if last is not None:
            yield last


def _changed(before: Side, after: Side) -> Iterator[Step]:
    """The steps in which two sides differ; notes, sources and grades of answers are no difference."""
    one, other = before.sheet, after.sheet
    if _replies(one) != _replies(other):
        yield "answers"
    if (one.weights, set(one.important)) != (other.weights, set(other.important)):
        yield "weights"
    if one.constraints != other.constraints:
        yield "constraints"
    if before.on != after.on:
        yield "date"
    if before.catalogue != after.catalogue:
        yield "catalogue"


def _replies(sheet: AnswerSheet) -> dict[str, Reply]:
    return {id_: reply(answer) for id_, answer in sheet.answers.items()}


def _between(before: Side, after: Side) -> list[Side]:
    """The sides after each step but the last.

    A constraint on models that only the later catalogue knows counts with the catalogue.
    """
    to, catalogue, bank = after.sheet, before.catalogue, after.questionnaire
    answered = replace(before.sheet, answers=to.answers)
    weighed = replace(answered, weights=to.weights, important=to.important)
    bound = replace(weighed, constraints=_known(to.constraints, catalogue))
    return [
        Side(catalogue, bank, answered, before.on),
        Side(catalogue, bank, weighed, before.on),
        Side(catalogue, bank, bound, before.on),
        Side(catalogue, bank, bound, after.on),
    ]


def _known(constraints: Iterable[Constraint], catalogue: Catalogue) -> tuple[Constraint, ...]:
    models = catalogue.models
    return tuple(
        constraint
        for constraint in constraints
        if all(id_ in models for id_ in (constraint.keep, *constraint.rule_out) if id_)
    )


def _stage(side: Side) -> Stage:
    decided = decide(side.catalogue, side.questionnaire.bank, side.sheet, side.on)
    return Stage({result.id: result for result in decided.results}, decided.design)


def _stage_if_any(side: Side) -> Stage | None:
    try:
        return _stage(side)
    except WrongUseError:
        return None


def difference(values: Sequence[int]) -> Difference:
    """A number at every stage, as what it was, what it is, and what each step adds."""
    by = {step: b - a for step, (a, b) in zip(STEPS, pairwise(values), strict=True)}
    return Difference(values[0], values[-1], by)


def turn(id_: str, values: Sequence[str]) -> Turn:
    """Something at every stage, as what it was, what it is, and the steps that turned it."""
    by = tuple(step for step, (a, b) in zip(STEPS, pairwise(values), strict=True) if a != b)
    return Turn(id_, values[0], values[-1], by)
