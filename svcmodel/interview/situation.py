"""What the answers given so far amount to: which questions apply, which are open, what is decided."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from svcmodel.domain.answers import Answer, AnswerSheet
from svcmodel.domain.assessment import Design, OpenFact, OpenQuestion
from svcmodel.domain.conditions import Facts, Truth, evaluate, questions_in
from svcmodel.domain.piping import named
from svcmodel.domain.questions import Question
from svcmodel.domain.values import Value
from svcmodel.errors import WrongUseError
from svcmodel.interview.setting import Setting
from svcmodel.interview.worth import worths
from svcmodel.scoring.certainty import (
    Grounds,
    certainty_grounds,
    certainty_on,
    design_with_certainty,
    open_facts,
)
from svcmodel.scoring.decide import Decided, decide_on
from svcmodel.scoring.levels import Reading, read_levels


@dataclass(frozen=True)
class Situation:
    """An answer sheet in the setting of an interview. Everything else is worked out when asked for."""

    setting: Setting
    sheet: AnswerSheet

    @cached_property
    def reading(self) -> Reading:
        """What counts of the answers."""
        return read_levels(self.setting.catalogue, self.setting.bank, self.sheet)

    @cached_property
    def decided(self) -> Decided:
        """Scores and design. Raises `WrongUseError` when the constraints leave no design."""
        setting, sheet = self.setting, self.sheet
        table = setting.table(sheet)
        return decide_on(setting.catalogue, self.reading, table, sheet.constraints, setting.on)

    @cached_property
    def has_design(self) -> bool:
        """Whether the constraints leave a design. What rests on one raises where there is none."""
        try:
            return bool(self.decided)
        except WrongUseError:
            return False

    @cached_property
    def grounds(self) -> Grounds:
        """What certainty rests on."""
        return certainty_grounds(self.setting.catalogue, self.decided, self.setting.on)

    @cached_property
    def design(self) -> Design:
        """The design, with how sure it is."""
        return design_with_certainty(self.decided.design, self.grounds)

    @cached_property
    def open_facts(self) -> tuple[OpenFact, ...]:
        """The answers that requirements and obligations wait for; none where there is no design."""
        if not self.has_design:
            return ()
        setting, design = self.setting, self.decided.design
        return open_facts(
            setting.catalogue, setting.bank, self.grounds.fields, design, self.reading
        )

    @cached_property
    def open_questions(self) -> tuple[OpenQuestion, ...]:
        """Every criterion still open and what hangs on it; none where there is no design."""
        if not self.has_design:
            return ()
        setting = self.setting
        return certainty_on(
            self.grounds, setting.catalogue, setting.bank, self.decided
        ).open_questions

    @cached_property
    def worth(self) -> Mapping[str, int]:
        """What the answer to each gap is worth to the design, in millionths of a decision."""
        return worths(self)

    @cached_property
    def applies(self) -> Mapping[str, Truth]:
        """Whether each question of the questionnaire applies; None while an answer may change that."""
        facts, may_fall = Facts(answers=self.reading.values), self.reading.may_fall
        applying: dict[str, Truth] = {}
        for id_, question in self.setting.questions.items():
            holds = question.ask_when is None or evaluate(question.ask_when, facts)
            applying[id_] = holds if holds is False or id_ not in may_fall else None
        return applying

    @cached_property
    def reachable(self) -> tuple[str, ...]:
        """The questions that apply or may apply and whose answer is said or would say something."""
        return tuple(
            id_
            for id_, truth in self.applies.items()
            if truth is not False and (self.is_said(id_) or not self._is_covered(id_))
        )

    @cached_property
    def gaps(self) -> tuple[str, ...]:
        """The reachable questions without an answer, in printed order."""
        return tuple(id_ for id_ in self.reachable if not self.is_said(id_))

    @cached_property
    def fallen(self) -> tuple[str, ...]:
        """The answered questions that do not apply."""
        return tuple(
            id_ for id_, truth in self.applies.items() if truth is False and self.is_said(id_)
        )

    def question(self, id_: str) -> Question:
        """A question, with earlier answers named in its texts."""
        setting = self.setting
        return named({**setting.naming, id_: setting.written[id_]}, self._names)[id_]

    @cached_property
    def _names(self) -> Mapping[str, Value | None]:
        return {id_: self.sheet.value(id_) for id_ in self.setting.naming}

    def is_said(self, id_: str) -> bool:
        """Whether a question has an answer, be it "unknown"."""
        return id_ in self.sheet.answers

    def askable(self, parked: Collection[str]) -> tuple[str, ...]:
        """The gaps that are not parked, less those whose condition another of them decides."""
        pending = [id_ for id_ in self.gaps if id_ not in parked]
        free = [id_ for id_ in pending if set(pending).isdisjoint(self.waits_for(id_))]
        return tuple(free or pending)

    def waits_for(self, id_: str) -> Iterator[str]:
        """The questions that the condition of a question looks at while it is open."""
        condition = self.setting.questions[id_].ask_when
        if condition is not None and self.applies[id_] is None:
            yield from questions_in(condition)

    def _is_covered(self, id_: str) -> bool:
        """Whether a question could only change levels that others have settled."""
        fed = self.setting.feeds[id_]
        if not fed or id_ in self.setting.needed:
            return False
        return all(self._is_settled(criterion) for criterion in fed)

    def _is_settled(self, criterion: str) -> bool:
        level = self.reading.levels[criterion]
        return _gives_level(self.sheet.answers.get(criterion)) or (
            level.answered and not level.is_open
        )


def _gives_level(answer: Answer | None) -> bool:
    return answer is not None and (answer.span is not None or answer.state == "not_applicable")
