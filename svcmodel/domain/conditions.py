"""The condition grammar: comparisons of levels and answers joined by all, any and not. Never code.

A condition is true, false or open (`None`), by Kleene's three-valued logic: an unknown answer leaves
a comparison open, a not-applicable one makes it false.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from svcmodel.domain.records import Id, Many, key, record

Number = int | float
Scalar = int | float | str
Truth = bool | None


class Span(NamedTuple):
    """The levels still possible: from `low` to `high`, both included. Unknown is 1 to 5."""

    low: int
    high: int


UNKNOWN_SPAN = Span(1, 5)


@dataclass(frozen=True, slots=True)
class Facts:
    """What conditions are evaluated on.

    `levels`: span of each criterion, `None` for not applicable; a missing id is unknown.
    `answers`: value of each question, `None` for not applicable; a missing id is unknown.
    `may_fall`: ids of either that another answer may still turn into not applicable.
    """

    levels: Mapping[str, Span | None] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    may_fall: frozenset[str] = frozenset()


@record
class LevelIs:
    """A criterion's level compared with a number."""

    level: Id
    equals: int | None = None
    at_least: int | None = None
    at_most: int | None = None
    one_of: Many[int] | None = key("in", None)

    def fault(self) -> str | None:
        """E430 when it compares nothing."""
        compared = (self.equals, self.at_least, self.at_most, self.one_of)
        return "E430" if all(part is None for part in compared) else None


@record
class AnswerIs:
    """A question's answer compared with a value."""

    answer: Id
    equals: Scalar | bool | None = None
    at_least: Number | None = None
    at_most: Number | None = None
    one_of: Many[Scalar] | None = key("in", None)

    def fault(self) -> str | None:
        """E430 when it compares nothing."""
        compared = (self.equals, self.at_least, self.at_most, self.one_of)
        return "E430" if all(part is None for part in compared) else None


@record
class AllOf:
    """True when every part is."""

    all: Many[Condition]


@record
class AnyOf:
    """True when some part is."""

    any: Many[Condition]


@record
class Not:
    """True when its part is false."""

    not_: Condition = key("not")


Condition = LevelIs | AnswerIs | AllOf | AnyOf | Not
"""Told apart by the first key: level, answer, all, any or not."""


def evaluate(condition: Condition, facts: Facts) -> Truth:
    """True, false or open (`None`)."""
    match condition:
        case LevelIs():
            truth = _level_truth(condition, facts.levels.get(condition.level, UNKNOWN_SPAN))
            return None if truth and condition.level in facts.may_fall else truth
        case AnswerIs():
            if condition.answer not in facts.answers:
                return None
            truth = _answer_truth(condition, facts.answers[condition.answer])
            return None if truth and condition.answer in facts.may_fall else truth
        case AllOf():
            return _all(evaluate(part, facts) for part in condition.all)
        case AnyOf():
            return _negate(_all(_negate(evaluate(part, facts)) for part in condition.any))
        case Not():
            return _negate(evaluate(condition.not_, facts))


def criteria_in(condition: Condition) -> Iterator[str]:
    """The ids of the criteria a condition looks at."""
    for part in leaves(condition):
        if isinstance(part, LevelIs):
            yield part.level


def questions_in(condition: Condition) -> Iterator[str]:
    """The ids of the questions a condition looks at."""
    for part in leaves(condition):
        if isinstance(part, AnswerIs):
            yield part.answer


def leaves(condition: Condition) -> Iterator[LevelIs | AnswerIs]:
    """The comparisons a condition is made of; what it says depends on nothing but theirs."""
    match condition:
        case AllOf():
            parts = condition.all
        case AnyOf():
            parts = condition.any
        case Not():
            parts = (condition.not_,)
        case _:
            yield condition
            return
    for part in parts:
        yield from leaves(part)


def _all(truths: Iterator[Truth]) -> Truth:
    seen: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            seen = None
    return seen


def _negate(truth: Truth) -> Truth:
    return None if truth is None else not truth


def _level_truth(condition: LevelIs, span: Span | None) -> Truth:
    if span is None:
        return False
    held = {_holds(condition, level) for level in range(span.low, span.high + 1)}
    return held.pop() if len(held) == 1 else None


def _answer_truth(condition: AnswerIs, value: Any) -> Truth:
    if value is None:
        return False
    if isinstance(value, tuple):
        return any(_holds(condition, item) for item in value)
    return _holds(condition, value)


def _holds(condition: LevelIs | AnswerIs, value: Any) -> bool:
    if isinstance(value, bool):
        value = "yes" if value else "no"
    number = value if isinstance(value, (int, float)) else None
    checks = []
    if condition.equals is not None:
        checks.append(value == _plain(condition.equals))
    if condition.one_of is not None:
        checks.append(value in condition.one_of)
    if condition.at_least is not None:
        checks.append(number is not None and number >= condition.at_least)
    if condition.at_most is not None:
        checks.append(number is not None and number <= condition.at_most)
    return bool(checks) and all(checks)


def _plain(value: Scalar | bool) -> Scalar:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value
