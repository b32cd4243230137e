from __future__ import annotations

from typing import Any

import pytest

from svcmodel.domain.questions import Question
from svcmodel.domain.values import Fault, show
from tests.builders import RefusedError, question, words

OPTIONS = ["phone", "email", "web"]

NUMBER = question("n", "number", minimum=0, maximum=1000)
WHOLE = question("w", "number", minimum=1, whole=True)
OPEN_NUMBER = question("o", "number")
SHARE = question("s", "percentage")
GROWTH = question("g", "percentage", minimum=-50, maximum=300)
RATING = question("r", "rating")
CHOICE = question("c", "choice", options=OPTIONS)
YES_NO_CHOICE = question("y", "choice", options=["yes", "no", "partly"])
MANY = question("m", "multi_choice", options=OPTIONS)
ORDER = question("k", "ranking", options=OPTIONS)
YES_NO = question("b", "yes_no")
TEXT = question("t", "text")


class Typed(float):
    """A number with the text it was typed as, as the YAML reader gives it."""

    raw: str

    def __new__(cls, raw: str) -> Typed:
        number = super().__new__(cls, raw.replace(",", ""))
        number.raw = raw
        return number


@pytest.mark.parametrize(
    ("asked", "raw", "value"),
    [
        (NUMBER, 0, 0),
        (NUMBER, 1000, 1000),
        (NUMBER, 12.5, 12.5),
        (NUMBER, 3.0, 3),
        (OPEN_NUMBER, -7, -7),
        (OPEN_NUMBER, 10**15, 10**15),
        (WHOLE, 8, 8),
        (WHOLE, 8.0, 8),
        (SHARE, 0, 0),
        (SHARE, 100, 100),
        (SHARE, 33.3, 33.3),
        (SHARE, "35 %", 35),
        (SHARE, "35%", 35),
        (SHARE, " 100 % ", 100),
        (SHARE, "12.5 %", 12.5),
        (GROWTH, -50, -50),
        (GROWTH, 300, 300),
        (RATING, 1, 1),
        (RATING, 5, 5),
        (CHOICE, "email", "email"),
        (YES_NO_CHOICE, True, "yes"),
        (YES_NO_CHOICE, False, "no"),
        (YES_NO_CHOICE, "partly", "partly"),
        (MANY, ["web", "phone"], ("phone", "web")),
        (MANY, [], ()),
        (ORDER, ["web", "phone", "email"], ("web", "phone", "email")),
        (ORDER, ["web"], ("web",)),
        (YES_NO, True, True),
        (YES_NO, False, False),
        (YES_NO, "yes", True),
        (YES_NO, "Sí", True),
        (YES_NO, "si", True),
        (YES_NO, " NO ", False),
        (TEXT, "  a shop  ", "a shop"),
        (TEXT, 1948, "1948"),
    ],
)
def test_what_is_accepted_becomes_the_answers_value(asked: Question, raw: Any, value: Any) -> None:
    parsed = asked.parse(raw)
    assert parsed == value
    assert type(parsed) is type(value)


@pytest.mark.parametrize(
    ("asked", "raw", "code"),
    [
        (NUMBER, -1, "E204"),
        (NUMBER, 1001, "E212"),
        (NUMBER, "many", "E202"),
        (NUMBER, "", "E202"),
        (NUMBER, True, "E202"),
        (NUMBER, None, "E202"),
        (NUMBER, [3], "E202"),
        (NUMBER, float("nan"), "E202"),
        (NUMBER, float("inf"), "E202"),
        (OPEN_NUMBER, float("-inf"), "E202"),
        (NUMBER, "2.000", "E203"),
        (NUMBER, "2,000", "E203"),
        (NUMBER, Typed("2.000"), "E203"),
        (NUMBER, "1,5", "E213"),
        (NUMBER, "1234,5", "E213"),
        (NUMBER, "1.234.567", "E222"),
        (WHOLE, 2.5, "E211"),
        (WHOLE, 0, "E204"),
        (SHARE, -0.5, "E204"),
        (SHARE, 100.5, "E212"),
        (SHARE, "101 %", "E212"),
        (SHARE, "a lot %", "E202"),
        (SHARE, "12,5", "E213"),
        (GROWTH, 301, "E212"),
        (RATING, 0, "E205"),
        (RATING, 6, "E205"),
        (RATING, 3.0, "E205"),
        (RATING, "3", "E205"),
        (RATING, True, "E205"),
        (RATING, [3], "E205"),
        (CHOICE, "fax", "E206"),
        (CHOICE, "Email", "E206"),
        (CHOICE, True, "E206"),
        (CHOICE, ["email"], "E206"),
        (CHOICE, 1, "E206"),
        (MANY, "email", "E208"),
        (MANY, {"email": 1}, "E208"),
        (MANY, ["email", "fax"], "E206"),
        (MANY, ["email", "email"], "E210"),
        (ORDER, "email", "E208"),
        (ORDER, ["email", "fax"], "E206"),
        (ORDER, ["email", "web", "email"], "E210"),
        (YES_NO, "maybe", "E207"),
        (YES_NO, 1, "E207"),
        (YES_NO, "", "E207"),
        (TEXT, "   ", "E209"),
        (TEXT, True, "E209"),
        (TEXT, ["a"], "E209"),
        (TEXT, None, "E209"),
    ],
)
def test_what_is_refused_says_why(asked: Question, raw: Any, code: str) -> None:
    fault = asked.parse(raw)
    assert isinstance(fault, Fault)
    assert fault.code == code


@pytest.mark.parametrize(
    ("raw", "thousands", "decimal"),
    [
        ("2.000", "2000", 2.0),
        ("2,000", "2000", 2.0),
        ("-2,500", "-2500", -2.5),
        ("12.345", "12345", 12.345),
    ],
)
def test_a_grouped_figure_is_refused_with_both_readings(
    raw: str, thousands: str, decimal: float
) -> None:
    fault = OPEN_NUMBER.parse(raw)
    assert isinstance(fault, Fault)
    assert fault.values["thousands"] == thousands
    assert float(fault.values["decimal"]) == decimal


def test_a_decimal_comma_is_refused_with_the_point_it_should_be() -> None:
    fault = NUMBER.parse("12,75")
    assert isinstance(fault, Fault)
    assert fault.values["decimal"] == "12.75"


def test_a_figure_out_of_bounds_is_told_the_bound() -> None:
    low, high = NUMBER.parse(-3), NUMBER.parse(1001)
    assert isinstance(low, Fault)
    assert isinstance(high, Fault)
    assert dict(low.values) == {"got": "-3", "minimum": "0"}
    assert dict(high.values) == {"got": "1001", "maximum": "1000"}


def test_an_unknown_option_is_told_all_options() -> None:
    fault = CHOICE.parse("fax")
    assert isinstance(fault, Fault)
    assert fault.values["options"] == "phone, email, web"


@pytest.mark.parametrize("raw", ["x" * 500, "one\ntwo", "\x1b[31mred", ["y" * 100]])
def test_a_quoted_value_is_short_and_harmless(raw: Any) -> None:
    quoted = show(raw)
    assert len(quoted) <= 60
    assert quoted.isprintable()


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("colour", {}),
        ("rating", {"anchors": {1: words(), 6: words()}}),
        ("rating", {"maximum": 7}),
        ("choice", {"options": ["only_one"]}),
        ("yes_no", {"minutes": 0}),
        ("number", {"unit": "pieces"}),
    ],
)
def test_an_unsound_question_is_refused(kind: str, more: dict[str, Any]) -> None:
    with pytest.raises(RefusedError):
        question("q", kind, **more)
