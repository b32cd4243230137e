"""Several people's answers put together: what they agree on is kept, the rest becomes a range.

Answers are compared question by question. Where they differ, every criterion concerned is given the
span of levels that covers each one's level of it; a question that is no criterion stays unknown. A
criterion that people put on levels apart by answering different questions is such a range too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from svcmodel.domain.answers import Answer, AnswerSheet
from svcmodel.domain.assessment import CriterionLevel
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import UNKNOWN_SPAN, Span
from svcmodel.domain.criteria import Criterion, questions_of
from svcmodel.domain.merging import Dispute
from svcmodel.domain.questions import Question
from svcmodel.scoring.levels import level_of_value, read_levels
from svcmodel.scoring.sayings import (
    Saying,
    joined,
    left_open,
    positions,
    reply,
    tells,
    told_level,
    who_said_what,
)

Bank = Mapping[str, Question]


class Speaker(NamedTuple):
    """One person's answers, and the levels they come to."""

    name: str
    answers: Mapping[str, Answer]
    levels: Mapping[str, CriterionLevel]


def speaker(catalogue: Catalogue, bank: Bank, name: str, answers: Mapping[str, Answer]) -> Speaker:
    """One person's answers, read."""
    levels = read_levels(catalogue, bank, AnswerSheet("", answers=answers)).levels
    return Speaker(name, answers, levels)


def merged_answers(
    catalogue: Catalogue, bank: Bank, speakers: Sequence[Speaker], segment: str = ""
) -> tuple[dict[str, Answer], tuple[Dispute, ...]]:
    """The answers together, in the order of the bank, and what is in dispute.

    `segment`: whose answers they are, "" for the company's.
    """
    order = dict.fromkeys([*bank, *catalogue.criteria])
    merged: dict[str, Answer] = {}
    disputed: dict[str, list[Saying]] = {}
    for id_ in order:
        said = [Saying(_who(s, id_), s.answers[id_]) for s in speakers if id_ in s.answers]
        telling = [saying for saying in said if tells(saying.answer)]
        if telling and not _agree(catalogue, telling):
            disputed[id_] = telling
            merged[id_] = left_open(id_, telling)
        elif said:
            merged[id_] = joined(telling or said, said)
    ranges = _ranges(catalogue, bank, speakers, merged, disputed)
    merged |= ranges
    merged = {id_: merged[id_] for id_ in order if id_ in merged}
    return _agreeing(catalogue, merged), _disputes(catalogue, disputed, ranges, speakers, segment)


def _who(speaker: Speaker, id_: str) -> str:
    return speaker.answers[id_].by or speaker.name


def _agree(catalogue: Catalogue, sayings: Sequence[Saying]) -> bool:
    """Whether all say the same; a level and a value of that level are the same."""
    replies = {reply(saying.answer) for saying in sayings}
    values = {value for state, value, span in replies if state == "given" and span is None}
    spans = {span for _, _, span in replies if span is not None}
    if len(replies) == 1:
        return True
    if len(values) != 1 or len(spans) != 1 or len(replies) > 2:
        return False
    id_ = sayings[0].answer.id
    level = level_of_value(catalogue.criteria[id_].level_from, {id_: values.pop()})
    return level == spans.pop()


def _ranges(
    catalogue: Catalogue,
    bank: Bank,
    speakers: Sequence[Speaker],
    merged: Mapping[str, Answer],
    disputed: Mapping[str, Sequence[Saying]],
) -> dict[str, Answer]:
    """The criteria that a dispute leaves between levels, each with the levels of all."""
    now = read_levels(catalogue, bank, AnswerSheet("", answers=merged)).levels
    ranges = {}
    for criterion in catalogue.criteria.values():
        held = [
            (s.name, s.levels[criterion.id]) for s in speakers if s.levels[criterion.id].answered
        ]
        spans = [level.span for _, level in held if level.span is not None]
        own = disputed.get(criterion.id)
        if not spans or len(spans) < len(held) or not _is_disputed(criterion, disputed, spans):
            continue
        hull = _hull(spans)
        if own is None and hull in (now[criterion.id].span, UNKNOWN_SPAN):
            continue
        note = who_said_what(own) if own else _who_has_what(held)
        grades = {saying.answer.grade for saying in own or ()}
        ranges[criterion.id] = Answer(
            criterion.id,
            "given",
            span=hull,
            grade=grades.pop() if len(grades) == 1 else None,
            note=note,
        )
    return ranges


def _is_disputed(criterion: Criterion, disputed: Iterable[str], spans: Sequence[Span]) -> bool:
    """Whether a disputed answer has to do with a criterion, or two people put it on levels apart."""
    concerned = {criterion.id, *questions_of(criterion.level_from)}
    return not concerned.isdisjoint(disputed) or any(
        one.high < other.low or other.high < one.low for one, other in combinations(spans, 2)
    )


def _who_has_what(held: Iterable[tuple[str, CriterionLevel]]) -> str:
    return "; ".join(f"{name}: {told_level(level.span)}" for name, level in held if level.span)


def _hull(spans: Sequence[Span]) -> Span:
    return Span(min(span.low for span in spans), max(span.high for span in spans))


def _agreeing(catalogue: Catalogue, answers: dict[str, Answer]) -> dict[str, Answer]:
    """The answers, levels given widened to what the other answers together leave possible.

    Put together, people's answers may say more than those of any one of them.
    """
    widened = {}
    for criterion in catalogue.criteria.values():
        direct = answers.get(criterion.id)
        if direct is None or direct.span is None:
            continue
        values = {
            id_: answer.value
            for id_, answer in answers.items()
            if answer.state == "given" and answer.span is None
        }
        parts = level_of_value(criterion.level_from, values)
        if parts is not None and (direct.span.low > parts.high or direct.span.high < parts.low):
            span = _hull([direct.span, parts])
            widened[criterion.id] = Answer(direct.id, "given", span=span, note=direct.note)
    return {**answers, **widened}


def _disputes(
    catalogue: Catalogue,
    disputed: Mapping[str, Sequence[Saying]],
    ranges: Mapping[str, Answer],
    speakers: Sequence[Speaker],
    segment: str,
) -> tuple[Dispute, ...]:
    """One dispute for each answer that differs, and for each criterion put apart without one."""
    concerned = {
        id_: tuple(c for c in ranges if id_ in _sources(catalogue.criteria[c])) for id_ in disputed
    }
    found = [
        Dispute("answer", id_, segment, concerned[id_], positions(sayings))
        for id_, sayings in disputed.items()
    ]
    explained = {criterion for ids in concerned.values() for criterion in ids}
    for id_ in ranges:
        if id_ not in explained:
            held = [(s.name, s.levels[id_].span) for s in speakers if s.levels[id_].answered]
            sayings = [Saying(name, Answer(id_, "given", span=span)) for name, span in held if span]
            found.append(Dispute("answer", id_, segment, (id_,), positions(sayings)))
    return tuple(found)


def _sources(criterion: Criterion) -> set[str]:
    return {criterion.id, *questions_of(criterion.level_from)}
