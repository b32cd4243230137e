"""`svcmodel questionnaire`: what is asked."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from svcmodel.cli.console import choose_language, expected_errors, words, write_output
from svcmodel.render.at_hand import at_hand
from svcmodel.render.columns import aligned
from svcmodel.render.documents import page
from svcmodel.render.question_text import answer_lines, aside, question_text
from svcmodel.sources.questionnaire_files import load_questionnaire, shipped_questionnaires
from svcmodel.sources.words_files import load_template

app = typer.Typer(
    help="List the questionnaires, or show one.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


@app.command("list")
def list_questionnaires() -> None:
    """List the questionnaires with the number of their questions and the minutes they take."""
    with expected_errors():
        spoken = words(choose_language())
        columns = ("id", "name", "questions", "minutes")
        rows = [tuple(spoken(f"catalogue.column.{column}") for column in columns)]
        for name in shipped_questionnaires():
            asked = load_questionnaire(name)
            minutes = sum(question.minutes for question in asked.questions)
            title = asked.file.title.to(spoken.lang)
            rows.append((name, title, str(len(asked.questions)), spoken.figure(minutes)))
        write_output("\n".join(aligned(rows)) + "\n", "-")


@app.command()
def show(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="full, quick, audit or charter.")
    ] = "full",
    beforehand: Annotated[
        bool, typer.Option("--at-hand", help="One page: what to look up beforehand, and who.")
    ] = False,
) -> None:
    """Show a questionnaire: every question, what can be answered, why it is asked, who knows."""
    with expected_errors():
        spoken = words(choose_language())
        asked = load_questionnaire(name)
        if beforehand:
            people = at_hand(asked, spoken)
            template = "questionnaire_at_hand.md.j2"
            text = page(template, load_template, spoken, questionnaire=asked, people=people)
            write_output(text, "-")
            return
        plain = asked.file.words == "plain"
        text = page(
            "questionnaire.md.j2",
            load_template,
            spoken,
            questionnaire=asked,
            text=partial(question_text, words=spoken, plain=plain),
            options=partial(answer_lines, words=spoken),
            aside=partial(aside, words=spoken),
        )
        write_output(text, "-")
