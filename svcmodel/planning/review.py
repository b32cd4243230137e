"""Reviewing advice with what was measured since: the answers beside the values, and both advices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from svcmodel.domain.answers import Answer, AnswerSheet
from svcmodel.domain.assessment import Assessment, LayerChoice
from svcmodel.domain.calendar import first_working_day, later
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.criteria import questions_of
from svcmodel.domain.plan_design import Certainty
from svcmodel.domain.plan_rules import NextReview
from svcmodel.domain.plan_schedule import Review
from svcmodel.domain.playbooks import Kpi
from svcmodel.domain.review import (
    AnswerState,
    CheckedAnswer,
    CheckedDecision,
    CheckedMeasure,
    LevelTurn,
    Measured,
    MeasureState,
    NextStep,
    ReviewAgain,
    ReviewResult,
    StepKind,
    Verdict,
)
from svcmodel.planning.plan_decisions import certainty
from svcmodel.scoring.assess import assess
from svcmodel.scoring.compare import compare
from svcmodel.scoring.compare_stages import Side
from svcmodel.scoring.sayings import reply, tells

SURER: tuple[Certainty, ...] = ("settled", "very_likely", "may_change")
"""From the surest on."""


def review(
    before: Side,
    on: str,
    measured: Sequence[Measured],
    kpis: Mapping[str, Kpi],
    planned: Iterable[Review],
    rules: NextReview,
) -> ReviewResult:
    """What measured values say of a company's advice, for the day `on` (YYYY-MM-DD).

    `before`: the company as it was advised. `planned`: the reviews of its plan.
    Raises `WrongUseError` when the constraints leave no coherent design.
    """
    after = before._replace(sheet=with_measured(before.catalogue, before.sheet, measured), on=on)
    was, now = (_assessed(side) for side in (before, after))
    answers = tuple(_checked_answers(before, after, was, now, measured))
    measures = tuple(_checked_measures(measured, kpis))
    decisions = tuple(
        _checked_decision(was.design.layers[layer], choice)
        for layer, choice in now.design.layers.items()
    )
    comparison = compare(before, after)
    channels = [turn for turn in comparison.channels if not (turn.before and turn.after)]
    verdict = _verdict(decisions, channels_changed=bool(channels))
    steps = tuple(_steps(verdict, answers, measures, decisions))
    urgent = any(step.kind in ("replan", "settle", "correct") for step in steps)
    return ReviewResult(
        answers=answers,
        measures=measures,
        decisions=decisions,
        verdict=verdict,
        steps=steps,
        again=_again(on, planned, rules, urgent=urgent),
        comparison=comparison,
    )


def with_measured(
    catalogue: Catalogue, sheet: AnswerSheet, measured: Iterable[Measured]
) -> AnswerSheet:
    """The sheet with every measured answer in place of what was said.

    A level that somebody gave for a criterion gives way too, where a measured answer is what the
    level would come from.
    """
    new = {
        each.question: Answer(each.question, "given", each.value, grade="measured", note=each.note)
        for each in measured
        if each.question is not None
    }
    from_new = {
        criterion.id
        for criterion in catalogue.criteria.values()
        if not new.keys().isdisjoint(questions_of(criterion.level_from))
    }
    kept = {
        id_: answer
        for id_, answer in sheet.answers.items()
        if not (answer.span is not None and id_ in from_new)
    }
    return replace(sheet, answers={**kept, **new})


def _assessed(side: Side) -> Assessment:
    return assess(side.catalogue, side.questionnaire, side.sheet, on=side.on)


def _checked_answers(
    before: Side, after: Side, was: Assessment, now: Assessment, measured: Iterable[Measured]
) -> Iterator[CheckedAnswer]:
    """Each measured answer beside the one it replaces, and the levels that changed with it."""
    for each in measured:
        if each.question is None:
            continue
        asked = [
            criterion.id
            for criterion in before.catalogue.criteria.values()
            if each.question in questions_of(criterion.level_from)
        ]
        levels = ((id_, was.levels[id_].span, now.levels[id_].span) for id_ in asked)
        turns = tuple(LevelTurn(*turn) for turn in levels if turn[1] != turn[2])
        old = _said(before.sheet, [each.question, *asked])
        new = after.sheet.answers[each.question]
        yield CheckedAnswer(each.id, each.question, old, new, _state(old, new, turns), turns)


def _said(sheet: AnswerSheet, ids: Iterable[str]) -> Answer | None:
    """What was said under the first of the ids that says more than "unknown"."""
    told = (sheet.answers[id_] for id_ in ids if id_ in sheet.answers)
    return next((answer for answer in told if tells(answer)), None)


def _state(old: Answer | None, new: Answer, turns: Sequence[LevelTurn]) -> AnswerState:
    if old is None:
        return "new"
    if turns:
        return "broken"
    return "confirmed" if reply(old) == reply(new) else "same_level"


def _checked_measures(
    measured: Iterable[Measured], kpis: Mapping[str, Kpi]
) -> Iterator[CheckedMeasure]:
    """Each measure beside its threshold; an answer only where the company agreed on one for it."""
    for each in measured:
        kpi, value = kpis.get(each.id), each.value
        threshold = each.threshold or (kpi.threshold if kpi is not None else None)
        if isinstance(value, (bool, str, tuple)) or (each.question and threshold is None):
            continue
        state: MeasureState = "no_threshold"
        if threshold is not None:
            state = "within" if threshold.holds(value) else "beyond"
        yield CheckedMeasure(
            id=each.id,
            value=value,
            threshold=threshold,
            own=each.threshold is not None,
            state=state,
            date=each.date,
            note=each.note,
        )


def _checked_decision(was: LayerChoice, now: LayerChoice) -> CheckedDecision:
    sure = [certainty(choice.settled, choice.very_likely) for choice in (was, now)]
    return CheckedDecision(
        layer=now.layer,
        before=was.chosen,
        after=now.chosen,
        certainty=(sure[0], sure[1]),
        close=(was.close, now.close),
    )


def _verdict(decisions: Iterable[CheckedDecision], *, channels_changed: bool) -> Verdict:
    each = list(decisions)
    if channels_changed or any(decision.before != decision.after for decision in each):
        return "turned"
    return "less_sure" if any(map(_is_less_sure, each)) else "holds"


def _is_less_sure(decision: CheckedDecision) -> bool:
    """Whether the same choice rests on less: less sure than it was, or close now and not before."""
    was, now = (SURER.index(sure) for sure in decision.certainty)
    return decision.before == decision.after and (now > was or decision.close == (False, True))


def _steps(
    verdict: Verdict,
    answers: Sequence[CheckedAnswer],
    measures: Sequence[CheckedMeasure],
    decisions: Sequence[CheckedDecision],
) -> Iterator[NextStep]:
    """What to do now, the most pressing first."""
    found: dict[StepKind, list[str]] = {
        "replan": [each.layer for each in decisions if each.before != each.after],
        "settle": [each.layer for each in decisions if _is_less_sure(each)],
        "correct": [each.id for each in measures if each.state == "beyond"],
        "agree": [each.id for each in measures if each.state == "no_threshold"],
        "record": [each.question for each in answers if each.state != "confirmed"],
    }
    pressing = [NextStep(kind, tuple(about)) for kind, about in found.items() if about]
    if verdict == "turned" and not found["replan"]:
        pressing.insert(0, NextStep("replan", ()))  # only channels changed
    yield from pressing
    if verdict == "holds" and not found["correct"]:
        yield NextStep("go_on", ())


def _again(on: str, planned: Iterable[Review], rules: NextReview, *, urgent: bool) -> ReviewAgain:
    """The next review of the plan; sooner where something presses, later where none is left."""
    coming = min((each for each in planned if each.day > on), default=None, key=_day)
    days = rules.urgent if urgent else rules.otherwise
    own = first_working_day(later(on, days))
    if coming is None or (urgent and own < coming.day):
        return ReviewAgain(own, None)
    return ReviewAgain(coming.day, coming)


def _day(review: Review) -> str:
    return review.day
