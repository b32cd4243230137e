"""What every scoring command reads: the catalogue, the answers and the questionnaire they are for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from svcmodel import __version__
from svcmodel.cli.console import choose_language, say_problems
from svcmodel.domain.answers import AnswerSheet
from svcmodel.domain.assessment import Assessment
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.records import Lang
from svcmodel.errors import Problem, WrongUseError
from svcmodel.scoring.assess import assess
from svcmodel.sources.answer_files import load_weights, open_answers, read_answers
from svcmodel.sources.catalogue_files import load_catalogue
from svcmodel.sources.strict_yaml import HAS_C_PARSER


class Scored(NamedTuple):
    """An answer file and what became of it."""

    catalogue: Catalogue
    answers: AnswerSheet
    assessment: Assessment
    lang: Lang


def score_file(
    file: Path,
    *,
    catalogue: Path | None,
    weights: Path | None,
    settings: list[str] | None,
    on: str | None,
) -> Scored:
    """Read an answer file and assess it; warnings go to standard error.

    Raises the errors of `load_catalogue`, `open_answers`, `read_answers` and `assess`.
    """
    chosen = load_catalogue(catalogue)
    source = open_answers(file, _settings(settings))
    answers, questionnaire, warnings = read_answers(source, chosen)
    if not HAS_C_PARSER:
        warnings = (*warnings, Problem("W202", severity="warning"))
    say_problems(warnings)
    if weights is not None:
        given = load_weights(weights, chosen)
        answers = replace(answers, weights=given.weights, important=given.important)
    day = the_day(on, answers.date)
    assessment = assess(chosen, questionnaire, answers, on=day, program=__version__)
    return Scored(chosen, answers, assessment, choose_language(answers.lang))


def the_day(option: str | None, file: str | None) -> str:
    """The day asked for, else the file's, else today, as YYYY-MM-DD.

    Raises `WrongUseError` (E218) for an option that is no date.
    """
    day = option or file or date.today().isoformat()  # noqa: DTZ011 - the reader's own today
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        raise WrongUseError([Problem("E218", path="--date", values={"got": day})]) from None


def _settings(settings: list[str] | None) -> tuple[str, ...]:
    for setting in settings or ():
        if not setting.partition("=")[0].strip() or "=" not in setting:
            raise WrongUseError([Problem("E305", path="--set", values={"name": setting})])
    return tuple(settings or ())
