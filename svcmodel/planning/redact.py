"""Leaving out who it is about: names, money and free words go, the advice stays as it is.

It is done on results, after scoring and planning, so that nothing that was computed can change: the
design, every score and the list of tasks are those of the company as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cached_property
from typing import Any, TypeVar, cast

from svcmodel.domain.answers import Answer, AnswerSheet, Constraint, Segment, TeamMember
from svcmodel.domain.assessment import Assessment, ConstraintResult, Contribution
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import Span
from svcmodel.domain.criteria import questions_of
from svcmodel.domain.explanation import AnswerChange, Argument
from svcmodel.domain.plan import Member, Plan, Task, Trace
from svcmodel.domain.plan_design import AnswerRow, Assumption, Because, Said
from svcmodel.domain.plan_schedule import DueDate
from svcmodel.domain.plan_sheets import Budget, PeopleCost, PlanKpi
from svcmodel.domain.questions import BaseQuestion, FreeText, Question
from svcmodel.domain.records import Text, TextList
from svcmodel.domain.segmented import SegmentedChannel, SegmentedLayer

T = TypeVar("T")

ANY_LEVEL = Span(1, 5)
"""What is told of the level of a criterion that is a band of money."""


@dataclass(frozen=True, slots=True)
class Labels:
    """What stands for a name: `{number}` in those of people, segments and the client's conditions.

    `text`: what stands where something was said that is not shown.
    """

    subject: str
    person: str
    segment: str
    constraint: str
    text: str


@dataclass(frozen=True)
class Redaction:
    """Redacts whatever was made from one answer sheet."""

    sheet: AnswerSheet
    bank: Mapping[str, Question]
    catalogue: Catalogue
    labels: Labels

    def of(self, value: T) -> T:
        """A result with everything private left out; what holds nothing private is the same object."""
        return cast(T, self._walk(value))

    @cached_property
    def people(self) -> Mapping[str, str]:
        """What stands for each name of the team."""
        names = dict.fromkeys(member.name for member in self.sheet.team)
        return _numbered(names, self.labels.person)

    @cached_property
    def segments(self) -> Mapping[str, tuple[str, str]]:
        """The id and the name that stand for those of each segment."""
        names = _numbered([each.id for each in self.sheet.segments], self.labels.segment)
        ids = _numbered(names, "segment_{number}")
        return {id_: (ids[id_], name) for id_, name in names.items()}

    @cached_property
    def constraints(self) -> Mapping[str, tuple[str, str]]:
        """The id and the reason that stand for those of each of the client's constraints."""
        names = _numbered([each.id for each in self.sheet.constraints], self.labels.constraint)
        ids = _numbered(names, "constraint_{number}")
        return {id_: (ids[id_], name) for id_, name in names.items()}

    @cached_property
    def money(self) -> frozenset[str]:
        """The questions and criteria that are amounts of money, or bands of one."""
        asked = {id_ for id_, question in self.bank.items() if question.money}
        criteria = self.catalogue.criteria.values()
        derived = {each.id for each in criteria if asked & {*questions_of(each.level_from)}}
        return frozenset(asked | derived)

    def _walk(self, value: Any) -> Any:
        rule = _RULES.get(type(value))
        value = rule(self, value) if rule is not None else value
        if isinstance(value, _WHOLE):
            return value
        if isinstance(value, Mapping):
            walked = {key: self._walk(each) for key, each in value.items()}
            return walked if any(walked[key] is not value[key] for key in walked) else value
        if isinstance(value, tuple):
            return self._walk_tuple(value)
        if not is_dataclass(value) or isinstance(value, type):
            return value
        held = {each.name: getattr(value, each.name) for each in fields(value)}
        changed = {name: self._walk(each) for name, each in held.items()}
        other = {name: each for name, each in changed.items() if each is not held[name]}
        return replace(value, **other) if other else value

    def _walk_tuple(self, value: tuple[Any, ...]) -> tuple[Any, ...]:
        """The items of a list or of a named tuple; private answers fall out of a list."""
        if hasattr(value, "_fields"):
            parts = [self._walk(each) for each in value]
            return value if all(map(_is, parts, value)) else type(value)(*parts)
        parts = [self._walk(each) for each in value if not self._is_private(each)]
        return value if len(parts) == len(value) and all(map(_is, parts, value)) else tuple(parts)

    def _is_private(self, value: Any) -> bool:
        """Whether it is an answer in free words, or of money."""
        return isinstance(value, Said) and self._hides(value.question)

    def _hides(self, question: Question | None) -> bool:
        return question is not None and (isinstance(question, FreeText) or question.money)

    # what each record keeps to itself; the records in it are walked afterwards

    def _named(self, value: Plan | Assessment) -> Any:
        return replace(value, subject=self.labels.subject)

    def _sheet(self, sheet: AnswerSheet) -> AnswerSheet:
        return replace(sheet, subject=self.labels.subject, notes=())

    def _member(self, member: Member | TeamMember) -> Any:
        return replace(member, name=self._person(member.name))

    def _task(self, task: Task) -> Task:
        return replace(task, person=self._person(task.person))

    def _person(self, name: str) -> str:
        return self.people.get(name, self.labels.text) if name else ""

    def _said(self, said: Said) -> Said:
        return replace(said, value=self.labels.text) if self._is_private(said) else said

    def _kpi(self, kpi: PlanKpi) -> PlanKpi:
        said = kpi.baseline.said if kpi.baseline is not None else ()
        return replace(kpi, baseline=None) if any(map(self._is_private, said)) else kpi

    def _budget(self, budget: Budget) -> Budget:
        return replace(budget, money=None, unknown=(), said=None, withheld=True)

    def _cost(self, cost: PeopleCost) -> PeopleCost:
        return cost._replace(money=None)

    def _segment(self, segment: Segment) -> Segment:
        id_, name = self.segments[segment.id]
        return replace(segment, id=id_, name=name, answers={})

    def _segmented_layer(self, layer: SegmentedLayer) -> SegmentedLayer:
        chosen = {self.segments[id_][0]: model for id_, model in layer.chosen.items()}
        losses = {self.segments[id_][0]: loss for id_, loss in layer.losses.items()}
        return layer._replace(chosen=chosen, losses=losses)

    def _segmented_channel(self, channel: SegmentedChannel) -> SegmentedChannel:
        return channel._replace(segments=tuple(self.segments[id_][0] for id_ in channel.segments))

    def _constraint(self, constraint: Constraint) -> Constraint:
        id_, reason = self.constraints[constraint.id]
        return replace(constraint, id=id_, reason=reason)

    def _constraint_result(self, result: ConstraintResult) -> ConstraintResult:
        return result._replace(constraint=self.constraints[result.constraint][0])

    def _trace(self, trace: Trace) -> Trace:
        if trace.cause in ("caution", "obligation") or trace.rule not in self.constraints:
            return trace
        return trace._replace(rule=self.constraints[trace.rule][0])

    def _due(self, due: DueDate) -> DueDate:
        return due._replace(id=self.constraints[due.id][0]) if due.kind == "constraint" else due

    def _answer(self, answer: Answer | AnswerRow) -> Answer | AnswerRow:
        """An answer without who said it and on what grounds, and without the value where it is private."""
        bare = replace(answer, note="", source="", by="")
        if answer.id in self.money and answer.span is not None:
            bare = replace(bare, span=ANY_LEVEL)
        if answer.value is not None and self._hides(self.bank.get(answer.id)):
            bare = replace(bare, value=self.labels.text)
        return bare

    # the level of a criterion that is a band of money is any

    def _level(self, value: Contribution | Argument) -> Any:
        return value._replace(level=ANY_LEVEL) if value.criterion in self.money else value

    def _change(self, change: AnswerChange) -> AnswerChange:
        return change._replace(now=ANY_LEVEL) if change.criterion in self.money else change

    def _because(self, because: Because) -> Because:
        return replace(because, level=ANY_LEVEL) if because.criterion in self.money else because

    def _assumption(self, each: Assumption) -> Assumption:
        hides = each.span is not None and each.about in self.money
        return each._replace(span=ANY_LEVEL) if hides else each


_RULES: Mapping[type, Callable[[Redaction, Any], Any]] = {
    Plan: Redaction._named,
    Assessment: Redaction._named,
    AnswerSheet: Redaction._sheet,
    Member: Redaction._member,
    TeamMember: Redaction._member,
    Task: Redaction._task,
    Said: Redaction._said,
    PlanKpi: Redaction._kpi,
    Budget: Redaction._budget,
    PeopleCost: Redaction._cost,
    Segment: Redaction._segment,
    SegmentedLayer: Redaction._segmented_layer,
    SegmentedChannel: Redaction._segmented_channel,
    Constraint: Redaction._constraint,
    ConstraintResult: Redaction._constraint_result,
    Trace: Redaction._trace,
    DueDate: Redaction._due,
    Answer: Redaction._answer,
    AnswerRow: Redaction._answer,
    Contribution: Redaction._level,
    Argument: Redaction._level,
    AnswerChange: Redaction._change,
    Because: Redaction._because,
    Assumption: Redaction._assumption,
}
"""What each kind of record that names, quotes or prices something does without."""

_WHOLE = (str, int, float, type(None), BaseQuestion, Text, TextList, Span, Catalogue)
"""What holds nothing of a client's, so that nobody looks into it."""


def _is(one: object, other: object) -> bool:
    return one is other


def _numbered(ids: Iterable[str], label: str) -> dict[str, str]:
    return {id_: label.format(number=number) for number, id_ in enumerate(ids, start=1)}
