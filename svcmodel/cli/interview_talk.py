"""The conversation of an interview: one page after another, every answer saved before the next page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from svcmodel.cli.console import sentence
from svcmodel.cli.interview_dialogue import Dialogue, speak_other, text_problem
from svcmodel.cli.interview_note import About, ask_note
from svcmodel.cli.interview_saved import SavedSession
from svcmodel.domain.answers import Answer
from svcmodel.domain.questions import Number, Question
from svcmodel.domain.values import Fault
from svcmodel.errors import InvalidInputError, Problem, SvcmodelError
from svcmodel.render.interview_pages import (
    evidence,
    name_of,
    nothing_entered,
    question_page,
    remark_page,
    stop_page,
)
from svcmodel.render.interview_review import review_page, standing_lines
from svcmodel.render.interview_types import Draft, Page, Reply
from svcmodel.render.words import Words
from svcmodel.sources.answer_values import STATES, said_of
from svcmodel.sources.typed_answers import raw_value

Step = Callable[[], Any]
"""Shows a page and gives the step after it; None ends the talk."""


class Talk:
    """Leads through an interview.

    `finish`: shows the recommendation and gives the step after it. `notices`: what the next page tells
    first. `told`: the ways of being sure that were told already.
    """

    def __init__(
        self,
        saved: SavedSession,
        dialogue: Dialogue,
        finish: Callable[[Talk], Step | None],
        notices: Iterable[str] = (),
    ) -> None:
        self.saved = saved
        self.dialogue = dialogue
        self.finish = finish
        self.notices = list(notices)
        self.told: set[str] = set()
        self.draft: Draft | None = None
        self.beside: dict[str, About] = {}
        self.contradictions = {pair.id for pair in saved.session.contradictions}

    @property
    def words(self) -> Words:
        """The words of the language spoken now."""
        return self.dialogue.words

    def run(self) -> None:
        """Talk until the person leaves. Raises `StoppedError`."""
        step: Step | None = self.question
        while step is not None:
            step = step()

    def question(self) -> Step | None:
        """The question on the screen; the review where none is left."""
        question = self.saved.session.current
        if question is None:
            self._tell_time_up()
            return self.review
        sure = self._sure_enough()
        if sure:
            return self.stop(sure)
        page = self._page(question)
        self.notices, self.draft = [], None
        reply = self.dialogue.ask(page)
        if reply.act == "answer":
            return self._answered(question, reply.raw)
        self.draft = reply.draft
        if reply.act == "note":
            return self._noted(question)
        return self._moved(reply, question)

    def review(self) -> Step | None:
        """Every answer, to jump to any."""
        session = self.saved.session
        page = review_page(session, self.words, self.notices)
        self.notices = []
        reply = self.dialogue.ask(page)
        if reply.act != "answer":
            return self._left(reply, self.review)
        if reply.raw == "finish":
            return self.finish(self)
        if reply.raw == "more":
            return self.more
        self.saved.session = session.jump(reply.raw)
        self.draft = None
        return self.question

    def more(self) -> Step | None:
        """Go on with what is open, though it was parked or the time is up."""
        session = self.saved.session
        if session.current is None:
            open_ = replace(session, minutes=None, parked=())
            self.saved.session = open_.jump(open_.fitting[0])
        return self.question

    def stop(self, sure: str) -> Step | None:
        """Tell that one may stop."""
        self.told.add(sure)
        page = stop_page(sure, self.saved.session, self.words, self.notices)
        self.notices = []
        reply = self.dialogue.ask(page)
        if reply.act == "language":
            self.told.discard(sure)
        if reply.act != "answer":
            return self._left(reply, self.question)
        return self.review if reply.raw == "review" else self.question

    def remark(self) -> None:
        """Note something that belongs to no question."""
        check = partial(text_problem, words=self.words)
        reply = self.dialogue.ask(replace(remark_page(self.words), check=check))
        if reply.act == "language":
            speak_other(self.dialogue)
            self.remark()
        elif reply.act == "answer" and reply.raw:
            self.saved.note(f"{self.saved.session.situation.setting.on}: {reply.raw}")
            self.notices.append(self.words("interview.notice.noted"))

    def keep_what_is_beside(self) -> None:
        """Save as remarks what was noted beside questions that were not answered in the end."""
        for id_, about in self.beside.items():
            said = evidence(replace(Answer(id_, "unknown"), **about), self.words)
            if said and self.saved.session.default_for(id_) is None:
                name = name_of(self.saved.session, id_, self.words)
                self.saved.note(f"{self.saved.session.situation.setting.on}: {name}: {said}")
        self.beside = {}

    # What is on the page of a question

    def _page(self, question: Question) -> Page:
        about = self.beside.get(question.id)
        if about:
            said = evidence(replace(Answer(question.id, "unknown"), **about), self.words)
            self.notices.append(self.words("interview.notice.evidence", said=said))
        return question_page(
            self.saved.session,
            question,
            self.words,
            notices=self.notices,
            draft=self.draft,
            check=lambda raw: self._check(question, raw),
            standing=self._standing,
        )

    def _check(self, question: Question, raw: Any) -> str:
        if isinstance(raw, str) and raw in STATES:
            return ""
        if not raw:
            return nothing_entered(self.words)
        value = question.parse(raw_value(question, raw))
        if not isinstance(value, Fault):
            return ""
        return sentence(Problem(value.code, values=said_of(question, value)), self.words.lang)

    def _standing(self) -> tuple[str, ...]:
        try:
            return standing_lines(self.saved.session, self.words)
        except SvcmodelError as error:
            return tuple(sentence(problem, self.words.lang) for problem in error.problems)

    def _tell_time_up(self) -> None:
        """Say why the questions end, where it is not that none is left."""
        session = self.saved.session
        if session.minutes is not None and set(session.gaps) - set(session.parked):
            self.notices.append(self.words("interview.notice.time_up"))

    def _sure_enough(self) -> str | None:
        """How sure the design is as a whole, where that was not told yet and questions are open."""
        session = self.saved.session
        feeds = session.situation.setting.feeds
        if session.in_order or not any(feeds[id_] for id_ in session.gaps):
            return None
        sure = session.certainty.design
        return None if sure in self.told else sure

    # What the person did

    def _answered(self, question: Question, raw: Any) -> Step:
        before = self.saved.session.default_for(question.id)
        answer = before if raw is None and before else self._answer(question, raw, before)
        try:
            self.saved.answer(question.id, answer)
        except InvalidInputError as error:
            self.notices = [sentence(problem, self.words.lang) for problem in error.problems]
            return self.question
        self.beside.pop(question.id, None)
        self.notices = list(self._news(question))
        return self.question

    def _answer(self, question: Question, raw: Any, before: Answer | None) -> Answer:
        """The answer, checked before, with what was noted beside it or beside the one before."""
        kept = replace(before or Answer(question.id, "unknown"), span=None, value=None)
        kept = replace(kept, **self.beside.get(question.id, {}))
        if isinstance(raw, str) and raw in STATES:
            return replace(kept, state=STATES[raw])
        value: Any = question.parse(raw_value(question, raw))
        return replace(kept, state="given", value=value)

    def _news(self, question: Question) -> Iterator[str]:
        """What an answer did: what no longer counts, what counts again, what does not fit."""
        session, say = self.saved.session, self.words
        for key, ids in (("kept", session.change.fell), ("returned", session.change.returned)):
            if ids:
                names = "; ".join(name_of(session, id_, say) for id_ in ids)
                yield say(f"interview.notice.{key}", questions=names)
        if any(w.code == "W201" for w in self.saved.warnings) and isinstance(question, Number):
            got = str(session.sheet.value(question.id))
            yield say("interview.notice.figure", got=got, unit=question.unit.to(say.lang))
        if self.saved.is_changed_outside:
            yield say("interview.notice.changed")
        pairs = session.contradictions
        for pair in pairs:
            if pair.id not in self.contradictions:
                said = {"text": pair.text.to(say.lang), "ask": pair.ask.to(say.lang)}
                yield say("interview.notice.contradiction", **said)
        self.contradictions = {pair.id for pair in pairs}

    def _noted(self, question: Question) -> Step:
        """Ask for what is noted beside the answer; save it where there is one."""
        saved, id_ = self.saved, question.id
        answer = saved.session.default_for(id_)
        shown = replace(answer or Answer(id_, "unknown"), **self.beside.get(id_, {}))
        name = name_of(saved.session, id_, self.words)
        about = ask_note(self.dialogue, shown, name)
        if about is not None and answer is not None:
            saved.amend(replace(answer, **about))
        elif about is not None:
            self.beside[id_] = about
        return self.question

    def _moved(self, reply: Reply, question: Question) -> Step | None:
        if reply.act == "review":
            return self.review
        if reply.act == "park":
            self.saved.park(question.id)
            self.draft = None
            return self.question
        return self._left(reply, self.question)

    def _left(self, reply: Reply, again: Step) -> Step | None:
        """What can be done on every page: go back, leave, change the language, note a remark."""
        if reply.act == "leave":
            return None
        if reply.act == "language":
            speak_other(self.dialogue)
        elif reply.act == "remark":
            self.remark()
        else:
            self._back(again)
            return self.question
        return again

    def _back(self, again: Step) -> None:
        """To the screen before; from the review of a talk under way to its question."""
        session = self.saved.session
        if again == self.question or session.current is None:
            self.saved.session = session.back()
            self.draft = None
