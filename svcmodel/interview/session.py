"""A session: one interview as an immutable value. Every move gives another session.

    session = start(catalogue, questionnaire, sheet, on="2026-01-15")
    while (question := session.current) is not None:
        session = session.answered(question.id, Answer(question.id, "given", value=...))

Going back, jumping and parking never take away what was said: answers stay in `session.sheet`, and
`default_for` offers them again. So the sheet can be saved after every move, and a session started
with it goes on at the first gap.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from svcmodel.domain.answers import Answer, AnswerSheet
from svcmodel.domain.assessment import Assessment
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.knowledge import Contradiction
from svcmodel.domain.questions import Question, Questionnaire, Section
from svcmodel.interview import next_question
from svcmodel.interview.outlook import (
    Certainty,
    FactToFetch,
    LeftUnasked,
    Progress,
    certainty,
    contradictions,
    facts_to_fetch,
    left_unasked,
)
from svcmodel.interview.setting import Setting
from svcmodel.interview.situation import Situation
from svcmodel.scoring.assess import assess


class Change(NamedTuple):
    """What an answer did to other answers: ids of those that no longer apply, and that do again.

    Both are kept in the sheet. The first are not scored; the second are asked next, with what was
    said before as the default.
    """

    fell: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()


NO_CHANGE = Change()


class Screen(NamedTuple):
    """A screen left behind: its question (None: the review).

    `ahead`: the screens that were to come, where it was left by a jump; None where it was gone on from.
    """

    at: str | None
    ahead: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Session:
    """One interview at one moment.

    `at`: the id of the question on the screen; None when nothing is left to ask, so that the review
    comes. `behind`: the screens that `back` returns to, the last one last. `ahead`: the screens that
    come before anything new is chosen. `asked`: the questions answered since the start, which is what
    uses up the `minutes` given. `change`: what the last answer did to others.
    """

    situation: Situation
    at: str | None = None
    in_order: bool = False
    minutes: float | None = None
    parked: tuple[str, ...] = ()
    behind: tuple[Screen, ...] = ()
    ahead: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    change: Change = NO_CHANGE

    # The screen

    @property
    def sheet(self) -> AnswerSheet:
        """All that was said, to be saved as it is."""
        return self.situation.sheet

    @property
    def current(self) -> Question | None:
        """The question on the screen, with earlier answers named in its texts; None: the review."""
        return None if self.at is None else self.question(self.at)

    def question(self, id_: str) -> Question:
        """Any question of the questionnaire, with earlier answers named in its texts."""
        return self.situation.question(id_)

    def section(self, id_: str) -> Section:
        """The section a question stands in."""
        return self.situation.setting.section_of[id_]

    def dimension(self, id_: str) -> str | None:
        """The id of the dimension of the criterion a question feeds; None for a fact."""
        return self.situation.setting.dimension_of(id_)

    def default_for(self, id_: str) -> Answer | None:
        """What was said to a question, also while it did not apply."""
        return self.sheet.answers.get(id_)

    @property
    def progress(self) -> Progress:
        """How far the interview is."""
        questions, gaps = self.situation.setting.questions, self.gaps
        spent = sum(questions[id_].minutes for id_ in self.asked)
        return Progress(
            answered=len(self.reachable) - len(gaps),
            reachable=len(self.reachable),
            minutes=sum(questions[id_].minutes for id_ in gaps),
            minutes_left=None if self.minutes is None else max(0, self.minutes - spent),
        )

    # Moves: each gives another session

    def answered(self, id_: str, answer: Answer) -> Session:
        """With this answer to a question. From its screen it goes on to the next, from others it stays.

        `answer.id` is the question's id, or the id of a criterion it feeds whose level is given.
        """
        said = self._saying({**self.sheet.answers, answer.id: answer})
        moved = replace(
            said, parked=_without(self.parked, id_), asked=(*_without(self.asked, id_), id_)
        )
        return moved._onward() if id_ == self.at or not moved._can_stay() else moved

    def back(self) -> Session:
        """On the screen before that still applies; what was said stays. The first screen stays."""
        behind, ahead, at = self.behind, self.ahead, self.at
        while behind:
            *rest, screen = behind
            behind = tuple(rest)
            to_come = screen.ahead if screen.ahead is not None else (at,) if at else ()
            ahead = tuple(dict.fromkeys([*to_come, *_without(ahead, screen.at)]))
            at = screen.at
            if at is None or screen.ahead is not None or self._applies(at):
                return replace(self, at=at, behind=behind, ahead=ahead, change=NO_CHANGE)
        return self

    def jump(self, id_: str) -> Session:
        """On any question of the questionnaire; once it is answered, where one was before."""
        if id_ == self.at:
            return self
        ahead = _without(self.ahead, id_)
        return replace(
            self,
            at=id_,
            behind=(*self.behind, Screen(self.at, self.ahead)),
            ahead=ahead if self.at is None else (self.at, *ahead),
            change=NO_CHANGE,
        )

    def park(self, id_: str) -> Session:
        """Without this question for now: it goes on the list of facts to fetch."""
        parked = (*_without(self.parked, id_), id_)
        moved = replace(self, parked=parked, change=NO_CHANGE)
        return moved._onward() if id_ == self.at else moved

    def forget(self, id_: str) -> Session:
        """Without any answer to a question; on the same screen."""
        rest = {key: answer for key, answer in self.sheet.answers.items() if key != id_}
        said = self._saying(rest)
        return said if self.at is None or said._can_stay() else said._onward()

    def _saying(self, answers: Mapping[str, Answer]) -> Session:
        """With these answers, on the same screen; what applies again comes next."""
        after = Situation(self.situation.setting, replace(self.sheet, answers=answers))
        change = _change(self.situation, after)
        ahead = tuple(dict.fromkeys([*change.returned, *self.ahead]))
        return replace(self, situation=after, ahead=ahead, change=change)

    def _onward(self) -> Session:
        """On the next screen: one that was to come anyway, else the next question."""
        ahead = [id_ for id_ in self.ahead if id_ != self.at and id_ in self.reachable]
        behind = self.behind if self.at is None else (*self.behind, Screen(self.at))
        if ahead:
            return replace(self, at=ahead[0], behind=behind, ahead=tuple(ahead[1:]))
        return replace(self, at=_next(self), behind=behind, ahead=())

    def _can_stay(self) -> bool:
        """Whether there is a screen to stay on: a question that may apply."""
        return self.at is not None and self._applies(self.at)

    def _applies(self, id_: str) -> bool:
        return self.situation.applies[id_] is not False

    # What one may ask of it at any time

    @property
    def reachable(self) -> tuple[str, ...]:
        """The questions that apply or may apply, in printed order.

        Left out is what could only change a level that other answers have settled.
        """
        return self.situation.reachable

    @property
    def gaps(self) -> tuple[str, ...]:
        """The reachable questions without an answer, parked ones too, in printed order."""
        return self.situation.gaps

    @property
    def fallen(self) -> tuple[str, ...]:
        """The answered questions that do not apply now: kept, not scored."""
        return self.situation.fallen

    @property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """The pairs of answers that can hardly both be true."""
        return contradictions(self.situation)

    @cached_property
    def certainty(self) -> Certainty:
        """How sure the design is; of nothing, where the constraints leave no design."""
        return certainty(self.situation)

    @property
    def fitting(self) -> tuple[str, ...]:
        """The questions to be asked in the minutes left, most worth first; all without a budget."""
        return next_question.fitting(self.situation, self.parked, self.progress.minutes_left)

    @property
    def left_unasked(self) -> tuple[LeftUnasked, ...]:
        """The gaps and what each could still change, most worth first."""
        return left_unasked(self.situation)

    @property
    def facts_to_fetch(self) -> tuple[FactToFetch, ...]:
        """The questions that apply and are parked or answered "unknown", in printed order."""
        return facts_to_fetch(self.situation, self.parked)

    def standing(self) -> Assessment:
        """The whole assessment as things stand.

        Raises `WrongUseError` when the constraints leave no coherent design.
        """
        setting = self.situation.setting
        return assess(setting.catalogue, setting.questionnaire, self.sheet, on=setting.on)


def start(
    catalogue: Catalogue,
    questionnaire: Questionnaire,
    sheet: AnswerSheet,
    *,
    on: str,
    in_order: bool = False,
    minutes: float | None = None,
    parked: Iterable[str] = (),
) -> Session:
    """A session at the first question to ask, for a design of the day `on` (YYYY-MM-DD).

    `in_order`: in the printed order, else in the order of what matters. `minutes`: the time there is.
    """
    situation = Situation(Setting(catalogue, questionnaire, on), sheet)
    session = Session(situation, None, in_order, minutes, tuple(parked))
    return session._onward()


def _next(session: Session) -> str | None:
    situation, left = session.situation, session.progress.minutes_left
    if session.in_order:
        return next_question.in_order(situation, session.parked, left)
    return next_question.adaptive(situation, session.parked, left, session.at)


def _change(before: Situation, after: Situation) -> Change:
    return Change(
        fell=tuple(id_ for id_ in after.fallen if id_ not in before.fallen),
        returned=tuple(
            id_ for id_ in before.fallen if id_ not in after.fallen and after.is_said(id_)
        ),
    )


def _without(ids: tuple[str, ...], one: str | None) -> tuple[str, ...]:
    return tuple(id_ for id_ in ids if id_ != one)
