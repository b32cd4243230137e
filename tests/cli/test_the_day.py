"""The day a result is for: asked for, the file's, that of SOURCE_DATE_EPOCH, today's."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from svcmodel.cli.inputs import EPOCH, the_day
from svcmodel.errors import WrongUseError
from tests.program import svcmodel

AT_NOON = "1768478400"
"""15 January 2026, 12:00 UTC."""


@pytest.mark.parametrize(
    ("option", "file", "variable", "day"),
    [
        ("2025-02-03", "2024-01-02", AT_NOON, "2025-02-03"),
        (None, "2024-01-02", AT_NOON, "2024-01-02"),
        (None, None, AT_NOON, "2026-01-15"),
        (None, None, "0", "1970-01-01"),
        (None, None, "", date.today().isoformat()),  # noqa: DTZ011 - the reader's own today
    ],
)
def test_what_goes_before_what(
    option: str | None, file: str | None, variable: str, day: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(EPOCH, variable)
    assert the_day(option, file) == day


@pytest.mark.parametrize("variable", ["soon", "1.5", "9" * 30])
def test_a_variable_that_is_no_time_is_wrong_use(
    variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(EPOCH, variable)
    with pytest.raises(WrongUseError, match="E349 SOURCE_DATE_EPOCH"):
        the_day(None, None)


def test_the_program_asks_the_variable(tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text("format: svcmodel/answers/1\nsubject: Nobody yet\nlang: en\n", "utf-8")
    run = svcmodel("score", file, environment={EPOCH: AT_NOON})
    assert "as of 2026-01-15" in run.out
    assert svcmodel("score", file, environment={EPOCH: "soon"}).code == 2
