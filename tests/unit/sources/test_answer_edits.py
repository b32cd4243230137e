"""Changing an answer file in place: the answer is there, and what a person wrote around it still is."""

from __future__ import annotations

from typing import Any

import pytest

from svcmodel.domain.answers import Answer
from svcmodel.sources.answer_edits import (
    commented_out,
    with_answer,
    with_note,
    with_parked,
    with_questionnaire,
    with_remark,
    without_remark,
)
from svcmodel.sources.strict_yaml import parse_yaml
from tests.builders import given, level, unknown

HEAD = "format: svcmodel/answers/1\nsubject: Acme\n"


def data(text: str) -> Any:
    document = parse_yaml(text)
    assert document.problems == []
    return document.data


@pytest.mark.parametrize(
    ("before", "answer", "after"),
    [
        ("", given("a", 1), "answers:\n  a: 1\n"),
        ("answers:\n", given("a", 1), "answers:\n  a: 1\n"),
        ("answers:\n  # b:\n  # a:\n", given("a", 1), "answers:\n  # b:\n  a: 1\n"),
        ("answers:\n  b: 2\n  #a: \n", given("a", 1), "answers:\n  b: 2\n  a: 1\n"),
        ("answers: {b: 2}\n# a:\n", given("a", 1), "answers: {b: 2, a: 1}\n# a:\n"),
        ("answers: {}\n", given("a", True), "answers: {a: yes}\n"),
        ("answers:\n  a: 2  # why\n", given("a", 1), "answers:\n  a: 1  # why\n"),
        ("answers:\n  a: 1\n", unknown("a"), "answers:\n  a: unknown\n"),
        ("answers:\n  a: [x, y]\n", given("a", ("y",)), "answers:\n  a: [y]\n"),
        ("answers:\n  a: 1\n", level("a", 2, 4), "answers:\n  a: {level: [2, 4]}\n"),
        ("answers:\n  a: {level: 2} # l\n", given("a", 1), "answers:\n  a: 1 # l\n"),
        (
            "answers:\n  a:\n    value: 2\n    grade: guess # g\n",
            given("a", 1, "guess"),
            "answers:\n  a:\n    value: 1\n    grade: guess # g\n",
        ),
        (
            "answers:\n  a:\n    value: 2\n    note: n\n",
            Answer("a", "given", 1, note="n", source="s"),
            "answers:\n  a:\n    value: 1\n    note: n\n    source: s\n",
        ),
        ("answers:\n  a:\n    value: 2\n    note: n\n", given("a", 2), "answers:\n  a:\n    2\n"),
    ],
)
def test_an_answer_stands_where_it_belongs(before: str, answer: Answer, after: str) -> None:
    assert with_answer(HEAD + before, answer) == HEAD + after


def test_an_answer_said_already_changes_nothing() -> None:
    text = HEAD + "answers:\n  a:   {value: 1,  note: n}\n"
    assert with_answer(text, Answer("a", "given", 1, note="n")) == text


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_remark_stands_above_its_answer_and_goes_again(newline: str) -> None:
    text = (HEAD + "answers:\n  a: 1\n  b:\n    value: 2\n").replace("\n", newline)
    marked = with_remark(text, "b", "not counted\nnow")
    line = f"  # svcmodel: b: not counted now{newline}"
    assert marked == text.replace("  b:", f"{line}  b:")
    assert with_remark(marked, "b", "not counted now") == marked
    assert without_remark(marked, "a") == marked
    assert without_remark(marked, "b") == text


def test_a_remark_needs_a_line_of_its_own() -> None:
    text = HEAD + "answers: {a: 1, b: 2}\n"
    assert with_remark(text, "b", "not counted") == text


def test_a_text_that_looks_like_a_remark_is_left_alone() -> None:
    text = HEAD + "answers:\n  a:\n    value: 1\n    note: |\n      # svcmodel: a: mine\n"
    assert without_remark(text, "a") == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("  a: 1 # z\n  b: 2\n", "  # a: 1 # z\n  b: 2\n"),
        (
            "  a:\n    value: 1\n    note: |\n      x\n  b: 2\n",
            "  # a:\n  #   value: 1\n  #   note: |\n  #     x\n  b: 2\n",
        ),
        ("  b: 2\n  a: [x,\n    y]\n", "  b: 2\n  # a: [x,\n  #   y]\n"),
        ("  a: 1", "  # a: 1"),
    ],
)
def test_an_answer_can_become_comments(before: str, after: str) -> None:
    assert commented_out(HEAD + "answers:\n" + before, "a") == HEAD + "answers:\n" + after


def test_an_answer_that_shares_its_line_does_not_become_a_comment() -> None:
    text = HEAD + "answers: {a: 1, b: 2}\n"
    assert commented_out(text, "a") == text


def test_what_is_put_off_stands_at_the_end_with_its_day() -> None:
    text = HEAD + "answers:\n  a: 1\n  # b:\n"
    parked = with_parked(text, {"b": "2026-01-15"})
    assert parked == text + "parked: {b: 2026-01-15}\n"
    assert data(with_parked(parked, {}))["parked"] == {}
    assert with_parked(text, {}) == text


def test_notes_are_added_one_by_one() -> None:
    text = with_note(with_note(HEAD + "answers: {a: 1}", "One: #1"), "Two")
    assert text == HEAD + 'answers: {a: 1}\nnotes:\n  - "One: #1"\n  - Two\n'
    assert data(with_note("{format: x, subject: y}", "Z")) == {
        "format": "x",
        "subject": "y",
        "notes": ["Z"],
    }


def test_the_version_stands_below_the_questionnaire() -> None:
    text = HEAD + "questionnaire: quick # q\nanswers:\n  a: 1\n"
    named = with_questionnaire(text, "full", "2")
    assert named == text.replace("quick # q\n", 'full # q\nquestionnaire_version: "2"\n')
    assert with_questionnaire(named, "full", "3") == named.replace('"2"', '"3"')
    assert data(with_questionnaire(HEAD, "full", "2"))["questionnaire"] == "full"
