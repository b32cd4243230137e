"""Writing an answer file, with the schema beside it that editors complete and check it by."""

from __future__ import annotations

import json
from pathlib import Path

from svcmodel.cli.console import STDOUT, say, words, write_output
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import Questionnaire
from svcmodel.domain.records import Lang
from svcmodel.errors import Problem, WrongUseError
from svcmodel.render.question_text import SCHEMA_FILE
from svcmodel.sources.schemas import answers_schema


def refuse_to_overwrite(output: str, *, force: bool) -> None:
    """Raise `WrongUseError` (E306) for a file that exists, unless asked to write over it."""
    if output != STDOUT and Path(output).exists() and not force:
        raise WrongUseError([Problem("E306", file=output)])


def write_answer_file(
    text: str, output: str, catalogue: Catalogue, questionnaire: Questionnaire, lang: Lang
) -> None:
    """Write an answer file and its schema, and say so; for standard output the text alone."""
    write_output(text, output)
    if output != STDOUT:
        write_schema_beside(output, catalogue, questionnaire, lang)
        say(words(lang)("cli.written", file=output))


def write_schema_beside(
    output: str, catalogue: Catalogue, questionnaire: Questionnaire, lang: Lang
) -> None:
    """Write the schema of an answer file beside it."""
    schema = answers_schema(catalogue, questionnaire.bank, lang)
    beside = Path(output).with_name(SCHEMA_FILE)
    write_output(json.dumps(schema, ensure_ascii=False, indent=1) + "\n", str(beside))
