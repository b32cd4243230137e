"""The pages of an interview: a question, what is noted beside its answer, and where one may stop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

from svcmodel.domain.answers import Answer
from svcmodel.domain.questions import (
    Choice,
    MultiChoice,
    Number,
    Percentage,
    Question,
    Ranking,
    Rating,
    YesNo,
)
from svcmodel.domain.values import show
from svcmodel.interview.session import Session
from svcmodel.render.answer_words import AnswerWords
from svcmodel.render.interview_types import (
    ON_FORMS,
    ON_QUESTIONS,
    Draft,
    Kind,
    Page,
    PageChoice,
)
from svcmodel.render.question_text import aside, question_text
from svcmodel.render.words import Words

STATES = {"unknown": "?", "not_applicable": "-"}
"""The two answers that stand on every question, and the signs they are chosen by."""
GRADES = ("none", "guess", "stated", "documented", "measured")
NoteStep = Literal["grade", "source", "by", "text"]


def subject_page(words: Words) -> Page:
    """Asks for the company a new file is about."""
    return Page(
        id="subject",
        kind="typed",
        text=words("interview.subject.text"),
        head=words("interview.head.subject"),
        hint=words("interview.subject.hint"),
    )


def question_page(
    session: Session,
    question: Question,
    words: Words,
    *,
    notices: Sequence[str] = (),
    draft: Draft | None = None,
    check: Callable[[Any], str],
    standing: Callable[[], tuple[str, ...]],
) -> Page:
    """The screen of a question; `draft`: what was entered before it was left for a moment."""
    said = session.default_for(question.id)
    plain = session.situation.setting.questionnaire.file.words == "plain"
    return Page(
        id=question.id,
        kind=_kind(question),
        text=question_text(question, words, plain=plain),
        head=_head(session, question, words),
        hint=question.hint.to(words.lang),
        unit=_unit(question, words),
        notices=(*notices, *_beside(said, words)),
        aside=tuple(_why(question, words)),
        choices=tuple(_choices(question, words)),
        states=tuple(
            PageChoice(id_, words(f"interview.state.{id_}"), key) for id_, key in STATES.items()
        ),
        draft=draft or _draft_of(said),
        is_kept=said is not None,
        acts=ON_QUESTIONS,
        standing=standing,
        check=check,
    )


def stale_page(ids: Sequence[str], words: Words) -> Page:
    """Asks what to do with answers for which there is no question any more."""
    return Page(
        id="stale",
        kind="one",
        text=words("interview.stale.text", ids=", ".join(map(show, ids))),
        hint=words("interview.stale.hint"),
        choices=tuple(
            PageChoice(id_, words(f"interview.stale.{id_}")) for id_ in ("comment", "leave")
        ),
    )


def nothing_entered(words: Words) -> str:
    """Why entering nothing is refused."""
    return words("interview.refuse.empty", **STATES)


def note_page(step: NoteStep, question: str, said: str, words: Words) -> Page:
    """One of the four things noted beside an answer; `said`: what stands there now."""
    key = f"interview.note.{step}"
    graded = step == "grade"
    return Page(
        id=f"note.{step}",
        kind="one" if graded else "typed",
        text=words(key),
        head=words("interview.head.note", question=question),
        hint=words(f"{key}_hint"),
        choices=tuple(PageChoice(g, words(f"interview.grade.{g}")) for g in GRADES if graded),
        draft=Draft(pointed=said or "none") if graded else Draft(text=said),
        is_kept=graded or bool(said),
        acts=ON_FORMS,
    )


def remark_page(words: Words) -> Page:
    """Asks for a remark that belongs to no question."""
    return Page(
        id="remark",
        kind="typed",
        text=words("interview.remark"),
        head=words("interview.head.remark"),
        hint=words("interview.remark_hint"),
        acts=ON_FORMS,
    )


def budget_notice(session: Session, words: Words) -> str:
    """Which questions there is time for."""
    fitting = session.fitting
    names = "; ".join(name_of(session, id_, words) for id_ in fitting)
    minutes = words.figure(session.progress.minutes_left or 0)
    said = {"minutes": minutes, "count": len(fitting), "questions": names}
    return words("interview.notice.budget", **said)


def stop_page(why: str, session: Session, words: Words, notices: Sequence[str] = ()) -> Page:
    """Tells that one may stop, and why: settled or very_likely."""
    section = session.section(session.at).title.to(words.lang) if session.at else ""
    count = len([id_ for id_ in session.gaps if id_ not in session.parked])
    choices = (
        PageChoice("review", words("interview.stop.review")),
        PageChoice("more", words("interview.stop.more", count=count)),
    )
    return Page(
        id=f"stop.{why}",
        kind="one",
        text=words(f"interview.stop.{why}"),
        head=place(session, section, words),
        notices=tuple(notices),
        hint=words("interview.stop.hint"),
        choices=choices,
    )


def place(session: Session, section: str, words: Words) -> str:
    """How many questions are answered, in which section one is, and how long it will take."""
    progress = session.progress
    if progress.minutes_left is None:
        time = words("interview.head.takes", minutes=words.number(progress.minutes))
    else:
        minutes = words.figure(progress.minutes_left)
        time = words("interview.head.budget", minutes=minutes)
    return words(
        "interview.head.place",
        answered=progress.answered,
        reachable=progress.reachable,
        time=time,
        section=section,
    )


def evidence(answer: Answer, words: Words) -> str:
    """The grade, the source, who said it and the note beside an answer, in one line."""
    grade = words(f"interview.grade.{answer.grade}") if answer.grade else ""
    return " · ".join(part for part in (grade, answer.source, answer.by, answer.note) if part)


def _head(session: Session, question: Question, words: Words) -> str:
    section = session.section(question.id).title.to(words.lang)
    dimensions = session.situation.setting.catalogue.head.dimensions
    own = (d.name.to(words.lang) for d in dimensions if d.id == session.dimension(question.id))
    name = next(own, "")
    if name and name.casefold() not in section.casefold():
        section = f"{section} ({name})"
    return place(session, section, words)


def _kind(question: Question) -> Kind:
    match question:
        case MultiChoice():
            return "many"
        case Ranking():
            return "ranked"
        case Choice() | Rating() | YesNo():
            return "one"
        case _:
            return "typed"


def _unit(question: Question, words: Words) -> str:
    match question:
        case Number():
            return question.unit.to(words.lang)
        case Percentage():
            ends = {"minimum": f"{question.minimum:g}", "maximum": f"{question.maximum:g}"}
            return words("catalogue.question.percentage", **ends)
        case _:
            return ""


def _choices(question: Question, words: Words) -> list[PageChoice]:
    match question:
        case Choice() | MultiChoice() | Ranking():
            return [PageChoice(o.id, o.label.to(words.lang)) for o in question.options]
        case Rating():
            return [PageChoice(str(n), _anchor(question, n, words)) for n in range(1, 6)]
        case YesNo():
            return [PageChoice(id_, words(f"catalogue.answer.{id_}")) for id_ in ("yes", "no")]
        case _:
            return []


def _anchor(question: Rating, level: int, words: Words) -> str:
    """The words of a level, or between which two that have words it lies."""
    if level in question.anchors:
        return question.anchors[level].to(words.lang)
    low = max((n for n in question.anchors if n < level), default=1)
    high = min((n for n in question.anchors if n > level), default=5)
    return words("interview.between", low=low, high=high)


def _why(question: Question, words: Words) -> list[str]:
    """Why it is asked, an example, who knows and where to look it up."""
    said = [f"{words('catalogue.question.why')}: {question.why.to(words.lang)}"]
    if question.example is not None:
        example = question.example.to(words.lang)
        said.append(words("interview.why.example", text=example))
    return [*said, aside(question, words)]


def _draft_of(answer: Answer | None) -> Draft:
    """What the earlier answer looks like where it is entered."""
    if answer is None:
        return Draft()
    if answer.state != "given":
        return Draft(text=STATES[answer.state], pointed=answer.state)
    if answer.span is not None:
        low, high = answer.span
        return Draft(pointed=str(low) if low == high else None)
    match answer.value:
        case bool() as yes:
            return Draft(pointed="yes" if yes else "no")
        case tuple() as chosen:
            return Draft(pointed=chosen[0] if chosen else None, marked=chosen)
        case value:
            return Draft(text=str(value), pointed=str(value))


def _beside(answer: Answer | None, words: Words) -> list[str]:
    """What is noted beside the earlier answer, and that it was given by a level."""
    if answer is None:
        return []
    said = evidence(answer, words)
    told = [words("interview.notice.evidence", said=said)] if said else []
    if answer.span is not None:
        low, high = answer.span
        key = "one" if low == high else "several"
        level = words(f"score.level.{key}", level=low, low=low, high=high)
        told.append(words("interview.notice.level", level=level))
    return told


def name_of(session: Session, id_: str, words: Words) -> str:
    """A question in a few words: the criterion it is about, where it is about one."""
    setting = session.situation.setting
    return AnswerWords(setting.catalogue, setting.bank, words).about(id_).rstrip(".")
