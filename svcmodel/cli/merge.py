"""`svcmodel merge`: several people's answers of one company as one file, and where they disagree."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePath
from typing import Annotated

import typer

from svcmodel.cli.answer_output import refuse_to_overwrite, write_answer_file
from svcmodel.cli.console import (
    STDOUT,
    choose_language,
    expected_errors,
    say,
    say_problems,
    words,
    write_output,
)
from svcmodel.cli.inputs import answers_from, the_day
from svcmodel.cli.options import CatalogueOption, DateOption
from svcmodel.cli.pages import PageFormat, json_text, page_text
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.merging import Voice
from svcmodel.domain.questions import Questionnaire
from svcmodel.errors import Problem, WrongUseError
from svcmodel.render.merge_json import merge_data
from svcmodel.render.merge_report import merge_page
from svcmodel.render.problems import show_path
from svcmodel.render.question_text import SCHEMA_FILE
from svcmodel.scoring.disagreements import disagreements
from svcmodel.scoring.merge import merge_sheets
from svcmodel.sources.catalogue_files import load_catalogue
from svcmodel.sources.write_answers import answers_text


def merge(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="The answer files of several people.")
    ],
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="OUT", help="The merged file; - for stdout.")
    ],
    format_: Annotated[
        PageFormat, typer.Option("--format", "-f", help="The disagreements as table or json.")
    ] = PageFormat.table,
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that exists.")] = False,
    catalogue: CatalogueOption = None,
    date: DateOption = None,
) -> None:
    """Merge several people's answer files and list where they disagree, by what hangs on it.

    With `-o -` the merged file goes to standard output and the list to standard error.
    """
    with expected_errors():
        if len(files) < 2:
            raise WrongUseError([Problem("E308", file=files[0])])
        refuse_to_overwrite(output, force=force)
        chosen = load_catalogue(catalogue)
        voices, questionnaire = _voices(files, chosen)
        bank = questionnaire.bank
        merged = merge_sheets(chosen, bank, voices)
        day = the_day(date, merged.sheet.date)
        found = disagreements(chosen, bank, voices, merged, day)
        spoken = words(choose_language(merged.sheet.lang))
        names = [voice.name for voice in voices]
        text = answers_text(merged.sheet, f"./{SCHEMA_FILE}", [", ".join(names)])
        write_answer_file(text, output, chosen, questionnaire, spoken.lang)
        if format_ is PageFormat.json:
            listed = json_text(merge_data(merged, found, names, day))
        else:
            listed = page_text(merge_page(merged, found, names, chosen, bank, spoken))
        if output == STDOUT:
            say(listed.rstrip("\n"))
        else:
            write_output(listed, STDOUT)


def _voices(files: list[str], catalogue: Catalogue) -> tuple[list[Voice], Questionnaire]:
    """What each file says, by the name it goes by, and the questionnaire of the first."""
    read = [answers_from(file, catalogue, settings=None, weights=None) for file in files]
    first = " ".join(read[0][0].subject.split())
    for file, (sheet, _) in zip(files, read, strict=True):
        subject = " ".join(sheet.subject.split())
        if subject.casefold() != first.casefold():
            values = {"got": subject, "first": first}
            say_problems([Problem("W205", file, values=values, severity="warning")])
    names = _names(files)
    return [Voice(name, sheet) for name, (sheet, _) in zip(names, read, strict=True)], read[0][1]


def _names(files: list[str]) -> list[str]:
    """What the voices are called: the file's name without its ending, or its path where two are alike.

    A file named twice is numbered.
    """
    stems = [show_path(PurePath(file).stem) for file in files]
    alike = Counter(stems)
    names = [
        stem if alike[stem] == 1 else show_path(file)
        for stem, file in zip(stems, files, strict=True)
    ]
    return [
        name if names.index(name) == place else f"{name} ({names[:place].count(name) + 1})"
        for place, name in enumerate(names)
    ]
