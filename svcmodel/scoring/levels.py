"""From answers to levels: what each criterion's level is, or which levels are still possible."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

from svcmodel.domain.answers import Answer, AnswerSheet, Grade
from svcmodel.domain.assessment import CriterionLevel
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import UNKNOWN_SPAN, Facts, Span, evaluate
from svcmodel.domain.criteria import (
    Criterion,
    FromBands,
    FromCount,
    FromFirst,
    FromHighest,
    FromLowest,
    FromOptions,
    FromRank,
    FromValue,
    LevelFrom,
    questions_of,
)
from svcmodel.domain.questions import Question
from svcmodel.domain.values import Value

GRADE_ORDER: tuple[Grade, ...] = ("measured", "documented", "stated", "guess")
"""From the best evidence to the weakest."""


@dataclass(frozen=True)
class Reading:
    """What counts of an answer sheet.

    `values`: question id -> value, None for not applicable; an id that is missing is unknown.
    `levels`: every criterion's level. `not_scored`: answers to questions that do not apply.
    `may_fall`: questions that another answer, still missing, may turn into not applicable.
    """

    values: Mapping[str, Value | None]
    levels: Mapping[str, CriterionLevel]
    not_scored: tuple[str, ...]
    may_fall: frozenset[str] = frozenset()

    @cached_property
    def facts(self) -> Facts:
        """What conditions are evaluated on: what was said, taken as it stands."""
        return Facts({id_: level.span for id_, level in self.levels.items()}, self.values)

    @cached_property
    def certain(self) -> Facts:
        """The same, but what may still fall away leaves open what it makes true."""
        falling = self.may_fall.union(id_ for id_, level in self.levels.items() if level.may_fall)
        return Facts(self.facts.levels, self.facts.answers, falling) if falling else self.facts


def read_levels(catalogue: Catalogue, bank: Mapping[str, Question], sheet: AnswerSheet) -> Reading:
    """The level of every criterion of the catalogue, and the values conditions may look at."""
    said = {id_: answer for id_, answer in sheet.answers.items() if says_something(answer)}
    values, left_out, falling = what_applies(bank, said)
    levels = {
        criterion.id: read_level(criterion, values, said, left_out, falling)
        for criterion in catalogue.criteria.values()
    }
    idle = left_out.union(c.id for c in catalogue.criteria.values() if _falls_away(c, left_out))
    given = (id_ for id_, answer in said.items() if answer.state == "given")
    idle_answers = tuple(sorted(id_ for id_ in given if id_ in idle))
    return Reading(values, levels, idle_answers, falling)


def level_of_value(level_from: LevelFrom, values: Mapping[str, Any]) -> Span | None:
    """The span of levels that `values` leave possible; None when the criterion does not apply."""
    match level_from:
        case FromLowest():
            return _of_parts(level_from.lowest, values, min)
        case FromHighest():
            return _of_parts(level_from.highest, values, max)
        case FromFirst():
            return _first(level_from.first, values)
        case _:
            question = next(questions_of(level_from))
            if question not in values:
                return UNKNOWN_SPAN
            value = values[question]
            level = None if value is None else _single(level_from, value)
            return None if level is None else Span(level, level)


def says_something(answer: Answer) -> bool:
    """Whether an answer is more than "unknown", which a level of 1 to 5 also says."""
    return answer.state != "unknown" and answer.span != UNKNOWN_SPAN


def what_applies(
    bank: Mapping[str, Question], said: Mapping[str, Answer]
) -> tuple[dict[str, Value | None], set[str], frozenset[str]]:
    """The values that count, the questions left out by others, and those that may yet be.

    `said`: the answers that say something.
    """
    values, left_out = _values(bank, said)
    return values, left_out, _may_fall(bank, values)


def read_level(
    criterion: Criterion,
    values: Mapping[str, Any],
    said: Mapping[str, Answer],
    left_out: Collection[str],
    falling: frozenset[str],
) -> CriterionLevel:
    """The level of one criterion; the rest as `what_applies` gives it."""
    level = _criterion_level(criterion, values, said, left_out)
    if not falling or falling.isdisjoint([criterion.id, *questions_of(criterion.level_from)]):
        return level
    return _falling(level, criterion, values, falling)


def _values(
    bank: Mapping[str, Question], said: Mapping[str, Answer]
) -> tuple[dict[str, Value | None], set[str]]:
    """The values said, less what the questions' conditions leave out; and what they leave out."""
    values = {
        id_: answer.value if answer.state == "given" else None
        for id_, answer in said.items()
        if answer.span is None
    }
    left_out = _not_asked(bank, values)
    return {**values, **dict.fromkeys(left_out)}, left_out


def _not_asked(bank: Mapping[str, Question], values: Mapping[str, Any]) -> set[str]:
    """The questions whose condition is false; their answers count as not applicable.

    Repeated until nothing changes, since a condition may look at a question that falls away itself:
    that may make another question fall away, or bring one back. Each round settles one link of such
    a chain, so there are no more rounds than conditions.
    """
    left_out: set[str] = set()
    conditional = [q for q in bank.values() if q.ask_when is not None]
    for _ in conditional:
        facts = Facts(answers={**values, **dict.fromkeys(left_out)})
        now = {q.id for q in conditional if q.ask_when and evaluate(q.ask_when, facts) is False}
        if now == left_out:
            break
        left_out = now
    return left_out


def _may_fall(bank: Mapping[str, Question], values: Mapping[str, Any]) -> frozenset[str]:
    """The questions of which it is still open whether they apply, by answers that are missing.

    Grown until nothing changes: a question that may fall away leaves open what depends on it.
    """
    falling: frozenset[str] = frozenset()
    conditional = [q for q in bank.values() if q.ask_when is not None]
    while True:
        facts = Facts(answers=values, may_fall=falling)
        now = frozenset(
            q.id
            for q in conditional
            if q.ask_when and (q.id in falling or evaluate(q.ask_when, facts) is None)
        )
        if now == falling:
            return falling
        falling = now


def _falling(
    level: CriterionLevel,
    criterion: Criterion,
    values: Mapping[str, Any],
    falling: frozenset[str],
) -> CriterionLevel:
    """The level of a criterion of which questions may fall away, with all it may still become."""
    asked = set(questions_of(criterion.level_from))
    if level.span is None:
        return level._replace(hull=UNKNOWN_SPAN, may_fall=True)
    if criterion.id in falling or asked <= falling:
        return level._replace(may_fall=True)
    left = level_of_value(criterion.level_from, {**values, **dict.fromkeys(asked & falling)})
    one = len(asked & falling) == 1 and left is not None
    spans = (level.span, left if one and left else UNKNOWN_SPAN)
    hull = Span(min(span.low for span in spans), max(span.high for span in spans))
    return level._replace(hull=hull, may_fall=True)


def _criterion_level(
    criterion: Criterion,
    values: Mapping[str, Any],
    said: Mapping[str, Answer],
    left_out: Collection[str],
) -> CriterionLevel:
    direct = said.get(criterion.id)
    if direct and _is_direct(direct, criterion) and not _falls_away(criterion, left_out):
        span = direct.span if direct.state == "given" else None
        used, grade = [criterion.id], direct.grade
    else:
        span = level_of_value(criterion.level_from, values)
        used = list(dict.fromkeys(_deciding(criterion.level_from, values)))
        grade = _weakest(said[id_] for id_ in used if id_ in said)
    answered = span != UNKNOWN_SPAN
    return CriterionLevel(
        criterion.id, span, _widen(span, grade), answered, tuple(used if answered else ()), grade
    )


def _is_direct(answer: Answer, criterion: Criterion) -> bool:
    """Whether an answer settles the criterion's level itself, not a question of the same id."""
    own_question = criterion.id in questions_of(criterion.level_from)
    return answer.span is not None or (answer.state == "not_applicable" and not own_question)


def _falls_away(criterion: Criterion, left_out: Collection[str]) -> bool:
    """Whether the questions a criterion comes from do not apply, so that no level of it counts."""
    asked = questions_of(criterion.level_from)
    return criterion.id in left_out or all(id_ in left_out for id_ in asked)


def _deciding(level_from: LevelFrom, values: Mapping[str, Any]) -> Iterator[str]:
    """The answered questions a level comes from: of `first`, those of the part that decided."""
    match level_from:
        case FromLowest(lowest=parts) | FromHighest(highest=parts):
            pass
        case FromFirst():
            said = (p for p in level_from.first if level_of_value(p, values) != UNKNOWN_SPAN)
            parts = tuple(islice(said, 1))
        case _:
            yield from (id_ for id_ in questions_of(level_from) if id_ in values)
            return
    for part in parts:
        yield from _deciding(part, values)


def _weakest(answers: Iterable[Answer]) -> Grade | None:
    grades = [answer.grade for answer in answers if answer.grade is not None]
    return max(grades, key=GRADE_ORDER.index, default=None)


def _widen(span: Span | None, grade: Grade | None) -> Span | None:
    """A guess may be one level off either way; better evidence is taken as it stands."""
    if span is None or grade != "guess":
        return span
    return Span(max(1, span.low - 1), min(5, span.high + 1))


def _of_parts(parts: tuple[LevelFrom, ...], values: Mapping[str, Any], pick: Any) -> Span | None:
    spans = [level_of_value(part, values) for part in parts]
    applying = [span for span in spans if span is not None]
    if not applying:
        return None
    return Span(pick(span.low for span in applying), pick(span.high for span in applying))


def _first(parts: tuple[LevelFrom, ...], values: Mapping[str, Any]) -> Span | None:
    """The first part that says anything decides, also when it says "not applicable"."""
    spans = (level_of_value(part, values) for part in parts)
    return next((span for span in spans if span != UNKNOWN_SPAN), UNKNOWN_SPAN)


def _single(level_from: LevelFrom, value: Any) -> int | None:
    """The level of one question's value; None where the option says the criterion does not apply."""
    match level_from:
        case FromBands():
            return 1 + bisect_right(level_from.bounds, value)
        case FromOptions():
            key = ("yes" if value else "no") if isinstance(value, bool) else value
            return level_from.levels.get(key)
        case FromCount():
            return min(5, len(value)) or None
        case FromRank():
            if not value:
                return None
            place = value.index(level_from.rank) if level_from.rank in value else len(value)
            return level_from.levels[min(place, len(level_from.levels) - 1)]
        case FromValue():
            return int(value)
        case _:
            raise TypeError(level_from)
