"""Files of measured values: what is read, and what each value answers."""

from __future__ import annotations

import pytest

from svcmodel.domain.playbooks import KpiThreshold
from svcmodel.domain.questions import Question
from svcmodel.domain.review import Measured
from svcmodel.errors import InvalidInputError, UnreadableInputError
from svcmodel.sources.kpi_value_files import MeasuredValues, load_kpi_values
from tests.builders import bank_of, kpi, question

BANK: dict[str, Question] = bank_of(
    question("volume", "number", minimum=0, whole=True),
    question("repeats", "percentage"),
    question("habit", "choice", options=["rare", "often"]),
    question("stages", "multi_choice", options=["before", "after"]),
)
KPIS = {
    each.id: each
    for each in (
        kpi("csat"),
        kpi("volume_kpi", known_from=["volume"]),
        kpi("rate", known_from=["volume", "repeats"]),
        kpi("mood", known_from=["habit"]),
    )
}


def read(values: str, head: str = "") -> MeasuredValues:
    text = f"format: svcmodel/kpi_values/1\n{head}values:\n{values}"
    return load_kpi_values("kpi.yaml", BANK, KPIS, text.encode())


def one(values: str) -> Measured:
    (found,) = read(values).values
    return found


def refused(values: str, head: str = "") -> list[tuple[str, int, int]]:
    with pytest.raises(InvalidInputError) as caught:
        read(values, head)
    return [(each.code, each.line, each.column) for each in caught.value.problems]


def test_a_bare_figure_is_a_value_of_a_measure() -> None:
    assert one("  csat: 71\n") == Measured("csat", 71, None, None, "", None)


def test_the_long_form_has_its_day_its_note_and_its_threshold() -> None:
    found = one("  csat: {value: 71, date: 2026-06-30, note: Summer, threshold: {at_least: 75}}\n")
    assert (found.date, found.note) == ("2026-06-30", "Summer")
    assert found.threshold == KpiThreshold(at_least=75)


def test_a_share_may_have_its_sign() -> None:
    assert one("  csat: 71.5 %\n").value == 71.5
    assert one("  repeats: 60 %\n").value == 60


def test_the_id_of_a_question_answers_it() -> None:
    assert one("  habit: often\n")[1:3] == ("often", "habit")
    assert one("  stages: [after, before]\n")[1:3] == (("before", "after"), "stages")


def test_a_measure_known_from_one_figure_answers_that_question() -> None:
    assert one("  volume_kpi: 1200\n")[:3] == ("volume_kpi", 1200, "volume")


@pytest.mark.parametrize("id_", ["rate", "mood"])
def test_a_measure_known_from_two_answers_or_from_no_figure_answers_none(id_: str) -> None:
    assert one(f"  {id_}: 3\n").question is None


def test_what_is_unknown_says_nothing() -> None:
    assert read("  csat: unknown\n  volume: {value: unknown}\n").values == ()


def test_the_day_of_the_file_is_that_of_values_without_one_and_the_last_counts() -> None:
    values = "  csat: 71\n  volume: {value: 3, date: 2026-08-01}\n"
    found = read(values, "date: 2026-07-01\n")
    assert found.date == "2026-08-01"
    assert [each.date for each in found.values] == ["2026-07-01", "2026-08-01"]
    assert read("  csat: 71\n").date is None


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ("  cast: 71\n", ("E241", 3, 3)),
        ("  csat: much\n", ("E202", 3, 9)),
        ("  csat: 1.200\n", ("E203", 3, 9)),
        ("  csat:\n", ("E419", 3, 8)),
        ("  volume: -1\n", ("E204", 3, 11)),
        ("  volume: {value: 1.5}\n", ("E211", 3, 19)),
        ("  stages: [after, never]\n", ("E206", 3, 19)),
        ("  volume: 1\n  volume_kpi: 2\n", ("E421", 4, 3)),
        ("  csat: {value: 71, threshold: {}}\n", ("E440", 3, 32)),
        ("  csat: {value: 71, threshold: {at_least: 3, at_most: 2}}\n", ("E413", 3, 32)),
        ("  habit: {value: often, threshold: {at_most: 2}}\n", ("E242", 3, 36)),
        ("  csat: {value: 71, date: 2026-02-30}\n", ("E218", 3, 27)),
    ],
)
def test_a_value_that_cannot_be_is_refused_at_its_place(
    values: str, problem: tuple[str, int, int]
) -> None:
    assert refused(values) == [problem]


def test_a_day_that_is_none_and_a_key_that_does_not_exist() -> None:
    assert refused("  csat: 71\n", "date: 2026-02-30\nday: 3\n") == [
        ("E218", 2, 7),
        ("E402", 3, 1),
    ]


def test_another_format_is_refused_and_a_missing_file_cannot_be_read() -> None:
    with pytest.raises(InvalidInputError, match="E112"):
        load_kpi_values("kpi.yaml", BANK, KPIS, b"format: svcmodel/answers/1\n")
    with pytest.raises(UnreadableInputError, match="E001"):
        load_kpi_values("nowhere/kpi.yaml", BANK, KPIS)
