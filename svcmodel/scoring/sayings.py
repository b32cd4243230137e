"""What people say, put into one answer: the best evidence, all the notes, who said what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from svcmodel.domain.answers import Answer, Grade
from svcmodel.domain.conditions import UNKNOWN_SPAN, Span
from svcmodel.domain.merging import Position
from svcmodel.domain.values import Value
from svcmodel.scoring.levels import GRADE_ORDER

Reply = tuple[str, Value | None, Span | None]


class Saying(NamedTuple):
    """Who gave an answer, and the answer."""

    who: str
    answer: Answer


def tells(answer: Answer) -> bool:
    """Whether an answer is more than "unknown"."""
    return answer.state != "unknown" and answer.span != UNKNOWN_SPAN


def reply(answer: Answer) -> Reply:
    """What an answer says, without where it is from."""
    return answer.state, answer.value, answer.span


def joined(sayings: Sequence[Saying], everyone: Sequence[Saying]) -> Answer:
    """The answer that all gave: the best evidence for it, and all that was noted beside it."""
    answers = [saying.answer for saying in sayings]
    kept = next((answer for answer in answers if answer.span is None), answers[0])
    return Answer(
        kept.id,
        kept.state,
        kept.value,
        kept.span,
        grade=min((answer.grade for answer in answers), key=_evidence),
        note=_notes(everyone),
        source=_listed((answer.source for answer in answers), "; "),
        by=_listed((answer.by for answer in answers), ", "),
    )


def _evidence(grade: Grade | None) -> float:
    """The place of a grade, the best first; what is not graded is taken for more than a guess."""
    places = {name: float(place) for place, name in enumerate(GRADE_ORDER)}
    return places[grade] if grade is not None else places["guess"] - 0.5


def _listed(texts: Iterable[str], sign: str) -> str:
    """The parts of all texts, each once."""
    return sign.join(dict.fromkeys(part for text in texts if text for part in text.split(sign)))


def _notes(sayings: Sequence[Saying]) -> str:
    """The notes beside an answer; with names where there are several."""
    notes = {(saying.who, saying.answer.note) for saying in sayings if saying.answer.note}
    if len({note for _, note in notes}) < 2:
        return next((note for _, note in notes), "")
    said = [f"{s.who}: {s.answer.note}" for s in sayings if s.answer.note]
    return "; ".join(dict.fromkeys(said))


def left_open(id_: str, sayings: Sequence[Saying]) -> Answer:
    """An unknown answer that keeps what everyone said in its note."""
    return Answer(id_, "unknown", note=who_said_what(sayings))


def who_said_what(sayings: Iterable[Saying]) -> str:
    """Who said what, and all that stands beside it, as one text."""
    said = []
    for who, answer in sayings:
        beside = "; ".join(part for part in (answer.grade, answer.source, answer.note) if part)
        said.append(f"{who}: {told(answer)}{f' ({beside})' if beside else ''}")
    return "; ".join(dict.fromkeys(said))


def positions(sayings: Iterable[Saying]) -> tuple[Position, ...]:
    """Who says what, those of one opinion together."""
    found: dict[Reply, tuple[Answer, list[str]]] = {}
    for who, answer in sayings:
        found.setdefault(reply(answer), (answer, []))[1].append(who)
    return tuple(
        Position(tuple(dict.fromkeys(who)), told(answer), answer) for answer, who in found.values()
    )


def told(answer: Answer) -> str:
    """An answer in the words of an answer file, without what is noted beside it."""
    if answer.state != "given":
        return answer.state
    return told_level(answer.span) if answer.span is not None else _told_value(answer.value)


def told_level(span: Span) -> str:
    """A level or several."""
    return f"level {span.low}" if span.low == span.high else f"level {span.low}-{span.high}"


def _told_value(value: Value | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"[{', '.join(value)}]" if isinstance(value, tuple) else str(value)
