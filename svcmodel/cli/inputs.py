"""What every scoring command is given: an answer file with its settings and weights, and the day."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path

from svcmodel.cli.console import say_problems
from svcmodel.domain.answers import AnswerSheet
from svcmodel.domain.assessment import Assessment
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import Questionnaire
from svcmodel.domain.segmented import SegmentedResult
from svcmodel.errors import Problem, WrongUseError
from svcmodel.scoring.weights import with_weights
from svcmodel.sources.answer_files import load_weights, open_answers, read_answers
from svcmodel.sources.strict_yaml import HAS_C_PARSER

EPOCH = "SOURCE_DATE_EPOCH"
"""The variable by which the makers of packages ask for the same bytes every time."""


def answers_from(
    file: str, catalogue: Catalogue, *, settings: list[str] | None, weights: Path | None
) -> tuple[AnswerSheet, Questionnaire]:
    """The answers in a file and the questionnaire it names; warnings go to standard error.

    `settings`: `id=value` put in place of what the file says; `weights`: a file of weights.
    Raises the errors of `open_answers`, `read_answers` and `load_weights`.
    """
    source = open_answers(file, checked_settings(settings or []))
    answers, questionnaire, warnings = read_answers(source, catalogue)
    if not HAS_C_PARSER:
        warnings = (*warnings, Problem("W202", severity="warning"))
    say_problems(warnings)
    if weights is not None:
        answers = with_weights(answers, load_weights(weights, catalogue), catalogue)
    return answers, questionnaire


def segments_of(
    catalogue: Catalogue,
    questionnaire: Questionnaire,
    answers: AnswerSheet,
    whole: Assessment,
) -> SegmentedResult | None:
    """The company scored segment by segment; None where the file names no segments."""
    if not answers.segments:
        return None
    from svcmodel.scoring.segments import assess_segments  # few files name segments

    return assess_segments(
        catalogue,
        questionnaire,
        answers,
        on=whole.on,
        program=whole.versions.program,
        whole=whole,
    )


def the_day(option: str | None, file: str | None) -> str:
    """The day asked for, else the file's, else that of SOURCE_DATE_EPOCH, else today, as YYYY-MM-DD.

    Raises `WrongUseError`: E218 for an option that is no date, E349 for a variable that is no time.
    """
    day = option or file or _built_on() or date.today().isoformat()  # noqa: DTZ011 - the reader's own
    return _day(day, "--date")


def _built_on() -> str | None:
    """The day of SOURCE_DATE_EPOCH, seconds since 1970, where what makes documents again sets it."""
    seconds = os.environ.get(EPOCH)
    if not seconds:
        return None
    try:
        return datetime.fromtimestamp(int(seconds), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        raise WrongUseError([Problem("E349", path=EPOCH, values={"got": seconds})]) from None


def the_start(option: str | None) -> str | None:
    """The day the work of a plan begins, where one was given. Raises `WrongUseError` (E218)."""
    return _day(option, "--start") if option else None


def _day(text: str, option: str) -> str:
    """A day as YYYY-MM-DD. Raises `WrongUseError` (E218) for what is no date."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise WrongUseError([Problem("E218", path=option, values={"got": text})]) from None


def checked_settings(settings: list[str]) -> tuple[str, ...]:
    """The settings. Raises `WrongUseError` (E305) for one that is not of the form id=value."""
    for setting in settings:
        if not setting.partition("=")[0].strip() or "=" not in setting:
            raise WrongUseError([Problem("E305", path="--set", values={"name": setting})])
    return tuple(settings)
