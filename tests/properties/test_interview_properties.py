"""What holds of every walk through an interview, whatever is answered, changed, parked or undone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svcmodel.domain.answers import Answer
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import Facts, Span, evaluate, questions_in
from svcmodel.domain.questions import (
    Choice,
    FreeText,
    MultiChoice,
    Number,
    Percentage,
    Question,
    Questionnaire,
    Ranking,
    Rating,
)
from svcmodel.domain.values import Fault
from svcmodel.interview.session import Session, start
from svcmodel.interview.situation import Situation
from svcmodel.sources.questionnaire_files import load_questionnaire
from tests.builders import DAY, bank_of, question, sheet_of
from tests.properties.effort import tried
from tests.properties.sheets import answers_to
from tests.sessions import begun, without_news

Bank = Mapping[str, Question]
Move = Callable[[Session], Session]

SECTIONS = {
    "first": ["kind", "volume", "channels_used"],
    "then": ["digital", "habit", "counter", "stages"],
    "last": ["headcount"],
}


@pytest.fixture(scope="module")
def bank(tiny_bank: dict[str, Question]) -> Bank:
    """The tiny questions, some of which apply only after certain answers to others."""
    shop = {"answer": "kind", "equals": "shop"}
    return {
        **tiny_bank,
        **bank_of(
            question("kind", "choice", options=["shop", "club"]),
            question("digital", "rating", ask_when=shop),
            question("counter", "yes_no", ask_when={"answer": "digital", "at_least": 3}),
            question(
                "stages",
                "multi_choice",
                options=["before", "during", "after"],
                ask_when={"not": {"answer": "counter", "equals": "yes"}},
            ),
        ),
    }


def moves(bank: Bank) -> st.SearchStrategy[list[Move]]:
    """Any moves, most of them answers to what is on the screen."""
    anything = st.one_of([answers_to(each) for each in bank.values()])
    ids = st.sampled_from(sorted(bank))
    here = st.fixed_dictionaries({id_: answers_to(each) for id_, each in bank.items()})
    answer_here = here.map(answer_on_screen)
    return st.lists(
        st.one_of(
            answer_here,
            answer_here,
            answer_here,
            anything.map(lambda answer: lambda session: session.answered(answer.id, answer)),
            st.just(Session.back),
            ids.map(lambda id_: lambda session: session.jump(id_)),
            ids.map(lambda id_: lambda session: session.forget(id_)),
            st.just(park_on_screen),
        ),
        max_size=25,
    )


def answer_on_screen(answers: Mapping[str, Answer]) -> Move:
    def move(session: Session) -> Session:
        return session if session.at is None else session.answered(session.at, answers[session.at])

    return move


def park_on_screen(session: Session) -> Session:
    return session if session.at is None else session.park(session.at)


def after(session: Session, made: Iterable[Move]) -> Session:
    for move in made:
        session = move(session)
    return session


@given(data=st.data(), in_order=st.booleans(), minutes=st.sampled_from([None, 3]))
@tried(14)
def test_no_walk_goes_astray(
    data: st.DataObject, in_order: bool, minutes: int | None, tiny: Catalogue, bank: Bank
) -> None:
    session = begun(tiny, bank, sections=SECTIONS, in_order=in_order, minutes=minutes)
    for move in data.draw(moves(bank)):
        session = move(session)
        progress = session.progress
        assert 0 <= progress.answered <= progress.reachable <= len(bank)
        assert set(session.gaps) <= set(session.reachable)
        assert set(session.fallen).isdisjoint(session.reachable)
        assert session.at is None or session.current is not None


@given(data=st.data(), in_order=st.booleans())
@tried(10)
def test_the_same_moves_give_the_same_session(
    data: st.DataObject, in_order: bool, tiny: Catalogue, bank: Bank
) -> None:
    made = data.draw(moves(bank))
    one, other = (
        after(begun(tiny, bank, sections=SECTIONS, in_order=in_order), made) for _ in "ab"
    )
    assert one == other


@given(data=st.data(), in_order=st.booleans())
@tried(14)
def test_back_undoes_a_move_and_going_on_undoes_back(
    data: st.DataObject, in_order: bool, tiny: Catalogue, bank: Bank
) -> None:
    session = begun(tiny, bank, sections=SECTIONS, in_order=in_order)
    session = after(session, data.draw(moves(bank)))
    there = session.jump(data.draw(st.sampled_from(sorted(bank))))
    assert there == session or there.back() == without_news(session)
    if session.at is not None and session.situation.applies[session.at] is not False:
        answer = data.draw(answers_to(bank[session.at]))
        onward = session.answered(session.at, answer)
        back = onward.back()
        assert (back.at, back.default_for(session.at)) == (session.at, answer)
        assert without_news(back.answered(session.at, answer)) == without_news(onward)
        assert session.park(session.at).back().at == session.at


@given(data=st.data(), in_order=st.booleans())
@tried(14)
def test_what_falls_away_is_kept_as_default_and_counts_for_nothing(
    data: st.DataObject, in_order: bool, tiny: Catalogue, bank: Bank
) -> None:
    session = begun(tiny, bank, sections=SECTIONS, in_order=in_order)
    for move in data.draw(moves(bank)):
        before, session = session, move(session)
        assert all(session.default_for(id_) is not None for id_ in session.fallen)
        assert set(session.change.fell) <= set(session.fallen)
        for id_ in set(before.fallen) - set(session.fallen):
            assert id_ in session.change.returned or session.default_for(id_) is None
        rest = [a for id_, a in session.sheet.answers.items() if id_ not in session.fallen]
        bare = begun(tiny, bank, *rest, sections=SECTIONS, in_order=True).situation
        assert levels_of(bare) == levels_of(session.situation)


def levels_of(situation: Situation) -> dict[str, tuple[Span | None, Span | None, bool]]:
    levels = situation.reading.levels
    return {id_: (level.span, level.possible, level.answered) for id_, level in levels.items()}


@given(data=st.data(), in_order=st.booleans())
@tried(14)
def test_what_does_not_apply_is_not_asked_and_what_may_not_waits(
    data: st.DataObject, in_order: bool, tiny: Catalogue, bank: Bank
) -> None:
    session = begun(tiny, bank, sections=SECTIONS, in_order=in_order)
    while session.at is not None:
        condition, values = bank[session.at].ask_when, session.situation.reading.values
        if condition is not None:
            assert evaluate(condition, Facts(answers=values)) is not False
        if condition is not None and session.situation.applies[session.at] is None:
            to_ask = set(session.gaps) - set(session.parked)
            assert to_ask.isdisjoint(questions_in(condition))
        answer = data.draw(answers_to(bank[session.at]))
        session = data.draw(
            st.sampled_from([session.answered(session.at, answer), session.park(session.at)])
        )
    assert set(session.gaps) == set(session.parked)


@given(data=st.data())
@tried(14)
def test_what_is_settled_stays_however_the_rest_is_answered(
    data: st.DataObject, tiny: Catalogue, bank: Bank
) -> None:
    session = begun(tiny, bank, sections=SECTIONS)
    for _ in range(data.draw(st.integers(0, len(bank)))):
        if session.at is not None:
            session = session.answered(session.at, data.draw(answers_to(bank[session.at])))
    sure = session.certainty
    while session.at is not None:
        session = session.answered(session.at, data.draw(answers_to(bank[session.at])))
        assert {session.certainty.chosen[layer] for layer in sure.settled} == {
            sure.chosen[layer] for layer in sure.settled
        }
        assert sure.settled <= session.certainty.settled


class Coverage:
    """Which questions walks have asked, and which of their options were chosen."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.offered = {
            (each.id, option) for each in questionnaire.questions for option in options_of(each)
        }
        self.chosen: Counter[tuple[str, Any]] = Counter()
        self.asked: Counter[str] = Counter()
        self.questions = [each.id for each in questionnaire.questions]

    def pick(self, each: Question, random: Random) -> Any:
        """A value of a question, by way of what has been chosen least."""
        self.asked[each.id] += 1
        options = list(options_of(each))
        if not options:
            return "in our own words" if isinstance(each, FreeText) else random.randint(1, 100)
        option = min(options, key=lambda one: (self.chosen[each.id, one], random.random()))
        self.chosen[each.id, option] += 1
        return [option] if isinstance(each, MultiChoice | Ranking) else option

    def __str__(self) -> str:
        """How much was covered, and what was not."""
        missed = [id_ for id_ in self.questions if id_ not in self.asked]
        idle = sorted(map(str, self.offered - self.chosen.keys()))
        asked, chosen = len(self.questions) - len(missed), len(self.offered) - len(idle)
        return (
            f"questions {asked}/{len(self.questions)}, missed: {missed}; "
            f"options {chosen}/{len(self.offered)}, never chosen: {idle}"
        )

    @property
    def is_whole(self) -> bool:
        return set(self.questions) == set(self.asked) and self.offered == set(self.chosen)


def options_of(each: Question) -> Sequence[Any]:
    match each:
        case Choice() | MultiChoice() | Ranking():
            return [option.id for option in each.options]
        case Rating():
            return [1, 2, 3, 4, 5]
        case Number() | Percentage() | FreeText():
            return []
        case _:
            return [True, False]


def walk(session: Session, covered: Coverage, random: Random) -> Session:
    """Answer to the end, each question once."""
    seen: set[str] = set()
    while session.current is not None:
        each = session.current
        assert each.id not in seen
        seen.add(each.id)
        value = each.parse(covered.pick(each, random))
        assert not isinstance(value, Fault), (each.id, value)
        session = session.answered(each.id, Answer(each.id, "given", value=value))
        assert session.default_for(each.id) is not None
    assert session.gaps == ()
    return session


@pytest.mark.parametrize("name", ["audit", "charter", "full", "quick"])
def test_every_question_and_every_option_that_ships_can_be_reached(
    name: str, shipped: Catalogue
) -> None:
    asked = load_questionnaire(name)
    covered, random = Coverage(asked), Random(7)
    for _ in range(60):
        walk(start(shipped, asked, sheet_of(), on=DAY, in_order=True), covered, random)
        if covered.is_whole:
            break
    print(covered)
    assert covered.is_whole, covered


@pytest.mark.parametrize("name", ["audit", "charter", "full", "quick"])
def test_by_what_matters_every_question_that_ships_is_asked_too(
    name: str, shipped: Catalogue
) -> None:
    asked = load_questionnaire(name)
    covered = Coverage(asked)
    session = walk(start(shipped, asked, sheet_of(), on=DAY), covered, Random(3))
    assert set(session.reachable) <= set(covered.asked)
    assert session.certainty.design == "settled" or name != "full"
