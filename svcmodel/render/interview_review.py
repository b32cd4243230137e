"""The end of an interview in words: every answer, then the recommendation and what is left to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from svcmodel.domain.assessment import Assessment
from svcmodel.domain.questions import Question
from svcmodel.domain.segmented import SegmentedResult
from svcmodel.interview.outlook import LeftUnasked
from svcmodel.interview.session import Session
from svcmodel.render.answer_words import AnswerWords
from svcmodel.render.at_hand import PEOPLE
from svcmodel.render.interview_pages import name_of
from svcmodel.render.interview_types import ALWAYS, Draft, Page, PageChoice
from svcmodel.render.report import report
from svcmodel.render.report_types import Decision, Reason
from svcmodel.render.words import Words

UNASKED_SHOWN = 5
REASONS = 3


def review_page(session: Session, words: Words, notices: Sequence[str] = ()) -> Page:
    """Every answer by section, to jump to; what does not fit together stands above."""
    more = [PageChoice("more", words("interview.review.more"))] if session.gaps else []
    finish = PageChoice("finish", words("interview.review.finish"))
    progress = session.progress
    return Page(
        id="review",
        kind="one",
        text=words("interview.review.text"),
        head=words(
            "interview.head.review", answered=progress.answered, reachable=progress.reachable
        ),
        notices=tuple(notices),
        body=tuple(_contradictions(session, words)),
        choices=(finish, *more, *_rows(session, words)),
        draft=Draft(pointed="finish" if session.current is None else "more"),
        acts=ALWAYS | {"remark"},
    )


def standing_lines(session: Session, words: Words) -> tuple[str, ...]:
    """The design as it would be now, a layer a line, with how sure each is."""
    catalogue, sure = session.situation.setting.catalogue, session.certainty
    lines = [words("interview.standing.title")]
    for layer, model in sure.chosen.items():
        how = (
            "settled"
            if layer in sure.settled
            else "likely"
            if layer in sure.very_likely
            else "open"
        )
        asked = catalogue.layers[layer].question.to(words.lang)
        chosen = catalogue.models[model].name.to(words.lang)
        lines.append(f"{asked} {chosen} ({words(f'interview.sure.{how}')})")
    return tuple(lines)


def result_lines(
    session: Session,
    assessment: Assessment,
    parked: Mapping[str, str],
    words: Words,
    segmented: SegmentedResult | None = None,
) -> Iterator[str]:
    """The recommendation, how sure it is, three reasons, what to find out, what was left unasked.

    `parked`: the day on which each question was put off. `segmented`: where there are segments.
    """
    catalogue = session.situation.setting.catalogue
    told = report(assessment, catalogue, words, segmented)
    yield words("interview.result.title", subject=told.subject)
    yield ""
    for decision in told.decisions:
        also = f" ({words('score.also', models=words.listed(list(decision.also)))})"
        yield f"  {decision.question} {decision.answer}{also if decision.also else ''}"
    yield from (f"  {entry.name}: {entry.text}" for entry in told.by_segment)
    yield ""
    yield from (f"  {line}" for line in told.certainty)
    yield from _titled(words("interview.result.reasons"), _reasons(told.decisions, words))
    day = words.date(session.situation.setting.on)
    fetch = words("interview.result.fetch", date=day)
    yield from _titled(fetch, _to_fetch(session, parked, words))
    yield from _titled(words("interview.result.unasked"), _unasked(session, words))


def result_page(plan: str, exists: bool, words: Words) -> Page:
    """What to do with the recommendation; `plan`: the file a plan would be written to."""
    key = "plan_again" if exists else "plan"
    choices = (
        PageChoice("plan", words(f"interview.result.{key}", file=plan)),
        PageChoice("back", words("interview.result.back")),
        PageChoice("leave", words("interview.result.leave")),
    )
    return Page(
        "result",
        "one",
        words("interview.result.text"),
        choices=choices,
        draft=Draft(pointed="leave"),
    )


def _contradictions(session: Session, words: Words) -> Iterator[str]:
    pairs = session.contradictions
    if pairs:
        yield words("interview.review.contradictions")
    for pair in pairs:
        yield f"{pair.text.to(words.lang)} {pair.ask.to(words.lang)}"


def _rows(session: Session, words: Words) -> Iterator[PageChoice]:
    """A choice for every question that applies or was answered, under its section."""
    setting = session.situation.setting
    shown = {*session.reachable, *session.fallen}
    said = AnswerWords(setting.catalogue, setting.bank, words)
    for section in setting.questionnaire.file.sections:
        for id_ in section.questions:
            if id_ in shown:
                row = f"{name_of(session, id_, words)} — {_said(session, id_, said, words)}"
                yield PageChoice(id_, row, group=section.title.to(words.lang))


def _said(session: Session, id_: str, told: AnswerWords, words: Words) -> str:
    answer = session.default_for(id_)
    if answer is None:
        key = "parked" if id_ in session.parked else "open"
        return words(f"interview.review.{key}")
    said = told.said(answer)
    if id_ in session.fallen:
        return words("interview.review.not_counted", answer=said)
    return said


def _titled(title: str, lines: Iterator[str]) -> Iterator[str]:
    """A heading and the lines below it; nothing where there are none."""
    found = list(lines)
    if found:
        yield from ("", title, *(f"  {line}" for line in found))


def _reasons(decisions: Sequence[Decision], words: Words) -> Iterator[str]:
    """The weightiest reasons for what is recommended, no criterion twice."""
    for_it = [(d, r) for d in decisions if not d.at_baseline for r in d.reasons if r.points > 0]
    others = [(d, r) for d in decisions if d.at_baseline for r in d.reasons]
    told: dict[str, tuple[Decision, Reason]] = {}
    for group in (for_it, others):
        for decision, reason in sorted(group, key=lambda pair: -abs(pair[1].points)):
            told.setdefault(reason.criterion, (decision, reason))
    for decision, reason in list(told.values())[:REASONS]:
        sign = "+" if reason.points > 0 else "−"
        model = decision.lead_in.rstrip(":") or decision.answer
        said = f"{model}: {reason.name} ({reason.level}). {reason.sentence}"
        yield f"{sign}{words.number(abs(reason.points), 1)} {said}"


def _to_fetch(session: Session, parked: Mapping[str, str], words: Words) -> Iterator[str]:
    """The facts to fetch under the people who know them, with where and since when."""
    facts = session.facts_to_fetch
    for who in PEOPLE:
        asked = [fact.question for fact in facts if fact.question.asks == who]
        if asked:
            yield words("interview.result.fetch_from", who=words(f"catalogue.asks.{who}"))
        for question in asked:
            yield f"  - {_fact(session, question, parked.get(question.id), words)}"


def _fact(session: Session, question: Question, since: str | None, words: Words) -> str:
    place = question.find_in.to(words.lang).rstrip(".") if question.find_in else ""
    return words(
        "interview.result.fact",
        question=name_of(session, question.id, words),
        where=words("interview.result.where", place=place) if place else "",
        since=words("interview.result.since", date=words.date(since)) if since else "",
    )


def _unasked(session: Session, words: Words) -> Iterator[str]:
    """The first questions without an answer and what each could change; how many more there are."""
    left = session.left_unasked
    for unasked in left[:UNASKED_SHOWN]:
        yield words(
            "interview.result.unasked_row",
            question=name_of(session, unasked.question.id, words),
            effects="; ".join(_effects(session, unasked, words)),
        )
    if len(left) > UNASKED_SHOWN:
        yield words("interview.result.unasked_more", count=len(left) - UNASKED_SHOWN)


def _effects(session: Session, unasked: LeftUnasked, words: Words) -> Iterator[str]:
    catalogue, lang = session.situation.setting.catalogue, words.lang
    if unasked.layers:
        layers = [catalogue.layers[id_].name.to(lang) for id_ in unasked.layers]
        yield words("interview.result.changes", layers=words.listed(layers))
    if unasked.models:
        models = [catalogue.models[id_].name.to(lang) for id_ in unasked.models]
        yield words("interview.result.requirement", models=words.listed(models))
    if unasked.obligations:
        yield words("interview.result.duty")
    if unasked.tasks:
        yield words("interview.result.quoted")
    if not (unasked.layers or unasked.models or unasked.obligations or unasked.tasks):
        yield words("interview.result.nothing")
