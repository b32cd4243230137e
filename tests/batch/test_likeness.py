"""Answers that act alike are one for a batch, and only those."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svcmodel.batch.likeness import SOME_TEXT
from svcmodel.batch.sheets import Setup, SheetScorer
from svcmodel.domain.questions import FreeText, Number, Percentage, Question
from svcmodel.domain.values import Fault
from tests.properties.effort import tried


@pytest.fixture(scope="module")
def scorer(setup: Setup) -> SheetScorer:
    return SheetScorer(setup)


@tried(200)
@given(data=st.data())
def test_what_is_told_at_a_glance_is_what_a_close_look_tells(
    data: st.DataObject, scorer: SheetScorer
) -> None:
    bank = scorer.quick.bank
    id_ = data.draw(st.sampled_from(sorted(bank)))
    raw: Any = data.draw(
        st.integers(-5, 10**9)
        | st.sampled_from(["", " ", "unknown", "so", "a\x07b", "3", "\u202e"])
    )
    found = scorer.reader.likeness.at_a_glance(id_, raw)
    if found is not None:
        parsed = bank[id_].parse(raw)
        assert not isinstance(parsed, Fault)
        assert found == scorer.reader.likeness.of(id_, parsed)


def test_figures_on_the_same_side_of_every_bound_are_one(scorer: SheetScorer) -> None:
    likeness = scorer.reader.likeness
    for id_, figures in likeness.figures.items():
        for low, high in zip(figures.cuts, figures.cuts[1:], strict=False):
            inside = {likeness.of(id_, low + (high - low) * part) for part in (0.1, 0.5, 0.9)}
            assert len({*inside, likeness.of(id_, low), likeness.of(id_, high)}) == 3


def test_own_words_are_one_where_nothing_depends_on_them(scorer: SheetScorer) -> None:
    of_kind = questions_of(scorer, FreeText)
    assert of_kind
    assert {scorer.reader.likeness.of(id_, "some words") for id_ in of_kind} == {SOME_TEXT}


def test_other_answers_stand_for_themselves(scorer: SheetScorer) -> None:
    alike = questions_of(scorer, FreeText) | questions_of(scorer, Number | Percentage)
    for id_ in scorer.quick.bank.keys() - alike:
        assert scorer.reader.likeness.of(id_, "some words") == "some words"


def questions_of(scorer: SheetScorer, kind: Any) -> set[str]:
    bank: dict[str, Question] = dict(scorer.quick.bank)
    return {id_ for id_, question in bank.items() if isinstance(question, kind)}
