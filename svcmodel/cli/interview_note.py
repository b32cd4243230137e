"""What is noted beside an answer: how firm it is, where it comes from, who says so, and a note."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any, get_args

from svcmodel.cli.interview_dialogue import Dialogue, speak_other, text_problem
from svcmodel.domain.answers import Answer
from svcmodel.render.interview_pages import NoteStep, note_page

About = dict[str, Any]
"""Grade, source, by and note of an answer."""

STEPS: tuple[NoteStep, ...] = get_args(NoteStep)
FIELDS = {"grade": "grade", "source": "source", "by": "by", "text": "note"}
NOTHING = "-"
"""Typed where a text is to be empty."""


def ask_note(dialogue: Dialogue, answer: Answer, name: str) -> About | None:
    """The grade, source, by and note that are to stand beside an answer; None to leave them as they are.

    `name`: the question in a few words.
    """
    about: About = {field: getattr(answer, field) for field in FIELDS.values()}
    number = 0
    while 0 <= number < len(STEPS):
        step = STEPS[number]
        said = about[FIELDS[step]] or ""
        page = note_page(step, name, said, dialogue.words)
        if step != "grade":
            page = replace(page, check=partial(text_problem, words=dialogue.words))
        reply = dialogue.ask(page)
        if reply.act == "language":
            speak_other(dialogue)
        elif reply.act == "back":
            number -= 1
        else:
            if reply.raw is not None:
                about[FIELDS[step]] = _meant(step, reply.raw)
            number += 1
    return about if number else None


def _meant(step: NoteStep, raw: str) -> str | None:
    if step == "grade":
        return None if raw == "none" else raw
    return "" if raw == NOTHING else raw
